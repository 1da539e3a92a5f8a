"""From the supervision list over the page before sending to the result, in a Chromium."""

from __future__ import annotations

import pytest

from tests.browser.conftest import DAY, DESKTOP, PHONE
from tests.browser.world import World
from tracker.kernel import clock
from tracker.roles import Role

pytestmark = pytest.mark.browser


@pytest.fixture
def world(app):
    """Two units that have not signed for their cases, one of them without log-in."""
    with clock.moved_to(clock.at(DAY)):
        found = World(app)
        for stage in ("assigned", "offline", "promised"):
            found.stage(stage)
        yield found


def test_urging_many_is_two_presses_and_each_page_is_accessible(
    world, open_page, log_in, violations
):
    page = open_page(DESKTOP)
    log_in(page, world.login(Role.OH))
    page.goto("/supervision/")
    assert violations(page) == []
    page.check("input[data-select-all]")
    page.click("text=催办所选")
    assert "/urging/?" in page.url
    assert violations(page) == []
    assert "电话 1 件" in page.inner_text("main")
    page.click("text=发出催办")
    assert page.inner_text(".success .line").startswith("已催办")
    assert violations(page) == []


def test_on_a_phone_nothing_runs_over_the_edge_and_each_row_has_its_button(
    world, open_page, log_in, violations
):
    page = open_page(PHONE)
    log_in(page, world.login(Role.OH))
    for path in (
        "/supervision/?day=2026-04-03",
        f"/urging/?case={world.stage('assigned').case_id}",
    ):
        page.goto(path)
        assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
        assert violations(page) == []
    page.goto("/supervision/")
    page.locator(".go a.btn:visible", has_text="催办").first.click()
    assert "/urging/?duty=" in page.url
