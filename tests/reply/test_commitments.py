"""Promises: progress, verification, carrying over, writing off."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from tests.reply.letters import NUMBERED, PROMISED
from tests.reports.second_way import differences
from tracker.kernel.db import db
from tracker.kernel.errors import Invalid, Refused
from tracker.reply import commitments, issuing, queries
from tracker.reply.models import Commitment
from tracker.standing.models import PartStanding
from tracker.terms import CommitmentState
from tracker.timeline.models import HistoryEntry

P = CommitmentState
TODAY = date(2026, 4, 3)


@pytest.fixture
def promised(letters):
    """An issued letter with a promise due on 31 December 2026."""
    letters.issued(PROMISED)
    return letters


def promise(letters) -> Commitment:
    return queries.commitments(letters.case_id)[0]


def public_acts() -> list[str]:
    rows = db.session.query(HistoryEntry).filter(HistoryEntry.act.startswith("commitment."))
    return [row.act for row in rows.order_by(HistoryEntry.id) if row.public]


def test_a_promise_is_reported_claimed_verified_and_closed(promised):
    with promised.by("handler"):
        commitments.add_progress(promise(promised), "主体完工。", TODAY)
    assert promise(promised).state == P.OPEN
    with pytest.raises(Refused, match="还没有报“已落实”"), promised.by("clerk"):
        commitments.close(promise(promised), TODAY, "到现场查看。")
    with promised.by("head"):
        commitments.add_progress(promise(promised), "已开园。", TODAY, done=True)
    assert promise(promised).state == P.DONE_CLAIMED
    assert promised.told("clerk")[-1].endswith("待核实：建成两所公办幼儿园，增加学位540个")
    with pytest.raises(Refused), promised.by("handler"):
        commitments.add_progress(promise(promised), "再报。", TODAY)
    with promised.by("clerk"):
        commitments.close(promise(promised), TODAY, "到现场查看。")
    row = promise(promised)
    assert (row.state, row.ended_on, row.end_reason) == (P.CLOSED, TODAY, "到现场查看。")
    assert queries.open_commitments(promised.case_id) == []
    assert "答复中承诺的事项已落实" in promised.told("deputy")[-1]
    assert public_acts() == ["commitment.opened", "commitment.done_claimed", "commitment.closed"]


def test_a_claim_that_is_not_true_keeps_the_promise_open(promised):
    with promised.by("handler"):
        commitments.add_progress(promise(promised), "已开园。", TODAY, done=True)
    with promised.by("leader"):
        commitments.not_done(promise(promised), TODAY, "一所尚未开园。")
    assert promise(promised).state == P.OPEN
    assert "核实尚未落实，继续跟踪：一所尚未开园。" in promised.told("handler")[-1]


def test_a_promise_is_carried_over_to_a_later_date_and_stays_followed(promised):
    for wrong in (date(2026, 12, 31), TODAY):
        with pytest.raises(Invalid, match="新的完成日期应晚于"), promised.by("clerk"):
            commitments.carry_over(promise(promised), wrong, "土地手续延后。")
    with promised.by("clerk"):
        commitments.carry_over(promise(promised), date(2027, 6, 30), "土地手续延后。")
    with promised.by("clerk"):
        commitments.carry_over(promise(promised), date(2027, 9, 1), "招标延后。")
    row = promise(promised)
    assert (row.state, row.due_on) == (P.CARRIED_OVER, date(2027, 9, 1))
    assert queries.open_commitments(promised.case_id) == [row]
    assert "延至 2027-09-01 前完成" in promised.told("deputy")[-1]
    assert "由 2027-06-30 改为 2027-09-01：" in promised.told("handler")[-1]
    said = db.session.query(HistoryEntry).filter_by(act="commitment.carried_over").all()
    assert said[0].sentence == (
        "承诺事项结转，完成日期由 2026-12-31 改为 2027-06-30：土地手续延后。"
    )


def test_a_promise_without_a_day_falls_due_on_the_one_that_is_named_first(letters):
    letters.issued(replace(PROMISED, promise_due_on=None))
    with letters.by("clerk"):
        commitments.carry_over(promise(letters), date(2026, 5, 20), "已排定工期。")
    with letters.by("clerk"):
        commitments.carry_over(promise(letters), date(2026, 6, 30), "招标延后。")
    row = promise(letters)
    assert (row.named_due_on, row.due_on) == (date(2026, 5, 20), date(2026, 6, 30))
    spans = db.session.query(PartStanding).order_by(PartStanding.since).all()
    due = [(span.since, span.promises_due, span.promises_kept) for span in spans]
    assert due[-1] == (date(2026, 5, 21), 1, 0)
    assert [count for _, count, _ in due[:-1]] == [0] * (len(due) - 1)
    assert differences([date(2026, 5, 20), date(2026, 5, 21), date(2026, 7, 1)]) == []


def test_only_the_leader_of_the_office_writes_a_promise_off(promised):
    with pytest.raises(Refused), promised.by("clerk"):
        commitments.write_off(promise(promised), TODAY, "规划调整。")
    with pytest.raises(Invalid, match="请填写理由。"), promised.by("leader"):
        commitments.write_off(promise(promised), TODAY, "")
    with promised.by("leader"):
        commitments.write_off(promise(promised), TODAY, "规划调整。")
    assert promise(promised).state == P.WRITTEN_OFF
    assert promised.told("deputy")[-1].endswith("说明：规划调整。")


@pytest.mark.parametrize(
    ("text", "on", "sentence"),
    [
        (" ", TODAY, "请填写进展情况。"),
        ("主体完工。", date(2026, 4, 4), "日期不能晚于今天。"),
        ("主体完工。", date(2026, 4, 2), "日期不能早于承诺日期 2026-04-03。"),
    ],
)
def test_a_report_that_cannot_be_is_refused(promised, text, on, sentence):
    with pytest.raises(Invalid, match=sentence), promised.by("handler"):
        commitments.add_progress(promise(promised), text, on)


def test_the_clerk_reports_for_a_unit_without_log_in(letters):
    letters.assign(("post", "independent"))
    letters.sign_for_offline()
    with letters.by("clerk"):
        issuing.enter_issued_on_behalf(letters.row("post"), PROMISED, NUMBERED, letters.scan())
    with letters.by("clerk"):
        commitments.add_progress_on_behalf(promise(letters), "已完成。", TODAY, done=True)
    assert promise(letters).state == P.DONE_CLAIMED
    assert letters.calls()[-1][0] == "云岭区邮政管理局"


def test_the_promise_is_not_shown_to_an_assisting_unit(letters):
    letters.issued(
        PROMISED.__class__(**{**PROMISED.__dict__, "missing_opinions_reason": "已电话商定。"}),
        ("education", "host"),
        ("finance", "assisting"),
    )
    people = ("handler", "clerk", "deputy", "congress_office", "finance_handler")
    seen = [
        name
        for name in people
        if queries.section(letters.case(), letters.district.person(name)).promises
    ]
    assert seen == ["handler", "clerk", "deputy", "congress_office"]


def test_the_database_refuses_a_closed_promise_without_its_day(promised):
    query = update(Commitment).values(state=P.CLOSED, ended_on=None)
    with pytest.raises(IntegrityError):
        db.session.execute(query)
    db.session.rollback()
