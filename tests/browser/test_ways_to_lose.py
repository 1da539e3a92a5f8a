"""Long texts × ways to lose them: nothing is lost, and nothing is on record twice."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pytest

from tests.browser.long_texts import FORMS, FULL, SHORTEST
from tests.browser.ways import WAYS, Writer

pytestmark = pytest.mark.browser
CELLS = [(form, way) for form in FORMS for way in WAYS]
DIAGONAL = {(form, list(WAYS)[at % len(WAYS)]) for at, form in enumerate(FORMS)}
HERE = """text => {
  const plain = one => one.replace(/\\s+/g, '');
  const shown = [...document.querySelectorAll('textarea')].map(one => one.value);
  return [...shown, document.body.innerText].some(one => plain(one).includes(plain(text)));
}"""
# beside the record: what is kept, and copies that others read or search by
BESIDE = {"typed_text", "sent_form", "audit_entry", "notice", "outbox", "case_search"}


def _stored(folder) -> dict[str, int]:
    """Return in how many rows of each table the text is on record."""
    with closing(sqlite3.connect(folder / "tracker.db")) as base:
        names = [
            row[0] for row in base.execute("SELECT name FROM sqlite_master WHERE type='table'")
        ]
        found = {}
        for name in set(names) - BESIDE:
            rows = base.execute(f'SELECT * FROM "{name}"')
            found[name] = sum(any(FULL[-60:] in str(value) for value in row) for row in rows)
    return {name: count for name, count in found.items() if count}


def _is_here(writer: Writer) -> bool:
    """Whether the text stands on the page, or is offered and taken with one press."""
    if writer.page.evaluate(HERE, FULL):
        return True
    offered = writer.page.get_by_role("button", name="恢复")
    named = writer.page.get_by_role("main").get_by_role("link", name="没有提交的内容")
    if offered.count() + named.count() == 0:
        return False
    offered.or_(named).first.click()
    writer.page.wait_for_load_state()
    return writer.page.evaluate(HERE, FULL)


def test_the_text_is_long():
    assert len(FULL) >= SHORTEST


@pytest.mark.parametrize(
    ("form", "way"),
    [pytest.param(*cell, marks=() if cell in DIAGONAL else pytest.mark.nightly) for cell in CELLS],
)
def test_nothing_is_lost(app, whole_world, served, open_page, log_in, tmp_path, form, way):
    app.config["WTF_CSRF_ENABLED"] = True
    writer = Writer(
        whole_world, served, open_page, log_in, FORMS[form], tmp_path, script=way != "script off"
    )
    writer.begin()
    writer.form.write(writer.page)
    WAYS[way](writer)
    stored = _stored(tmp_path)
    assert stored or _is_here(writer), (writer.page.url, writer.page.inner_text("main")[:300])
    assert all(count == 1 for count in stored.values()), stored
