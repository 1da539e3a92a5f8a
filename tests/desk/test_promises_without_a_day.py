"""A promise whose letter names no day: asked after each quarter, and never read as a date."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from tests import plain_sql, scenes
from tests.desk.pages import CasePage
from tests.oracles import duties
from tests.plan.days import run
from tests.reply.letters import PROMISED
from tests.reports.pages import workbook
from tests.reports.walk import Walk
from tracker.deadlines.models import Deadline
from tracker.kernel import clock
from tracker.kernel.db import db
from tracker.kernel.errors import Invalid
from tracker.kernel.files import keep_bytes
from tracker.notices.models import NoticeLine
from tracker.plan import keeping
from tracker.plan.models import DutyRow
from tracker.plan_terms import DutyKind
from tracker.reply import actions as reply
from tracker.reply import commitments, issuing
from tracker.reply.letter_check import IssueFacts
from tracker.terms import DeadlineKind, Satisfaction

SILENT = replace(PROMISED, promise_due_on=None)
TEXT = PROMISED.promise
MAY_15, JUNE_1 = date(2026, 5, 15), date(2026, 6, 1)


@pytest.fixture
def walk(app, district):
    """A case answered on 15 May with a promise without a day."""
    found = Walk(district).assign("015").sign(date(2026, 3, 19)).talk(date(2026, 4, 1))
    return found.answer(MAY_15, "云教函〔2026〕1号", facts=SILENT)


def asked(walk: Walk) -> tuple[date | None, str, str, bool]:
    """Until when the unit is asked after its promise: date, rule, source, own."""
    row = db.session.scalars(select(DutyRow).where(DutyRow.kind == DutyKind.PROMISE)).one()
    stored = db.session.get_one(Deadline, row.deadline_id)
    assert stored.due_on == row.due_on
    assert (stored.subject_type, stored.subject_id) == ("commitment", walk.promise().id)
    assert (stored.kind, stored.superseded_at) == (DeadlineKind.PROMISE, None)
    assert keeping.verify() == []
    assert duties.kept(plain_sql.rows) == duties.owed(plain_sql.rows)
    return row.due_on, stored.rule, stored.source, stored.own


def report(walk: Walk, on: date, *, done: bool = False) -> None:
    """The unit says how far it is."""
    with walk.district.act("handler", on):
        commitments.add_progress(walk.promise(), "主体完工。", on, done=done)


def test_it_is_asked_after_at_the_end_of_its_quarter_and_after_a_report_of_the_next(walk):
    own = ("政府办自定，待本地确认", True)
    assert (walk.promise().due_on, walk.promise().opened_on) == (None, MAY_15)
    assert asked(walk) == (date(2026, 6, 30), "promise", *own)
    report(walk, MAY_15)
    assert asked(walk) == (date(2026, 9, 30), "promise_again", *own)
    report(walk, date(2026, 10, 2))
    assert asked(walk) == (date(2027, 3, 31), "promise_again", *own)
    report(walk, date(2026, 10, 8), done=True)
    assert db.session.scalar(select(DutyRow).where(DutyRow.kind == DutyKind.PROMISE)) is None
    with walk.district.act("clerk", date(2026, 10, 9)):
        commitments.not_done(walk.promise(), date(2026, 10, 9), "还没有开园。")
    assert asked(walk) == (date(2027, 3, 31), "promise_again", *own)


def test_the_office_names_a_day_and_the_check_of_the_quarter_is_over(walk):
    with walk.district.act("leader", JUNE_1):
        with pytest.raises(Invalid, match="新的完成日期应晚于今天。"):
            commitments.carry_over(walk.promise(), JUNE_1, "与单位商定。")
        commitments.carry_over(walk.promise(), date(2026, 10, 31), "与单位商定。")
    row = db.session.scalars(select(DutyRow).where(DutyRow.kind == DutyKind.PROMISE)).one()
    assert (row.due_on, row.deadline_id) == (date(2026, 10, 31), None)
    in_force = select(Deadline).where(Deadline.superseded_at.is_(None))
    assert db.session.scalars(in_force.where(Deadline.kind == DeadlineKind.PROMISE)).all() == []
    assert keeping.verify() == []


def corrected(walk: Walk, on: date, day: date | None) -> None:
    """A correction of the letter that promises the same, until another day."""
    with walk.district.act("handler", on, 9):
        fresh = reply.mend(walk.letter(), "日期有误。")
        reply.edit(fresh, replace(PROMISED, promise_due_on=day))
        reply.submit_for_signing(fresh)
    with walk.district.act("head", on, 10):
        reply.sign_in_unit(walk.letter())
        issuing.issue(walk.letter(), IssueFacts(f"云教函〔2026〕60{on.day}号", on, "孙立军"))


def test_a_correction_that_names_a_day_gives_it_one_and_none_takes_it_away(walk):
    corrected(walk, JUNE_1, date(2026, 9, 1))
    assert walk.promise().due_on == date(2026, 9, 1)
    corrected(walk, date(2026, 6, 2), None)
    assert walk.promise().due_on == date(2026, 9, 1)


def test_what_came_on_paper_late_is_asked_after_from_the_day_on_which_it_is_known(app, district):
    walk = Walk(district).assign("016", ("post", "independent"))
    walk.sign(date(2026, 3, 19), "post")
    with district.act("clerk", date(2026, 7, 6)):
        facts = IssueFacts("云邮函〔2026〕7号", MAY_15, "陈志远", reason="原件补录")
        scan = keep_bytes(scenes.SCAN, "答复函.pdf", None)
        issuing.enter_issued_on_behalf(walk.row("post"), SILENT, facts, scan)
    assert walk.promise().opened_on == MAY_15
    assert asked(walk)[0] == date(2026, 9, 30)


def test_every_page_says_so_in_words(app, walk):
    walk.deliver(MAY_15).rate(date(2026, 5, 18), Satisfaction.SATISFIED)
    case = f"/cases/{walk.case_id}"
    with clock.moved_to(clock.at(date(2026, 7, 2), 9)):
        clerk, handler, deputy = (
            scenes.client_of(app, walk.district, who) for who in ("clerk", "handler", "deputy")
        )
        (line,) = [one for one in CasePage(handler, case).box if "承诺" in one.sentence]
        assert line.sentence == f"轮到您报告承诺的进展：{TEXT}，6月30日前"
        assert "答复函没有写明日期，按季末催问" in handler.get(case).text
        assert "未写明日期，按季末催问" in clerk.get(f"{case}/commitments").text
        assert "承诺没有写明日期，进展未报" in handler.get("/").text
        for address in ("/supervision/", "/supervision/?month=2026-06", "/statistics"):
            assert clerk.get(address).status_code == 200, address
        said = f"区教育局答应{TEXT}，没有写明日期，政府办每季度末催问"
        assert (
            f"{said}，6月30日应报的进展已过期 2 天，政府办在催办。"
            in deputy.get(f"/rating/cases/{walk.case_id}").text
        )
        leader = scenes.client_of(app, walk.district, "leader")
        assert "没有写明日期" in leader.get("/commitments").text
        assert leader.get("/").status_code == 200
        assert "None" not in clerk.get(case).text
        assert len(workbook(clerk, "/ledger.xlsx")) == 5


def test_the_reminder_asks_for_a_report_and_names_no_promised_day(walk):
    run(date(2026, 6, 29), date(2026, 7, 1))
    said = db.session.scalars(select(NoticeLine.sentence).order_by(NoticeLine.id)).all()
    told = [one.rpartition("”")[2] for one in said if "没有写明完成日期" in one]
    assert list(dict.fromkeys(told)) == [  # the second one to the handler and to the leader
        "的承诺没有写明完成日期，请在 2026-06-30 前报告进展。",
        "的承诺没有写明完成日期，应在 2026-06-30 前报告进展，已过 1 天，请尽快报告。",
    ]
