"""A page that is late: what somebody did meanwhile is told, and nothing is undone silently."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest

from tests import scenes
from tests.reply.test_reply_views import DRAFT
from tests.reports.walk import Walk
from tests.rows import the
from tests.sending.test_twice import marks, noted
from tracker.assign import signing
from tracker.audit.actions import record
from tracker.cases import actions as cases
from tracker.cases.models import Case
from tracker.kernel import clock
from tracker.kernel.db import transaction
from tracker.units import actions as units
from tracker.units.actions import UnitFacts
from tracker.units.models import Unit

TODAY = date(2026, 3, 23)
LATE = "您打开页面以后这里有了变动"


@pytest.fixture(autouse=True)
def _day():
    """A few days after the assignment."""
    with clock.moved_to(clock.at(TODAY)):
        yield


@pytest.fixture
def joint(app, district) -> Walk:
    """A case of two units, of which one has signed."""
    return (
        Walk(district)
        .assign("031", ("education", "host"), ("finance", "assisting"))
        .sign(date(2026, 3, 20))
    )


def test_the_mark_that_the_leader_set_is_not_taken_off_by_an_older_page(app, district, joint):
    clerk, path = scenes.client_of(app, district, "clerk"), f"/cases/{joint.case_id}/mark"
    older = marks(clerk, path)
    with district.act("leader", TODAY):
        cases.mark(joint.case, key_item=False, confidential=True)
    answer = clerk.post(path, data={**older, "key_item": "y"})
    assert answer.status_code == 409
    assert LATE in answer.text
    assert "标记重点或保密" in answer.text
    assert district.person("leader").name in answer.text
    assert (the(Case, joint.case_id).confidential, the(Case, joint.case_id).key_item) == (
        True,
        False,
    )
    assert noted(joint.case_id, "case.marked") == 1
    newer = {**marks(clerk, path), "key_item": "y", "confidential": "y"}
    assert clerk.post(path, data=newer).status_code == 302


def test_of_two_who_set_a_limit_the_second_is_told_of_the_first(app, district, joint):
    path = f"/cases/{joint.case_id}/assignments/{joint.rows['education']}/deadline"
    clerk, leader = (scenes.client_of(app, district, who) for who in ("clerk", "leader"))
    older = marks(clerk, path)
    limit = {"due_on": "2026-07-01", "set_on": "2026-03-23", "reason": "代表同意延期。"}
    assert leader.post(path, data={**marks(leader, path), **limit}).status_code == 302
    answer = clerk.post(path, data={**older, **limit, "due_on": "2026-06-01"})
    assert answer.status_code == 409
    assert "延期" in answer.text


def test_what_another_unit_did_stops_nobody(app, district, joint):
    path = f"/cases/{joint.case_id}/assignments/{joint.rows['education']}/reply"
    handler = scenes.client_of(app, district, "handler")
    older = marks(handler, path)
    scenes.client_of(app, district, "clerk").post(f"/cases/{joint.case_id}/phone")
    with district.act("finance_handler", TODAY):
        signing.sign(joint.row("finance"), TODAY)
    assert handler.post(path, data={**older, **DRAFT}).status_code == 302


def test_a_unit_is_stopped_and_told_by_what_it_may_read_alone(app, district, joint):
    path = f"/cases/{joint.case_id}/assignments/{joint.rows['education']}/reply"
    handler = scenes.client_of(app, district, "handler")
    older = marks(handler, path)
    clerk = scenes.client_of(app, district, "clerk")
    follow = f"/supervision/cases/{joint.case_id}/follow"
    assert (
        clerk.post(follow, data={**marks(clerk, follow), "reason": "代表来电。"}).status_code == 302
    )
    assert handler.post(path, data={**older, **DRAFT}).status_code == 302
    older = {**marks(handler, path), "version": "1"}
    with district.act("leader", TODAY):
        cases.mark(joint.case, key_item=True, confidential=False)
    answer = handler.post(path, data={**older, **DRAFT, "text": "现答复如下。"})
    assert answer.status_code == 409
    assert "标记重点或保密" in answer.text
    assert "现答复如下" in answer.text  # what was typed is still there


def test_a_form_that_comes_back_with_errors_is_still_about_what_its_first_page_showed(
    app, district, joint
):
    clerk, path = scenes.client_of(app, district, "clerk"), f"/cases/{joint.case_id}/withdraw"
    older = marks(clerk, path)
    with district.act("leader", TODAY):
        cases.mark(joint.case, key_item=True, confidential=False)
    back = clerk.post(path, data={**older, "reason": ""})
    assert back.status_code == 422
    assert f'name="_since" value="{older["_since"]}"' in back.text
    assert int(marks(clerk, path)["_since"]) > int(older["_since"])


def test_aliases_that_one_changed_are_not_undone_by_an_older_page_of_another(app, district):
    unit_id = district.ids["education"]
    clerk, path = scenes.client_of(app, district, "clerk"), f"/units/{unit_id}/edit"
    page = clerk.get(path).text
    older = marks(clerk, path)
    with district.act("leader", TODAY):
        unit = the(Unit, unit_id)
        units.save(UnitFacts(unit.name, unit.short_name, aliases=["教体局"]), unit)
    version = page.split('name="version"')[1].split('value="')[1].split('"')[0]
    data = {"name": "云岭区教育局", "short_name": "区教育局", "aliases": "", "version": version}
    answer = clerk.post(path, data={**data, **older})
    assert answer.status_code == 409
    assert "教体局" in the(Unit, unit_id).names


def test_a_page_of_two_days_ago_is_as_late_as_one_of_a_moment_ago(app, district, joint):
    clerk, path = scenes.client_of(app, district, "clerk"), f"/cases/{joint.case_id}/mark"
    older = marks(clerk, path)
    with clock.moved_to(clock.at(TODAY + timedelta(days=2))):
        clerk = scenes.client_of(app, district, "clerk")
        assert clerk.post(path, data={**older, "key_item": "y"}).status_code == 302


def test_a_draft_of_another_unit_and_a_telephone_call_stop_nobody(app, district):
    parts = (("education", "separate", "校内"), ("finance", "separate", "资金"))
    both = Walk(district).assign("032", *parts).sign(date(2026, 3, 20), "education", "finance")
    own = f"/cases/{both.case_id}/assignments/{both.rows['education']}/reply"
    handler, clerk = (scenes.client_of(app, district, who) for who in ("handler", "clerk"))
    older, mark = marks(handler, own), f"/cases/{both.case_id}/mark"
    other = scenes.client_of(app, district, "finance_handler")
    theirs = f"/cases/{both.case_id}/assignments/{both.rows['finance']}/reply"
    for text in ("先写一稿。", "再写一稿。"):
        version = re.findall(r'name="version"[^>]*value="(\d+)"', other.get(theirs).text)
        data = {**DRAFT, "text": text, "version": version[0] if version else ""}
        assert other.post(theirs, data={**marks(other, theirs), **data}).status_code == 302
    assert handler.post(own, data={**older, **DRAFT}).status_code == 302
    late = marks(clerk, mark)
    with transaction():
        record("phone_call.made", "phone_call", 1, {"case": both.case_id})
    assert clerk.post(mark, data={**late, "key_item": "y"}).status_code == 302
