"""The layouts of excel lists as offices exchange them: what each row becomes."""

from __future__ import annotations

import json
from datetime import date

import pytest

from tests.intake import layouts
from tracker.intake.opening import parse_book

KEYS = {"name", "kind", "body", "term", "session", "heading_rows", "rows", "left_out", "warnings"}
ROW_KEYS = {
    "row", "number", "number_key", "title", "lead", "lead_type", "co_signers", "signer_count",
    "hosts", "assisting", "separate", "assigned_on", "due_on", "cells", "errors", "warnings",
    "decision",
}  # fmt: skip
ALL = [
    layouts.catalogue, layouts.key_suggestions, layouts.screen_list, layouts.transfer,
    layouts.export, layouts.fifth_row, layouts.query_ledger, layouts.search_list,
]  # fmt: skip


def sheet_of(folder, book):
    path = layouts.saved(folder, book)
    preview = parse_book(path, path.name)
    assert preview.refused is None
    (sheet,) = preview.sheets
    assert [entry.errors for entry in sheet.rows] == [() for _ in sheet.rows]
    return sheet


@pytest.mark.parametrize("make", ALL, ids=lambda make: make.__name__)
def test_the_preview_of_each_layout_is_plain_json_with_the_agreed_keys(tmp_path, make):
    path = layouts.saved(tmp_path, make())
    found = parse_book(path, "清单.xlsx").as_json()
    assert json.loads(json.dumps(found)) == found
    assert (found["file"], found["refused"]) == ("清单.xlsx", None)
    (sheet,) = found["sheets"]
    assert set(sheet) == KEYS
    assert sheet["rows"]
    for row in sheet["rows"]:
        assert set(row) == ROW_KEYS
        assert row["decision"] == "new"


def test_a_work_unit_under_the_proposer_is_no_handling_unit(tmp_path):
    sheet = sheet_of(tmp_path, layouts.key_suggestions())
    first, second = sheet.rows
    assert (sheet.kind, sheet.term, sheet.session) == ("suggestion", 18, 3)
    assert (sheet.heading_rows, first.row) == ([2, 3], 4)
    assert (first.number, first.number_key, first.lead) == ("028", "28", "王小明")
    assert (first.hosts, first.assisting) == (("区住建局",), ())
    assert (second.number_key, second.lead, second.lead_type) == ("3", "买买提·艾力", "person")


def test_the_row_index_is_never_the_number_of_the_item(tmp_path):
    sheet = sheet_of(tmp_path, layouts.key_suggestions())
    assert [entry.number for entry in sheet.rows] == ["028", "003"]


def test_of_two_names_in_one_cell_the_second_is_not_lost(tmp_path):
    first, second = sheet_of(tmp_path, layouts.fifth_row()).rows
    assert (first.lead, first.co_signers, first.signer_count) == ("甲一", ("乙二",), 2)
    assert (second.lead, second.co_signers) == ("丙三", ("丁四", "戊五"))
    assert second.hosts == ("区司法局", "区信访局")


def test_an_internal_serial_and_the_wish_of_the_proposer_are_kept_apart(tmp_path):
    (entry,) = sheet_of(tmp_path, layouts.export()).rows
    assert (entry.number, entry.number_key) == ("021", "21")
    assert (entry.lead, entry.co_signers, entry.signer_count) == (
        "赵敏",
        ("钱进", "孙立", "周全"),
        4,
    )
    assert (entry.hosts, entry.period) == ((), "intersession")
    assert entry.cells["流水号"] == "2026000981"


def test_a_query_ledger_gives_its_number_as_published_and_the_day_of_assignment(tmp_path):
    sheet = sheet_of(tmp_path, layouts.query_ledger())
    (entry,) = sheet.rows
    assert (sheet.kind, sheet.term, sheet.session) == ("proposal", 10, 2)
    assert (entry.number, entry.number_key) == ("B(2020)79", "B(2020)79")
    assert entry.assigned_on == date(2026, 2, 24)
    assert entry.hosts == ()


def test_what_is_done_already_stays_with_its_row(tmp_path):
    heads = [
        "编号",
        "标题",
        "领衔代表",
        "主办单位",
        "签收日期",
        "答复日期",
        "答复文号",
        "办理类别",
        "承办人",
    ]
    row = [
        "1",
        "题",
        "何平",
        "区教育局",
        "2026.3.1",
        "2026年5月6日",
        "云教函〔2026〕3号",
        "B类",
        "刘伟",
    ]
    (entry,) = sheet_of(tmp_path, layouts.listed(row, heads=heads)).rows
    assert (entry.signed_on, entry.replied_on) == (date(2026, 3, 1), date(2026, 5, 6))
    assert (entry.document_number, entry.reply_class) == ("云教函〔2026〕3号", "B")
    assert entry.handler == "刘伟"


def test_units_merged_downwards_belong_to_every_row_they_span(tmp_path):
    book = layouts.listed(
        [1, "015", "甲", "何平", "区教育局", "区财政局"], [2, "016", "乙", "孙伟", None, None]
    )
    book.active.merge_cells("E3:E4")
    first, second = sheet_of(tmp_path, book).rows
    assert (first.hosts, second.hosts) == (("区教育局",), ("区教育局",))
    assert (first.assisting, second.assisting) == (("区财政局",), ())
