"""What the office does after the answer: decide on 不满意, close, urge. Domain §2.7–2.10."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tracker.assign import actions as assign
from tracker.assign import limits
from tracker.assign.models import Assignment
from tracker.cases import actions as cases
from tracker.cases.models import Case
from tracker.deadlines import counting
from tracker.kernel.access import viewer
from tracker.kernel.db import db
from tracker.kernel.errors import Invalid, Refused, SentTwice
from tracker.kernel.given import check_day, needed
from tracker.notices import actions as notices
from tracker.rating.models import Rating
from tracker.reply import actions as letters
from tracker.reply import queries as reply
from tracker.roles import OFFICE
from tracker.settings.in_force import book_of, calendar
from tracker.supervise import acts, queries
from tracker.supervise.models import FollowUpAct, ReworkDecision
from tracker.terms import CaseState, FollowUpKind
from tracker.timeline.actions import Act, note
from tracker.timeline.events import Event


@dataclass(frozen=True)
class Record:
    """One 催办, 督办 or 回访: what was asked of whom, and what came of it."""

    kind: FollowUpKind
    done_on: date
    requirement: str
    result: str = ""
    assignment: Assignment | None = None


def open_round(rating: Rating, reason: str, on: date) -> ReworkDecision:
    """Open the next round in one act; its limit counts from this order.

    :raises Refused: decided already, or not allowed now.
    :raises Invalid: the reason is missing, or the date is wrong.
    """
    case, row = rating.case, rating.assignment
    _ask_decision(rating, acts.Act.DECIDE)
    why = needed(reason)
    check_day("on", on, rating.filled_on, "评价日期")
    decision = _decide(rating, why, on, row.round + 1)
    due = counting.rework_due(book_of(case), on, calendar())
    sentence = f"{row.unit_name}第 {row.round + 1} 轮重新办理，{due.on} 前答复：{why}"
    _reopen(row, on, due, sentence)
    _tell_round(case, row, due.on, why)
    return decision


def decide_without_round(rating: Rating, reason: str, on: date) -> ReworkDecision:
    """Record why a 不满意 is not handled again; the leader decides this.

    :raises Refused: decided already, not allowed now, or not the leader.
    :raises Invalid: the reason is missing, or the date is wrong.
    """
    _ask_decision(rating, acts.Act.DECLINE)
    check_day("on", on, rating.filled_on, "评价日期")
    decision = _decide(rating, needed(reason), on, None)
    case, row = rating.case, rating.assignment
    sentence = f"{row.unit_name}的答复不再重办：{reason.strip()}"
    act = Act(case.id, Event.REWORK_DECLINED, sentence, on, unit_id=row.unit_id)
    note(decision, act)
    notices.inform_deputy(case.id, case.lead.deputy_id, f"您提出的{case.label}：{sentence}")
    notices.tell_body(case.id, case.body.type, f"{case.label}：{sentence}")
    return decision


def close(case: Case, on: date) -> None:
    """Close a case (办结); open promises stay in follow-up.

    :raises Refused: something still stands against it.
    :raises Invalid: the date is wrong.
    """
    if case.state == CaseState.REPLIED and (found := queries.hindrances(case)):
        raise Refused("还不能办结：" + "".join(found))
    ask(case, acts.Act.CLOSE)
    check_day("on", on, *queries.last_step(case))
    case.closed_on = on
    cases.move(case, CaseState.CLOSED, Act(case.id, Event.CASE_CLOSED, "办结。", on))


def reopen(case: Case, row: Assignment, reason: str, on: date) -> None:
    """Handle a closed case again on request of congress or CPPCC (C11).

    :raises Refused: not allowed now.
    :raises Invalid: the reason is missing, or the date is wrong.
    """
    ask(case, acts.Act.REOPEN)
    why = needed(reason)
    check_day("on", on, case.closed_on, "办结日期")
    due = counting.rework_due(book_of(case), on, calendar())
    sentence = f"应要求由{row.unit_name}重新办理，{due.on} 前答复：{why}"
    _reopen(row, on, due, sentence)
    note(case, Act(case.id, Event.FOLLOW_UP_LISTED, "重新办理，列入跟踪。", on, why=why))
    _tell_round(case, row, due.on, why)


def _reopen(row: Assignment, on: date, due: limits.Due, sentence: str) -> None:
    """Open the next round; a correction of the last letter goes on as its draft."""
    draft = reply.correction(row)
    assign.reopen(row, on, due, sentence)
    if draft is not None:
        letters.move_to_round(draft, row.round)


def record(case: Case, facts: Record, *, telling: bool = True) -> FollowUpAct:
    """Record a 催办, 督办 or 回访 and its result; `telling`: the unit is told of this one.

    :raises Refused: not allowed now, or the same person recorded the same today.
    :raises Invalid: the requirement is missing, or the date is wrong.
    """
    ask(case, acts.Act.RECORD)
    check_day("done_on", facts.done_on, case.received_on, "收件日期")
    if not facts.requirement.strip():
        raise Invalid("requirement", "请填写事由和要求。")
    _ask_once(case, facts)
    row = FollowUpAct(
        case_id=case.id,
        assignment_id=facts.assignment.id if facts.assignment else None,
        kind=facts.kind,
        done_on=facts.done_on,
        requirement=facts.requirement.strip(),
        result=facts.result.strip(),
        result_on=facts.done_on if facts.result.strip() else None,
        recorded_by=viewer().account_id,
    )
    db.session.add(row)
    db.session.flush()
    unit = facts.assignment.unit if facts.assignment else None
    sentence = f"{facts.kind.label}{unit.short_name if unit else ''}：{row.requirement}"
    unit_id = unit.id if unit else None
    event = queries.RECORDED[facts.kind]
    note(row, Act(case.id, event, sentence, facts.done_on, unit_id=unit_id))
    if unit and telling and facts.kind is not FollowUpKind.VISIT:
        notices.tell_unit(case.id, unit, f"{case.label}{facts.kind.label}：{row.requirement}")
    return row


def _ask_once(case: Case, facts: Record) -> None:
    """Refuse what a form sent twice would record twice; two at once wait for each other.

    :raises SentTwice: the same person recorded the same last, today.
    """
    db.session.execute(db.select(Case.id).where(Case.id == case.id).with_for_update())
    last = queries.last_record(case, viewer().account_id)
    about = facts.assignment.id if facts.assignment else None
    said = (about, facts.kind, facts.done_on, facts.requirement.strip(), facts.result.strip())
    if last is None:
        return
    if said == (last.assignment_id, last.kind, last.done_on, last.requirement, last.result):
        raise SentTwice


def record_result(row: FollowUpAct, result: str, on: date) -> None:
    """Record what came of a 催办, 督办 or 回访, once.

    :raises Refused: it has a result already, or it is not the office that records it.
    :raises Invalid: the result is missing, or the date is wrong.
    """
    if viewer().roles.isdisjoint(OFFICE):
        raise Refused("催办、督办、回访的结果由政府办登记。")
    if row.result:
        raise Refused("这一条已经登记过结果，请刷新页面。")
    if not result.strip():
        raise Invalid("result", "请填写结果。")
    check_day("on", on, row.done_on, "办理日期")
    row.result, row.result_on = result.strip(), on
    kind = FollowUpKind(row.kind).label
    note(row, Act(row.case_id, Event.FOLLOW_UP_RESULT, f"{kind}结果：{row.result}", on))


def _decide(rating: Rating, why: str, on: date, opens_round: int | None) -> ReworkDecision:
    """Write the decision on one 不满意."""
    decision = ReworkDecision(
        case_id=rating.case_id,
        assignment_id=rating.assignment_id,
        rating=rating,
        opens_round=opens_round,
        reason=why,
        decided_on=on,
        decided_by=viewer().account_id,
    )
    db.session.add(decision)
    db.session.flush()
    if opens_round:
        sentence = f"决定重新办理（第 {opens_round} 轮）：{why}"
        unit_id = rating.assignment.unit_id
        note(decision, Act(rating.case_id, Event.REWORK_ORDERED, sentence, on, unit_id=unit_id))
    return decision


def _tell_round(case: Case, row: Assignment, due_on: date, why: str) -> None:
    """Tell the unit, the deputy and the body that the case is handled again."""
    if row.unit:
        sentence = f"{case.label}“{case.title}”重新办理，请于 {due_on} 前再次答复：{why}"
        notices.tell_unit(case.id, row.unit, sentence)
    lead, told = case.lead, f"您提出的{case.label}由{row.unit_name}重新办理，{due_on} 前答复您。"
    notices.inform_deputy(case.id, lead.deputy_id, told)
    notices.tell_body(case.id, case.body.type, f"{case.label}由{row.unit_name}重新办理。")


def _ask_decision(rating: Rating, act: acts.Act) -> None:
    """Refuse a decision where there is none to take."""
    ask(rating.case, act)
    if rating.id not in {row.id for row in queries.undecided(rating.case_id)}:
        raise Refused("这个不满意的评价已经有决定，请刷新页面。")


def ask(case: Case, act: acts.Act) -> None:
    """Ask the rule, before a form is looked at and again before writing.

    :raises Refused: not allowed now.
    """
    if act not in acts.allowed(queries.facts(case, viewer())):
        state = CaseState(case.state).label
        raise Refused(f"该件为“{state}”，现在不能{acts.LABELS[act]}。请刷新页面查看。")
