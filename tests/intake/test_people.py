"""Proposers as cells write them: nobody, telephones, counts, collectives; all by literals."""

from __future__ import annotations

import signal

import pytest

from tests.intake import books, lists
from tracker.intake.opening import parse_book
from tracker.intake.reading.people import count_of, people_of

TITLE = "区十八届人大三次会议代表建议"
HEADS = ["编号", "标题", "领衔代表", "联名代表", "人数", "联系电话"]


def entry_of(folder, *cells):
    path = books.plain(folder / "p.xlsx", HEADS, [["1", "甲", *cells]], TITLE)
    (entry,) = parse_book(path, path.name).sheets[0].rows
    return entry


def said(entry):
    return [str(fault) for fault in entry.warnings]


@pytest.mark.parametrize(
    "cell", ["无", "無", "—", "——", "-", "/", "／", "（无）", "暂无", "没有", " — ", "0"]
)
def test_a_word_or_a_stroke_for_nobody_is_no_co_signer(cell):
    found = people_of("刘桂兰", cell)
    assert (found.co_signers, found.signer_count, found.alone) == ((), 1, True)


@pytest.mark.parametrize(
    ("cells", "counted", "alone"),
    [
        (("刘桂兰",), False, False),
        (("刘桂兰", ""), False, False),
        (("刘桂兰", "", "无"), False, False),
        (("刘桂兰等",), False, False),
        (("刘桂兰等", "无"), False, False),
        (("刘桂兰等5人",), True, False),
        (("刘桂兰等5人", "—"), True, False),
        (("刘桂兰", "", "3"), True, False),
        (("刘桂兰", "", "1"), True, True),
        (("刘桂兰", "王守田"), True, False),
        (("刘桂兰、王守田",), True, False),
        (("刘桂兰", "王守田等"), False, False),
    ],
)
def test_what_the_cells_say_about_others_and_where_they_are_silent(cells, counted, alone):
    found = people_of(*cells)
    assert (found.counted, found.alone) == (counted, alone)


@pytest.mark.parametrize(
    ("lead", "others", "phones"),
    [
        ("刘桂兰 13800001111", "", {"刘桂兰": "13800001111"}),
        ("刘桂兰13800001111", "", {"刘桂兰": "13800001111"}),
        ("刘桂兰（13800001111）", "", {"刘桂兰": "13800001111"}),
        ("刘桂兰（联系电话：138 0000 1111）", "", {"刘桂兰": "13800001111"}),
        ("刘桂兰\n１３８００００１１１１", "", {"刘桂兰": "13800001111"}),
        ("刘桂兰 0871-65123456", "", {"刘桂兰": "0871-65123456"}),
        ("刘桂兰 +86 13800001111", "", {"刘桂兰": "13800001111"}),
        ("刘桂兰等5人 13800001111", "", {"刘桂兰": "13800001111"}),
        ("刘桂兰（等5人）13800001111", "", {"刘桂兰": "13800001111"}),
        (
            "刘桂兰",
            "王守田13900002222、何平 65123456",
            {"王守田": "13900002222", "何平": "65123456"},
        ),
    ],
)
def test_a_telephone_beside_a_name_is_his_or_hers_and_no_proposer(lead, others, phones):
    found = people_of(lead, others)
    assert (found.lead, dict(found.phones)) == ("刘桂兰", phones)
    assert found.co_signers == tuple(name for name in phones if name != "刘桂兰")


def test_the_column_of_telephones_goes_before_the_one_beside_the_name(tmp_path):
    assert entry_of(tmp_path, "刘桂兰 13800001111", "", "", "").phone == "13800001111"
    assert entry_of(tmp_path, "刘桂兰 13800001111", "", "", "13700003333").phone == "13700003333"


def test_a_telephone_in_full_width_is_read_in_plain_digits(tmp_path):
    assert entry_of(tmp_path, "刘桂兰", "", "", "１３７　００００３３３３").phone == "13700003333"


def test_what_is_no_name_is_left_out_and_told_at_its_column(tmp_path):
    entry = entry_of(tmp_path, "刘桂兰", "3人、13900002222")
    assert (entry.co_signers, entry.signer_count) == ((), 1)
    assert said(entry) == ["联名代表：“3人、13900002222”没有当作姓名读入。"]
    assert [str(fault) for fault in entry_of(tmp_path, "无").errors] == [
        "领衔代表：缺领衔代表（第一提案人），请补上。"
    ]


@pytest.mark.parametrize(
    ("cell", "number", "about", "unread"),
    [
        ("5", 5, False, False),
        ("2.0", 2, False, False),
        ("共3人", 3, False, False),
        ("共 3 人", 3, False, False),
        ("等5人", 5, False, False),
        ("三人", 3, False, False),
        ("5（含领衔）", 5, False, False),
        ("５名代表", 5, False, False),
        ("约5人", 5, True, False),
        ("5人左右", 5, True, False),
        ("十余人", 10, True, False),
        ("若干", None, False, True),
        ("1000", None, False, True),
        ("见附件", None, False, True),
        ("无", None, False, False),
        ("—", None, False, False),
        ("", None, False, False),
    ],
)
def test_the_number_of_signers(cell, number, about, unread):
    found = count_of(cell)
    assert (found.number, found.about, found.unread) == (number, about, unread)


