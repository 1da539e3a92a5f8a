"""What the page of a case knows of the subjects of its duties, and who reads of which."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tracker.assign import queries as assign
from tracker.assign.lifecycle import GONE
from tracker.assign.models import Assignment, ReturnRequest
from tracker.cases.models import Case
from tracker.deadlines.models import Deadline
from tracker.deadlines.queries import of_case as dates_of_case
from tracker.desk.case_words import About, letter_name
from tracker.desk.scopes import Days
from tracker.kernel.access import Viewer
from tracker.plan.words import undated
from tracker.plan_terms import OF_LETTER, OF_PROMISE, DutyKind, Party
from tracker.rating import queries as rating
from tracker.reply import queries as reply
from tracker.roles import UNIT, Role
from tracker.terms import AssignmentState

K = DutyKind
MOST_WORDS = 60


@dataclass(frozen=True)
class Known:
    """What the page has read of its case already, by number.

    `to_talk`: the assignments whose first talk is owed.
    """

    case: Case
    person: Viewer
    days: Days
    assignments: Mapping[int, Assignment]
    letters: Mapping[int, Any]
    ratings: Mapping[int, Any]
    promises: Mapping[int, Any]
    dates: Mapping[int, Deadline]
    returns: Mapping[int, ReturnRequest]
    to_talk: frozenset[int]

    def assignment(self, row: Any) -> Assignment | None:
        """Return the assignment that a duty is about."""
        if row.subject_type == "assignment":
            return self.assignments.get(row.subject_id)
        owners: dict[str, Mapping[int, Any]] = {
            "reply": self.letters,
            "rating": self.ratings,
            "commitment": self.promises,
        }
        owner = owners.get(row.subject_type, {}).get(row.subject_id)
        if owner is not None:
            return self.assignments.get(owner.assignment_id)
        return self.of_unit(row.unit_id)

    def mine(self, row: Any) -> bool:
        """Whether a duty is the viewer's, also before its time has come."""
        person = self.person
        parties = {Party.UNIT} if person.is_one_of(*UNIT) else set()
        if person.is_one_of(Role.UL):
            parties.add(Party.UNIT_LEADER)
        own = row.party in parties and row.unit_id == person.unit_id
        return bool(row.mine or own or (row.party is Party.OFFICE and person.is_one_of(Role.OH)))

    def returning(self, unit_id: int | None) -> bool:
        """Whether a unit asked to return the case and nobody has decided."""
        part = self.of_unit(unit_id)
        return part is not None and part.state == AssignmentState.RETURN_REQUESTED

    def of_unit(self, unit_id: int | None) -> Assignment | None:
        """Return the assignment in force of a unit."""
        own = (row for row in self.assignments.values() if row.unit_id == unit_id)
        return next((row for row in own if row.state not in GONE), None)


def known_of(case: Case, person: Viewer, rows: Sequence[Any], days: Days) -> Known:
    """Return what the lines say of their subjects; only their dates are read anew."""
    assignments = {row.id: row for row in assign.all_of(case.id)}
    kept = {one.id: one for row in assignments.values() for one in row.deadlines}
    if any(row.deadline_id and row.deadline_id not in kept for row in rows):
        kept.update({row.id: row for row in dates_of_case(case.id)})
    return Known(
        case=case,
        person=person,
        days=days,
        assignments=assignments,
        letters={row.id: row for row in reply.of_case(case.id)},
        ratings={row.id: row for row in rating.of_case_rows(case.id)},
        promises={row.id: row for row in reply.commitments(case.id)},
        dates=kept,
        returns={row.id: row for row in assign.returns(case.id)},
        to_talk=frozenset(row.subject_id for row in rows if row.kind is K.CONTACT),
    )


def may_read(row: Any, known: Known) -> bool:
    """Whether a viewer reads of a duty: of ratings, promises and visits not every unit."""
    person = known.person
    if row.kind in OF_PROMISE:
        promise = known.promises.get(row.subject_id)
        return promise is not None and reply.may_see_commitment(promise, person)
    if row.kind is K.VISIT:
        return not person.is_one_of(*UNIT)
    return row.kind is not K.DECIDE or not rating.hides_rating(known.case, row.unit_id, person)


def about(known: Known, row: Any, owner: Assignment | None) -> About:
    """Return what the sentence names."""
    letter = known.letters.get(row.subject_id) if row.subject_type == "reply" else None
    rated = known.ratings.get(row.subject_id) if row.subject_type == "rating" else None
    promise = known.promises.get(row.subject_id) if row.subject_type == "commitment" else None
    round_number = letter.round if letter else rated.round if rated else row.ordinal
    edition = letter.edition if letter and row.kind in (*OF_LETTER, K.DELIVER) else 1
    text = promise.text if promise else ""
    return About(
        unit=row.unit or "",
        other=owner.unit_name if owner else "",
        letter=letter_name(round_number, edition),
        text=text if len(text) <= MOST_WORDS else f"{text[:MOST_WORDS]}……",
        ordinal=row.ordinal,
        undated=undated(row),
    )
