"""What a deputy reads of his or her own cases: one plain line each."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from tracker.assign import queries as assign
from tracker.cases.models import Case
from tracker.cases.queries import visible
from tracker.kernel.access import Viewer
from tracker.kernel.db import db
from tracker.rating import lifecycle, queries
from tracker.terms import CaseState

PLAIN = {
    CaseState.REGISTERED: "已收到，政府办正在确定由哪个单位办理。",
    CaseState.ASSIGN_PENDING: "已收到，政府办正在确定由哪个单位办理。",
    CaseState.WITHDRAWN: "已按您的申请撤回。",
    CaseState.HANDED_OUT: "已转给有关机关办理。",
    CaseState.VOID: "登记有误，已作废。",
}


@dataclass(frozen=True)
class OwnCase:
    """One of the deputy's cases; `to_rate` names the assignments whose letters wait."""

    case: Case
    line: str
    to_rate: tuple[int, ...]
    lead: bool


def own_cases(person: Viewer) -> list[OwnCase]:
    """Return a deputy's cases: what waits for a rating first, then the newest."""
    rows = db.session.scalars(select(Case).where(visible(person)).order_by(Case.id.desc()))
    found = [
        OwnCase(case, line_of(case), _to_rate(case, person), _leads(case, person)) for case in rows
    ]
    return sorted(found, key=lambda row: not row.to_rate)


def line_of(case: Case) -> str:
    """Return where a case stands, in plain words."""
    if case.state in PLAIN:
        return PLAIN[CaseState(case.state)]
    names = "、".join(row.unit_name for row in assign.answering(case.id))
    if case.state in (CaseState.ASSIGNED, CaseState.HANDLING):
        until = f"，答复期限 {case.due_on.month}月{case.due_on.day}日" if case.due_on else ""
        return f"{names}正在办理{until}。"
    if queries.awaited(case.id):
        return f"{names}已答复，请您评价。"
    return f"{names}已答复，已办结。" if case.state == CaseState.CLOSED else f"{names}已答复。"


def _to_rate(case: Case, person: Viewer) -> tuple[int, ...]:
    """Return the assignments whose letter this person may rate now."""
    acts = queries.offers(case, person)
    return tuple(item.args["assignment_id"] for item in acts if item.code == lifecycle.Act.RATE)


def _leads(case: Case, person: Viewer) -> bool:
    """Whether the person is the lead of the case."""
    return person.deputy_id is not None and case.lead.deputy_id == person.deputy_id
