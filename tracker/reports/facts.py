"""What statistics and ledgers know of a case, and how it stood on a day; pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from operator import itemgetter

from tracker.terms import AssignRole, CaseState, CommitmentState, Kind, ReplyClass, Satisfaction

WORST = (Satisfaction.SATISFIED, Satisfaction.BASICALLY_SATISFIED, Satisfaction.UNSATISFIED)
LEAST = (ReplyClass.A, ReplyClass.B, ReplyClass.C, ReplyClass.D)


@dataclass(frozen=True)
class Letter:
    """An issued letter: its round, date, number, class; when it reached the lead."""

    round: int
    issued_on: date
    number: str
    reply_class: ReplyClass
    delivered_on: date | None = None


@dataclass(frozen=True)
class Said:
    """A rating that counts: its round, day and value."""

    round: int
    on: date
    value: Satisfaction


@dataclass(frozen=True)
class Talk:
    """A contact: when, and whether in person."""

    on: date
    in_person: bool


@dataclass(frozen=True)
class Promise:
    """A promise: since when, until when, done when."""

    opened_on: date
    due_on: date
    ended_on: date | None
    state: CommitmentState


@dataclass
class Part:
    """One unit's assignment with everything that came of it; `dues` in force by round.

    `earlier` holds dates that were moved: round, date, day on which another took its place.
    """

    id: int
    unit: str
    unit_id: int
    role: AssignRole
    assigned_on: date
    signed_on: date | None = None
    handler: str = ""
    ended_on: date | None = None
    returned: bool = False
    sign_due: date | None = None
    assist_due: date | None = None
    opinion_on: date | None = None
    dues: dict[int, date] = field(default_factory=dict)
    earlier: list[tuple[int, date, date]] = field(default_factory=list)
    rounds: dict[int, date] = field(default_factory=dict)
    letters: list[Letter] = field(default_factory=list)
    ratings: list[Said] = field(default_factory=list)
    talks: list[Talk] = field(default_factory=list)
    promises: list[Promise] = field(default_factory=list)

    def held(self, day: date) -> bool:
        """Whether the unit had the case on that day."""
        return self.assigned_on <= day and (self.ended_on is None or self.ended_on > day)

    def due_by(self, day: date) -> date | None:
        """Return the date of the first round that was in force on that day."""
        moved = [(until, due) for number, due, until in self.earlier if number == 1 and until > day]
        return min(moved, key=itemgetter(0))[1] if moved else self.dues.get(1)

    def letters_by(self, day: date) -> list[Letter]:
        """Return the letters issued by that day, the first round first."""
        found = [row for row in self.letters if row.issued_on <= day]
        return sorted(found, key=lambda row: (row.round, row.issued_on))

    def first_by(self, day: date) -> Letter | None:
        """Return the first letter issued by that day."""
        return next(iter(self.letters_by(day)), None)

    def last_by(self, day: date) -> Letter | None:
        """Return the last letter issued by that day."""
        found = self.letters_by(day)
        return found[-1] if found else None

    def rating_by(self, day: date, first: bool = False) -> Said | None:
        """Return the last (or the first round's) rating given by that day."""
        found = [row for row in self.ratings if row.on <= day and (row.round == 1 or not first)]
        return max(found, key=lambda row: row.round, default=None)


@dataclass
class CaseFacts:
    """One case with its parts; `changes` holds each change of state with its day."""

    id: int
    kind: Kind
    label: str
    number: str
    title: str
    lead: str
    group: str
    session: str
    period: str
    topic: str
    key_item: bool
    state: CaseState
    received_on: date
    due_on: date | None
    followed: bool = False
    parts: list[Part] = field(default_factory=list)
    changes: list[tuple[date, CaseState]] = field(default_factory=list)

    def state_on(self, day: date) -> CaseState | None:
        """Return the state on a day, None before the case was received."""
        if self.received_on > day:
            return None
        state = CaseState.REGISTERED
        for on, new in self.changes:
            if on <= day:
                state = new
        return state

    def answering(self, day: date) -> list[Part]:
        """Return the parts that answer, as of a day."""
        return [part for part in self.parts if part.role.answers and part.held(day)]


@dataclass(frozen=True)
class Item:
    """What is counted: a case with all its answering parts, or one unit's part of it."""

    case: CaseFacts
    parts: tuple[Part, ...]

    def answered(self, day: date) -> bool:
        """Whether every part has a letter."""
        return bool(self.parts) and all(part.first_by(day) for part in self.parts)

    def on_time(self, day: date) -> bool:
        """Whether every part's first letter came in its limit."""
        return self.answered(day) and all(
            (due := part.due_by(day)) is None or _first(part, day).issued_on <= due
            for part in self.parts
        )

    def due(self, day: date) -> bool:
        """Whether a letter was due by the day."""
        return any((due := part.due_by(day)) and due <= day for part in self.parts)

    def replied_on(self, day: date) -> date | None:
        """Return the day of the last first letter."""
        return (
            max(_first(part, day).issued_on for part in self.parts) if self.answered(day) else None
        )

    def talks_before_answer(self, day: date) -> list[Talk]:
        """Return the contacts up to the answer."""
        until = self.replied_on(day) or day
        return [talk for part in self.parts for talk in part.talks if talk.on <= until]

    def reply_class(self, day: date) -> ReplyClass | None:
        """Return the least advanced class of the last letters."""
        found = [letter.reply_class for part in self.parts if (letter := part.last_by(day))]
        return max(found, key=LEAST.index, default=None)

    def rating(self, day: date, first: bool = False) -> Satisfaction | None:
        """Return the worst of the last (or first-round) ratings."""
        found = [said.value for part in self.parts if (said := part.rating_by(day, first))]
        return max(found, key=WORST.index, default=None)

    def form_sent(self, day: date) -> bool:
        """Whether a letter reached the lead, or a rating came."""
        delivered = any(
            letter.delivered_on and letter.delivered_on <= day
            for part in self.parts
            for letter in part.letters_by(day)
        )
        return delivered or self.rating(day) is not None

    def reworked(self, day: date) -> bool:
        """Whether a second round was opened."""
        return any(
            on <= day for part in self.parts for number, on in part.rounds.items() if number > 1
        )


def _first(part: Part, day: date) -> Letter:
    """Return the first letter of an answered part."""
    letter = part.first_by(day)
    if letter is None:
        raise ValueError("the part is not answered")
    return letter
