"""How one case and each of its assignments stood, from day to day; pure. Source: domain §6.

A figure is a sum of what stands here. What was not yet so on a day, or is no longer so, is not
counted on it: the days on which anything can change are tried, and equal days become one span.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Generic, TypeVar

from tracker.cases.lifecycle import ENDED
from tracker.standing.facts import CaseFacts, Item, Part, Promise
from tracker.terms import AssignRole, CaseState, CommitmentState, ReplyClass, Satisfaction

FOREVER = date.max
DAY = timedelta(days=1)
Kept = TypeVar("Kept")


@dataclass(frozen=True)
class Answering:
    """What counts of those who answer: of a case as a whole, or of one unit's own part.

    `decided`: answered, or its limit is over; `_original`: by the limit set first. What a letter
    brings (contact, form, rating, class, second round) counts once every part has one. Days are
    counted from the assignment.
    """

    answered: bool = False
    decided: bool = False
    on_time: bool = False
    decided_original: bool = False
    on_time_original: bool = False
    talked: bool = False
    met: bool = False
    closed: bool = False
    sent: bool = False
    lapsed: bool = False
    reworked: bool = False
    rating: Satisfaction | None = None
    first_rating: Satisfaction | None = None
    again_rating: Satisfaction | None = None
    reply_class: ReplyClass | None = None
    contact_days: int | None = None
    answer_days: int | None = None


NOTHING = Answering()


@dataclass(frozen=True)
class CaseStood:
    """How a case stood; `counted`: it is to be answered, and somebody answers it."""

    state: CaseState
    counted: bool
    answering: Answering


@dataclass(frozen=True)
class PartStood:
    """How a unit's assignment stood while its case was not withdrawn, handed out or void.

    `held`: the unit had it; `counted`: it had to answer it. `sign_asked`: signed, or to be signed;
    `sign_decided`: signed, or its limit is over; the same of the assisting opinion. `open_due_on`
    is the limit of the open round as long as no letter of it is issued.
    """

    unit_id: int
    role: AssignRole
    held: bool
    counted: bool
    answering: Answering
    open_due_on: date | None
    returned: bool
    signed: bool
    sign_asked: bool
    sign_decided: bool
    sign_timely: bool
    assist_decided: bool
    assist_timely: bool
    promises_due: int
    promises_kept: int


@dataclass(frozen=True)
class Span(Generic[Kept]):
    """From a day until before another one (`FOREVER`: it goes on) something stood the same."""

    since: date
    until: date
    stood: Kept


@dataclass(frozen=True)
class Course:
    """A case and its assignments by number, span by span, without a gap while they stood."""

    case: tuple[Span[CaseStood], ...]
    parts: dict[int, tuple[Span[PartStood], ...]]


def course_of(case: CaseFacts) -> Course:
    """Return how a case and its assignments stood on every day, days to come among them."""
    days = sorted(_days(case))
    return Course(
        tuple(_spans(days, lambda day: case_on(case, day))),
        {part.id: tuple(_spans(days, _reader(case, part))) for part in case.parts},
    )


def case_on(case: CaseFacts, day: date) -> CaseStood | None:
    """Return how a case stood on a day, None before it was received."""
    state = case.state_on(day)
    if state is None:
        return None
    parts = [] if state in ENDED else case.answering(day)
    if not parts:
        return CaseStood(state, False, NOTHING)
    return CaseStood(state, True, _answering(Item(case, tuple(parts)), state, day))


def part_on(case: CaseFacts, part: Part, day: date) -> PartStood | None:
    """Return how an assignment stood on a day, None where it did not."""
    state = case.state_on(day)
    if state is None or state in ENDED or part.assigned_on > day:
        return None
    if part.taken_back_on is not None and part.taken_back_on <= day:
        return None
    held = part.held(day)
    counted = held and part.role.answers
    own = _answering(Item(case, (part,), own=True), state, day) if counted else NOTHING
    signed_on = stood(part.signed_on, part.signs_recalled, day)
    waits = signed_on is None and part.first_by(day) is None
    sign_late = waits and _is_over(part, part.sign_due, day)
    opinion_on = stood(part.opinion_on, part.opinions_recalled, day)
    asked = part.role is AssignRole.ASSISTING and part.assist_due is not None
    promises = [one for one in part.promises if one.counts(day) and _is_due(one, day)]
    return PartStood(
        unit_id=part.unit_id,
        role=part.role,
        held=held,
        counted=counted,
        answering=own,
        open_due_on=_open_due(part, day) if counted else None,
        returned=part.returned and part.ended_on is not None and part.ended_on <= day,
        signed=signed_on is not None,
        sign_asked=signed_on is not None or waits,
        sign_decided=signed_on is not None or sign_late,
        sign_timely=_in_time(signed_on, part.sign_due),
        assist_decided=asked and (opinion_on is not None or _is_over(part, part.assist_due, day)),
        assist_timely=asked and _in_time(opinion_on, part.assist_due),
        promises_due=len(promises),
        promises_kept=sum(_kept(one, day) for one in promises),
    )


def stood(on: date | None, recalled: Iterable[tuple[date, date]], day: date) -> date | None:
    """Return the first day of what stood on a day, though it was recalled later."""
    spans = [*recalled, (on, FOREVER)] if on else recalled
    return min((begun for begun, until in spans if begun <= day < until), default=None)


def _reader(case: CaseFacts, part: Part) -> Callable[[date], PartStood | None]:
    """Return what tells how an assignment stood on a day."""
    return lambda day: part_on(case, part, day)


def _answering(item: Item, state: CaseState, day: date) -> Answering:
    """Return what counts of those who answer."""
    answered = item.answered(day)
    rating = item.rating(day) if answered else None
    talks = item.talks(day)
    replied_on = item.replied_on(day)
    reworked = answered and item.reworked(day)
    sent = answered and item.form_sent(day)
    return Answering(
        answered=answered,
        decided=answered or item.missed(day),
        on_time=item.on_time(day),
        decided_original=answered or item.missed(day, original=True),
        on_time_original=item.on_time(day, original=True),
        talked=answered and bool(item.talks_before_answer(day)),
        met=answered and any(talk.in_person for talk in talks),
        closed=state is CaseState.CLOSED,
        sent=sent,
        lapsed=sent and item.lapsed(day),
        reworked=reworked,
        rating=rating,
        first_rating=item.rating(day, first=True) if answered else None,
        again_rating=item.rating_again(day) if reworked else None,
        reply_class=item.reply_class(day) if answered else None,
        contact_days=(min(talk.on for talk in talks) - item.began).days if talks else None,
        answer_days=(replied_on - item.began).days if replied_on else None,
    )


def _open_due(part: Part, day: date) -> date | None:
    """Return the limit of the open round, None where its letter is issued."""
    number = part.round_by(day)
    written = any(letter.round == number for letter in part.letters_by(day))
    return None if written else part.due_by(day, number)


def _is_over(part: Part, due: date | None, day: date) -> bool:
    """Whether a limit was over while the unit still had the case: on its last day it is not."""
    return due is not None and due < day and part.held(due)


def _in_time(on: date | None, due: date | None) -> bool:
    """Whether something was done by its limit."""
    return on is not None and due is not None and on <= due


def _is_due(promise: Promise, day: date) -> bool:
    """Whether the date of a promise is over; one without a date is never due."""
    until = promise.due_by(day)
    return until is not None and until < day


def _kept(promise: Promise, day: date) -> bool:
    """Whether a promise was fulfilled by its date."""
    return promise.state is CommitmentState.CLOSED and _in_time(
        promise.ended_on, promise.due_by(day)
    )


def _spans(days: Iterable[date], on: Callable[[date], Kept | None]) -> Iterator[Span[Kept]]:
    """Give the spans in which something stood the same; `days`: those that may bring a change."""
    since, now = date.min, None
    for day in days:
        then = on(day)
        if then == now:
            continue
        if now is not None:
            yield Span(since, day, now)
        since, now = day, then
    if now is not None:
        yield Span(since, FOREVER, now)


def _days(case: CaseFacts) -> set[date]:
    """Return every day on which something may change: an act's day, or the day after a limit."""
    found = {case.received_on, *(on for on, _ in case.changes)}
    for part in case.parts:
        found.update(day for day in _acts(part) if day)
        found.update(due + DAY for due in _limits(part) if due)
    return found


def _acts(part: Part) -> Iterator[date | None]:
    """Give the days on which something was done about an assignment."""
    yield from (part.assigned_on, part.signed_on, part.ended_on, part.opinion_on)
    yield from (day for span in (*part.signs_recalled, *part.opinions_recalled) for day in span)
    yield from part.rounds.values()
    yield from (moved_on for _, _, moved_on in part.earlier)
    yield from (day for letter in part.letters for day in (letter.issued_on, letter.delivered_on))
    yield from (said.on for said in part.ratings)
    yield from (on for _, on in part.lapses)
    yield from (talk.on for talk in part.talks)
    for promise in part.promises:
        yield from (promise.opened_on, promise.ended_on, *(on for on, _ in promise.moved))


def _limits(part: Part) -> Iterator[date | None]:
    """Give every limit of an assignment, those that were moved among them."""
    yield from (part.sign_due, part.assist_due, *part.dues.values())
    yield from (due for _, due, _ in part.earlier)
    for promise in part.promises:
        yield from (promise.due_on, *(due for _, due in promise.moved))
