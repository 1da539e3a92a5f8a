"""A later reply date: asked for by the unit, decided by the office's leader, told to everybody."""

from __future__ import annotations

import re
from datetime import date
from functools import partial

import pytest

from tests import scenes
from tests.assign.longer import (
    ASKED,
    CAP,
    DUE,
    HOST,
    MAY_11,
    MAY_12,
    MAY_14,
    NEW,
    asks,
    decides,
    due,
    owed,
    told_to,
)
from tests.reports.walk import Walk
from tests.rows import every
from tests.stories.people import PDF, Person, at
from tracker.assign import actions, endings, extensions, reassigning, undoing
from tracker.assign.extensions import Asked
from tracker.assign.models import ExtensionRequest
from tracker.kernel.errors import Invalid, Refused
from tracker.notices.models import PhoneCall
from tracker.units.models import Unit

JUNE_19 = date(2026, 6, 19)


@pytest.fixture
def make_config(make_config):
    """Nobody has to change a password on the way."""
    return partial(make_config, password_days=1000)


@pytest.fixture
def walk(district) -> Walk:
    """教育局 hosts, 财政局 assists, both have signed."""
    made = Walk(district).assign("015", *HOST)
    return made.sign(date(2026, 3, 19), "education", "finance")


def test_the_whole_way_through_the_pages_and_by_nobody_else(app, district, walk):
    path = f"/cases/{walk.case_id}/assignments/{walk.rows['education']}/extension"
    fields = {"due_on": NEW, "reason": ASKED.reason, "note": ASKED.note, "on": MAY_11}
    with at(MAY_11):
        for name in ("clerk", "leader", "deputy", "finance_handler", "congress_office"):
            assert Person(app, district, name).refused(path) in (403, 404), name
        handler = Person(app, district, "handler")
        page = handler.sees(path)
        assert "现在的答复期限是 2026-06-18，最迟可延至 2026-09-18" in page
        assert "一般在到期 10 日前提出" in page
        status, text = handler.tries(path, **{**fields, "due_on": date(2026, 9, 19)})
        assert (status, "最迟不能超过 2026-09-18" in text) == (422, True)
        status, text = handler.tries(path, **{**fields, "due_on": DUE})
        assert (status, "要晚于现在的答复期限 2026-06-18" in text) == (422, True)
        handler.does(path, **fields)
        assert owed(walk) == {"extension_confirm": ("unit_leader", MAY_14)}
        assert handler.tries(f"{path}/confirm")[0] == 403
        assert handler.refused(f"{path}/decide") == 403
        case = f"/cases/{walk.case_id}"
        Person(app, district, "head").does(f"{path}/confirm", opened=case)
        assert owed(walk) == {"extension_decide": ("office_leader", MAY_14)}
    assert "申请延期答复至 2026-07-20，待政府办领导审定" in told_to(walk, "leader")
    with at(MAY_12):
        clerk, leader = Person(app, district, "clerk"), Person(app, district, "leader")
        assert clerk.refused(f"{path}/decide") == 403
        desk = leader.sees("/")
        assert "现在的期限" in desk
        assert "2026-07-20" in desk
        leader.does(f"{path}/decide", decision="grant", on=MAY_12, reason="涉及面广，同意。")
    assert (due(walk), owed(walk), scenes.limit_of(walk.case_id)) == (NEW, {}, NEW)
    _everybody_reads_it(app, district, walk)


def _everybody_reads_it(app, district, walk: Walk) -> None:
    sentence = "区教育局的答复延期至 2026-07-20，理由：三处地块需要专家论证。"
    for name in ("deputy", "co_deputy"):
        assert f"{sentence}办理情况：已踏勘三处地块。" in told_to(walk, name)
    for name in ("congress_office", "finance_handler", "finance_head"):
        assert sentence in told_to(walk, name)
        assert "已踏勘" not in told_to(walk, name)
    assert "期限由 2026-06-18 延至 2026-07-20：涉及面广" in told_to(walk, "handler")
    assert "延期" not in told_to(walk, "cppcc_office")
    with at(MAY_12):
        own = Person(app, district, "deputy").sees(f"/rating/cases/{walk.case_id}")
        assert "延期到7月20日前答复您" in own
        assert "区教育局延期到7月20日前答复，原因：三处地块需要专家论证。" in own
        assert "办理情况：已踏勘三处地块。" in own
        page = Person(app, district, "clerk").sees(f"/cases/{walk.case_id}")
        assert "同意延期" in page
        assert "已延期" in page
        assert "延期：三处地块需要专家论证" in page
        other = Person(app, district, "finance_handler").sees(f"/cases/{walk.case_id}")
        assert "申请延期至" not in other


def test_it_is_refused_late_and_a_second_time_with_what_to_do(app, district, walk):
    path = f"/cases/{walk.case_id}/assignments/{walk.rows['education']}/extension"
    with at(JUNE_19):
        page = Person(app, district, "handler")
        assert "申请延期" not in page.sees(f"/cases/{walk.case_id}")
        answer = page.client.get(path)
        assert answer.status_code == 409
        assert "答复期限 2026-06-18 已过，不能再申请延期。请抓紧办理并答复" in answer.text
    asks(walk, "head")
    decides(walk)
    with pytest.raises(Refused, match="本轮已经延期过一次（现为 2026-07-20），不能再延"):
        asks(walk, on=MAY_14, asked=Asked(CAP, "仍需论证。"))


