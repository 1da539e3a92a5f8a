"""What is owed until the units have signed for a case, and about returns and opinions; pure."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from tracker.assign.lifecycle import AT_WORK, OWED
from tracker.cases.lifecycle import AT_UNITS
from tracker.plan.owed.duty import Duty, Want
from tracker.plan.owed.facts import ASSIGNMENT, CASE, RETURN, CaseFacts, Part
from tracker.plan_terms import DutyKind, Party
from tracker.terms import AssignmentState, AssignRole, CaseState, DeadlineKind, Period, ReturnState

A = AssignmentState


def before_units(case: CaseFacts) -> Duty:
    """Return that the office assigns: the clerk proposes, the leader approves (C2)."""
    subject, session = (CASE, case.id), case.period is Period.SESSION
    event, event_on = ("closing", case.closing_on) if session else ("registered", case.received_on)
    wants = (Want(subject, DeadlineKind.ASSIGN, event, event_on),)
    stored = case.date_of(subject, DeadlineKind.ASSIGN)
    pending = case.state is CaseState.ASSIGN_PENDING
    return Duty(
        kind=DutyKind.APPROVE if pending else DutyKind.PROPOSE,
        subject=subject,
        party=Party.OFFICE_LEADER if pending else Party.OFFICE,
        first_on=case.in_system,
        wants=wants,
    ).under(stored)


def of_parts(case: CaseFacts) -> Iterator[Duty]:
    """Give what waits on the assignments of a case that the units have."""
    if case.state not in AT_UNITS:
        return
    for part in case.parts:
        if part.state is A.ASSIGNED:
            yield dated(case, part, DutyKind.SIGN, DeadlineKind.SIGN)
        if part.state is A.RETURN_REQUESTED and part.asked is not None:
            yield _return(case, part)
        if part.state is A.SIGNED and part.role.answers:  # the first talk ends this state
            yield _first_talk(case, part)
        if part.role is AssignRole.ASSISTING and part.state in OWED:
            ready = part.state in AT_WORK
            yield dated(case, part, DutyKind.OPINION, DeadlineKind.ASSIST, ready=ready)
        if part.state is A.OPINION_SUBMITTED:
            yield _opinion_to_decide(case, part)


def dated(
    case: CaseFacts,
    part: Part,
    kind: DutyKind,
    limit: DeadlineKind,
    party: Party = Party.UNIT,
    *,
    ready: bool = True,
) -> Duty:
    """Return a duty of an assignment with the date in force of its round.

    A unit that does not log in has the office do it on its behalf. While a request to return
    waits, the turn is with who decides on it.
    """
    if part.asked is not None:
        party = Party.UNIT_LEADER if part.asked.state is ReturnState.ASKED else Party.OFFICE
    stored = case.date_of((ASSIGNMENT, part.id), limit, part.round)
    return Duty(
        kind=kind,
        subject=(ASSIGNMENT, part.id),
        party=party if part.online or party is Party.OFFICE else Party.OFFICE,
        first_on=case.in_system,
        ordinal=part.round,
        unit_id=part.unit_id,
        on_behalf=not part.online and party is not Party.OFFICE,
        ready=ready,
    ).under(stored)


def _first_talk(case: CaseFacts, part: Part) -> Duty:
    """Return the first talk, which is asked for from the sign-for on: it is the next step."""
    duty = dated(case, part, DutyKind.CONTACT, DeadlineKind.CONTACT)
    return replace(duty, first_on=max(duty.first_on, part.signed_on or duty.first_on))


def _return(case: CaseFacts, part: Part) -> Duty:
    """Return the decision on a request to return: the unit's leader confirms, the office decides.

    Both stand under the one limit, which counts from the request (A4).
    """
    assert part.asked is not None  # noqa: S101 - asked for by the caller
    asked, subject = part.asked, (RETURN, part.asked.id)
    first = asked.state is ReturnState.ASKED
    stored = case.date_of(subject, DeadlineKind.RETURN_DECIDE)
    return Duty(
        kind=DutyKind.RETURN_CONFIRM if first else DutyKind.RETURN_DECIDE,
        subject=subject,
        party=Party.UNIT_LEADER if first and part.online else Party.OFFICE,
        first_on=case.in_system,
        unit_id=part.unit_id,
        on_behalf=first and not part.online,
        wants=(Want(subject, DeadlineKind.RETURN_DECIDE, "requested", asked.requested_on),),
    ).under(stored)


def _opinion_to_decide(case: CaseFacts, part: Part) -> Duty:
    """Return the host's decision on an opinion; it needs it before its own letter is due."""
    hosts = [row for row in case.parts if row.role is AssignRole.HOST and row.state in OWED]
    host = hosts[0] if hosts else None
    stored = case.date_of((ASSIGNMENT, host.id), DeadlineKind.REPLY, host.round) if host else None
    return Duty(
        kind=DutyKind.OPINION_DECIDE,
        subject=(ASSIGNMENT, part.id),
        party=Party.UNIT if host and host.online else Party.OFFICE,
        first_on=case.in_system,
        ordinal=part.round,
        unit_id=host.unit_id if host else None,
        on_behalf=bool(host and not host.online),
    ).under(stored)
