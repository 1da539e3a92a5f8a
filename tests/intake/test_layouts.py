"""The layouts of excel lists as offices exchange them: what each row becomes."""

from __future__ import annotations

import json

from tests.intake import layouts
from tracker.intake.opening import parse_book

KEYS = {"name", "kind", "body", "term", "session", "heading_rows", "rows", "left_out", "warnings"}
ROW_KEYS = {
    "row", "number", "number_key", "title", "lead", "lead_type", "co_signers", "signer_count",
    "hosts", "assisting", "separate", "assigned_on", "due_on", "cells", "errors", "warnings",
    "decision",
}  # fmt: skip


def sheet_of(folder, book):
    path = layouts.saved(folder, book)
    preview = parse_book(path, path.name)
    assert preview.refused is None
    (sheet,) = preview.sheets
    assert [entry.errors for entry in sheet.rows] == [[] for _ in sheet.rows]
    return sheet


def test_the_preview_is_plain_json_with_the_agreed_keys(tmp_path):
    path = layouts.saved(tmp_path, layouts.transfer())
    found = parse_book(path, "清单.xlsx").as_json()
    assert json.loads(json.dumps(found)) == found
    assert (found["file"], found["refused"]) == ("清单.xlsx", None)
    (sheet,) = found["sheets"]
    assert set(sheet) == KEYS
    assert sheet["rows"]
    for row in sheet["rows"]:
        assert set(row) == ROW_KEYS
        assert row["decision"] == "new"


def test_units_merged_downwards_belong_to_every_row_they_span(tmp_path):
    book = layouts.listed(
        [1, "015", "甲", "何平", "区教育局", "区财政局"], [2, "016", "乙", "孙伟", None, None]
    )
    book.active.merge_cells("E3:E4")
    first, second = sheet_of(tmp_path, book).rows
    assert (first.hosts, second.hosts) == (("区教育局",), ("区教育局",))
    assert (first.assisting, second.assisting) == (("区财政局",), ())