def test_a_heads_own_request_goes_straight_to_the_office_and_can_be_taken_back(walk):
    asks(walk, "head")
    assert owed(walk) == {"extension_decide": ("office_leader", MAY_14)}
    with walk.district.act("head", MAY_12):
        extensions.recall(walk.row())
    assert "收回延期申请" in told_to(walk, "leader")
    asks(walk, "handler", MAY_12)
    with walk.district.act("head", MAY_12):
        extensions.decline(walk.row())
    assert "不同意申请延期，按原期限办理" in told_to(walk, "handler")
    assert (due(walk), owed(walk)) == (DUE, {})


def test_a_refused_request_leaves_the_date_and_another_may_be_made(walk):
    asks(walk, "head")
    decides(walk, granted=False)
    assert due(walk) == DUE
    assert "请仍在 2026-06-18 前答复" in told_to(walk, "handler")
    assert "延期" not in told_to(walk, "deputy")
    asks(walk, "head", MAY_14)
    decides(walk)
    assert due(walk) == NEW


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        ({"on": date(2026, 5, 15)}, "on", "不能晚于今天"),
        ({"on": date(2026, 5, 10)}, "on", "不能早于申请日期 2026-05-11"),
        ({"reason": " "}, "reason", "请填写理由"),
    ],
)
def test_a_decision_has_its_words_and_a_day_that_can_be(walk, changes, field, words):
    asks(walk, "head")
    given = {"reason": "同意。", "on": MAY_14, **changes}
    with pytest.raises(Invalid, match=words) as refusal, walk.district.act("leader", MAY_14):
        extensions.decide(walk.row(), granted=True, **given)
    assert (refusal.value.field, due(walk)) == (field, DUE)


def test_what_would_move_nothing_is_not_granted(walk):
    asks(walk, "head", asked=Asked(date(2026, 6, 22), "等预算批复。"))
    with pytest.raises(Invalid, match="2026-06-22 已过，请选“不同意”"):
        decides(walk, on=date(2026, 6, 23))
    with walk.district.act("clerk", date(2026, 6, 10)), pytest.raises(Invalid, match="已申请延期"):
        actions.set_deadline(walk.row(), CAP, "代表同意。")


def test_a_request_of_paper_is_entered_by_the_clerk_with_its_scan_and_its_own_day(app, district):
    made = Walk(district).assign("016", ("post", "independent")).sign(date(2026, 3, 20), "post")
    path = f"/cases/{made.case_id}/assignments/{made.rows['post']}/extension"
    fields = {"due_on": NEW, "reason": "网点迁建需要报批。", "on": date(2026, 6, 17)}
    with at(JUNE_19):
        clerk = Person(app, district, "clerk")
        assert Person(app, district, "leader").refused(f"{path}/on-behalf") == 403
        assert clerk.tries(f"{path}/on-behalf", **fields)[0] == 422
        status, text = clerk.tries(f"{path}/on-behalf", **{**fields, "on": JUNE_19, "scan": PDF})
        assert (status, "2026-06-18 已过，不能再申请延期" in text) == (422, True)
        clerk.does(f"{path}/on-behalf", **fields, scan=PDF)
        page = clerk.sees(f"/cases/{made.case_id}")
        scan = re.search(r'href="([^"]+/extension/\d+/scan)"', page)
        assert scan is not None
        with clerk.client.get(scan[1]) as answer:
            assert answer.data.startswith(b"%PDF")
        assert Person(app, district, "finance_handler").refused(scan[1]) == 404
        leader = Person(app, district, "leader")
        leader.does(f"{path}/decide", decision="grant", on=JUNE_19, reason="同意。")
    assert due(made, "post") == NEW
    calls = [row.sentence for row in every(PhoneCall)]
    assert any("延至 2026-07-20" in sentence for sentence in calls)


def test_the_letter_that_comes_first_ends_the_request(walk):
    walk.talk(date(2026, 4, 1)).opinion(date(2026, 4, 2), accept=True)
    asks(walk, "head")
    walk.answer(MAY_12, "云教函〔2026〕1号")
    assert [str(row.state) for row in every(ExtensionRequest)] == ["recalled"]
    assert owed(walk) == {}


def test_who_takes_over_keeps_the_extension_and_has_no_second_one(walk):
    asks(walk, "head")
    decides(walk)
    with walk.district.act("clerk", date(2026, 5, 20)):
        unit = walk.district.row(Unit, "city")
        reassigning.reassign(walk.row(), unit, "机构职责调整。", date(2026, 5, 20))
    walk.learn().sign(date(2026, 5, 21), "city")
    assert due(walk, "city") == NEW
    with pytest.raises(Refused, match="延期过一次"), walk.district.act("city_head", MAY_14):
        extensions.request(walk.row("city"), Asked(CAP, "重新论证。"), MAY_14)


def test_a_request_waits_again_where_the_case_had_ended_by_mistake(walk):
    asks(walk, "head")
    with walk.district.act("clerk", MAY_12):
        endings.withdraw(walk.case, MAY_12, "书面申请。")
    assert owed(walk) == {}
    with walk.district.act("clerk", MAY_12, 15):
        undoing.take_back_withdrawal(walk.case, "登记错了件。")
    assert owed(walk) == {"extension_decide": ("office_leader", MAY_14)}
    decides(walk)
    assert due(walk) == NEW
