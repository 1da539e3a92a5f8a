"""What is owed about letters: to write, sign, check, issue and deliver them; pure. R1–R5."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from tracker.assign.lifecycle import AT_WORK, GONE, OWED
from tracker.cases.lifecycle import AT_UNITS
from tracker.plan.owed.assigning import dated
from tracker.plan.owed.duty import Duty, Want
from tracker.plan.owed.facts import LETTER, CaseFacts, Letter, Part
from tracker.plan_terms import DutyKind, Party
from tracker.terms import DeadlineKind, RatingState, ReplyState

STEPS: Mapping[ReplyState, tuple[DutyKind, Party]] = {
    ReplyState.DRAFTING: (DutyKind.REPLY, Party.UNIT),
    ReplyState.SIGNING: (DutyKind.SIGN_OFF, Party.UNIT_LEADER),
    ReplyState.OFFICE_CHECK: (DutyKind.CHECK, Party.OFFICE),
    ReplyState.CHECKED: (DutyKind.ISSUE, Party.UNIT_LEADER),
}


def answering_parts(case: CaseFacts) -> list[Part]:
    """Return the parts in force that answer with a letter of their own."""
    return [part for part in case.parts if part.role.answers and part.state not in GONE]


def of_parts(case: CaseFacts) -> Iterator[Duty]:
    """Give the letters that are owed, the corrections under way, the deliveries not recorded."""
    for part in answering_parts(case):
        if case.state in AT_UNITS and part.state in OWED:
            yield _letter(case, part)
        if (draft := correction(part)) is not None:
            yield _correction(case, part, draft)
        if (letter := undelivered(part)) is not None:
            yield _delivery(case, part, letter)


def issued(part: Part) -> Letter | None:
    """Return the letter of record of the present round, None before the first is issued."""
    letters = [row for row in part.letters if row.round == part.round]
    return next((row for row in reversed(letters) if row.state is ReplyState.ISSUED), None)


def correction(part: Part) -> Letter | None:
    """Return the correction of an issued letter that is under way."""
    letters = [row for row in part.letters if row.round == part.round and row.edition > 1]
    return next((row for row in letters if row.state is not ReplyState.ISSUED), None)


def rated(part: Part) -> RatingState | None:
    """Return what came of the rating of the present round."""
    return next((row.state for row in part.ratings if row.round == part.round), None)


def undelivered(part: Part) -> Letter | None:
    """Return the letter of record whose delivery to the rater is not recorded.

    One that was rated reached the rater; a correction of it has to be delivered still.
    """
    letter = issued(part)
    if letter is None or letter.delivered_on is not None:
        return None
    return letter if rated(part) is None or letter.edition > 1 else None


def _letter(case: CaseFacts, part: Part) -> Duty:
    """Return the step at which the letter is; all steps stand under the limit of the reply."""
    draft = next((row for row in part.letters if _begun(row, part)), None)
    kind, party = STEPS[draft.state] if draft and part.online else (DutyKind.REPLY, Party.UNIT)
    ready = part.state in AT_WORK
    return dated(case, part, kind, DeadlineKind.REPLY, party, ready=ready)


def _begun(letter: Letter, part: Part) -> bool:
    """Whether this is the draft of the present round."""
    return letter.round == part.round and letter.state is not ReplyState.ISSUED


def _correction(case: CaseFacts, part: Part, draft: Letter) -> Duty:
    """Return the step of a correction; the office gives itself a limit for it."""
    kind, party = STEPS[draft.state] if part.online else (DutyKind.REPLY, Party.UNIT)
    return _own(case, part, draft, kind, party, DeadlineKind.CORRECT)


def _delivery(case: CaseFacts, part: Part, letter: Letter) -> Duty:
    """Return the delivery that nobody recorded; the limit of the rating begins with it."""
    return _own(case, part, letter, DutyKind.DELIVER, Party.UNIT, DeadlineKind.DELIVER)


def _own(
    case: CaseFacts, part: Part, letter: Letter, kind: DutyKind, party: Party, limit: DeadlineKind
) -> Duty:
    """Return a duty about a letter under a limit that the office set for itself."""
    subject = (LETTER, letter.id)
    stored = case.date_of(subject, limit)
    event = "correcting" if limit is DeadlineKind.CORRECT else "issued"
    return Duty(
        kind=kind,
        subject=subject,
        party=party if part.online or party is Party.OFFICE else Party.OFFICE,
        first_on=case.in_system,
        unit_id=part.unit_id,
        on_behalf=not part.online and party is not Party.OFFICE,
        wants=(Want(subject, limit, event, None),),
    ).under(stored)
