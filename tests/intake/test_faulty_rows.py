"""Rows that cannot go in are downloaded with what is wrong, mended, and uploaded again."""

from __future__ import annotations

from io import BytesIO

import openpyxl

from tests.intake import books
from tests.intake.lists import TITLE, cases, confirm, sent, shown, upload

HEADS = ["建议编号", "建议标题", "领衔代表", "主办单位", "收件日期"]
ROWS = [
    ["015", "关于学位的建议", "刘桂兰", "区教育局", "2026-02-30"],
    ["016", "关于大桥的建议", "刘桂兰", "区财政局", "2026-03-02"],
    ["1-3号", "关于路灯的建议", "王守田", "区城市管理局", ""],
]


def faulty(client, folder):
    """Upload three rows, two of them faulty; return the address and the downloaded workbook."""
    address = sent(client, books.plain(folder / "a.xlsx", HEADS, ROWS, TITLE))
    answer = client.get(f"{address}/faults.xlsx")
    assert answer.status_code == 200
    return address, answer.data


def test_the_faulty_rows_come_with_their_problem_first(clerk, tmp_path):
    address, content = faulty(clerk, tmp_path)
    assert "下载这些行" in shown(clerk, address)
    rows = [[c.value for c in row] for row in openpyxl.load_workbook(BytesIO(content)).active.rows]
    assert rows[0][0] == TITLE
    assert rows[1] == ["问题", *HEADS]
    assert [row[1] for row in rows[2:]] == ["015", "1-3号"]
    assert "没有这一天" in rows[2][0]
    assert "几件写在一行" in rows[3][0]


def test_mended_rows_go_in_when_they_are_uploaded_again(clerk, tmp_path):
    _, content = faulty(clerk, tmp_path)
    book = openpyxl.load_workbook(BytesIO(content))
    book.active["F3"], book.active["B4"] = "2026-02-28", "017"
    book.save(tmp_path / "mended.xlsx")
    again = sent(clerk, tmp_path / "mended.xlsx")
    assert confirm(clerk, again, 3, 4).status_code == 302
    assert [(case.number, str(case.received_on)) for case in cases()] == [
        ("015", "2026-02-28"), ("017", "2025-12-24"),
    ]  # fmt: skip


def test_nothing_typed_becomes_a_formula(clerk, tmp_path):
    rows = [["x", "=HYPERLINK(1)", "刘桂兰", "", ""]]
    address = sent(clerk, books.plain(tmp_path / "a.xlsx", HEADS, rows, TITLE))
    book = openpyxl.load_workbook(BytesIO(clerk.get(f"{address}/faults.xlsx").data))
    assert {cell.data_type for row in book.active.rows for cell in row if cell.value} == {"s"}


def test_a_list_without_faults_has_nothing_to_download(clerk, tmp_path):
    address = upload(clerk, tmp_path, [], ("015", "甲"))
    assert "下载这些行" not in shown(clerk, address)
    assert clerk.get(f"{address}/faults.xlsx").status_code == 404
