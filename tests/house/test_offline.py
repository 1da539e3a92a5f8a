"""Everything a page needs lies here; what others wrote is named with licence and digest."""

from __future__ import annotations

import hashlib
import re

from tests.house.sources import ROOT, files

ELSEWHERE = re.compile(r"(?<![\w:])(?:https?:|wss?:)?//[a-z0-9-]+(?:\.[a-z0-9-]+)+", re.IGNORECASE)
LOADS = re.compile(
    r"""url\(\s*["']?(?:https?:)?//|@import|sourceMappingURL|["']https?://(?!www\.w3\.org)""",
    re.IGNORECASE,
)
NAMESPACE = "http://www.w3.org/"
VENDOR = ROOT / "tracker/static/vendor"


def test_no_page_style_or_script_of_ours_names_another_host():
    ours = files("*", under=("templates", "tracker/static"))
    found = {
        path.relative_to(ROOT).as_posix(): hits
        for path in ours
        if path.suffix in {".html", ".css", ".js", ".svg", ".txt"}
        if (hits := ELSEWHERE.findall(path.read_text().replace(NAMESPACE, "")))
    }
    assert ours
    assert found == {}


def test_what_others_wrote_loads_nothing_from_another_host():
    kept = sorted(path for path in VENDOR.iterdir() if path.suffix in {".css", ".js"})
    assert kept
    assert [path.name for path in kept if LOADS.search(path.read_text())] == []


def test_every_file_of_others_is_named_with_its_digest_and_licence():
    notices = [path for top in ("tracker", "tests") for path in (ROOT / top).rglob("NOTICE")]
    assert VENDOR / "NOTICE" in notices
    for notice in notices:
        text = notice.read_text()
        assert "licence" in text.lower()
        for path in notice.parent.rglob("*"):
            if path.is_file() and path != notice:
                assert path.name in text, path.name
                assert hashlib.sha256(path.read_bytes()).hexdigest() in text, path.name


def test_a_file_of_others_carries_its_version_in_its_name():
    names = [path.name for path in VENDOR.rglob("*") if path.is_file() and path.name != "NOTICE"]
    assert [name for name in names if not re.search(r"\d+\.\d+", name)] == []


def test_the_search_would_find_another_host():
    bad = ('src="https://cdn.example.org/x.js"', 'href="//cdn.example.org/x.css"', "http://a.cn/")
    good = ("/static/app.js", "// a comment", "url('/static/x.svg')")
    assert [text for text in (*bad, *good) if ELSEWHERE.search(text)] == list(bad)
