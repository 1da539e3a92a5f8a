"""Assigning a case: propose, approve, sign for, and what follows for state and dates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.assign import acts, extensions, limits, queries
from tracker.assign.asking import ask, ask_case
from tracker.assign.lifecycle import MOVES
from tracker.assign.models import Assignment
from tracker.assign.responsibility import Share, faults
from tracker.assign.telling import tell_moved
from tracker.assign.words import proposing, said
from tracker.bodies.models import Batch
from tracker.cases import actions as cases
from tracker.cases import parties
from tracker.cases.lifecycle import ANSWERED
from tracker.cases.models import Case
from tracker.kernel import clock
from tracker.kernel.db import db
from tracker.kernel.errors import Invalid, Refused
from tracker.kernel.given import backdated, check_day, needed
from tracker.notices import actions as notices
from tracker.roles import Relation, Role
from tracker.terms import AssignmentState, AssignRole, CaseState
from tracker.timeline import queries as timeline
from tracker.timeline.actions import Act, change_state, note
from tracker.timeline.events import Event
from tracker.units.models import Unit

A, C = AssignmentState, CaseState
RELATIONS = {
    AssignRole.INDEPENDENT: Relation.HOST,
    AssignRole.HOST: Relation.HOST,
    AssignRole.SEPARATE: Relation.PART,
    AssignRole.ASSISTING: Relation.ASSIST,
}


@dataclass(frozen=True)
class ShareFacts:
    """One unit's share as entered; `unit` None leaves a gap that `unit_text` names."""

    unit: Unit | None
    role: AssignRole
    part: str = ""
    unit_text: str = ""


def propose(case: Case, shares: Sequence[ShareFacts]) -> list[Assignment]:
    """Propose who handles the case; an earlier proposal is replaced (C2).

    :raises Refused: not allowed now.
    """
    ask_case(case, acts.CaseAct.PROPOSE)
    for old in queries.proposed(case.id):
        db.session.delete(old)
    rows = proposal(case, shares)
    db.session.add_all(rows)
    db.session.flush()
    note(case, proposing(case, rows))
    return rows


def proposal(case: Case, shares: Sequence[ShareFacts]) -> list[Assignment]:
    """Return the rows of a proposal."""
    return [
        Assignment(
            case=case,
            unit=share.unit,
            unit_text=share.unit_text or (share.unit.name if share.unit else ""),
            role=share.role,
            part=share.part.strip(),
            state=A.PROPOSED,
            deadlines=[],
        )
        for share in shares
    ]


def check(shares: Sequence[ShareFacts]) -> None:
    """Refuse shares without clear main responsibility, at the form that they come from.

    :raises Invalid: at the way of handling.
    """
    chosen = [
        Share(row.unit.id if row.unit else None, row.role, row.part, row.unit_text)
        for row in shares
    ]
    if found := faults(chosen):
        raise Invalid("mode", "".join(found))


def submit(case: Case) -> None:
    """Submit the proposal to the office's leader.

    :raises Refused: not allowed now, or main responsibility is not right.
    """
    ask_case(case, acts.CaseAct.SUBMIT)
    rows = queries.proposed(case.id)
    _check_shape(rows)
    cases.move(
        case, C.ASSIGN_PENDING, Act(case.id, Event.CASE_SUBMITTED, f"报批交办：{said(rows)}。")
    )
    notices.tell_office(case.id, f"{case.label}“{case.title}”待批准交办。", (Role.OL,))


def recall_submission(case: Case) -> None:
    """Take one's own submission back while the leader has not decided; the proposal stays.

    :raises Refused: not allowed now.
    """
    ask_case(case, acts.CaseAct.RECALL_SUBMISSION)
    cases.move(
        case, C.REGISTERED, Act(case.id, Event.CASE_SUBMISSION_RECALLED, "收回报批，重新拟定。")
    )
    notices.tell_office(case.id, f"{case.label}的交办方案已由经办人收回。", (Role.OL,))


def send_back(case: Case, reason: str) -> None:
    """Send a proposal back to the clerk.

    :raises Refused: not allowed now.
    :raises Invalid: the reason is missing.
    """
    ask_case(case, acts.CaseAct.SEND_BACK)
    why = needed(reason)
    cases.move(case, C.REGISTERED, Act(case.id, Event.CASE_SENT_BACK, f"交办方案退回重拟：{why}"))
    notices.tell_office(case.id, f"{case.label}的交办方案被退回：{why}", (Role.OH,))


def approve(case: Case, on: date, batch: Batch | None = None, reason: str = "") -> None:
    """Approve the proposal: the case is assigned, every limit is set (C2, C3).

    :param on: date of assignment (交办日期), from which limits count.
    :param batch: the batch it belongs to from now on, None is none whatever it had.
    :param reason: why the date lies before today, where it does.
    :raises Refused: not allowed now, or main responsibility is not right.
    :raises Invalid: the date lies ahead or before the receipt, or before today without a
        reason; the batch is another session's or over.
    """
    ask_case(case, acts.CaseAct.APPROVE)
    rows = queries.proposed(case.id)
    _check_shape(rows)
    check_day("assigned_on", on, case.received_on, "收件日期")
    why = backdated(on, reason)
    case.batch = _fitting(case, batch, on)
    put_in_force(case, rows, on)
    if why:
        note(case, Act(case.id, Event.CASE_BACKDATED, f"补录交办日期 {on}：{why}"))
    for row in rows:
        _tell_unit(case, row)
    names = said(rows)
    for person in case.submitters:
        sentence = f"您提出的{case.label}“{case.title}”已交{names}办理。"
        notices.inform_deputy(case.id, person.deputy_id, sentence)
    notices.tell_body(case.id, case.body.type, f"{case.label}“{case.title}”已交{names}办理。")


