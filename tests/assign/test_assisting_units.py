"""An assisting unit joins or leaves after the approval, before the reply (domain A7)."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest

from tests import scenes
from tests.reports.walk import Walk
from tests.rows import every
from tests.stories.people import Person, at
from tracker.assign import assisting, opinions, queries
from tracker.assign.models import Assignment, Opinion
from tracker.kernel.errors import Invalid, Refused
from tracker.notices.models import Notice
from tracker.plan.models import DutyRow
from tracker.units.models import Unit

MARCH_19, MARCH_24, MARCH_25, MARCH_26 = (date(2026, 3, day) for day in (19, 24, 25, 26))
WHY = "涉及地块和资金。"
HOST = (("education", "host"), ("finance", "assisting"))


@pytest.fixture
def make_config(make_config):
    """Nobody has to change a password on the way."""
    return partial(make_config, password_days=1000)


def live(walk: Walk) -> list[tuple[str, str, str]]:
    return [(row.unit_name, str(row.role), str(row.state)) for row in queries.live(walk.case_id)]


def told_to(walk: Walk, name: str) -> str:
    person = walk.district.person(name).account_id
    return "".join(row.sentence for row in every(Notice) if row.account_id == person)


def owed_by(walk: Walk, unit: str) -> set[str]:
    rows = every(DutyRow, DutyRow.unit_id == walk.district.ids[unit])
    return {str(row.kind) for row in rows if row.case_id == walk.case_id}


def adds(walk: Walk, unit: str = "city", who: str = "clerk", on: date = MARCH_24) -> Assignment:
    with walk.district.act(who, on, 9):
        row = assisting.add(walk.case, walk.district.row(Unit, unit), WHY, on)
    walk.learn()
    return row


def drops(walk: Walk, unit: str = "finance", who: str = "clerk", on: date = MARCH_25) -> None:
    with walk.district.act(who, on, 9):
        assisting.drop(walk.row(unit), WHY, on)


def test_one_more_unit_joins_through_the_page_and_all_are_told(app, district):
    walk = Walk(district).assign("501", *HOST).sign(MARCH_19, "education", "finance")
    path = f"/cases/{walk.case_id}/assisting"
    with at(MARCH_24):
        for name in ("handler", "head", "deputy", "congress_office", "district_leader"):
            assert Person(app, district, name).refused(path) in (403, 404), name
        clerk = Person(app, district, "clerk")
        fields = {"unit_id": district.ids["city"], "on": MARCH_24}
        assert clerk.tries(path, **fields, reason=" ")[0] == 422
        assert "增加会办单位" in clerk.sees(f"/cases/{walk.case_id}")
        clerk.does(path, **fields, reason=WHY)
    assert live(walk) == [
        ("区教育局", "host", "signed"),
        ("区财政局", "assisting", "signed"),
        ("区城市管理局", "assisting", "assigned"),
    ]
    assert owed_by(walk, "city") == {"sign", "opinion"}
    row = walk.learn().row("city")
    # two working days from Tuesday 24 March; a month from the receipt, at the latest 26 March,
    # is Sunday 26 April, so Monday
    assert [row.deadline(kind).due_on for kind in ("sign", "assist")] == [
        MARCH_26,
        date(2026, 4, 27),
    ]
    assert "交你单位会办，理由：涉及地块和资金。" in told_to(walk, "city_handler")
    for name in ("deputy", "co_deputy", "congress_office", "handler", "finance_handler"):
        assert "增加区城市管理局会办。" in told_to(walk, name), name
    assert WHY not in told_to(walk, "deputy")
    assert "会办" not in told_to(walk, "cppcc_office")


def test_who_had_it_alone_is_its_host_from_then_on(district):
    walk = Walk(district).assign("502").sign(MARCH_19)
    before = scenes.limit_of(walk.case_id)
    adds(walk)
    assert live(walk) == [("区教育局", "host", "signed"), ("区城市管理局", "assisting", "assigned")]
    assert scenes.limit_of(walk.case_id) == before
    walk.sign(MARCH_25, "city").opinion(MARCH_26, "city")
    assert owed_by(walk, "education") >= {"opinion_decide"}


@pytest.mark.parametrize(
    ("unit", "words"), [("finance", "已在本件中承办"), ("education", "已在本件中承办")]
)
def test_a_unit_of_the_case_does_not_join_again(district, unit, words):
    walk = Walk(district).assign("503", *HOST)
    with pytest.raises(Invalid, match=words):
        adds(walk, unit)


def test_separate_units_and_answered_cases_get_no_assisting_unit(district):
    parts = (("education", "separate", "校内"), ("finance", "separate", "经费"))
    walk = Walk(district).assign("504", *parts)
    with pytest.raises(Refused, match="现在不能增加会办单位"):
        adds(walk)
    done = Walk(district).assign("505").sign(MARCH_19).talk(MARCH_24)
    done.answer(MARCH_24, "云教函〔2026〕5号")
    with pytest.raises(Refused, match="现在不能增加会办单位"):
        adds(done)


@pytest.mark.parametrize("who", ["handler", "head", "finance_handler", "congress_office", "deputy"])
def test_only_the_office_changes_the_assisting_units(district, who):
    walk = Walk(district).assign("506", *HOST)
    with pytest.raises(Refused):
        adds(walk, who=who)
    with pytest.raises(Refused):
        drops(walk, who=who)


def test_an_assisting_unit_leaves_and_reads_nothing_of_what_comes_later(app, district):
    walk = Walk(district).assign("507", *HOST).sign(MARCH_19, "education", "finance")
    walk.opinion(MARCH_24)
    path = f"/cases/{walk.case_id}/assignments/{walk.rows['finance']}/assisting/drop"
    with at(MARCH_25):
        assert Person(app, district, "handler").refused(path) == 403
        clerk = Person(app, district, "clerk")
        clerk.does(path, on=MARCH_25, reason=WHY)
    assert live(walk) == [("区教育局", "host", "signed")]
    assert owed_by(walk, "finance") == set()
    assert "opinion_decide" not in owed_by(walk, "education")
    for name in ("deputy", "congress_office", "handler"):
        assert "区财政局不再会办。" in told_to(walk, name), name
    assert "你单位不再会办，不必送会办意见" in told_to(walk, "finance_handler")
    adds(walk, on=MARCH_26)
    with at(MARCH_26):
        page = Person(app, district, "finance_handler").sees(f"/cases/{walk.case_id}")
        assert "你单位不再承办" in page
        assert "区城市管理局" not in page
        host = Person(app, district, "handler").sees(f"/cases/{walk.case_id}")
        assert "资金已列入年度预算" in host  # what it gave stays with the host
    assert [str(row.state) for row in every(Opinion)] == ["submitted"]


def test_the_host_is_not_dropped_and_an_opinion_that_was_used_stays(district):
    walk = Walk(district).assign("508", *HOST).sign(MARCH_19, "education", "finance")
    with pytest.raises(Refused, match="现在不能取消会办"):
        drops(walk, "education")
    walk.opinion(MARCH_24, accept=True)
    with pytest.raises(Refused, match="现在不能取消会办"):
        drops(walk)


def test_whose_part_was_taken_while_it_wrote_is_told(district):
    walk = Walk(district).assign("509", *HOST).sign(MARCH_19, "education", "finance")
    drops(walk)
    with pytest.raises(Refused), district.act("finance_handler", MARCH_26):
        opinions.submit(walk.row("finance"), "资金可以安排。", MARCH_26)


def test_days_and_reasons_that_cannot_be_are_refused(district):
    walk = Walk(district).assign("510", *HOST).sign(MARCH_19, "education", "finance")
    with pytest.raises(Invalid, match="不能早于交办日期"), district.act("clerk", MARCH_24):
        assisting.add(walk.case, walk.district.row(Unit, "city"), WHY, date(2026, 3, 17))
    with pytest.raises(Invalid, match="请选定增加哪个单位会办"), district.act("clerk", MARCH_24):
        assisting.add(walk.case, None, WHY, MARCH_24)
    with pytest.raises(Invalid, match="请填写理由"), district.act("clerk", MARCH_24):
        assisting.drop(walk.row("finance"), " ", MARCH_24)
