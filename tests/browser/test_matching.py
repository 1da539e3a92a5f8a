"""Unknown names are taken by number keys, from the register, or entered in place, in a Chromium."""

from __future__ import annotations

import pytest

from tests import factories, scenes
from tests.browser.conftest import DAY, DESKTOP, PHONE
from tests.intake import books
from tests.intake.test_confirming import confirm, upload
from tracker.kernel import clock
from tracker.kernel.db import db, transaction

pytestmark = pytest.mark.browser
HEADS = ["编号", "领衔代表", "建议标题", "主办单位"]
TITLE = "云岭区第十八届人民代表大会第三次会议代表建议目录"
ROWS = [
    ["015", "刘桂芝", "关于住房的建议", "区住建局"],
    ["016", "张力", "关于轨道的建议", "区轨道办"],
]


@pytest.fixture
def listed(app, district, tmp_path):
    """A list with names that are not in the registers."""
    with clock.moved_to(clock.at(DAY)):
        with transaction():
            factories.make_unit("云岭区住房保障中心")
            unit = factories.make_unit("云岭区住房和城乡建设局")
            district.ids["housing"] = unit.id
        clerk = scenes.client_of(app, district, "clerk")
        path = books.plain(tmp_path / "a.xlsx", HEADS, [[*row] for row in ROWS], TITLE)
        assert confirm(clerk, upload(clerk, path), 3, 4).status_code == 302
        db.session.remove()  # SQLite's lock of what was read here would keep the server waiting
        yield district


def checked(page, row) -> str:
    return row.locator("input[type=radio]:checked").input_value()


def test_names_are_answered_by_keys_and_the_last_answer_of_a_row_stands(
    listed, open_page, log_in, violations
):
    page = open_page(DESKTOP)
    log_in(page, listed.logins["clerk"])
    page.goto("/matching/")
    assert violations(page) == []
    row = page.locator("tr", has=page.get_by_text("区住建局", exact=True))
    row.locator("input[type=radio]").first.focus()
    page.keyboard.press("1")
    housing = str(listed.ids["housing"])
    assert checked(page, row) == housing
    row.locator("summary").click()
    assert violations(page) == []
    other = row.locator("select[data-pick-other]")
    other.select_option(label="云岭区教育局")
    assert checked(page, row) == "0"
    row.locator("summary").focus()
    page.keyboard.press("1")
    assert (checked(page, row), other.input_value()) == (housing, "0")
    name = row.get_by_label("单位全称")
    name.fill("云岭区住建1局")
    name.blur()
    made = row.locator("input[data-pick-new]")
    assert made.is_checked()
    assert checked(page, row) == "0"
    name.press("1")
    assert made.is_checked()
    row.locator("input[type=radio]").first.focus()
    page.keyboard.press("1")
    assert not made.is_checked()
    page.click("text=保存对应")
    assert "已对应 1 处" in page.inner_text("main")


def test_on_a_phone_nothing_runs_over_the_edge(listed, open_page, log_in, violations):
    page = open_page(PHONE)
    log_in(page, listed.logins["clerk"])
    page.goto("/matching/")
    page.evaluate("document.querySelectorAll('main details').forEach((d) => { d.open = true })")
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert violations(page) == []
