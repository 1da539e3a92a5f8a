"""Reading ratings: what came, what is still awaited, who sees what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import immediateload, joinedload, selectinload

from tracker.assign import queries as assign
from tracker.assign.models import Assignment
from tracker.cases import queries as cases
from tracker.cases.lifecycle import ENDED
from tracker.cases.models import Case, Submitter
from tracker.deadlines.models import Deadline
from tracker.deadlines.queries import of_case as dates_of_case
from tracker.kernel import clock
from tracker.kernel.access import Viewer
from tracker.kernel.db import NUMBER, Needs, anew, db, remembered_rows
from tracker.kernel.offers import Offer
from tracker.rating import lifecycle
from tracker.rating.lifecycle import STANDING
from tracker.rating.models import Rating
from tracker.reply import queries as reply
from tracker.reply.models import Delivery, Reply
from tracker.roles import OFFICE_AND_BODY, UNIT, Role
from tracker.settings.in_force import book_of
from tracker.terms import DeadlineKind, Kind, RatingState, ReplyState, Satisfaction

DATES = (DeadlineKind.FEEDBACK, DeadlineKind.REMIND, DeadlineKind.LAPSE)
TONES = {
    Satisfaction.SATISFIED: "ok",
    Satisfaction.BASICALLY_SATISFIED: "blue",
    Satisfaction.UNSATISFIED: "late",
}


@dataclass(frozen=True)
class Awaited:
    """A letter whose rating has not come; dates None where no delivery is recorded."""

    case: Case
    letter: Reply
    submitter: Submitter
    delivered_on: date | None
    due_on: date | None
    reminder_on: date | None
    lapses_on: date | None


@dataclass(frozen=True)
class Line:
    """One rating as this viewer may see it; `value` empty where it is hidden or awaited.

    `recorded_on`: the day on which it came in from a paper ledger.
    """

    unit: str
    round: int
    state: str
    value: str
    tone: str
    reason: str
    filled_on: date | None
    due_on: date | None
    on_behalf: bool
    rating_id: int | None
    has_scan: bool
    recorded_on: date | None = None

    @property
    def day(self) -> date | None:
        """The day at which it stands: of the rating, else of its entry from a paper ledger."""
        return self.filled_on or self.recorded_on


@dataclass(frozen=True)
class Section:
    """Ratings of a case for a page."""

    case_id: int
    lines: tuple[Line, ...]


@cache
def parts() -> Needs:
    """Return what a rating is asked with: case and assignment, where they are not here already."""
    return (
        immediateload(Rating.case).options(*cases.whole()),
        immediateload(Rating.assignment).options(*assign.whole()),
    )


@cache
def whole() -> Needs:
    """Return what a rating is asked with where it is acted on: its letter and values besides."""
    letter = immediateload(Rating.reply).options(*reply.whole())
    return *parts(), letter, joinedload(Rating.submitter), selectinload(Rating.values)


def by_id(rating_id: int) -> Rating:
    """Return the rating with this number, which exists, whoever asks."""
    query = anew(select(Rating).where(Rating.id == rating_id), whole())
    row: Rating = db.session.scalars(query).one()
    return row


@cache
def _of_case_rows_rows() -> Select[Any]:
    return (
        select(Rating)
        .where(Rating.case_id == NUMBER, Rating.state.in_(STANDING))
        .options(*parts())
        .order_by(Rating.id)
    )


def of_case_rows(case_id: int) -> list[Rating]:
    """Return the ratings of a case that count, oldest first."""
    return remembered_rows(("ratings", case_id), _of_case_rows_rows, case_id)


def of_letter(case_id: int, assignment_id: int, round_number: int) -> Rating | None:
    """Return the rating of one letter, None where nothing came."""
    rows, wanted = of_case_rows(case_id), (assignment_id, round_number)
    return next((row for row in rows if (row.assignment_id, row.round) == wanted), None)


def pending(case_id: int) -> list[Rating]:
    """Return the ratings entered on behalf that wait for a second person."""
    return [row for row in of_case_rows(case_id) if row.state == RatingState.PENDING]


def unsatisfied(case_id: int) -> list[Rating]:
    """Return the ratings that are not satisfied."""
    return [
        row
        for row in of_case_rows(case_id)
        if row.state == RatingState.SUBMITTED and row.overall == Satisfaction.UNSATISFIED
    ]


def days(case_id: int) -> list[date]:
    """Return the days on which ratings were filled in."""
    rows = of_case_rows(case_id)
    return [row.filled_on for row in rows if row.state == RatingState.SUBMITTED and row.filled_on]


def awaited(case_id: int) -> list[Awaited]:
    """Return the letters of a case whose rating has not come."""
    came = {(row.assignment_id, row.round) for row in of_case_rows(case_id)}
    newest = {
        letter.assignment_id: letter
        for letter in sorted(reply.letters(case_id), key=lambda letter: letter.id)
        if letter.round == letter.assignment.round
        and (letter.assignment_id, letter.round) not in came
        and letter.case.state not in ENDED
    }
    if not newest:
        return []
    kept = {
        (row.subject_id, DeadlineKind(row.kind)): row
        for row in dates_of_case(case_id)
        if row.subject_type == Reply.__tablename__
    }
    return [_dated(letter, kept) for letter in newest.values()]


def one(case: Case, rating_id: int) -> Rating | None:
    """Return a rating of this case."""
    query = select(Rating).where(Rating.id == rating_id, Rating.case_id == case.id)
    row: Rating | None = db.session.scalar(anew(query, whole()))
    return row


def letter_of(case: Case, assignment_id: int) -> Reply | None:
    """Return the latest issued letter of an assignment of this case in its present round."""
    row = assign.one(case, assignment_id)
    letter = reply.latest_issued(row) if row else None
    return letter if letter and row and letter.round == row.round else None


def said_by(letter: Reply, person: Viewer) -> Rating | None:
    """Return what this person, who rates for the case, said of a letter."""
    row = of_letter(letter.case_id, letter.assignment_id, letter.round)
    lead = person.deputy_id is not None and letter.case.lead.deputy_id == person.deputy_id
    return row if lead and row is not None and row.state == RatingState.SUBMITTED else None


def facts(case: Case, letter: Reply, person: Viewer) -> lifecycle.Facts:
    """Return what decides about the rating of one letter."""
    row = of_letter(case.id, letter.assignment_id, letter.round)
    return lifecycle.Facts(
        roles=person.roles,
        body=person.body_type,
        kind=Kind(case.kind),
        lead=person.deputy_id is not None and case.lead.deputy_id == person.deputy_id,
        issued=letter.state == ReplyState.ISSUED and case.state not in ENDED,
        state=RatingState(row.state) if row else None,
        entered_by_viewer=row is not None and row.entered_by == person.account_id,
    )


def offers(case: Case, person: Viewer) -> list[Offer]:
    """Return what the person may do about the ratings of this case."""
    found = []
    for letter in reply.letters(case.id):
        if letter.round != letter.assignment.round:
            continue
        row = of_letter(case.id, letter.assignment_id, letter.round)
        for act in lifecycle.allowed(facts(case, letter, person)):
            args = {"case_id": case.id, "assignment_id": letter.assignment_id}
            if act is lifecycle.Act.CONFIRM and row is not None:
                args = {"case_id": case.id, "rating_id": row.id}
            label, main = lifecycle.LABELS[act], act is not lifecycle.Act.ENTER
            note = letter.assignment.unit_name
            found.append(Offer(act, label, f"rating.{act}", args, main=main, note=note))
    return found


def section(case: Case, person: Viewer) -> Section:
    """Return the ratings that came; a unit sees them as the rulebook says."""
    lines = [
        _line(row, person) for row in of_case_rows(case.id) if may_see(case, row.assignment, person)
    ]
    return Section(case.id, tuple(lines))


def receipt_of(letter: Reply) -> Delivery | None:
    """Return the delivery of a letter to its rater; nothing lapses without one."""
    lead = letter.case.lead
    return next((row for row in letter.deliveries if row.submitter_id == lead.id), None)


def _dated(letter: Reply, kept: Mapping[tuple[int, DeadlineKind], Deadline]) -> Awaited:
    """Return a letter with the dates that were stored when it reached the rater."""
    receipt = receipt_of(letter)
    limit, asked, lapse = (kept.get((letter.id, kind)) if receipt else None for kind in DATES)
    return Awaited(
        case=letter.case,
        letter=letter,
        submitter=letter.case.lead,
        delivered_on=receipt.delivered_on if receipt else None,
        due_on=limit.due_on if limit else None,
        reminder_on=asked.due_on if asked else None,
        lapses_on=lapse.due_on if lapse else None,
    )


def hides_rating(case: Case, unit_id: int | None, person: Viewer) -> bool:
    """Whether a viewer from a unit may not read how this unit's letter was rated.

    A unit reads its own letters' ratings only, and those only where the rulebook lets it.
    """
    if not person.is_one_of(*UNIT):
        return False
    return unit_id != person.unit_id or book_of(case).choice("unit_sees_rating") == "never"


def may_see(case: Case, row: Assignment, person: Viewer) -> bool:
    """Whether a person sees that there is a rating; a unit only its own letters'."""
    if person.is_one_of(*UNIT):
        return row.unit_id == person.unit_id
    return not person.is_one_of(Role.DEP) or person.deputy_id in {
        item.deputy_id for item in case.submitters
    }


def _line(row: Rating, person: Viewer) -> Line:
    """Return one rating; what is not confirmed yet stays hidden from units and proposers."""
    state = RatingState(row.state)
    inner = person.is_one_of(*OFFICE_AND_BODY)
    hidden = (state is RatingState.PENDING and not inner) or hides_rating(
        row.case, row.assignment.unit_id, person
    )
    value = Satisfaction(row.overall) if row.overall and not hidden else None
    return Line(
        unit=row.assignment.unit_name,
        round=row.round,
        state=state.label,
        value=value.label if value else "",
        tone=TONES[value] if value else "",
        reason="" if hidden else row.reason,
        filled_on=None if hidden else row.filled_on,
        due_on=row.due_on,
        on_behalf=row.on_behalf,
        rating_id=row.id,
        has_scan=row.scan_id is not None and inner,
        recorded_on=_recorded_on(row) if row.on_paper and not hidden else None,
    )


def _recorded_on(row: Rating) -> date | None:
    """Return the day on which a rating came in."""
    return clock.local(row.submitted_at).date() if row.submitted_at else None
