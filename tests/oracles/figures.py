"""Every figure as of a day, in plain SQL on the base tables: a second way to compute it.

Written from domain §6 (counting rules, formulas), §2.3 (面商), §2.6 (who did not answer is out of
the satisfaction), §2.8 (promises) and §3.3 (a day ends at its end); the rates as the catalogue
words them in Chinese. Where the domain is silent this is read:

- What counts as of a day is what names that day or an earlier one, whenever it was entered; a
  rating counts from the day on which it was confirmed, a contact as its last correction says.
- A case is to be answered by the units that have it at the end of that day in an answering role;
  it is answered when each of them has issued a letter. What else an answer brings (沟通, 面商,
  forms, ratings, classes, 二次办理) counts only then.
- A limit is over on the day after it. Moved on its last day or before, the new one counts; moved
  later, the first one stays missed. A letter of a unit without a limit is in time.
- 沟通 is any talk of such a unit, not marked 办后, up to the day of the last first letter.
- A form was sent where a letter reached the lead, or a rating came without a delivery; it lapsed
  where nothing came at all. One who answers late is no longer 未反馈.
- A rating of a paper ledger counts from the day that stood there, else from its entry.
- A case of which one last letter states no class has none: it stands beside A to D.
- The first rating is that of round 1, the last that of the latest round that has one.
- 签收 is asked of every unit that signed, or did not and has not answered either: a letter that
  came without a sign-for asks for none. Neither it nor an opinion is late with a unit that had
  given the case up by the limit. Time for a better opinion does not make the first one timely.
- A promise is due on the day that the last edition of its letter names, else on the one that was
  named first (结转 does not move it);
  one that a corrected letter replaced is none, one that was given up stays unfulfilled.
- A proposal that came in and is not void is filed, or waits for that, was withdrawn, merged, turned
  or not filed; one that was handed out had been filed.
- Days to contact and to answer run from the first assignment of the case, for a unit from its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple

from tests.oracles import figure_queries as queries
from tests.oracles.workdays import day_of

Rows = Callable[[str], list[tuple[Any, ...]]]
GOOD, FAIR, BAD = 1, 2, 3
UNFILED = ("submitted", "not_filed", "turned", "merged", "withdrawn")
FIGURES = {
    "filing_rate": ("filed", "proposals"),
    "answer_rate": ("answered", "counted"),
    "on_time_answer_rate": ("on_time", "decided"),
    "on_time_original_rate": ("on_time_original", "decided_original"),
    "contact_rate": ("talked", "answered"),
    "meeting_rate": ("met", "answered"),
    "closing_rate": ("closed", "counted"),
    "feedback_rate": ("rated", "sent"),
    "lapsed_rate": ("lapsed", "sent"),
    "satisfied_rate": ("good", "rated"),
    "basically_satisfied_rate": ("fair", "rated"),
    "satisfied_or_basically_rate": ("good_or_fair", "rated"),
    "unsatisfied_rate": ("bad", "rated"),
    "first_satisfied_rate": ("first_good", "first_rated"),
    "class_a_share": ("class_a", "answered"),
    "class_b_share": ("class_b", "answered"),
    "class_c_share": ("class_c", "answered"),
    "class_d_share": ("class_d", "answered"),
    "class_unstated_share": ("class_unstated", "answered"),
    "solved_rate": ("class_a", "answered"),
    "solved_or_planned_rate": ("class_a_or_b", "answered"),
    "rework_rate": ("reworked", "answered"),
    "rework_satisfied_rate": ("again_good_or_fair", "again_rated"),
    "sign_rate": ("signed", "sign_asked"),
    "sign_on_time_rate": ("sign_timely", "sign_decided"),
    "assist_on_time_rate": ("assist_timely", "assist_decided"),
    "return_rate": ("returned", "given"),
    "commitment_rate": ("promises_kept", "promises_due"),
}


class Item(NamedTuple):
    """What answers as one: a case as a whole, or one unit's part of it; see `ITEMS`."""

    case: int
    unit: int
    state: str
    began: object
    replied_on: object
    missed: int
    missed_original: int
    delivered: int
    lapsed: int
    again: int
    rating: int | None
    first_rating: int | None
    again_rating: int | None
    mark: str | None
    unmarked: int
    first_talk: object
    met: int
    talked: int


class Part(NamedTuple):
    """One unit's assignment, in whatever role; see `PARTS`."""

    number: int
    case: int
    unit: int
    role: str
    held: int
    ended_on: object
    answered_on: object
    signed_on: object
    sign_due: object
    opinion_on: object
    assist_due: object
    returned: int
    open_due: object


class Told(NamedTuple):
    """What one case, one unit's part of it or one assignment counts for, and what else is true."""

    case: int
    unit: int
    counts: Counter[str]
    true: frozenset[str]


@dataclass
class OfUnit:
    """What one unit's own answering parts and all its assignments count for."""

    items: Counter[str] = field(default_factory=Counter)
    parts: Counter[str] = field(default_factory=Counter)
    late: list[date] = field(default_factory=list)
    days: dict[str, Counter[int]] = field(default_factory=dict)


