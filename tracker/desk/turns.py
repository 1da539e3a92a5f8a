"""Whose turn it is on a case, until when, and by which rule."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from tracker.assign import queries as assign
from tracker.assign.models import Assignment
from tracker.cases.lifecycle import AT_UNITS, LIVE
from tracker.cases.models import Case
from tracker.deadlines.counting import explain
from tracker.deadlines.queries import due_of
from tracker.rating import queries as rating
from tracker.reply import queries as reply
from tracker.reply.models import Commitment
from tracker.roles import Role
from tracker.supervise import queries as supervise
from tracker.terms import (
    AssignmentState,
    AssignRole,
    CaseState,
    CommitmentState,
    DeadlineKind,
    ReplyState,
    ReturnState,
)

A = AssignmentState
OFFICE = frozenset({Role.OH, Role.OL})
UNIT = frozenset({Role.UH, Role.UL})


@dataclass(frozen=True)
class Turn:
    """One thing that waits: for whom, what, until when; `how` explains the date.

    `rated_unit` is the unit whose rating the turn tells of, `promise` the promise: not every
    unit reads it. `not_by` is the account that entered what a second person confirms.
    """

    category: str
    whose: str
    what: str
    roles: frozenset[Role]
    unit_id: int | None = None
    due_on: date | None = None
    provisional: bool = False
    why: str = ""
    how: list[str] = field(default_factory=list)
    rated_unit: int | None = None
    promise: Commitment | None = None
    not_by: int | None = None


def turns_of(case: Case) -> list[Turn]:
    """Return everything that waits on a case, the most urgent first."""
    if case.state in (CaseState.REGISTERED, CaseState.ASSIGN_PENDING):
        return [_before_assignment(case)]
    rows = assign.live(case.id) if case.state in AT_UNITS else []
    found = [turn for row in rows for turn in _of_assignment(case, row)]
    if case.state in LIVE:
        found += [turn for row in assign.answering(case.id) for turn in _of_correction(row)]
        found += [_of_promise(row) for row in reply.open_commitments(case.id)]
    found += _of_rating(case)
    if case.state == CaseState.REPLIED and not found and not supervise.hindrances(case):
        found.append(Turn("待办结", "政府办", "办结", OFFICE))
    return sorted(found, key=lambda turn: turn.due_on or date.max)


def _before_assignment(case: Case) -> Turn:
    """Return what waits before units have the case."""
    if case.state == CaseState.ASSIGN_PENDING:
        names = "、".join(row.unit_name for row in assign.proposed(case.id))
        leader = frozenset({Role.OL})
        return Turn("待批交办", "政府办领导", f"批准交办（拟：{names}）", leader)
    rows = assign.proposed(case.id)
    names = "、".join(row.unit_name for row in rows)
    what = f"交办（拟：{names}）" if names else "拟定承办单位"
    return Turn("待交办", "政府办", what, OFFICE)


def _of_assignment(case: Case, row: Assignment) -> list[Turn]:
    """Return what waits on one assignment."""
    if row.state == A.ASSIGNED:
        return [_signing(row)]
    if row.state == A.RETURN_REQUESTED:
        return [_return(row)]
    if row.state == A.OPINION_SUBMITTED:
        return [_opinion_to_decide(case, row)]
    if row.state in (A.SIGNED, A.HANDLING):
        if AssignRole(row.role) is AssignRole.ASSISTING:
            return [_opinion(row)]
        return [_letter(row)]
    return []


def _signing(row: Assignment) -> Turn:
    """Return the sign-for; the office's where the unit does not log in."""
    online = bool(row.unit and row.unit.online)
    roles = UNIT if online else OFFICE
    whose = row.unit_name if online else "政府办"
    what = "签收" if online else f"代{row.unit_name}签收"
    return _dated(row, DeadlineKind.SIGN, "待签收", whose, what, roles)


def _return(row: Assignment) -> Turn:
    """Return the decision on a request to return."""
    asked = assign.open_return(row)
    if asked is not None and asked.state == ReturnState.ASKED:
        why, leader = f"{row.unit_name}申请退办", frozenset({Role.UL})
        return Turn("待确认退办", row.unit_name, "领导确认退办申请", leader, row.unit_id, why=why)
    why = f"{asked.reason}（建议{asked.proposed_unit.short_name}）" if asked else ""
    what = f"决定{row.unit_name}的退办申请"
    return Turn("待定退办", "政府办", what, OFFICE, why=why)


def _opinion(row: Assignment) -> Turn:
    """Return the assisting opinion that is to be written."""
    online = bool(row.unit and row.unit.online)
    whose, roles = (row.unit_name, UNIT) if online else ("政府办", OFFICE)
    what = "送会办意见" if online else f"代录{row.unit_name}的会办意见"
    return _dated(row, DeadlineKind.ASSIST, "待会办", whose, what, roles)


