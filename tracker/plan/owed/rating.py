"""What is owed about ratings, 不满意 and the closing of a case; pure. Source: domain §2.6, §2.7."""

from __future__ import annotations

from collections.abc import Iterator

from tracker.plan.owed.answering import answering_parts, correction, issued, rated
from tracker.plan.owed.duty import Duty, Want
from tracker.plan.owed.facts import CASE, LETTER, RATING, CaseFacts, Letter, Part, Rated, Subject
from tracker.plan_terms import DutyKind, Party
from tracker.rating.lifecycle import SETTLED
from tracker.terms import AssignmentState, DeadlineKind, RatingState

K = DeadlineKind


def of_letters(case: CaseFacts) -> Iterator[Duty]:
    """Give the ratings that are awaited, wait for a second person or for a decision."""
    for part in answering_parts(case):
        letter = issued(part)
        if letter is not None and letter.delivered_on is not None and rated(part) is None:
            yield _awaited(case, part, letter)
    for part in case.parts:
        for row in part.ratings:
            if row.state is RatingState.PENDING:
                yield _own(case, row, part, DutyKind.CONFIRM, Party.SECOND, K.CONFIRM, "entered")
            elif row.unsatisfied and not row.decided:
                yield _own(case, row, part, DutyKind.DECIDE, Party.OFFICE, K.DECIDE, "rated")


def settled(part: Part) -> bool:
    """Whether an answering part has its letter, its rating received or lapsed, no correction."""
    done = part.state is AssignmentState.REPLIED and issued(part) is not None
    came = rated(part) in SETTLED
    return done and came and correction(part) is None


def closing(case: CaseFacts) -> Duty:
    """Return that the office closes a case that lacks nothing any more."""
    subject = (CASE, case.id)
    stored = case.date_of(subject, K.CLOSE)
    return Duty(
        kind=DutyKind.CLOSE,
        subject=subject,
        party=Party.OFFICE,
        first_on=case.in_system,
        wants=(Want(subject, K.CLOSE, "settled", None),),
    ).under(stored)


def _awaited(case: CaseFacts, part: Part, letter: Letter) -> Duty:
    """Return the rating that is awaited; the office enters the paper of who does not log in.

    The reminder and the lapse hang on the limit: each date is stored once the one before it is.
    """
    subject: Subject = (LETTER, letter.id)
    limit, asked = case.date_of(subject, K.FEEDBACK), case.date_of(subject, K.REMIND)
    wants = [Want(subject, K.FEEDBACK, "reply_received", letter.delivered_on)]
    if limit is not None:
        wants.append(Want(subject, K.REMIND, "feedback", limit.due_on))
    if asked is not None:
        wants.append(Want(subject, K.LAPSE, "reminded", asked.due_on))
    return Duty(
        kind=DutyKind.RATE,
        subject=subject,
        party=Party.PROPOSER if case.lead_online else Party.OFFICE,
        first_on=case.in_system,
        due_on=limit.due_on if limit else None,
        unit_id=part.unit_id,
        on_behalf=not case.lead_online,
        deadline_id=limit.id if limit else None,
        provisional=bool(limit and limit.provisional),
        asks_on=asked.due_on if asked else None,
        wants=tuple(wants),
    )


def _own(
    case: CaseFacts,
    row: Rated,
    part: Part,
    kind: DutyKind,
    party: Party,
    limit: DeadlineKind,
    event: str,
) -> Duty:
    """Return a duty about a rating under a limit that the office set for itself."""
    subject = (RATING, row.id)
    stored = case.date_of(subject, limit)
    return Duty(
        kind=kind,
        subject=subject,
        party=party,
        first_on=case.in_system,
        unit_id=part.unit_id,
        not_by=row.entered_by if kind is DutyKind.CONFIRM else None,
        wants=(Want(subject, limit, event, None),),
    ).under(stored)