def put_in_force(case: Case, rows: Sequence[Assignment], on: date) -> None:
    """Make proposed rows the assignment of the case, with state, parties and dates.

    :raises Invalid: the date lies ahead or before the receipt.
    """
    check_day("assigned_on", on, case.received_on, "收件日期")
    case.assigned_on = on
    for row in rows:
        place(case, row, on)
    act = Act(case.id, Event.CASE_ASSIGNED, f"交办：{said(rows)}。", on)
    cases.move(case, C.ASSIGNED, act)


def place(case: Case, row: Assignment, on: date) -> None:
    """Put one row in force: date, party, limits."""
    row.assigned_on = on
    act = Act(case.id, Event.ASSIGNMENT_ASSIGNED, f"交{said([row])}。", on, unit_id=row.unit_id)
    change_state(row, A.ASSIGNED, MOVES, act)
    parties.join(case, RELATIONS[AssignRole(row.role)], on, unit_id=row.unit_id)
    limits.set_at_assignment(case, row)


def begin_handling(row: Assignment, on: date) -> None:
    """Note that work began: the first contact was made (A8)."""
    if row.state == A.SIGNED:
        act = Act(
            row.case_id,
            Event.ASSIGNMENT_HANDLING,
            f"{row.unit_name}开始办理。",
            on,
            unit_id=row.unit_id,
        )
        change_state(row, A.HANDLING, MOVES, act)


def mark_replied(row: Assignment, on: date) -> None:
    """Note that the assignment's letter was issued; the case is answered with the last (C9)."""
    case = row.case
    act = Act(
        case.id, Event.ASSIGNMENT_REPLIED, f"{row.unit_name}已答复。", on, unit_id=row.unit_id
    )
    change_state(row, A.REPLIED, MOVES, act)
    extensions.fall_away(row, f"{row.unit_name}已答复，不再需要延期。", on)
    if all(other.state == A.REPLIED for other in queries.answering(case.id)):
        case.replied_on = timeline.last_day(case.id, act.code)
        sentence = "全部答复完毕。"
        cases.move(case, C.REPLIED, Act(case.id, Event.CASE_REPLIED, sentence, on))


def reopen(row: Assignment, on: date, due: limits.Due, sentence: str) -> None:
    """Open the next round of an answering assignment; its limit counts from the order."""
    case = row.case
    row.round += 1
    act = Act(case.id, Event.ASSIGNMENT_REOPENED, sentence, on, unit_id=row.unit_id)
    change_state(row, A.HANDLING, MOVES, act)
    limits.store(row, limits.REPLY, due)
    if case.state in ANSWERED:
        case.closed_on = None
        moved = Act(case.id, Event.CASE_REOPENED, f"{case.label}重新办理。", on)
        cases.move(case, C.HANDLING, moved)


def set_deadline(row: Assignment, on: date, reason: str, approved: date | None = None) -> None:
    """Set another reply date with a reason; never beyond the legal cap.

    A later one is the one extension of the round, and everybody on the case is told of it (§2.4).

    :param approved: the day of the approval (批准日期), None is today.
    :raises Refused: not allowed now.
    :raises Invalid: the reason is missing, a date is wrong, beyond the cap, or later a second
        time, or while the unit's own request for it waits.
    """
    ask(row, acts.Act.SET_DEADLINE)
    why, before = needed(reason), row.deadline(limits.REPLY)
    longer = before is not None and on > before.due_on
    if longer:
        extensions.ask_first(row)
    stored = limits.set_by_office(row, on, why, approved)
    set_on = stored.set_on
    said = f"（批准日期 {set_on}）" if set_on < clock.today() else ""
    sentence = f"{row.unit_name}的答复期限调整为 {on}{said}：{why}"
    extends = longer and stored.extends
    event = Event.ASSIGNMENT_EXTENDED if extends else Event.ASSIGNMENT_DEADLINE_SET
    note(row, Act(row.case_id, event, sentence, set_on, unit_id=row.unit_id))
    if row.unit is not None:
        notices.tell_unit(row.case_id, row.unit, f"{row.case.label}：{sentence}")
    tell_moved(row, before, stored)


def enter_on_paper(case: Case, shares: Sequence[ShareFacts], on: date) -> list[Assignment]:
    """Enter an assignment that was made on paper before the system was used; tells nobody.

    :raises Refused: main responsibility is not right.
    :raises Invalid: the date lies ahead or before the receipt.
    """
    rows = propose(case, shares)
    _check_shape(rows)
    put_in_force(case, rows, on)
    return rows


def _fitting(case: Case, batch: Batch | None, on: date) -> Batch | None:
    """Return the batch if the case may belong to it.

    :raises Invalid: it is another session's, or its common end lies before the assignment.
    """
    if batch is None:
        return None
    if batch.session_id != case.session_id:
        raise Invalid("batch_id", f"批次“{batch.name}”不是{case.session.title}的，请另选。")
    if batch.end_on and batch.end_on < on:
        sentence = f"批次“{batch.name}”的统一办结期限 {batch.end_on} 早于交办日期，请另选批次。"
        raise Invalid("batch_id", sentence)
    return batch


def _check_shape(rows: Sequence[Assignment]) -> None:
    """Refuse a proposal without clear main responsibility."""
    if found := faults(queries.shares(list(rows))):
        raise Refused("".join(found))


def _tell_unit(case: Case, row: Assignment) -> None:
    """Tell a unit what it got and until when it has to sign for it."""
    if row.unit is None:
        return
    due = row.deadline(limits.SIGN)
    until = f"，请于 {due.due_on} 前签收" if due else ""
    role = AssignRole(row.role).label
    notices.tell_unit(case.id, row.unit, f"{case.label}“{case.title}”交你单位{role}{until}。")
