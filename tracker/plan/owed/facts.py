"""The facts of one case, loaded once as one frozen value; pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from tracker.assign_terms import ExtensionState
from tracker.terms import (
    AssignmentState,
    AssignRole,
    CaseState,
    CommitmentState,
    DeadlineKind,
    Period,
    RatingState,
    ReplyState,
    ReturnState,
)

Subject = tuple[str, int]
Key = tuple[str, int, DeadlineKind, int]
CASE, ASSIGNMENT, LETTER = "case_record", "assignment", "reply"
RATING, RETURN, PROMISE = "rating", "return_request", "commitment"
EXTENSION = "extension_request"


@dataclass(frozen=True)
class Stored:
    """A date in force: until when, from which event it counts, since when the system has it."""

    id: int
    due_on: date
    event: str
    event_on: date
    provisional: bool
    since: date


@dataclass(frozen=True)
class Letter:
    """One letter of an assignment; `delivered_on`: when it reached the one who rates."""

    id: int
    round: int
    edition: int
    state: ReplyState
    delivered_on: date | None = None


@dataclass(frozen=True)
class Rated:
    """One rating that was not rejected; `decided`: the office decided about a 不满意."""

    id: int
    round: int
    state: RatingState
    unsatisfied: bool
    decided: bool
    entered_by: int | None = None


@dataclass(frozen=True)
class AskedReturn:
    """A request to return that nobody has decided."""

    id: int
    state: ReturnState
    requested_on: date


@dataclass(frozen=True)
class AskedExtension:
    """A request for a later reply date that nobody has decided."""

    id: int
    state: ExtensionState
    requested_on: date


@dataclass(frozen=True)
class Promise:
    """A promise that is not ended; `reported_on`: the unit's latest report, if any.

    `due_on` None: its letter names no day.
    """

    id: int
    state: CommitmentState
    due_on: date | None
    opened_on: date
    reported_on: date | None = None


@dataclass(frozen=True)
class Part:
    """One unit's assignment with what hangs on it; letters in order of round and edition.

    `opinion_signing`: its opinion to the host waits for the unit's leader.
    """

    id: int
    unit_id: int
    online: bool
    role: AssignRole
    state: AssignmentState
    round: int
    signed_on: date | None = None
    letters: tuple[Letter, ...] = ()
    ratings: tuple[Rated, ...] = ()
    asked: AskedReturn | None = None
    extension: AskedExtension | None = None
    opinion_signing: bool = False
    promises: tuple[Promise, ...] = ()


@dataclass(frozen=True)
class Pause:
    """The latest pause of the follow-up: from a day, until the day on which it goes on."""

    since: date
    until: date


@dataclass(frozen=True)
class Book:
    """What the rule needs of the rulebook: days of the visits, quarter of the check points."""

    visits: tuple[int, ...]
    check_quarter: int


@dataclass(frozen=True)
class CaseFacts:
    """Everything that decides what is owed on one case.

    `in_system` is the day on which the case was registered, `filed_on` the one on which a
    proposal was filed that came in before it was, `book_id` the rulebook of its registration.
    `closing_on` is told while a case of a session waits for its units; what comes after the
    letters, once there is one: `lead_online`: the one who rates logs in; `followed`: the case is
    in follow-up; `visits_made`: since the last reply.
    """

    id: int
    state: CaseState
    period: Period
    received_on: date
    closing_on: date | None
    in_system: date
    replied_on: date | None
    filed_on: date | None = None
    book_id: str = ""
    lead_online: bool = False
    parts: tuple[Part, ...] = ()
    followed: bool = False
    pause: Pause | None = None
    visits_made: int = 0
    dates: Mapping[Key, Stored] = field(default_factory=dict)

    def date_of(self, subject: Subject, kind: DeadlineKind, ordinal: int = 1) -> Stored | None:
        """Return the date in force of a subject, None where none was set."""
        return self.dates.get((*subject, kind, ordinal))