class Reading:
    """Everything that is counted at the end of a day; `rows` runs a query."""

    def __init__(self, rows: Rows, day: date) -> None:
        """Read it."""
        self.day = day
        self.cases = [Item(*row) for row in rows(queries.of_cases(day))]
        self.own = [Item(*row) for row in rows(queries.of_own_parts(day))]
        self.assigned = [Part(*row) for row in rows(queries.asof(queries.PARTS, day))]
        self.promised = {row[0]: row[1:] for row in rows(queries.asof(queries.PROMISES, day))}
        self.state_of = dict(rows(queries.asof(queries.STATES, day)))
        self.states = Counter(self.state_of.values())
        self.proposals = dict(rows(queries.asof(queries.PROPOSALS, day)))
        received = (Counter(row.counts) for row in self.told_of_received())
        self.items, self.days = _sum(map(_of_item, self.cases)), _days(self.cases)
        self.items += _sum(received)
        self.units = {number: self._unit(number) for number in {row.unit for row in self.assigned}}
        self.parts = _sum(unit.parts for unit in self.units.values())

    def told(self, *, own: bool) -> list[Told]:
        """Return what each case counts for, or each unit's own part of one."""
        return [
            Told(row.case, row.unit, _of_item(row), frozenset(_had(row)))
            for row in (self.own if own else self.cases)
        ]

    def told_of_received(self) -> list[Told]:
        """Return what each proposal counts for that came in and is not void."""
        return [
            Told(case, 0, +Counter(proposals=1, filed=state not in UNFILED), frozenset())
            for case, state in self.proposals.items()
            if state != "void"
        ]

    def told_of_parts(self) -> list[Told]:
        """Return what each assignment counts for, and whether its letter is late."""
        return [
            Told(row.case, row.unit, self._of_part(row), frozenset(["late"] if late else []))
            for row in self.assigned
            for late in [row.open_due is not None and day_of(row.open_due) < self.day]
        ]

    def _unit(self, number: int) -> OfUnit:
        """Return what one unit counts for."""
        own = [row for row in self.own if row.unit == number]
        parts = [row for row in self.assigned if row.unit == number]
        dues = [day_of(row.open_due) for row in parts if row.open_due is not None]
        late = sorted(due for due in dues if due < self.day)
        return OfUnit(_sum(map(_of_item, own)), _sum(map(self._of_part, parts)), late, _days(own))

    def _of_part(self, row: Part) -> Counter[str]:
        """What one assignment counts for."""
        signed, opinion = row.signed_on is not None, row.opinion_on is not None
        waits = not signed and row.answered_on is None
        asked = row.role == "assisting" and row.assist_due is not None
        due, kept = self.promised.get(row.number, (0, 0))
        return Counter(
            given=1,
            held=row.held,
            returned=row.returned,
            signed=signed,
            sign_asked=signed or waits,
            sign_decided=signed or (waits and _over(row, row.sign_due, self.day)),
            sign_timely=signed and _in_time(row.signed_on, row.sign_due),
            assist_decided=asked and (opinion or _over(row, row.assist_due, self.day)),
            assist_timely=asked and opinion and _in_time(row.opinion_on, row.assist_due),
            promises_due=due,
            promises_kept=kept,
            **{row.role: row.held},
        )


def figures(items: Counter[str], parts: Counter[str]) -> dict[str, tuple[int, int]]:
    """Return numerator and denominator of every rate."""
    both = items + parts
    return {key: (both[some], both[of]) for key, (some, of) in FIGURES.items()}


def _sum(found: Iterable[Counter[str]]) -> Counter[str]:
    """Add counts up; what was never met is left out."""
    total: Counter[str] = Counter()
    for one in found:
        total.update(one)
    return +total


def _of_item(row: Item) -> Counter[str]:
    """What one case or one unit's part counts for."""
    answered = row.replied_on is not None
    found = Counter(
        counted=1,
        answered=answered,
        decided=answered or row.missed,
        on_time=answered and not row.missed,
        decided_original=answered or row.missed_original,
        on_time_original=answered and not row.missed_original,
        closed=row.state == "closed",
    )
    found.update(_of_answer(row) if answered else ())
    return found


def _of_answer(row: Item) -> Iterator[str]:
    """What an answered case counts for beside that."""
    rated, first, again = row.rating, row.first_rating, row.again_rating
    yield from (name for name, true in (("talked", row.talked), ("met", row.met)) if true)
    if row.delivered or rated:
        yield "sent"
    if row.lapsed and not rated:
        yield "lapsed"
    yield from {None: (), GOOD: ("rated", "good", "good_or_fair"),
                FAIR: ("rated", "fair", "good_or_fair"), BAD: ("rated", "bad")}[rated]  # fmt: skip
    yield from {None: (), GOOD: ("first_rated", "first_good")}.get(first, ("first_rated",))
    if row.again:
        yield "reworked"
        better = ("again_rated", "again_good_or_fair")
        yield from {None: (), BAD: ("again_rated",)}.get(again, better)
    yield "class_unstated" if row.unmarked else f"class_{str(row.mark).lower()}"
    if not row.unmarked and row.mark in ("A", "B"):
        yield "class_a_or_b"


def _had(row: Item) -> Iterator[str]:
    """Of which numbers of days something is counted."""
    yield from ["contact_days"] if row.first_talk is not None else []
    yield from ["answer_days"] if row.replied_on is not None else []


def _over(row: Part, due: object, day: date) -> bool:
    """Whether a limit passed while the unit had the case."""
    if due is None or day_of(due) >= day:
        return False
    return row.ended_on is None or day_of(row.ended_on) > day_of(due)


def _in_time(on: object, due: object) -> bool:
    """Whether something was done on its last day or before."""
    return due is not None and day_of(on) <= day_of(due)


def _days(found: Iterable[Item]) -> dict[str, Counter[int]]:
    """How often each number of days came up from the assignment to the first talk, the answer."""
    days: dict[str, Counter[int]] = {"contact": Counter(), "answer": Counter()}
    for row in found:
        for name, on in (("contact", row.first_talk), ("answer", row.replied_on)):
            if on is not None:
                days[name][(day_of(on) - day_of(row.began)).days] += 1
    return days
