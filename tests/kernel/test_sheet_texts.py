"""Lists of plain text: separators, quotation marks and encodings; every cell is text."""

from __future__ import annotations

import pytest

from tracker.kernel.sheets import SENTENCES, UnreadableError, read_book

LIST = [
    ["建议编号", "建议标题", "领衔代表", "电话"],
    ["015", "关于增加公办幼儿园学位的建议", "何平", "13800006021"],
    ["016", "关于整治河道环境的建议", "刘桂芝", "010-55520001"],
]
TRADITIONAL = (
    "編號,標題,代表\n001,關於整治河道環境的建議,劉桂芝\n002,關於增設學位與車站的建議,陳國華\n"
)


def read(folder, content: bytes) -> list[list[str]]:
    """Return the texts of the one sheet."""
    path = folder / "list.xlsx"
    path.write_bytes(content)
    (sheet,) = read_book(path).sheets
    assert {cell.kind for row in sheet.rows for cell in row} <= {"text", "empty"}
    return [[cell.text for cell in row] for row in sheet.rows]


def listed(separator: str, end: str = "\r\n") -> str:
    """Return the list as text."""
    return "".join(separator.join(row) + end for row in LIST)


@pytest.mark.parametrize("separator", [",", "\t", ";", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16-le"])
def test_separator_and_encoding_are_told_by_the_text(tmp_path, separator, encoding):
    assert read(tmp_path, listed(separator).encode(encoding)) == LIST


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-be", "gbk"])
def test_other_encodings_are_told_too(tmp_path, encoding):
    assert read(tmp_path, listed(",").encode(encoding)) == LIST


@pytest.mark.parametrize("end", ["\n", "\r"])
def test_lines_end_in_every_way(tmp_path, end):
    assert read(tmp_path, listed("\t", end).encode()) == LIST


def test_a_byte_order_mark_of_the_other_utf_16_is_minded(tmp_path):
    assert read(tmp_path, b"\xfe\xff" + listed(",").encode("utf-16-be")) == LIST


def test_big5_is_told_from_gb18030(tmp_path):
    rows = [line.split(",") for line in TRADITIONAL.splitlines()]
    assert read(tmp_path, TRADITIONAL.encode("big5")) == rows
    assert read(tmp_path, TRADITIONAL.encode("gb18030")) == rows


def test_short_chinese_text_that_could_be_odd_utf_8_is_read_as_chinese(tmp_path):
    content = "模,1\n茅,2\n".encode("gbk")
    assert content.decode("utf-8") == "ģ,1\né,2\n"
    assert read(tmp_path, content) == [["模", "1"], ["茅", "2"]]


def test_title_lines_and_commas_in_texts_do_not_decide(tmp_path):
    text = "某区,某届,某次会议,建议清单\n编号\t标题\n1\t关于甲,乙的建议\n2\t关于丙的建议\n3\t丁\n"
    assert read(tmp_path, text.encode())[1:3] == [["编号", "标题"], ["1", "关于甲,乙的建议"]]


def test_quoted_cells_hold_commas_line_breaks_and_quotation_marks(tmp_path):
    text = '编号,标题\n1,"关于甲,乙\n和""丙""的建议"\n'
    assert read(tmp_path, text.encode()) == [["编号", "标题"], ["1", '关于甲,乙\n和"丙"的建议']]


def test_a_quotation_mark_that_never_closes_swallows_no_rows(tmp_path):
    text = '编号,标题\n1,"关于甲的建议\n2,乙\n'
    assert read(tmp_path, text.encode())[1:] == [["1", '"关于甲的建议'], ["2", "乙"]]


def test_text_behind_a_closing_mark_does_no_harm(tmp_path):
    assert read(tmp_path, '编号,标题\n1,"甲"乙\n'.encode())[1] == ["1", "甲乙"]


def test_numbers_that_a_system_kept_as_text_are_unwrapped(tmp_path):
    text = '编号,标题\n="015",甲\n"=""016""",乙\n\t017,丙\n'
    assert [row[0] for row in read(tmp_path, text.encode())] == ["编号", "015", "016", "017"]


def test_the_line_that_names_the_separator_is_no_row(tmp_path):
    assert read(tmp_path, "sep=;\n编号;甲,乙\n1;丙,丁\n".encode()) == [
        ["编号", "甲,乙"],
        ["1", "丙,丁"],
    ]


def test_a_list_of_one_column_is_read(tmp_path):
    assert read(tmp_path, "单位全称\n区水务局\n区教育局\n".encode()) == [
        ["单位全称"],
        ["区水务局"],
        ["区教育局"],
    ]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("区水务局".encode(), "plain_text"),
        ("编号,标题\n1,甲\n".encode() + b"\xff\xff\x80,", "encoding"),
        (bytes(range(1, 32)) * 20, "not_excel"),
        (b"\0\1\2\3" * 200, "not_excel"),
        (b"\xff\xfe\x00\xd8,\x00", "encoding"),
        (b"\n \n\t\n", "empty"),
    ],
)
def test_what_is_no_list_gets_its_sentence(tmp_path, content, code):
    with pytest.raises(UnreadableError) as refused:
        read(tmp_path, content)
    assert str(refused.value) == SENTENCES[code]
