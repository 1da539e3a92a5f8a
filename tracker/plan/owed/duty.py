"""One duty, and the date that it asks for; pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from tracker.plan.owed.facts import Key, Stored, Subject
from tracker.plan_terms import DutyKind, Party
from tracker.terms import DeadlineKind

# kinds of which the event decides which limit it is
BY_EVENT = (DeadlineKind.ASSIGN, DeadlineKind.PROMISE)


@dataclass(frozen=True)
class Want:
    """A date that a duty asks for: which limit of the rulebook, from which event.

    `event_on` None: from the day on which the duty first stands; such a limit is the office's
    own, so that nothing is late before anybody could know of it.
    """

    subject: Subject
    kind: DeadlineKind
    event: str
    event_on: date | None
    ordinal: int = 1

    @property
    def key(self) -> Key:
        """What it is the one date of."""
        return (*self.subject, self.kind, self.ordinal)

    def met_by(self, stored: Stored | None) -> bool:
        """Whether the date in force is this one: of the same event.

        A case may turn from one of the session into one between sessions, on the same day; a
        promise may be reported on the day on which it was made.
        """
        if stored is None or (self.kind in BY_EVENT and self.event != stored.event):
            return False
        return self.event_on in (None, stored.event_on)


@dataclass(frozen=True)
class Duty:
    """Something that is owed: what, about what, whose turn, until when.

    `unit_id` is the unit that answers for it, `on_behalf`: the office does it for one who does
    not log in. `ready`: it can be done now; else another act comes first. `due_on` None: no date
    was set yet. From `rests_from` until before `rests_until` it rests. `not_by` is the account
    that may not be the second person; `asks_on`: the one day on which somebody is asked for it.
    """

    kind: DutyKind
    subject: Subject
    party: Party
    first_on: date
    due_on: date | None = None
    ordinal: int = 1
    unit_id: int | None = None
    on_behalf: bool = False
    ready: bool = True
    deadline_id: int | None = None
    provisional: bool = False
    rests_from: date | None = None
    rests_until: date | None = None
    not_by: int | None = None
    asks_on: date | None = None
    wants: tuple[Want, ...] = ()

    @property
    def key(self) -> tuple[DutyKind, str, int, int]:
        """What there is one duty of on a case."""
        return (self.kind, *self.subject, self.ordinal)

    def under(self, stored: Stored | None) -> Duty:
        """Return the duty under the date in force; it stands since that date was set."""
        if stored is None:
            return self
        return replace(
            self,
            due_on=stored.due_on,
            first_on=max(self.first_on, stored.since),
            deadline_id=stored.id,
            provisional=stored.provisional,
        )
