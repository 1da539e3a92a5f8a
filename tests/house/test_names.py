"""Where things stand and what they are called."""

from __future__ import annotations

import ast
import tomllib

from tests.house.sources import ROOT, files, product

NEVER = {"utils.py", "helpers.py", "common.py", "services.py", "rules.py"}
BESIDE = {
    "README.md", "LICENSE", "Makefile", "pyproject.toml", ".gitignore", "config.py", "run.py",
    "requirements.txt", "requirements.lock", "requirements-dev.txt", "requirements-dev.lock",
    "tracker", "templates", "migrations", "tests", "docs", ".ci",
}  # fmt: skip
NOT_KEPT = {
    ".git", ".venv", "var", "__pycache__", ".pytest_cache", ".mypy_cache", ".ruff_cache",
    ".hypothesis", ".import_linter_cache",
}  # fmt: skip
COMPOSES = "tracker/__init__.py"


def test_no_file_has_a_name_that_says_nothing():
    assert [s.name for s in product() if s.path.name in NEVER] == []


def test_the_top_level_holds_what_it_should():
    assert {path.name for path in ROOT.iterdir()} - NOT_KEPT - BESIDE == set()


def test_a_package_holds_one_docstring():
    packages = [s for s in product() if s.path.name == "__init__.py" and s.name != COMPOSES]
    more = [s.name for s in packages if len(s.tree.body) != 1 or not ast.get_docstring(s.tree)]
    assert more == []


def test_every_folder_of_code_is_a_package_that_stands_on_the_stairs():
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    steps = next(c["layers"] for c in contracts["contracts"] if c["type"] == "layers")
    stairs = {name.strip() for step in steps for name in step.split("|")}
    inside = [path.relative_to(ROOT / "tracker") for path in files("*.py", under=("tracker",))]
    folders = {str(path.parent) for path in inside} - {"."}
    # a folder within a folder stands where that one stands
    assert {f"tracker.{name.split('/')[0]}" for name in folders} - stairs == set()
    assert [
        name for name in folders if not (ROOT / "tracker" / name / "__init__.py").exists()
    ] == []


def test_imports_are_absolute_and_stand_on_top():
    relative = [s.at(n) for s in product() for n in s.nodes(ast.ImportFrom) if n.level]
    local = [
        source.at(inner)
        for source in product()
        for function in source.nodes((ast.FunctionDef, ast.AsyncFunctionDef))
        for inner in ast.walk(function)
        if isinstance(inner, (ast.Import, ast.ImportFrom)) and function.name != "create_app"
    ]
    assert (relative, local) == ([], [])


def test_nothing_is_said_by_signals():
    signals = {"blinker", "flask.signals"}
    assert [s.name for s in product() if signals & s.imported()] == []
    assert [s.name for s in product() if "_app_request" in s.text] == []


def test_every_module_begins_with_the_annotations_import():
    late = [
        source.name
        for source in product()
        if source.path.name != "__init__.py"
        and "from __future__ import annotations" not in source.text
    ]
    assert late == []
