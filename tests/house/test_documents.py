"""The papers name what there is."""

from __future__ import annotations

import re

from tests.house.sources import ROOT, files

LINK = re.compile(r"\]\((?!https?://|#)([^)#\s]+)")
SETTING = re.compile(r"TRACKER_[A-Z_]+[A-Z]")


def _papers():
    return files("*.md", under=(".", "docs"))


def test_operations_name_every_setting_and_no_other():
    read = set(re.findall(r"\"(TRACKER_[A-Z_]+)\"", (ROOT / "config.py").read_text()))
    told = set(SETTING.findall((ROOT / "docs" / "operations.md").read_text()))
    assert read
    assert told == read


def test_every_link_leads_to_a_file():
    broken = [
        (path.name, target)
        for path in _papers()
        for target in LINK.findall(path.read_text())
        if not (path.parent / target).exists()
    ]
    assert broken == []


def test_decisions_are_numbered_without_a_gap():
    names = sorted(path.name for path in (ROOT / "docs" / "decisions").iterdir())
    assert [name[:5] for name in names] == [f"{n:04d}-" for n in range(1, len(names) + 1)]


def test_every_decision_that_the_code_names_is_written():
    there = {path.name[:4] for path in (ROOT / "docs" / "decisions").iterdir()}
    named = {
        number
        for path in files("*.py", "*.md", "*.toml")
        for number in re.findall(r"decisions?[/ ](\d{4})", path.read_text())
    }
    assert "0004" in named
    assert named - there == set()


def test_a_fresh_clone_starts_with_the_two_commands_of_the_readme():
    makefile, readme = (ROOT / "Makefile").read_text(), (ROOT / "README.md").read_text()
    for target in re.findall(r"^    make (\w+)$", readme, re.M):
        assert re.search(rf"^{target}:", makefile, re.M)
    assert "    make run\n" in readme
    assert "    make test\n" in readme


def test_the_gate_of_a_change_is_make_test():
    gate = ROOT / ".ci" / "run"
    assert gate.stat().st_mode & 0o111 == 0o111
    assert gate.read_text().rstrip().endswith("exec make test")
