"""Reading the rulebook: national law first, then the place's values; pure."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from tracker.terms import Kind, LimitUnit, Outcome, Period, ReplyClass

FOLDER = Path(__file__).parent
NATIONAL = "national"
ARTICLE = "条"
# What the program can keep. Where one value stands alone, it is how the program works; another
# is refused, so that no office believes in a rule that nothing follows.
OFFERED: Mapping[str, Sequence[Any]] = {
    "office_check": (False, True),
    "unit_sees_rating": ("after_confirmed", "never"),
    "several_hosts": (False,),
    "batch_end_date": ("earlier_wins",),
    "who_rates": ("lead",),
    "dimensions": (["overall"], ["attitude", "result"], ["overall", "attitude", "result"]),
    "feedback_reminders": (1,),
    "silence_counts_as_satisfied": (False,),
    "deliver_joint": ("every",),
    "copies": (["committee", "office", "assisting"],),
    "sign_by": ("unit_head",),
    "must_meet_in_person": ([], ["key_item"], ["key_item", "on_request"]),
    "commitment_classes": (["B"],),
    "extension_consent": (["committee", "office"],),
    "commitment_report_quarter": (1, 2, 3, 4),
}


class RulebookError(Exception):
    """A rulebook that cannot be used; names file and key."""


@dataclass(frozen=True)
class Limit:
    """One limit: how long, in which unit, from which event, by which source.

    `cap_value` and `cap_unit` give the longest time that the law allows at all; `valid_from`
    is the first day on which the rule is in force, where it is known.
    """

    key: str
    value: int
    unit: LimitUnit
    event: str
    source: str
    confirmed: bool
    cap_value: int | None = None
    cap_unit: LimitUnit | None = None
    valid_from: date | None = None


@dataclass(frozen=True)
class Source:
    """Where a choice comes from, and whether the office has confirmed it."""

    text: str
    confirmed: bool


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


@cache
def load(profile: str = "default", folder: Path = FOLDER) -> Rulebook:
    """Read the national file and a place's file over it.

    :raises RulebookError: a file is missing, or a value is incomplete, has no source, or is
        one that the program cannot keep.
    """
    nation, place = _read(folder, NATIONAL), _read(folder, profile)
    raw = {**nation.get("limits", {}), **place.get("limits", {})}
    chosen = {**nation.get("choices", {}), **place.get("choices", {})}
    classes = {**nation.get("classes", {}), **place.get("classes", {})}
    sourced = {**chosen, "reminders": place.get("reminders", {}), "classes": classes}
    return Rulebook(
        name=str(place.get("name", profile)),
        limits={key: _limit(profile, key, raw) for key in raw},
        choices={key: _choice(profile, key, entry) for key, entry in chosen.items()},
        reminders=_reminders(profile, place),
        classes=_classes(profile, classes),
        sources={key: _source(profile, key, entry) for key, entry in sourced.items()},
    )


def _read(folder: Path, name: str) -> dict[str, Any]:
    """Read one file."""
    path = folder / f"{name}.toml"
    if not path.is_file():
        raise RulebookError(f"没有规则文件 {name}.toml。")
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise RulebookError(f"{name}.toml 格式不对：{error}") from error


def _limit(profile: str, key: str, raw: Mapping[str, Mapping[str, Any]]) -> Limit:
    """Read one limit; `like` takes over another one's values."""
    entry = raw[key]
    if "like" in entry:
        entry = raw.get(entry["like"], {})
    missing = [name for name in ("value", "unit", "event", "source") if not entry.get(name)]
    if missing:
        raise RulebookError(f"{profile}.toml 的 {key} 缺少 {'、'.join(missing)}。")
    source = _source(profile, key, entry)
    try:
        cap = entry.get("cap_unit")
        return Limit(
            key=key,
            value=int(entry["value"]),
            unit=LimitUnit(entry["unit"]),
            event=str(entry["event"]),
            source=source.text,
            confirmed=source.confirmed,
            cap_value=entry.get("cap_value"),
            cap_unit=LimitUnit(cap) if cap else None,
            valid_from=entry.get("valid_from"),
        )
    except ValueError as error:
        raise RulebookError(f"{profile}.toml 的 {key} 不能用：{error}") from error


def _source(profile: str, key: str, entry: Any) -> Source:
    """Read where a value comes from; one without an article is marked as unconfirmed."""
    text = str(entry.get("source", "")) if isinstance(entry, Mapping) else ""
    if not text:
        raise RulebookError(f"{profile}.toml 的 {key} 缺少 source。")
    confirmed = bool(entry.get("confirmed", True))
    if confirmed and ARTICLE not in text:
        raise RulebookError(f"{profile}.toml 的 {key} 没有写明条款，应标 confirmed = false。")
    return Source(text, confirmed)


def _choice(profile: str, key: str, entry: Any) -> Any:
    """Read one choice of the place."""
    if not isinstance(entry, Mapping) or "value" not in entry:
        raise RulebookError(f"{profile}.toml 的 {key} 缺少 value。")
    value, offered = entry["value"], OFFERED.get(key)
    if offered is None:
        raise RulebookError(f"{profile}.toml 的 {key} 不是可以选的事项。")
    if value not in offered:
        words = "、".join(str(one) for one in offered)
        raise RulebookError(f"{profile}.toml 的 {key} 目前只能是 {words}。")
    return value


def _reminders(profile: str, place: Mapping[str, Any]) -> Reminders:
    """Read when reminders go."""
    try:
        entry = place["reminders"]
        return Reminders(
            before=tuple(entry["before"]),
            late_every=int(entry["late_every"]),
            visits=tuple(entry["visits"]),
            soon=int(entry["soon"]),
        )
    except KeyError as error:
        raise RulebookError(f"{profile}.toml 的 reminders 缺少 {error}。") from error


def _classes(profile: str, raw: Mapping[str, Any]) -> dict[ReplyClass, tuple[Outcome, ...]]:
    """Read the class table; every outcome stands in it once."""
    try:
        table = {
            ReplyClass(letter): tuple(Outcome(code) for code in codes)
            for letter, codes in raw.items()
            if letter not in ("source", "confirmed")
        }
    except ValueError as error:
        raise RulebookError(f"{profile}.toml 的类别表不能用：{error}") from error
    named = [outcome for outcomes in table.values() for outcome in outcomes]
    if sorted(named) != sorted(Outcome):
        raise RulebookError(f"{profile}.toml 的类别表应把每种办理结果恰好列一次。")
    return table
