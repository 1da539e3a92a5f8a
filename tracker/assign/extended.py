"""Reading extensions (延期): the requests for one, and what decides about them."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import immediateload

from tracker.assign import extension_acts, queries
from tracker.assign.extension_acts import ExtensionFacts
from tracker.assign.lifecycle import OPEN_EXTENSION
from tracker.assign.models import Assignment, ExtensionRequest
from tracker.assign_terms import ExtensionState
from tracker.cases.models import Case
from tracker.kernel import clock
from tracker.kernel.access import Viewer
from tracker.kernel.days import spoken
from tracker.kernel.db import NUMBER, remembered_rows
from tracker.kernel.offers import Offer
from tracker.roles import ABOVE_UNITS
from tracker.terms import AssignmentState, AssignRole, CaseState, DeadlineKind


@cache
def _rows() -> Select[Any]:
    return (
        select(ExtensionRequest)
        .join(Assignment)
        .where(Assignment.case_id == NUMBER)
        .options(immediateload(ExtensionRequest.assignment).options(*queries.whole()))
        .order_by(ExtensionRequest.id)
    )


def of_case(case_id: int) -> list[ExtensionRequest]:
    """Return every request for an extension of a case, oldest first."""
    return remembered_rows(("extensions", case_id), _rows, case_id)


def of_part(row: Assignment) -> list[ExtensionRequest]:
    """Return the requests of one assignment in its present round."""
    return [
        one
        for one in of_case(row.case_id)
        if one.assignment_id == row.id and one.round == row.round
    ]


def open_request(row: Assignment) -> ExtensionRequest | None:
    """Return the request that nobody has decided yet."""
    return next((one for one in of_part(row) if one.state in OPEN_EXTENSION), None)


def is_used(row: Assignment) -> bool:
    """Whether the round has had its extension: its date was moved to a later one, or granted."""
    due = row.deadline(DeadlineKind.REPLY)
    granted = any(one.state == ExtensionState.GRANTED for one in of_part(row))
    return granted or (due is not None and due.extends)


def read_by(case: Case, person: Viewer) -> list[ExtensionRequest]:
    """Return the requests that a person reads: office, body and leaders all, a unit its own."""
    if person.is_one_of(*ABOVE_UNITS):
        return of_case(case.id)
    if person.unit_id is None:
        return []
    return [row for row in of_case(case.id) if row.assignment.unit_id == person.unit_id]


def facts(row: Assignment, person: Viewer) -> ExtensionFacts:
    """Return what decides about the extension of one assignment."""
    asked, due = open_request(row), row.deadline(DeadlineKind.REPLY)
    mine = queries.own(row.case, person)
    return ExtensionFacts(
        roles=person.roles,
        own=mine is not None and mine.id == row.id,
        online=queries.logs_in(row),
        role=AssignRole(row.role),
        state=AssignmentState(row.state),
        case_state=CaseState(row.case.state),
        over=due is not None and due.due_on < clock.today(),
        used=is_used(row),
        waits=asked is not None,
        confirmed=asked is not None and asked.state == ExtensionState.CONFIRMED,
        asked_by_viewer=asked is not None and asked.requested_by == person.account_id,
    )


def offers(case: Case, person: Viewer) -> list[Offer]:
    """Return what the person may do about the extensions of this case."""
    found = []
    for row in queries.answering(case.id):
        may = extension_acts.allowed(facts(row, person))
        found += [_offer(case, row, act) for act in extension_acts.ExtensionAct if act in may]
    return found


def _offer(case: Case, row: Assignment, act: extension_acts.ExtensionAct) -> Offer:
    """Return the button of one act."""
    args = {"case_id": case.id, "assignment_id": row.id}
    post = act in extension_acts.AT_ONCE
    main = act is extension_acts.ExtensionAct.DECIDE
    return Offer(
        act, extension_acts.LABELS[act], f"handling.{act}", args, post, main, row.unit_name
    )


def told(case: Case, today: date) -> list[str]:
    """Return in words for the proposers which units answer later, why, and how far they are."""
    found = []
    for row in queries.answering(case.id):
        due = row.deadline(DeadlineKind.REPLY)
        if due is None or not due.extends:
            continue
        granted = [one for one in of_part(row) if one.state == ExtensionState.GRANTED]
        note = granted[-1].note.rstrip("。") if granted else ""
        until, why = spoken(due.due_on, today), due.reason.rstrip("。")
        said = f"{row.unit_name}延期到{until}前答复，原因：{why}。"
        found.append(f"{said}办理情况：{note}。" if note else said)
    return found
