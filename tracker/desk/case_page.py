"""The page of one case, put together from what each feature shows this viewer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from tracker.assign import queries as assign
from tracker.assign import sheet as assignments
from tracker.assign.sheet import Section
from tracker.cases import queries as cases
from tracker.cases.models import Case
from tracker.cases.sheet import Sheet, sheet_of
from tracker.contact import queries as contact
from tracker.desk import urgeable
from tracker.desk.history import history_of, reads_whole, short
from tracker.desk.turns import Turn, turns_of
from tracker.kernel import clock
from tracker.kernel.access import Viewer
from tracker.kernel.offers import Offer
from tracker.plan import queries as plan
from tracker.rating import queries as rating
from tracker.reply import queries as reply
from tracker.roles import Role
from tracker.supervise import queries as supervise
from tracker.terms import CaseState

OPEN_LINES = 14


@dataclass(frozen=True)
class CasePage:
    """Everything that the page shows."""

    case: Case
    sheet: Sheet
    steps: list[tuple[str, str, str]]
    turn: Turn | None
    mine: bool
    other_turns: list[Turn]
    main_acts: list[Offer]
    more_acts: list[Offer]
    assignments: Section
    contacts: Any
    replies: Any
    ratings: Any
    supervision: Any
    reminders: int
    history: list[tuple[str, str, str, str]]
    history_count: int
    whole_history: bool
    urges: bool


def sheet_for(case: Case, person: Viewer) -> Sheet:
    """Return the facts of a case; of a unit's handlers the named one alone sees the telephone."""
    sheet = sheet_of(case, person)
    mine = assign.own(case, person)
    other = mine is not None and mine.handler_id not in (None, person.account_id)
    leads = Role.UL in person.roles
    return replace(sheet, may_show_phone=False) if other and not leads else sheet


def page_of(case: Case, person: Viewer) -> CasePage:
    """Return the page of a case for one viewer."""
    turns = [turn for turn in turns_of(case) if _may_read(turn, person)]
    mine = [turn for turn in turns if is_mine(turn, person)]
    offers = offers_of(case, person)
    lines = history_of(case, person)
    return CasePage(
        case=case,
        sheet=sheet_for(case, person),
        steps=steps_of(case),
        turn=(mine or turns or [None])[0],  # type: ignore[list-item]
        mine=bool(mine),
        other_turns=[turn for turn in turns if turn is not (mine or turns)[0]],
        main_acts=[offer for offer in offers if offer.main],
        more_acts=[offer for offer in offers if not offer.main],
        assignments=assignments.section(case, person),
        contacts=contact.section(case, person),
        replies=reply.section(case, person),
        ratings=rating.section(case, person),
        supervision=supervise.section(case, person),
        reminders=plan.reminders_sent(case.id),
        history=lines[:OPEN_LINES],
        history_count=len(lines),
        whole_history=reads_whole(case, person),
        urges=urgeable.case_is(case.id, person, clock.today()),
    )


def offers_of(case: Case, person: Viewer) -> list[Offer]:
    """Return every act that is open to the viewer on this case."""
    return [
        *assign.offers(case, person),
        *contact.offers(case, person),
        *reply.offers(case, person),
        *rating.offers(case, person),
        *supervise.offers(case, person),
        *cases.offers(case, person),
    ]


def is_mine(turn: Turn, person: Viewer) -> bool:
    """Whether a turn is this viewer's."""
    if turn.roles.isdisjoint(person.roles) or turn.not_by == person.account_id:
        return False
    return turn.unit_id is None or turn.unit_id == person.unit_id


def steps_of(case: Case) -> list[tuple[str, str, str]]:
    """Return the steps of the bar: label, note, done | now | todo."""
    answering = assign.answering(case.id)
    signed = [row.signed_on for row in answering if row.signed_on]
    met = contact.days(case.id)
    rated = rating.days(case.id)
    answered = case.state in (CaseState.REPLIED, CaseState.CLOSED)
    done = [
        ("登记", case.received_on),
        ("交办", case.assigned_on),
        ("签收", max(signed) if signed and len(signed) == len(answering) else None),
        ("沟通面商", max(met) if met else None),
        ("答复", case.replied_on if answered else None),
        ("评价", max(rated) if rated and answered else None),
        ("办结", case.closed_on),
    ]
    reached = max((place for place, (_, on) in enumerate(done) if on), default=-1)
    if case.state in (CaseState.WITHDRAWN, CaseState.HANDED_OUT, CaseState.VOID):
        ended = [(name, short(on), "done") for name, on in done if on]
        return [*ended, (CaseState(case.state).label, "", "now")]
    return [
        (name, short(on), "done" if on else "now" if place == reached + 1 else "todo")
        for place, (name, on) in enumerate(done)
    ]


def _may_read(turn: Turn, person: Viewer) -> bool:
    """Whether a viewer reads what a turn says: of ratings and promises not every unit."""
    if turn.promise is not None and not reply.may_see_commitment(turn.promise, person):
        return False
    return turn.rated_unit is None or not rating.hides_rating(turn.rated_unit, person)
