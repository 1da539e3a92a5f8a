"""What a list is asked for, told by its address: the same for screen, print and Excel; pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Protocol

from tracker.kernel.days import parse_day
from tracker.reports.catalogue import BY_KEY, IN_COUNT, PARTS
from tracker.reports.catalogue import DAYS as DAYS_TAKEN
from tracker.terms import CaseState, Kind, Period, ReplyClass, Satisfaction, Term

MOST_PICKED = 500
LONGEST_TEXT = 100
LONGEST_WORD = 40
BEHIND = (
    "kind", "period", "topic", "group", "reply_class", "rating", "leader", "follow", "key",
    "sessions", "step", "letter", "decided",
)  # fmt: skip
SCOPE = ("kind", "session", "period", "topic", "group")
OPEN = "open"
DUES = (("late", "已逾期"), ("soon", "即将到期"))
DAYS = (("received", "收件"), ("assigned", "交办"), ("due", "到期"), ("replied", "答复"))
ENDS = ("from", "to")
SIZES = (20, 50, 100, 200)
SIZE = 50
SORTS = ("number", "title", "due", "state")
# the list behind one figure: which rate or state, its numerator or denominator, as of which day,
# of which unit's own parts, of which class
FIGURE = ("figure", "count", "as_of", "of_unit", "of_class")
STATES = frozenset({"received", *IN_COUNT})
LATE = "late"
UNSTATED_CLASS, UNSTATED_LABEL = "unstated", "未注明类别"  # of a letter that came on paper
CLASSES = (*((str(mark), mark.label) for mark in ReplyClass), (UNSTATED_CLASS, UNSTATED_LABEL))
LETTERS = (("open", "答复未印发"), ("late", "答复逾期未印发"))
LATEST = (("latest", "两会最近一次会议"),)
DECIDED = (("me", "我批过的"),)


class Step(Term):
    """How far a case is, as the bar of a session shows it; the last two take several together."""

    UNASSIGNED = "unassigned", "待交办"
    UNSIGNED = "unsigned", "待签收"
    WORKING = "working", "办理中"
    SIGNING = "signing", "待审签"
    REPLIED = "replied", "已答复"
    CLOSED = "closed", "办结"
    GIVEN = "given", "已交办（不论办到哪一步）"
    ANSWERED = "answered", "已答复和办结"


LIMITED: dict[str, frozenset[str]] = {
    "kind": frozenset(Kind),
    "state": frozenset({*CaseState, OPEN}),
    "period": frozenset(Period),
    "reply_class": frozenset(mark for mark, _ in CLASSES),
    "rating": frozenset(Satisfaction),
    "due": frozenset({"late", "soon"}),
    "follow": frozenset({"yes"}),
    "key": frozenset({"yes"}),
    "sessions": frozenset(value for value, _ in LATEST),
    "step": frozenset(Step),
    "decided": frozenset(value for value, _ in DECIDED),
    "letter": frozenset(value for value, _ in LETTERS),
    "sort": frozenset(sign + name for name in SORTS for sign in ("", "-")),
    "rows": frozenset(map(str, SIZES)),
    "figure": frozenset({*BY_KEY, *STATES, *PARTS, *DAYS_TAKEN, LATE}),
    "count": frozenset({"some", "of"}),
    "of_class": frozenset(mark for mark, _ in CLASSES),
}
NUMBERS = ("unit", "session", "leader", "of_unit")
WORDS = ("topic", "group")
BETWEEN = tuple(f"{name}_{end}" for name, _ in DAYS for end in ENDS)
HOW = ("sort", "rows")  # how a list is shown, not which cases


class Address(Protocol):
    """What is read from an address: one value of a name, or all of it."""

    def get(self, key: str, default: str) -> str:
        """Return the first value of a name."""

    def getlist(self, key: str) -> Sequence[str]:
        """Return every value of a name."""


@dataclass(frozen=True)
class Filter:
    """What was asked for: known values by name, days among them, the cases that were ticked.

    `faults`: what was asked for and cannot be read, as a sentence each.
    """

    args: dict[str, str] = field(default_factory=dict)
    days: dict[str, date] = field(default_factory=dict)
    picked: tuple[int, ...] = ()
    faults: tuple[str, ...] = ()

    def get(self, name: str) -> str:
        """Return what is asked for under a name, empty where nothing is."""
        return self.args.get(name, "")

    def number(self, name: str) -> int | None:
        """Return the row that is asked for under a name."""
        return int(self.args[name]) if name in self.args else None

    @property
    def text(self) -> str:
        """The words that are searched."""
        return self.get("q")

    @property
    def size(self) -> int:
        """How many rows stand on a page."""
        return int(self.args.get("rows", SIZE))

    @property
    def how(self) -> dict[str, str]:
        """How the cases are shown, without what chooses them."""
        return {name: value for name, value in self.args.items() if name in HOW}

    def but(self, *left_out: str, **changed: str) -> dict[str, str]:
        """Return the address with some values left out and some changed."""
        kept = {name: value for name, value in self.args.items() if name not in left_out}
        return {**kept, **changed}


def filter_of(asked: Address) -> Filter:
    """Read the filter from an address; what is not known is left out.

    `id` may stand in it several times: the cases that were ticked.
    """
    found: dict[str, str] = {}
    for name, values in LIMITED.items():
        if (value := asked.get(name, "").strip()) in values:
            found[name] = value
    for name in NUMBERS:
        if _is_id(value := asked.get(name, "").strip()):
            found[name] = value
    for name in WORDS:
        if value := asked.get(name, "").strip()[:LONGEST_WORD]:
            found[name] = value
    if text := asked.get("q", "").strip()[:LONGEST_TEXT]:
        found["q"] = text
    days, faults = _days(asked)
    found, days = _figure(asked, found, days)
    ids = tuple(int(one) for one in asked.getlist("id")[:MOST_PICKED] if _is_id(one))
    told = {name: day.isoformat() for name, day in days.items()}
    return Filter({**found, **told}, days, ids, tuple(faults))


def _figure(
    asked: Address, found: dict[str, str], days: dict[str, date]
) -> tuple[dict[str, str], dict[str, date]]:
    """Keep the list behind a figure whole: without its day it is none."""
    day = parse_day(asked.get("as_of", "").strip())
    if day and "figure" in found:
        return found, {**days, "as_of": day}
    return {name: value for name, value in found.items() if name not in FIGURE}, days


def scope_of(asked: Address) -> Filter:
    """Read what statistics can be limited to: kind, session, in or between sessions."""
    whole = filter_of(asked)
    return Filter({name: value for name, value in whole.args.items() if name in SCOPE})


def _days(asked: Address) -> tuple[dict[str, date], list[str]]:
    """Read between which days; a text that is no day is said and left out."""
    days, faults = {}, []
    for name, label in DAYS:
        for end in ENDS:
            text = asked.get(f"{name}_{end}", "").strip()
            day = parse_day(text) if text else None
            if day:
                days[f"{name}_{end}"] = day
            elif text:
                faults.append(
                    f"{label}日期“{text[:LONGEST_WORD]}”不能识别，请填写如 2026-03-05 的日期。"
                )
    return days, faults


def _is_id(text: str) -> bool:
    """Whether a text can be the number of a row."""
    return text.isascii() and text.isdigit() and len(text) < 10