def test_a_number_of_signers_that_is_not_exact_or_none_is_told(tmp_path):
    about = entry_of(tmp_path, "刘桂兰", "", "约5人")
    assert (about.signer_count, said(about)) == (
        5,
        ["人数：写的不是确数，按 5 人读入，请核对。"],
    )
    none = entry_of(tmp_path, "刘桂兰", "", "若干")
    assert (none.signer_count, said(none)) == (
        1,
        ["人数：“若干”不是人数，没有读入。请写成 5 这样的数字。"],
    )
    assert entry_of(tmp_path, "刘桂兰", "王守田、何平", "共3人").warnings == ()


@pytest.mark.parametrize(
    ("cell", "count"),
    [
        ("刘桂兰等", None),
        ("刘桂兰等若干人", None),
        ("刘桂兰等多名代表", None),
        ("刘桂兰等10余人", 10),
    ],
)
def test_an_open_number_is_unknown_and_told(tmp_path, cell, count):
    entry = entry_of(tmp_path, cell)
    assert (entry.lead, entry.co_signers, entry.signer_count) == ("刘桂兰", (), count)
    assert "人" in said(entry)[0]


@pytest.mark.parametrize(
    ("lead", "others", "co_signers", "count"),
    [
        ("刘桂兰等5位政协委员", "", (), 5),
        ("刘桂兰等11位区人大代表", "", (), 11),
        ("刘桂兰等4名同志", "", (), 4),
        ("刘桂兰等代表5人", "", (), 5),
        ("刘桂兰等5人联名提出", "", (), 5),
        ("刘桂兰等（5人）", "", (), 5),
        ("刘桂兰（5人）", "", (), 5),
        ("刘桂兰5人", "", (), 5),
        ("刘桂兰 共 5 人 13800001111", "", (), 5),
        ("刘桂兰、王守田，共5人", "", ("王守田",), 5),
        ("刘桂兰、王守田 5人", "", ("王守田",), 5),
        ("刘桂兰", "共5人", (), 5),
        ("刘桂兰", "王守田、何平共5人", ("王守田", "何平"), 5),
        ("刘桂兰", "等5人", (), 6),
    ],
)
def test_a_number_of_signers_in_words_is_no_part_of_a_name(lead, others, co_signers, count):
    found = people_of(lead, others)
    assert (found.lead, found.co_signers, found.signer_count) == ("刘桂兰", co_signers, count)


@pytest.mark.parametrize("tail", ["等" + "提案人" * 900, "共5" + "提案人" * 900, " " * 9000])
def test_a_cell_of_thousands_of_characters_does_not_hold_the_reader_for_ever(tail):
    def stop(*_):
        raise AssertionError("a pattern tries every way to part the cell")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(30)  # years, where the parts of a pattern overlap
    try:
        found = people_of(f"刘桂兰{tail}x")
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
    assert found.signer_count == 1 + len(found.co_signers)


@pytest.mark.parametrize("cell", ["刘桂兰等三好学生", "刘桂兰3号"])
def test_what_cannot_be_a_name_has_to_be_settled_first(tmp_path, cell):
    entry = entry_of(tmp_path, cell)
    assert entry.decision == "query"
    assert "不像姓名，请更正" in said(entry)[0]
    assert [fault.column for fault in entry.to_mend] == ["领衔代表"]


def test_a_name_that_has_to_be_settled_is_not_said_to_be_registered(clerk, tmp_path):
    path = books.plain(tmp_path / "p.xlsx", HEADS, [["1", "甲", "刘桂兰3号", "陌生人"]], TITLE)
    shown = lists.shown(clerk, lists.sent(clerk, path))
    assert "“刘桂兰3号”不像姓名，请更正" in shown
    assert "“刘桂兰3号”在名册中没有" not in shown
    assert "“陌生人”在名册中没有" in shown


def test_the_clerk_is_told_what_is_registered_where_the_number_is_open(tmp_path):
    assert said(entry_of(tmp_path, "刘桂兰、王守田等")) == [
        "领衔代表：写着“等”而没有人数，联名人数不详，新登记时先按列出的 2 人计，知道人数后请更正。"
    ]


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("教育界", "organisation"),
        ("经济界", "organisation"),
        ("侨界", "organisation"),
        ("教育界别", "organisation"),
        ("教育界委员", "organisation"),
        ("无党派人士", "organisation"),
        ("特邀人士", "organisation"),
        ("民革", "organisation"),
        ("区总工会", "organisation"),
        ("城东代表团", "delegation"),
        ("王界", "person"),
        ("欧阳修文", "person"),
        ("等平", "person"),
    ],
)
def test_a_sector_or_party_is_no_person(name, kind):
    assert people_of(name).lead_type == kind
