"""办理时限 of a list that is not assigned yet: a batch with that end takes it, else it is told."""

from __future__ import annotations

from datetime import date

import pytest

from tests.intake import lists
from tests.scenes import limit_of
from tracker.assign import actions as assign
from tracker.bodies import actions as bodies
from tracker.bodies.models import CongressSession
from tracker.kernel import clock
from tracker.terms import Period

HEADS = ["主办单位", "要求结办日期"]
TODAY = date(2026, 4, 30)
NOT_TAKEN = (
    "要求结办日期：清单的办理时限 2026-06-30 没有采用，请在批准交办时选统一办结期限为这一天的批次，"
    "或交办后在该件用“调整期限”。"
)


def batch(district, end_on, name="大会批", period=Period.SESSION):
    with district.act("clerk", TODAY):
        session = district.row(CongressSession, "congress_session")
        return bodies.save_batch(session, period, name, None, end_on).id


def row(due="2026-06-30"):
    return ["1", "甲", "区教育局", due]


def preview(client, folder, *cells, heads=HEADS, title=lists.TITLE):
    return lists.shown(client, lists.upload(client, folder, heads, cells, title=title))


def approved(district, day=TODAY):
    """Submit and approve the only case; return its reply date."""
    with district.act("clerk", day):
        assign.submit(lists.cases()[0])
    with district.act("leader", day):
        assign.approve(lists.cases()[0], day, lists.cases()[0].batch)
    return str(limit_of(lists.cases()[0].id))


def test_a_date_that_no_batch_has_is_told_at_its_row(clerk, tmp_path):
    assert NOT_TAKEN in preview(clerk, tmp_path, *row())
    lists.brought_in(clerk, tmp_path, HEADS, row())
    page = preview(clerk, tmp_path, *row())
    assert NOT_TAKEN in page
    assert "完全相同" in page


def test_a_date_beside_a_day_of_assignment_is_taken_only_as_on_paper(clerk, tmp_path):
    heads, cells = [*HEADS, "交办日期"], [*row(), "2026-04-20"]
    said = "清单的办理时限 2026-06-30 只在按已交办登记时采用；否则请在批准交办时选"
    assert said in preview(clerk, tmp_path, *cells, heads=heads)
    lists.brought_in(clerk, tmp_path, heads, cells, on_paper="yes")
    assert str(limit_of(lists.cases()[0].id)) == "2026-06-30"
    assert "办理时限" not in preview(clerk, tmp_path, *cells, heads=heads)
    beyond = preview(
        clerk, tmp_path, "2", "乙", "区教育局", "2026-12-31", "2026-04-20", heads=heads
    )
    assert "清单的办理时限 2026-12-31 没有采用" in beyond
    assert "按已交办登记时：办结期限 2026-12-31 超过法定上限 2026-10-20。" in beyond


@pytest.mark.parametrize(
    ("end", "due"), [("2026-06-30", "2026-06-30"), ("2026-12-31", "2026-07-30")]
)
def test_the_batch_with_that_end_gives_the_date_on_approval_within_the_rule(
    clerk, district, tmp_path, end, due
):
    batch(district, date.fromisoformat(end))
    said = "登记到批次“大会批”；它的统一办结期限与法定期限，取较早的一个。"
    assert f"要求结办日期：{said}" in preview(clerk, tmp_path, *row(end))
    lists.brought_in(clerk, tmp_path, HEADS, row(end))
    assert lists.cases()[0].batch.name == "大会批"
    page = preview(clerk, tmp_path, *row(end))
    assert "完全相同" in page
    assert "大会批" not in page.replace("所属届次", "")
    assert approved(district) == due


def test_a_batch_of_the_other_period_one_that_is_over_and_two_alike_are_not_taken(
    clerk, district, tmp_path
):
    batch(district, date(2026, 6, 30), "闭会批", Period.INTERSESSION)
    batch(district, date(2026, 4, 20), "旧批")
    assert NOT_TAKEN in preview(clerk, tmp_path, *row())
    assert "2026-04-20 没有采用" in preview(clerk, tmp_path, *row("2026-04-20"))
    batch(district, date(2026, 6, 30), "甲批")
    assert "登记到批次“甲批”" in preview(clerk, tmp_path, *row())
    batch(district, date(2026, 6, 30), "乙批")
    assert NOT_TAKEN in preview(clerk, tmp_path, *row())


def test_a_batch_entered_later_is_a_change_of_the_case_until_it_is_assigned(
    clerk, district, tmp_path
):
    lists.brought_in(clerk, tmp_path, HEADS, row())
    batch(district, date(2026, 6, 30))
    address = lists.upload(clerk, tmp_path, HEADS, row())
    assert "批次：（空） → 大会批" in lists.shown(clerk, address)
    assert lists.confirm(clerk, address, 3).status_code == 302
    assert lists.cases()[0].batch.name == "大会批"
    assert "完全相同" in preview(clerk, tmp_path, *row())
    assert approved(district) == "2026-06-30"
    with clock.moved_to(clock.at(TODAY)):
        assert "完全相同" in preview(clerk, tmp_path, *row())
        assert "办理时限登记为2026-06-30，清单写2026-05-29" in preview(
            clerk, tmp_path, *row("2026-05-29")
        )
