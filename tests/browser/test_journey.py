"""A true journey: seven people take one case from the Excel list to its second round."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import Page, TimeoutError

from tests.browser.conftest import DAY, DESKTOP, PHONE
from tests.browser.world import World
from tracker.kernel import clock

pytestmark = pytest.mark.browser
TITLE = "关于增加城东片区公办园学位的建议"
CORE = "增加城东片区公办园学位"  # what a list calls it


@pytest.fixture
def world(app):
    """The test district on the day that the server believes in."""
    with clock.moved_to(clock.at(DAY)):
        yield World(app)


@pytest.fixture
def person(world, open_page, log_in):
    """Return a function that gives somebody's window, logged in once."""
    windows: dict[str, Page] = {}

    def window(name: str) -> Page:
        if name not in windows:
            windows[name] = open_page(PHONE if name == "deputy" else DESKTOP)
            windows[name].set_default_timeout(8_000)
            log_in(windows[name], world.district.logins[name])
        windows[name].goto("/")
        return windows[name]

    return window


@pytest.fixture
def workbook(tmp_path) -> Path:
    """A list of one suggestion."""
    book = openpyxl.Workbook()
    book.active.append(["云岭区第十八届人民代表大会第三次会议代表建议目录"])
    book.active.append(["建议编号", "建议标题", "领衔代表", "主办单位"])
    book.active.append(["015", TITLE, "刘桂兰", "区教育局"])
    book.save(tmp_path / "目录.xlsx")
    return tmp_path / "目录.xlsx"


def _press(page: Page, name: str) -> None:
    """Press a button or follow a link whose name begins as a person reads it."""
    main, begins = page.get_by_role("main"), re.compile(f"^{re.escape(name)}")
    found = main.get_by_role("button", name=begins).or_(main.get_by_role("link", name=begins))
    try:
        found.first.wait_for()  # a form that was typed into goes once it is kept
    except TimeoutError:
        raise AssertionError(name, page.url, page.inner_text("main")[:300]) from None
    found.first.click()
    page.wait_for_load_state()


def _send(page: Page) -> None:
    """Send the form of the page."""
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_load_state()


def _fill(page: Page, **fields: str) -> None:
    """Fill in fields by their names; choose where there is something to choose."""
    for name, value in fields.items():
        found = page.locator(f"main [name={name}]").first
        kind = found.evaluate("e => e.tagName + (e.type || '')")
        if kind.startswith("SELECT"):
            found.select_option(value)
        elif kind.endswith("radio"):
            page.check(f"main [name={name}][value={value}]")
        else:
            found.fill(value)


def _says(page: Page, text: str) -> None:
    """See a text on the page."""
    page.get_by_text(text).first.wait_for()


def _open(page: Page) -> None:
    """Open the case from the list of what is to be done."""
    page.get_by_role("link", name=CORE).first.click()
    page.wait_for_load_state()


def _imported_and_assigned(person, workbook: Path) -> None:
    clerk = person("clerk")
    _press(clerk, "导入清单")
    clerk.set_input_files("input[name=file]", str(workbook))
    _press(clerk, "上传并预览")
    _says(clerk, TITLE)
    _press(clerk, "确认导入打勾的行")
    _says(clerk, "已登记 1 件")
    clerk.check("main [name=case_id]")
    _press(clerk, "核对所选并报领导审批")
    _press(clerk, "报批所勾各件")
    leader = person("leader")
    _says(leader, "区教育局")
    _press(leader, "批准")
    _says(leader, "已批准：建议第015号交区教育局（独办）")


def _handled(person) -> None:
    handler = person("handler")
    _press(handler, "签收")
    _fill(handler, signed_on="2026-04-03")
    _press(handler, "签收")
    _press(handler, "登记沟通面商")
    _fill(
        handler,
        phase="during",
        form="visit",
        held_on="2026-04-03",
        place="城东社区",
        unit_people="何志强（科长）",
        deputies="刘桂兰",
        said="说明了选址和进度。",
        deputy_view="希望今年开园。",
    )
    _send(handler)
    _press(handler, "拟写答复")
    _fill(
        handler, text="学位建设正在论证。", outcome="not_now", reply_class="C", disclosure="public"
    )
    _press(handler, "保存")
    _press(handler, "送签")
    _send(handler)


def _issued(person) -> None:
    head = person("head")
    _open(head)
    _press(head, "签发答复稿")
    _says(head, "学位建设正在论证。")
    _press(head, "签发")
    _press(head, "编号印发")
    _fill(head, number="云教函〔2026〕12号", issued_on="2026-04-03", signer="孙立军")
    _press(head, "下一步：核对")
    _press(head, "确认印发")
    handler = person("handler")
    handler.goto(head.url.split("#")[0])
    _press(handler, "登记送达")
    _fill(handler, way="in_person", delivered_on="2026-04-03")
    _send(handler)


def test_seven_people_take_a_case_from_the_list_to_its_second_round(person, workbook):
    _imported_and_assigned(person, workbook)
    _handled(person)
    _issued(person)
    deputy = person("deputy")
    _press(deputy, TITLE)
    _press(deputy, "评价区教育局的答复")
    assert not deputy.locator("textarea[name=reason]").is_visible()
    deputy.get_by_text("不满意", exact=True).click()
    _fill(deputy, reason="没有说明何时解决。")
    _press(deputy, "提交评价")
    _says(deputy, "您的意见收到了")
    clerk = person("clerk")
    _says(clerk, "没有说明何时解决")
    _open(clerk)
    _press(clerk, "重新办理")
    _fill(clerk, on="2026-04-03", reason="请说明解决的时间。")
    _send(clerk)
    # a month from 3 April 2026 is Sunday 3 May, in the holiday of 1–5 May: Wednesday 6 May
    _says(clerk, "5月6日")
    unit = person("handler")
    _says(unit, CORE)
