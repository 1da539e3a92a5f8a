"""What no file of the project holds: unfinished work, skipped tests, one machine's paths."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.house.sources import ROOT, files

UNFINISHED = re.compile(r"\b(TODO|FIXME|XXX)\b|raise NotImplementedError")
SKIPPED = re.compile(r"pytest\.(mark\.)?(skip|xfail)|unittest\.skip|importorskip")
MACHINE = re.compile(
    r"(?<![\w.)}])/(work|tmp|root|farm|home)/[A-Za-z.]"
    r"|pypi\.org|pythonhosted\.org|registry\.npmjs|deb\.debian"
)
EXAMPLES = {
    "# TODO: later": UNFINISHED,
    "@pytest.mark.skip(reason='slow')": SKIPPED,
    '"/home/clerk"': MACHINE,
    "https://pypi.org/simple": MACHINE,
}
THIS = Path(__file__)
WORDS = ROOT / "tracker/accounts/data/common_passwords.txt"


def _hits(pattern: re.Pattern[str], *names: str) -> list[str]:
    """Return the places where the pattern stands."""
    return [
        f"{path.relative_to(ROOT).as_posix()}:{number}"
        for path in files(*names)
        if path not in {THIS, WORDS}
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1)
        if pattern.search(line)
    ]


def test_nothing_is_left_unfinished():
    assert _hits(UNFINISHED, "*.py", "*.html", "*.toml", "*.js", "*.css", "*.md", "Makefile") == []


def test_no_test_is_skipped():
    assert _hits(SKIPPED, "*.py") == []


def test_no_file_knows_one_machine_or_one_package_index():
    assert _hits(MACHINE, "*") == []


@pytest.mark.parametrize("line", EXAMPLES)
def test_the_searches_would_find_something(line):
    assert EXAMPLES[line].search(line)
    assert not EXAMPLES[line].search("/static/app.js")
