"""A rulebook as lines in words: what holds, whose it is, whether the office confirmed it; pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256

from tracker.deadlines.counting import EVENTS
from tracker.rulebook.book import Limit, Rulebook, Source
from tracker.rulebook.keys import CHOICES, CLASSES, LIMITS, REMINDERS, label_of
from tracker.rulebook.terms import RuleLayer
from tracker.terms import LimitUnit, ReplyClass

MARK = 12


@dataclass(frozen=True)
class Line:
    """One value in words; `said` is what the office confirms, `confirmed` whether it has.

    What national law fixes holds without the office; what two persons decided is confirmed by it.
    """

    key: str
    label: str
    words: str
    source: Source
    confirmed: bool

    @property
    def said(self) -> str:
        """Value, whose it is and why, as it is confirmed."""
        return f"{self.words}｜{self.source.whose}｜{self.source.text}"

    @property
    def mark(self) -> str:
        """By what a form knows the line that its page showed."""
        return mark_of(self.said)

    @property
    def law(self) -> bool:
        """Whether national law fixes it, so that nothing is to be confirmed."""
        return self.source.layer is RuleLayer.NATION and self.source.article

    @property
    def own(self) -> bool:
        """Whether the office decided it itself."""
        return self.source.layer is RuleLayer.OFFICE

    @property
    def open(self) -> bool:
        """Whether the office has still to confirm it."""
        return not (self.confirmed or self.law or self.own)


def mark_of(said: str) -> str:
    """Return a short mark of a line's text."""
    return sha256(said.encode()).hexdigest()[:MARK]


def lines_of(book: Rulebook, confirmed: Mapping[str, str]) -> list[Line]:
    """Return every value of a book; `confirmed` holds what the office confirmed of each key."""
    return [_line(book, key, confirmed) for key in (*LIMITS, *CHOICES, REMINDERS, CLASSES)]


def _line(book: Rulebook, key: str, confirmed: Mapping[str, str]) -> Line:
    """Return one line."""
    source = book.limits[key].origin if key in LIMITS else book.sources[key]
    line = Line(key, label_of(key), words_of(book, key), source, False)
    return Line(key, line.label, line.words, source, confirmed.get(key) == line.said)


def words_of(book: Rulebook, key: str) -> str:
    """Say a value of a book."""
    if key in LIMITS:
        return limit_words(book.limits[key])
    if key in CHOICES:
        return CHOICES[key].words(book.choices[key])
    if key == REMINDERS:
        return _reminders(book)
    return "；".join(
        f"{letter.label}：{'、'.join(outcome.label for outcome in book.outcomes_of(letter))}"
        for letter in ReplyClass
        if book.outcomes_of(letter)
    )


def limit_words(limit: Limit) -> str:
    """Say a limit: how long, from when, and the longest time that the law allows."""
    event = EVENTS.get(limit.event, limit.event)
    if limit.unit is LimitUnit.QUARTERS:
        nth = f"起第 {limit.value} 个季度的" if limit.value > 1 else "所在季度"
        return f"{event}{nth}末日"
    if limit.event == "before_due":
        return f"到期前 {limit.value} {limit.unit.label}"
    text = f"自{event}起 {limit.value} {limit.unit.label}"
    if limit.cap_value and limit.cap_unit:
        return f"{text}，延期最长 {limit.cap_value} {limit.cap_unit.label}"
    return text


def _reminders(book: Rulebook) -> str:
    """Say when reminders go."""
    times = book.reminders
    before, visits = (
        "、".join(str(day) for day in days) or "不" for days in (times.before, times.visits)
    )
    return (
        f"到期前 {before} 天提醒；逾期后每 {times.late_every} 天一次；"
        f"办复后第 {visits} 天回访；{times.soon} 天内到期的算临近"
    )
