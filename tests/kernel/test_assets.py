"""A style sheet is asked for once, and again when it has changed."""

from __future__ import annotations

import re

import pytest

LINK = re.compile(r"(?:href|src)=\"(/static/[^\"]+)\"")


@pytest.fixture
def links(app) -> list[str]:
    """The static files that the log-in page names."""
    return LINK.findall(app.test_client().get("/login").text)


def test_every_static_file_of_a_page_is_named_with_its_digest_and_kept(app, links):
    assert len(links) > 5
    for link in links:
        assert re.search(r"\?v=[0-9a-f]{12}$", link), link
        answer = app.test_client().get(link, buffered=True)
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"


def test_a_file_asked_for_without_its_digest_is_asked_for_anew(app, links):
    answer = app.test_client().get(links[0].split("?")[0], buffered=True)
    assert answer.headers["Cache-Control"] == "no-cache"


def test_a_file_that_is_not_there_is_not_kept(app):
    answer = app.test_client().get("/static/css/nothing.css?v=0")
    assert answer.status_code == 404
    assert "immutable" not in answer.headers.get("Cache-Control", "")


def test_a_changed_file_has_another_address(app, tmp_path):
    app.static_folder = str(tmp_path)
    (tmp_path / "one.css").write_text("a { color: red }")
    found = set()
    for text in ("b { color: red }", "b { color: blue }"):
        (tmp_path / "one.css").write_text(text)
        with app.test_request_context():
            found.add(app.url_for("static", filename="one.css"))
    assert len(found) == 2


def test_a_page_itself_is_never_kept(app):
    assert app.test_client().get("/login").headers["Cache-Control"] == "no-store"
