"""A rulebook in force: limits, choices, reminders and classes, each with whose it is; pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.rulebook.terms import RuleLayer
from tracker.terms import Kind, LimitUnit, Outcome, Period, ReplyClass


class RulebookError(Exception):
    """A rulebook that cannot be used, or a value that cannot be kept; names what."""


@dataclass(frozen=True)
class Source:
    """Whose a value is and why: layer and place, text, since when; of the office's own, reasons.

    `article`: the text names the article from which the value comes.
    """

    text: str
    article: bool
    layer: RuleLayer = RuleLayer.DEFAULT
    place: str = ""
    valid_from: date | None = None
    reason: str = ""
    document: str = ""

    @property
    def whose(self) -> str:
        """Say whose value it is: 国家、上海市、本机关、通用默认."""
        return self.place or self.layer.label


@dataclass(frozen=True)
class Limit:
    """One limit: how long, in which unit, from which event, by which source.

    `cap_value` and `cap_unit` give the longest time that the law allows at all.
    """

    key: str
    value: int
    unit: LimitUnit
    event: str
    origin: Source
    cap_value: int | None = None
    cap_unit: LimitUnit | None = None

    @property
    def source(self) -> str:
        """The text that a date keeps which was counted by it."""
        return self.origin.text


@dataclass(frozen=True)
class Reminders:
    """When reminders go: days before a limit, days between late ones, visits, what is soon."""

    before: tuple[int, ...]
    late_every: int
    visits: tuple[int, ...]
    soon: int


@dataclass(frozen=True)
class Rulebook:
    """The rules of one place; `sources` has those of the choices, reminders and classes."""

    name: str
    limits: Mapping[str, Limit]
    choices: Mapping[str, Any]
    reminders: Reminders
    classes: Mapping[ReplyClass, tuple[Outcome, ...]]
    sources: Mapping[str, Source]

    def limit(self, key: str) -> Limit:
        """Return a limit.

        :raises RulebookError: the place has none of that name.
        """
        if key not in self.limits:
            raise RulebookError(f"规则 {self.name} 缺少期限 {key}。")
        return self.limits[key]

    def reply_limit(self, kind: Kind, period: Period) -> Limit:
        """Return the limit of the reply for this kind and period."""
        return self.limit(f"reply.{kind.value}.{period.value}")

    def choice(self, key: str) -> Any:
        """Return a choice of the place.

        :raises RulebookError: the place has not chosen.
        """
        if key not in self.choices:
            raise RulebookError(f"规则 {self.name} 缺少选项 {key}。")
        return self.choices[key]

    def origin(self, key: str) -> Source | None:
        """Return where the value of a key comes from, None for what is none of the book's."""
        limit = self.limits.get(key)
        return limit.origin if limit else self.sources.get(key)

    def outcome_class(self, outcome: Outcome) -> ReplyClass:
        """Return the place's letter of a neutral outcome.

        :raises RulebookError: the class table does not have it.
        """
        for letter, outcomes in self.classes.items():
            if outcome in outcomes:
                return letter
        raise RulebookError(f"规则 {self.name} 的类别表缺少 {outcome.value}。")

    def outcomes_of(self, letter: ReplyClass) -> tuple[Outcome, ...]:
        """Return the neutral outcomes behind a letter."""
        return self.classes.get(letter, ())
