"""A list of another place is not taken for the district's own."""

from __future__ import annotations

import pytest

from tests.intake import lists
from tracker.intake.reading.places import another, named

OWN = "云岭区人民代表大会"
ABROAD = "海城市第十八届人民代表大会第三次会议代表建议清单"
SAID = "标题写的是“海城市”，这里登记的是“云岭区人民代表大会”，看来是别处的清单。"


@pytest.mark.parametrize(
    ("title", "other"),
    [
        ("云岭区第十八届人民代表大会第三次会议代表建议目录", ""),
        ("雲嶺區第十八屆人民代表大會第三次會議代表建議目錄", ""),
        ("云 岭 区 第十八届人民代表大会", ""),
        ("区十八届人大三次会议代表建议", ""),
        ("2026年区十八届人大三次会议代表建议", ""),
        ("关于交办本区十八届人大三次会议代表建议的通知", ""),
        ("滨海市云岭区十八届人大三次会议", ""),
        ("市、区人大代表建议", ""),
        ("政协云岭区第十届委员会第二次会议提案目录", ""),
        ("中国人民政治协商会议第十届云岭区委员会第二次会议", ""),
        ("提案办理情况 区政协十届二次会议 筛选：全部", ""),
        ("人大建议查询", ""),
        ("交办清单", ""),
        (ABROAD, "海城市"),
        ("关于印发2026年海城市第十八届人大三次会议代表建议的通知", "海城市"),
        ("市十八届人大三次会议代表建议", "市"),
        ("政协海城市第十届委员会第二次会议提案目录", "海城市"),
        ("中国人民政治协商会议第十届海城市委员会第二次会议", "海城市"),
        ("上海市虹口区政协十四届一次会议", "上海市虹口区"),
    ],
)
def test_the_place_of_a_title(title, other):
    assert another(named(title), OWN) == other


def test_nothing_is_said_of_a_body_whose_name_has_no_place():
    assert another(named(ABROAD), "人民代表大会") == ""


def test_a_list_of_another_place_waits_for_the_clerk_to_choose(clerk, district, tmp_path):
    address = lists.upload(clerk, tmp_path, [], ["1", "甲"], title=ABROAD)
    page = clerk.get(address).text
    assert f"{SAID}如果确是本地的清单，请在下面选定届次。" in page
    assert "data-select-row" not in page
    assert lists.confirm(clerk, address, 3).status_code == 409
    assert lists.cases() == []
    chosen = {"session:Sheet": district.ids["congress_session"]}
    clerk.post(f"{address}/correct", data=chosen)
    assert f"{SAID}您选定的是区十八届人大三次会议，请核对。" in clerk.get(address).text
    assert lists.confirm(clerk, address, 3).status_code == 302
