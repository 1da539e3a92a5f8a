"""The sheet of a case that is printed and filed (办理单)."""

from __future__ import annotations

import pytest

from tests import scenes
from tests.desk.pages import CasePage, text
from tests.desk.town import case_id


def sheet(client, number: str) -> CasePage:
    """The sheet of a case."""
    return CasePage(client, f"/cases/{case_id(number)}/sheet")


def test_the_sheet_holds_text_units_letter_rating_and_lines_to_sign_on(log_in):
    document = sheet(log_in("clerk"), "013").document
    said = text(document.xpath("//main")[0])
    for words in (
        "建议办理单",
        "刘桂兰（城东代表团）",
        "城东片区新建小区多，公办园学位不足。",
        "云教函〔2026〕13号",
        "没有完成时限",
        "评价：不满意 6月12日，对区教育局答复",
        "负责人签字：",
    ):
        assert words in said
    rows = document.xpath('//table[caption="承办单位"]/tbody/tr')
    assert [[text(cell) for cell in row][:4] for row in rows] == [
        ["区教育局", "独办", "2026-06-08", "2026-06-09"]
    ]


def test_the_sheet_has_nothing_to_press_on_paper(log_in):
    document = sheet(log_in("clerk"), "013").document
    pressed = document.xpath(
        "//main//*[self::a or self::button or self::form]"
        '[not(ancestor-or-self::*[contains(@class, "no-print")])]'
    )
    assert pressed == []
    assert "操作" not in text(document.xpath("//main")[0])


def test_the_sheet_tells_no_unit_what_the_page_does_not(log_in):
    said = text(sheet(log_in("city_handler"), "020").document.xpath("//main")[0])
    assert "云教函〔2026〕20号" in said
    assert "不满意" not in said


@pytest.mark.parametrize(("who", "status"), [("finance_handler", 404), ("deputy", 302)])
def test_the_sheet_is_for_who_sees_the_page(app, town, who, status):
    client = scenes.client_of(app, town, who)
    assert client.get(f"/cases/{case_id('013')}/sheet").status_code == status
