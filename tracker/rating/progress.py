"""What a deputy reads of his or her own cases, in words that need no explaining."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from tracker.assign import queries as assign
from tracker.assign.models import Assignment
from tracker.cases.models import Case
from tracker.cases.queries import visible
from tracker.kernel.access import Viewer
from tracker.kernel.db import db
from tracker.rating import lifecycle, plain, queries
from tracker.rating.models import Rating
from tracker.rating.plain import day_of
from tracker.reply import queries as reply
from tracker.reply.models import Commitment
from tracker.terms import (
    AssignmentState,
    CaseState,
    CommitmentState,
    DeadlineKind,
    RatingState,
    Satisfaction,
)

PLAIN = {
    CaseState.REGISTERED: "已收到，政府办正在确定由哪个单位办理。",
    CaseState.ASSIGN_PENDING: "已收到，政府办正在确定由哪个单位办理。",
    CaseState.WITHDRAWN: "已按您的申请撤回。",
    CaseState.HANDED_OUT: "已转给有关机关办理。",
    CaseState.VOID: "登记有误，已作废。",
}
PLAIN_RATING = {
    queries.UNDELIVERED: "答复正在送达",
    RatingState.PENDING.label: "已收到纸质评价表，正在核对",
    RatingState.LAPSED.label: "没有按期收到评价",
}
PLAIN_PROMISE = {
    CommitmentState.OPEN: "应在{due}前完成，正在办。",
    CommitmentState.CARRIED_OVER: "延期到{due}前完成，正在办。",
    CommitmentState.DONE_CLAIMED: "单位说已经完成，政府办正在核实。",
    CommitmentState.CLOSED: "已完成，{ended}核实。",
    CommitmentState.WRITTEN_OFF: "{ended}起不再跟踪。说明：{why}。",
}


@dataclass(frozen=True)
class OwnCase:
    """One of the deputy's cases.

    `to_rate`: assignments whose letters wait, with their units; `step`: of `plain.STEPS`.
    """

    case: Case
    label: str
    line: str
    to_rate: tuple[tuple[int, str], ...]
    lead: bool
    step: int


def own_cases(person: Viewer) -> list[OwnCase]:
    """Return a deputy's cases: what waits for a rating first, then the newest."""
    rows = db.session.scalars(select(Case).where(visible(person)).order_by(Case.id.desc()))
    return sorted((_own(case, person) for case in rows), key=lambda row: not row.to_rate)


def _own(case: Case, person: Viewer) -> OwnCase:
    """Return one case as its deputy sees it in the list."""
    waiting = _to_rate(case, person)
    return OwnCase(
        case=case,
        label=plain.label_of(case),
        line=line_of(case, person),
        to_rate=waiting,
        lead=_leads(case, person),
        step=plain.step_of(case, asked=bool(waiting)),
    )


def own_rating(case: Case, person: Viewer) -> Rating | None:
    """Return what this person last said about a case, None where that is nothing."""
    if not _leads(case, person):
        return None
    rows = queries.of_case_rows(case.id)
    return next((row for row in reversed(rows) if row.state == RatingState.SUBMITTED), None)


def line_of(case: Case, person: Viewer) -> str:
    """Return where a case stands, unit by unit; units with the same to say share it."""
    if case.state in PLAIN:
        return PLAIN[CaseState(case.state)]
    waiting = {item.letter.assignment_id for item in queries.awaited(case.id)}
    asked = waiting if _leads(case, person) else set()
    rated = {(row.assignment_id, row.round): row for row in queries.of_case_rows(case.id)}
    shared: dict[str, list[str]] = {}
    for row in assign.answering(case.id):
        words = _stands(row, row.id in asked, rated.get((row.id, row.round)))
        shared.setdefault(words, []).append(row.unit_name)
    parts = [f"{'、'.join(units)}{words}" for words, units in shared.items()]
    parts = parts or [CaseState(case.state).label]
    ended = "，已办结" if case.state == CaseState.CLOSED else ""
    return f"{'；'.join(parts)}{ended}。"


def ratings_of(case: Case, person: Viewer) -> list[str]:
    """Return the ratings of a case, a sentence each."""
    return [_rating(line) for line in queries.section(case, person).lines]


def promises_of(case: Case) -> list[str]:
    """Return what the letters of a case promised and what became of it, oldest first."""
    return [_promise(row) for row in reply.commitments(case.id)]


def _stands(row: Assignment, asked: bool, rating: Rating | None) -> str:
    """Return how far one unit is; `asked`: its letter waits for this reader's rating."""
    if row.state == AssignmentState.REPLIED:
        came = _came(rating) if rating else ""
        return f"已答复，{came}" if came else "已答复，请您评价" if asked else "已答复"
    due = row.deadline(DeadlineKind.REPLY)
    until = f"，答复期限 {day_of(due.due_on)}" if due else ""
    return f"正在{'重新' if row.round > 1 else ''}办理{until}"


def _came(row: Rating) -> str:
    """Return what came of the request to rate a letter."""
    if row.state == RatingState.SUBMITTED and row.overall:
        return f"评价为{Satisfaction(row.overall).label}"
    return PLAIN_RATING[RatingState(row.state).label]


def _rating(line: queries.Line) -> str:
    """Return one rating, with its limit while it is awaited."""
    said = line.value or PLAIN_RATING.get(line.state, line.state)
    waits = line.due_on if line.rating_id is None else None
    return f"{line.unit}：{said}{f'，{day_of(waits)}前' if waits else ''}"


def _promise(row: Commitment) -> str:
    """Return one promise and its state."""
    words = PLAIN_PROMISE[CommitmentState(row.state)].format(
        due=day_of(row.due_on), ended=day_of(row.ended_on), why=row.end_reason.rstrip("。")
    )
    return f"{row.assignment.unit_name}：{row.text.rstrip('。')}。{words}"


def _to_rate(case: Case, person: Viewer) -> tuple[tuple[int, str], ...]:
    """Return the assignments whose letter this person may rate now, with their units."""
    acts = queries.offers(case, person)
    rate = [item for item in acts if item.code == lifecycle.Act.RATE]
    return tuple((item.args["assignment_id"], item.note) for item in rate)


def _leads(case: Case, person: Viewer) -> bool:
    """Whether the person is the lead of the case."""
    return person.deputy_id is not None and case.lead.deputy_id == person.deputy_id
