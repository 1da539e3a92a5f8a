"""Each word by which a cell is read is asked for: one fewer in a list or pattern is noticed."""

from __future__ import annotations

import pytest

from tests.intake import books
from tracker.intake.opening import parse_book
from tracker.intake.reading.name_cells import NOBODY, marked, names_of
from tracker.intake.reading.people import people_of

WORK_PLACES = (
    "县环卫所", "区教育局", "区电视台", "城东水管站", "县中医院", "区职教校", "第二水泥厂",
    "云城公司", "区疾控中心", "和平社区", "城东街道", "区防汛办", "柳林镇", "河口乡", "上河村",
    "第三中学", "实验小学",
)  # fmt: skip
NOBODY_AT_ALL = ("无", "没有", "暂无", "空", "无联名", "无附议", "0", "0人")
DOUBT = "标题里写着“代表”，列名却像提案，请核对。"
HEADS = ["提案号", "提案标题", "第一提案人"]


@pytest.mark.parametrize("place", WORK_PLACES)
def test_a_work_place_before_a_name_is_no_part_of_it(place):
    found = names_of(marked(f"{place}李燕芹"))
    assert (found.names, found.places, found.unread) == (("李燕芹",), (place,), ())


@pytest.mark.parametrize("title", ["代表", "委员", "先生", "女士", "同志"])
def test_a_title_behind_a_name_is_no_part_of_it_and_names_nobody(title):
    assert names_of(f"李燕芹{title}").names == ("李燕芹",)
    assert names_of(f"李燕芹、{title}").names == ("李燕芹",)


@pytest.mark.parametrize("word", ["人大代表", "政协委员", "代表", "委员", "领衔", "提案人"])
def test_a_word_and_a_colon_before_a_name_are_no_part_of_it(word):
    assert names_of(marked(f"{word}:李燕芹")).names == ("李燕芹",)


@pytest.mark.parametrize("word", NOBODY_AT_ALL)
def test_each_word_for_nobody_is_no_co_signer(word):
    found = people_of("刘桂兰", word)
    assert (found.co_signers, found.signer_count, found.alone) == ((), 1, True)


def test_every_word_for_nobody_is_asked_for():
    assert set(NOBODY_AT_ALL) == NOBODY


@pytest.mark.parametrize(
    ("title", "doubted"),
    [("代表意见办理情况表", True), ("政协委员和代表意见办理情况表", False), ("办理情况表", False)],
)
def test_a_title_of_deputies_over_columns_of_proposals_is_doubted(tmp_path, title, doubted):
    path = books.plain(tmp_path / "t.xlsx", HEADS, [["7", "关于路灯的提案", "王守田"]], title)
    (sheet,) = parse_book(path, path.name).sheets
    assert sheet.kind == "proposal"
    assert (DOUBT in sheet.warnings) is doubted
