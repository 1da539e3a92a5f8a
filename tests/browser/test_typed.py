"""A true journey: what was typed survives a closed page and an ended log-in."""

from __future__ import annotations

import re

import pytest

from tests.browser.conftest import DAY
from tests.browser.world import World
from tests.rows import every
from tracker.kernel import clock
from tracker.kernel.db import db
from tracker.typed.models import TypedText

pytestmark = pytest.mark.browser
PAGE, NAME, WRITTEN = "/units/new", "云岭区数据局", "区大数据局\n大数据管理局"


@pytest.fixture
def page(app, open_page, log_in):
    """A clerk's window, logged in."""
    with clock.moved_to(clock.at(DAY)):
        world = World(app)
    found = open_page()
    found.set_default_timeout(8_000)
    log_in(found, world.district.logins["clerk"])
    return found


def _kept() -> list[str]:
    """Return the places of what is kept."""
    db.session.rollback()
    found = [row.place for row in every(TypedText)]
    db.session.rollback()
    return found


def test_what_was_typed_is_offered_again_sent_and_forgotten(page, violations):
    page.goto(PAGE)
    page.fill("[name=name]", NAME)
    page.fill("[name=aliases]", WRITTEN)
    page.get_by_role("status").get_by_text(re.compile(r"已存 \d\d:\d\d")).wait_for()
    assert _kept() == [PAGE]
    other = page.context.new_page()
    page.close()
    other.goto(PAGE)
    assert other.input_value("[name=aliases]") == ""
    other.get_by_role("button", name="恢复").wait_for()
    assert violations(other) == []
    other.get_by_role("button", name="恢复").click()
    assert other.input_value("[name=name]") == NAME
    assert other.input_value("[name=aliases]") == WRITTEN
    other.locator("main form button[type=submit]").last.click()
    other.get_by_text(NAME).first.wait_for()
    assert _kept() == []


def test_leaving_with_text_that_is_not_saved_asks_and_what_is_discarded_is_gone(page):
    asked = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.goto(PAGE)
    page.type("[name=aliases]", "刚写的")
    page.goto("/me/sessions")
    assert asked == ["beforeunload"]
    page.goto(PAGE)
    page.get_by_role("button", name="丢弃").click()
    page.get_by_role("button", name="丢弃").wait_for(state="detached")
    page.goto(PAGE)
    page.wait_for_load_state("networkidle")
    assert page.get_by_role("button", name="恢复").count() == 0
    assert _kept() == []


def test_before_the_log_in_ends_the_page_says_so_and_a_press_goes_on(page, violations):
    def nearly_over(route):
        answer = route.fetch()
        left = re.sub(r'(left"?[=:] ?"?)\d+', r"\g<1>121", answer.text())
        route.fulfill(response=answer, body=left)

    page.route(f"**{PAGE}", nearly_over, times=1)
    page.route("**/typed/page*", nearly_over, times=1)
    page.goto(PAGE)
    alert = page.get_by_role("alert").filter(has_text="将自动退出登录")
    alert.wait_for()
    assert violations(page) == []
    alert.get_by_role("button", name="继续使用").click()
    alert.wait_for(state="hidden")


def test_a_file_beyond_the_limit_is_told_at_its_field_and_not_sent(page, tmp_path):
    large = tmp_path / "清单.xlsx"
    with large.open("wb") as file:
        file.truncate(21 * 1024 * 1024)
    page.goto("/intake/")
    page.get_by_text("单个文件不超过 20 MiB").wait_for()
    page.set_input_files("input[name=file]", str(large))
    page.get_by_role("alert").get_by_text("文件超过 20 MiB").wait_for()
    sent = []
    page.on("request", lambda request: sent.append(request.method))
    page.get_by_role("button", name="上传并预览").click()
    page.wait_for_timeout(500)
    assert "POST" not in sent
    assert page.locator("input[name=file][aria-invalid=true]").count() == 1
