"""What figures and ledgers know of a case; pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from tracker.rating.lifecycle import WORST_FIRST
from tracker.terms import (
    AssignRole,
    CaseState,
    CommitmentState,
    Kind,
    Period,
    ReplyClass,
    Satisfaction,
)

WORST = WORST_FIRST[::-1]
LEAST = (ReplyClass.A, ReplyClass.B, ReplyClass.C, ReplyClass.D, None)  # might be less than all


@dataclass(frozen=True)
class Letter:
    """An issued letter: round, date, number, class if stated; when it reached the lead."""

    round: int
    issued_on: date
    number: str
    reply_class: ReplyClass | None
    delivered_on: date | None = None


@dataclass(frozen=True)
class Said:
    """A rating that counts: its round, day and value."""

    round: int
    on: date
    value: Satisfaction


@dataclass(frozen=True)
class Talk:
    """A contact: when, whether in person, whether in the phase after the answer."""

    on: date
    in_person: bool
    after: bool = False


@dataclass(frozen=True)
class Promise:
    """A promise: since when, until when at first (None: no day was named), done when.

    `moved` holds other dates that corrected letters gave it, each with the letter's day;
    `replaced`: a corrected letter promises something else instead.
    """

    opened_on: date
    due_on: date | None
    ended_on: date | None
    state: CommitmentState
    moved: tuple[tuple[date, date], ...] = ()
    replaced: bool = False

    def due_by(self, day: date) -> date | None:
        """Return the date as first named and by the letters of that day; 结转 does not move it."""
        return max((step for step in self.moved if step[0] <= day), default=(day, self.due_on))[1]

    def counts(self, day: date) -> bool:
        """Whether it was made and not replaced by that day."""
        gone = self.replaced and self.ended_on is not None and self.ended_on <= day
        return self.opened_on <= day and not gone


@dataclass
class Part:
    """One unit's assignment with all that came of it; `dues` in force by round.

    `earlier` holds dates that were moved: round, date, day on which another was approved.
    `lapses`: round and day on which a form counted as not returned. `signs_recalled`,
    `opinions_recalled`: day of each, and when it was recalled; `taken_back_on`: counts no more.
    """

    id: int
    unit: str
    unit_id: int
    role: AssignRole
    assigned_on: date
    unit_name: str = ""
    signed_on: date | None = None
    ended_on: date | None = None
    returned: bool = False
    taken_back_on: date | None = None
    sign_due: date | None = None
    assist_due: date | None = None
    opinion_on: date | None = None
    signs_recalled: list[tuple[date, date]] = field(default_factory=list)
    opinions_recalled: list[tuple[date, date]] = field(default_factory=list)
    dues: dict[int, date] = field(default_factory=dict)
    earlier: list[tuple[int, date, date]] = field(default_factory=list)
    rounds: dict[int, date] = field(default_factory=dict)
    letters: list[Letter] = field(default_factory=list)
    ratings: list[Said] = field(default_factory=list)
    lapses: list[tuple[int, date]] = field(default_factory=list)
    talks: list[Talk] = field(default_factory=list)
    promises: list[Promise] = field(default_factory=list)

    def held(self, day: date) -> bool:
        """Whether the unit had the case on that day."""
        return self.assigned_on <= day and (self.ended_on is None or self.ended_on > day)

    def round_by(self, day: date) -> int:
        """Return the round that was open on that day."""
        return max((number for number, on in self.rounds.items() if on <= day), default=1)

    def due_by(self, day: date, number: int = 1) -> date | None:
        """Return the date of a round that was in force on that day."""
        steps = self._steps(number)
        return next((due for due, until in steps if until is None or until > day), None)

    def counted_due(self, day: date, original: bool = False) -> date | None:
        """Return the date by which the first letter counts as on time.

        A date that was moved in time counts; one that had passed when it was moved excuses
        nothing. `original`: the date that was set first.
        """
        steps = self._steps(1)
        if not steps:
            return None
        counted, moved_on = steps[0]
        for due, until in steps[1:]:
            if original or moved_on is None or moved_on > day:
                break
            if due < counted or moved_on <= counted:
                counted = due
            moved_on = until
        return counted

    def _steps(self, number: int) -> list[tuple[date, date | None]]:
        """Return every date of a round with the day on which another took its place.

        An approval entered late, or entered again with its right day, may lie before another
        move: it takes the place of all dates before it.
        """
        if number not in self.dues:
            return []
        steps: list[tuple[date, date | None]] = [(self.dues[number], None)]
        until = date.max
        for row, due, moved_on in reversed(self.earlier):
            if row == number:
                until = min(until, moved_on)
                steps.insert(0, (due, until))
        return steps

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
    period: Period
    state: CaseState
    received_on: date
    due_on: date | None
    session_id: int = 0
    short: str = ""
    key_item: bool = False
    confidential: bool = False
    followed: bool = False
    parts: list[Part] = field(default_factory=list)
    changes: list[tuple[date, CaseState]] = field(default_factory=list)

    def state_on(self, day: date) -> CaseState | None:
        """Return the state on a day, None before the case was received."""
        if self.received_on > day:
            return None
        found = [new for on, new in self.changes if on <= day]
        return found[-1] if found else CaseState.REGISTERED

    def answering(self, day: date) -> list[Part]:
        """Return the parts that answer, as of a day."""
        return [part for part in self.parts if part.role.answers and part.held(day)]


@dataclass(frozen=True)
class Item:
    """What is counted: a case with all its answering parts, or a unit's `own` part of it."""

    case: CaseFacts
    parts: tuple[Part, ...]
    own: bool = False

    @property
    def began(self) -> date:
        """Return the day of the assignment; a case keeps it when another unit takes over."""
        parts = self.parts if self.own else [p for p in self.case.parts if p.role.answers]
        return min(part.assigned_on for part in parts if part.taken_back_on is None)

    def answered(self, day: date) -> bool:
        """Whether every part has a letter."""
        return bool(self.parts) and all(part.first_by(day) for part in self.parts)

    def on_time(self, day: date, original: bool = False) -> bool:
        """Whether every part's first letter came in its limit."""
        return self.answered(day) and not self.missed(day, original)

    def missed(self, day: date, original: bool = False) -> bool:
        """Whether a part's limit passed without its letter."""
        return any(_missed(part, day, original) for part in self.parts)

    def replied_on(self, day: date) -> date | None:
        """Return the day of the last first letter."""
        if not self.answered(day):
            return None
        return max(_first(part, day).issued_on for part in self.parts)

    def talks(self, day: date) -> list[Talk]:
        """Return the contacts up to the day."""
        return [talk for part in self.parts for talk in part.talks if talk.on <= day]

    def talks_before_answer(self, day: date) -> list[Talk]:
        """Return the contacts up to the answer."""
        until = self.replied_on(day) or day
        return [talk for talk in self.talks(until) if not talk.after]

    def reply_class(self, day: date) -> ReplyClass | None:
        """Return the least advanced class of the last letters, None where one states none."""
        found = [letter.reply_class for part in self.parts if (letter := part.last_by(day))]
        return max(found, key=LEAST.index, default=None)

    def rating(self, day: date, first: bool = False) -> Satisfaction | None:
        """Return the worst of the last (or first-round) ratings."""
        found = [said.value for part in self.parts if (said := part.rating_by(day, first))]
        return max(found, key=WORST.index, default=None)

    def rating_again(self, day: date) -> Satisfaction | None:
        """Return the worst of what was said after a second handling."""
        found = [said for part in self.parts if (said := part.rating_by(day)) and said.round > 1]
        return max((said.value for said in found), key=WORST.index, default=None)

    def form_sent(self, day: date) -> bool:
        """Whether a letter reached the lead, or a rating came."""
        delivered = any(
            letter.delivered_on and letter.delivered_on <= day
            for part in self.parts
            for letter in part.letters_by(day)
        )
        return delivered or self.rating(day) is not None

    def lapsed(self, day: date) -> bool:
        """Whether no rating came and the time for it is over."""
        lapses = any(on <= day for part in self.parts for _, on in part.lapses)
        return lapses and self.rating(day) is None

    def reworked(self, day: date) -> bool:
        """Whether a second round was opened."""
        return any(part.round_by(day) > 1 for part in self.parts)


def _first(part: Part, day: date) -> Letter:
    """Return the first letter of an answered part."""
    letter = part.first_by(day)
    if letter is None:
        raise ValueError("the part is not answered")
    return letter


def _missed(part: Part, day: date, original: bool) -> bool:
    """Whether a part's limit passed without its first letter."""
    due, letter = part.counted_due(day, original), part.first_by(day)
    return due is not None and due < day and (letter is None or letter.issued_on > due)