def _opinion_to_decide(case: Case, row: Assignment) -> Turn:
    """Return the host's decision on an opinion."""
    host = next((other for other in assign.answering(case.id)), None)
    if host and host.unit and not host.unit.online:
        what = f"代{host.unit_name}采用或退回{row.unit_name}的会办意见"
        return Turn("待用会办意见", "政府办", what, frozenset({Role.OH}))
    return Turn(
        "待用会办意见",
        host.unit_name if host else "主办单位",
        f"采用或退回{row.unit_name}的会办意见",
        UNIT,
        host.unit_id if host else None,
    )


LETTER = {
    ReplyState.DRAFTING: ("待答复", "继续拟写答复", frozenset({Role.UH, Role.UL})),
    ReplyState.SIGNING: ("待签发", "单位领导签发答复稿", frozenset({Role.UL})),
    ReplyState.OFFICE_CHECK: ("待审核", "审核答复稿", OFFICE),
    ReplyState.CHECKED: ("待印发", "编号、用印、印发答复", frozenset({Role.UL})),
}


def _of_correction(row: Assignment) -> list[Turn]:
    """Return what waits on the correction of an issued letter; no limit runs for it."""
    draft = reply.correction(row)
    return [] if draft is None else [_step(row, ReplyState(draft.state), "更正：")]


def _step(row: Assignment, state: ReplyState, prefix: str = "") -> Turn:
    """Return the step at which a letter is, without a date."""
    category, what, roles = LETTER[state]
    if roles is OFFICE:
        return Turn(category, "政府办", f"{prefix}{what}（{row.unit_name}）", OFFICE)
    return Turn(category, row.unit_name, prefix + what, roles, row.unit_id)


def _of_promise(row: Commitment) -> Turn:
    """Return what waits on a promise: the unit fulfils it, the office verifies it."""
    unit, due = row.assignment, row.due_on
    if row.state == CommitmentState.DONE_CLAIMED:
        what = f"核实{unit.unit_name}的承诺：{row.text}"
        return Turn("待核承诺", "政府办", what, OFFICE, due_on=due, promise=row)
    online = bool(unit.unit and unit.unit.online)
    what, roles, unit_id = f"落实承诺：{row.text}", OFFICE, None
    if online:
        roles, unit_id = UNIT, unit.unit_id
    return Turn("承诺跟踪", unit.unit_name, what, roles, unit_id, due, promise=row)


def _letter(row: Assignment) -> Turn:
    """Return the letter that is to be written, signed, checked or issued."""
    online = bool(row.unit and row.unit.online)
    draft = reply.current(row)
    if draft is None or not online:
        whose, roles = (row.unit_name, UNIT) if online else ("政府办", OFFICE)
        what = "沟通面商并拟写答复" if online else f"代录{row.unit_name}的答复"
        return _dated(row, DeadlineKind.REPLY, "待答复", whose, what, roles)
    step = _step(row, ReplyState(draft.state))
    return _dated(row, DeadlineKind.REPLY, step.category, step.whose, step.what, step.roles)


def _dated(
    row: Assignment,
    kind: DeadlineKind,
    category: str,
    whose: str,
    what: str,
    roles: frozenset[Role],
) -> Turn:
    """Return a turn with the date in force and how it was counted."""
    stored = row.deadline(kind)
    return Turn(
        category=category,
        whose=whose,
        what=what,
        roles=roles,
        unit_id=row.unit_id if roles <= UNIT else None,
        due_on=stored.due_on if stored else None,
        provisional=bool(stored and stored.provisional),
        why=stored.reason if stored and stored.reason else "",
        how=explain(due_of(stored)) if stored else [],
    )


def _of_rating(case: Case) -> list[Turn]:
    """Return ratings that are awaited, wait for a second person or for a decision."""
    found = []
    for item in supervise.undecided(case.id):
        row = item.assignment
        what = f"研究是否重新办理（{row.unit_name}的答复不满意）"
        found.append(
            Turn("待定重办", "政府办", what, OFFICE, why=item.reason, rated_unit=row.unit_id)
        )
    for entered in rating.pending(case.id):
        roles, what = frozenset({Role.OL, Role.OBS}), "确认代录的评价"
        found.append(Turn("待确认评价", "第二人", what, roles, not_by=entered.entered_by))
    deputy, whose = frozenset({Role.DEP}), "提出者" if case.confidential else case.lead.name
    found += [
        Turn("待评价", whose, "评价答复", deputy, due_on=waiting.due_on)
        if waiting.delivered_on
        else _delivery(waiting.letter.assignment)
        for waiting in rating.awaited(case.id)
    ]
    return found


def _delivery(row: Assignment) -> Turn:
    """Return the delivery that nobody recorded; the limit of the rating begins with it."""
    if row.unit and row.unit.online:
        return Turn("待送达", row.unit_name, "登记送达", UNIT, row.unit_id)
    return Turn("待送达", "政府办", f"登记{row.unit_name}答复的送达", OFFICE)
