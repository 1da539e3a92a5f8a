"""The rulebook in force: default, nation, province, city, district, the office's own; pure."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache
from pathlib import Path

from tracker.rulebook.book import Limit, Rulebook, RulebookError, Source
from tracker.rulebook.files import (
    DEFAULT,
    FOLDER,
    NATION,
    Value,
    chain,
    choice_of,
    classes_of,
    layer,
    limit_of,
    reminders_of,
)
from tracker.rulebook.keys import ASSIGNED, CHOICES, CLASSES, LIMITS, REMINDERS
from tracker.rulebook.terms import RuleLayer
from tracker.terms import LimitUnit

NOTHING = ""
SHORTEST_MONTH = 30  # three months are 89 days at the least: one less than thirty each


@dataclass(frozen=True)
class Override:
    """One value of the office's own, from a day; without one, the place's value holds again.

    `value` is JSON: of a limit value, unit and event; of a choice the value itself.
    """

    key: str
    value: str
    reason: str
    document: str
    since: date

    @property
    def source(self) -> Source:
        """Where the value comes from: the document, else what the office decided."""
        text = self.document or "本机关决定"
        return Source(
            text, True, RuleLayer.OFFICE, "", self.since, reason=self.reason, document=self.document
        )


@lru_cache(maxsize=256)
def resolve(
    place: str, overrides: tuple[Override, ...], day: date, folder: Path = FOLDER
) -> Rulebook:
    """Return the rulebook in force on a day.

    :param place: the district, or the narrowest place above it that has a file; "" for none.
    :param overrides: what the office decided, in the order of the decisions.

    :raises RulebookError: a file cannot be used, the place is not known, a value cannot be kept.
    """
    found = _of_place(place, day, folder)
    beneath = dict(found)
    for one in sorted(overrides, key=lambda one: one.since):
        if one.since > day:
            continue
        if one.value == NOTHING:
            _put_back(found, beneath, one.key)
        else:
            found[one.key] = _own(one, beneath.get(one.key))
    names = chain(place, folder)
    return made(layer(names[-1], folder).name if names else layer(DEFAULT, folder).name, found)


def check(override: Override, place: str, folder: Path = FOLDER) -> None:
    """Ask whether the office may decide this.

    :raises RulebookError: a value that the program cannot keep, or beyond what the law allows.
    """
    beneath = _of_place(place, override.since, folder).get(override.key)
    if override.value == NOTHING:
        return
    value = _own(override, beneath)
    law = _law(override.key, override.since, folder)
    if law is None or not isinstance(value.what, Limit):
        return
    limit, most = value.what, law.value
    if limit.unit is LimitUnit.DAYS:
        most = law.value * SHORTEST_MONTH - 1
    if limit.value > most:
        raise RulebookError(f"不能超过法律规定的 {law.value} {law.unit.label}（{law.source}）。")
    if limit.event != ASSIGNED:
        raise RulebookError(f"法律规定自交办之日起算（{law.source}）。")


def _law(key: str, day: date, folder: Path) -> Limit | None:
    """Return what national law says of a limit."""
    value = layer(NATION, folder).on(day).get(key)
    return value.what if value and isinstance(value.what, Limit) else None


def _of_place(place: str, day: date, folder: Path) -> dict[str, Value]:
    """Return the values of a place, those of the places above and beneath all the default."""
    found: dict[str, Value] = {}
    for code in (DEFAULT, NATION, *chain(place, folder)):
        found |= layer(code, folder).on(day)
    return found


def _put_back(found: dict[str, Value], beneath: Mapping[str, Value], key: str) -> None:
    """Let the place's value hold again."""
    found.pop(key, None)
    if key in beneath:
        found[key] = beneath[key]


def _own(one: Override, beneath: Value | None) -> Value:
    """Return a value of the office's own; the longest time of the law stays."""
    raw, source, where = json.loads(one.value), one.source, "本机关"
    if one.key in LIMITS:
        limit = limit_of(where, one.key, raw, source)
        if beneath is not None and isinstance(beneath.what, Limit):
            cap = beneath.what
            limit = replace(limit, cap_value=cap.cap_value, cap_unit=cap.cap_unit)
        return Value(one.key, limit, source)
    if one.key == REMINDERS:
        return Value(one.key, reminders_of(where, raw), source)
    if one.key == CLASSES:
        return Value(one.key, classes_of(where, raw), source)
    return Value(one.key, choice_of(where, one.key, raw), source)


def made(name: str, found: Mapping[str, Value]) -> Rulebook:
    """Put a book together from its values.

    :raises RulebookError: a value is missing.
    """
    missing = [key for key in (*LIMITS, *CHOICES, REMINDERS, CLASSES) if key not in found]
    if missing:
        raise RulebookError(f"规则 {name} 缺少 {'、'.join(missing)}。")
    return Rulebook(
        name=name,
        limits={key: found[key].what for key in LIMITS},
        choices={key: found[key].what for key in CHOICES},
        reminders=found[REMINDERS].what,
        classes=found[CLASSES].what,
        sources={key: one.source for key, one in found.items() if key not in LIMITS},
    )
