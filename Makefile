# `make run` and `make test` do everything from a fresh clone.
PYTHON ?= python3
JOBS ?= 2
VENV := .venv
BIN := $(VENV)/bin
APT := apt-get install -y --no-install-recommends
BROWSERS := chromium chromium-browser google-chrome

# $(call need,packages): install them as root, else print the line to type and stop.
define need
{ if ! command -v apt-get >/dev/null; then \
    echo "请用本机的软件管理工具安装（Please install）：$(1)"; exit 1; \
  elif [ "$$(id -u)" = 0 ]; then \
    apt-get update && DEBIAN_FRONTEND=noninteractive $(APT) $(1); \
  else \
    echo "请先运行（Please run first）：sudo $(APT) $(1)"; exit 1; \
  fi; }
endef

# $(call installed,lock file): the packages of a lock file, each checked against its hash.
define installed
$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(1)
endef

.PHONY: help run test lint types imports check fix bench nightly clean lock machine
.DEFAULT_GOAL := help

help: ## Say what there is
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "make %-9s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: $(VENV)/run-ready ## Start with demonstration data at 127.0.0.1:8000
	TRACKER_INSECURE_HTTP=1 TRACKER_DEMO=1 TRACKER_OFFICE_PHONE=010-55520001 $(BIN)/python run.py

test: $(VENV)/test-ready machine check ## Lint, types, imports and all tests but the nightly ones
	$(BIN)/python -m pytest -n $(JOBS) --dist worksteal -m "not nightly"

check: lint types imports ## Lint, types and imports

lint: $(VENV)/test-ready ## Style and shape of the code
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/test-ready
	$(BIN)/mypy

imports: $(VENV)/test-ready
	$(BIN)/lint-imports

fix: $(VENV)/test-ready ## Mend what the linter can mend
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/test-ready ## Measure, and print the figures
	$(BIN)/python -m tests.bench

nightly: $(VENV)/test-ready machine ## The heavy tests, and ten faults that a test has to notice
	$(BIN)/python -m pytest -n $(JOBS) --dist worksteal -m nightly
	$(BIN)/python -m tests.faults run --sample 10

clean: ## Remove the virtual environment and what tools leave behind
	rm -rf $(VENV) .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find tracker tests migrations -name __pycache__ -type d -prune -exec rm -rf {} +

lock: $(VENV)/test-ready ## Write the lock files anew from requirements*.txt
	for name in requirements requirements-dev; do \
	  $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	    --no-emit-index-url --no-header --no-annotate $$name.txt -o $$name.lock || exit 1; \
	done

machine: # a browser and a Chinese font for the browser tests
	@for name in $(BROWSERS); do command -v $$name >/dev/null && exit 0; done; \
	$(call need,chromium fonts-noto-cjk)
	@if command -v fc-list >/dev/null && fc-list :lang=zh-cn | grep -q .; then exit 0; fi; \
	$(call need,fontconfig fonts-noto-cjk)

$(BIN)/python:
	@command -v $(PYTHON) >/dev/null || $(call need,python3 python3-venv)
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "需要 Python 3.11 或更新的版本，本机为 $$($(PYTHON) --version 2>&1)。可用 make PYTHON=python3.12 指定。"; \
	  exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || $(call need,python3-venv)
	$(PYTHON) -m venv $(VENV)

$(VENV)/run-ready: requirements.lock | $(BIN)/python
	$(call installed,$<)
	@touch $@

$(VENV)/test-ready: requirements-dev.lock | $(BIN)/python
	$(call installed,$<)
	@touch $@ $(VENV)/run-ready
