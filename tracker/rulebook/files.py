"""Reading the files of a rulebook: the default, the nation, each place; pure.

A file holds a place's name, its layer, the place above it (`under`), and entries. An entry with
`valid_from` counts from that day; several of one key are written as a list, the later wins.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from tracker.rulebook.book import Limit, Reminders, RulebookError, Source
from tracker.rulebook.keys import CHOICES, CLASSES, LIMITS, REMINDERS
from tracker.rulebook.terms import RuleLayer
from tracker.terms import LimitUnit, Outcome, Period, ReplyClass

FOLDER = Path(__file__).parent
PLACES = FOLDER / "places"
DEFAULT, NATION = "default", "national"
ARTICLE = "条"
MOST = 400
NO_VALUES = ("source", "confirmed", "valid_from")


@dataclass(frozen=True)
class Value:
    """One value of one layer: of a limit, a choice, the reminders or the classes."""

    key: str
    what: Any
    source: Source


@dataclass(frozen=True)
class Layer:
    """One file: whose rules they are, the place above, a note, and the values."""

    code: str
    name: str
    kind: RuleLayer
    under: str
    note: str
    values: tuple[Value, ...]

    def on(self, day: date) -> dict[str, Value]:
        """Return the values that are in force on a day; of several the latest."""
        begun = [one for one in self.values if _since(one) <= day]
        return {one.key: one for one in sorted(begun, key=_since)}


def _since(value: Value) -> date:
    """Return since when a value is in force; one that does not say so always was."""
    return value.source.valid_from or date.min


@cache
def layer(code: str, folder: Path = FOLDER) -> Layer:
    """Read one file.

    :raises RulebookError: it is missing, or a value is incomplete, has no source, or is one that
        the program cannot keep.
    """
    raw = _read(folder, code)
    try:
        kind = RuleLayer(raw.get("layer", RuleLayer.DEFAULT))
    except ValueError as error:
        raise RulebookError(f"{code}.toml 的 layer 不能用：{error}") from error
    name = str(raw.get("name", code))
    values = tuple(_values(code, raw, kind, "" if kind in UNNAMED else name))
    return Layer(code, name, kind, str(raw.get("under", "")), str(raw.get("note", "")), values)


UNNAMED = (RuleLayer.DEFAULT, RuleLayer.NATION)


def chain(place: str, folder: Path = FOLDER) -> tuple[str, ...]:
    """Return a place with those above it, the widest first; none for no place.

    :raises RulebookError: a place is not known.
    """
    found: list[str] = []
    while place:
        if place in found:
            raise RulebookError(f"{place}.toml 的 under 绕回了自己。")
        found.insert(0, place)
        place = layer(place, folder).under
    return tuple(found)


def places(folder: Path = FOLDER) -> list[Layer]:
    """Return every place that has a file, by layer and name."""
    codes = sorted(path.stem for path in (folder / PLACES.name).glob("*.toml"))
    order = list(RuleLayer)
    return sorted((layer(code, folder) for code in codes), key=lambda one: order.index(one.kind))


def _read(folder: Path, code: str) -> dict[str, Any]:
    """Read one file as it is."""
    inside = folder / PLACES.name / f"{code}.toml"
    path = inside if code.isidentifier() and inside.is_file() else folder / f"{code}.toml"
    if not code.isidentifier() or not path.is_file():
        raise RulebookError(f"没有规则文件 {code}.toml。")
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise RulebookError(f"{code}.toml 格式不对：{error}") from error


def _values(code: str, raw: Mapping[str, Any], kind: RuleLayer, place: str) -> Iterator[Value]:
    """Give the values of a file."""
    for key, entry in _entries(raw.get("limits", {})):
        source = _source(code, key, entry, kind, place)
        for single in _singles(key):
            yield Value(single, limit_of(f"{code}.toml", single, entry, source), source)
    for key, entry in _entries(raw.get("choices", {})):
        if "value" not in entry:
            raise RulebookError(f"{code}.toml 的 {key} 缺少 value。")
        value = choice_of(f"{code}.toml", key, entry["value"])
        yield Value(key, value, _source(code, key, entry, kind, place))
    makers = ((REMINDERS, reminders_of), (CLASSES, classes_of))
    for key, make in makers:
        for _key, entry in _entries({key: raw[key]} if key in raw else {}):
            yield Value(key, make(f"{code}.toml", entry), _source(code, key, entry, kind, place))


def _entries(table: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Give the entries of a table; several of one key are a list."""
    for key, entry in table.items():
        for one in entry if isinstance(entry, list) else [entry]:
            yield key, one


def _singles(key: str) -> list[str]:
    """Return the limits that an entry is about: `reply.suggestion` is about both periods."""
    both = [f"{key}.{period.value}" for period in Period]
    return both if both[0] in LIMITS else [key]


def limit_of(where: str, key: str, entry: Mapping[str, Any], source: Source) -> Limit:
    """Read one limit.

    :raises RulebookError: it is incomplete, or none that the program keeps.
    """
    spec = LIMITS.get(key)
    if spec is None:
        raise RulebookError(f"{where} 的 {key} 不是可以定的期限。")
    missing = [name for name in ("value", "unit", "event") if not entry.get(name)]
    if missing:
        raise RulebookError(f"{where} 的 {key} 缺少 {'、'.join(missing)}。")
    try:
        value, unit = int(entry["value"]), LimitUnit(entry["unit"])
        cap = entry.get("cap_unit")
        cap_unit = LimitUnit(cap) if cap else None
    except (ValueError, TypeError) as error:
        raise RulebookError(f"{where} 的 {key} 不能用：{error}") from error
    if not 1 <= value <= MOST or unit not in spec.units or entry["event"] not in spec.events:
        words = f"{value} {unit.label}，自 {entry['event']} 起"
        raise RulebookError(f"{where} 的 {key} 不能是{words}。")
    return Limit(key, value, unit, str(entry["event"]), source, entry.get("cap_value"), cap_unit)


def choice_of(where: str, key: str, value: Any) -> Any:
    """Read one choice.

    :raises RulebookError: there is no such choice, or the value is not offered.
    """
    spec = CHOICES.get(key)
    if spec is None:
        raise RulebookError(f"{where} 的 {key} 不是可以选的事项。")
    if not any(value == one and type(value) is type(one) for one, _words in spec.offered):
        words = "、".join(str(one) for one, _words in spec.offered)
        raise RulebookError(f"{where} 的 {key} 只能是 {words}。")
    return value


def reminders_of(where: str, entry: Mapping[str, Any]) -> Reminders:
    """Read when reminders go.

    :raises RulebookError: a part is missing.
    """
    try:
        return Reminders(
            before=tuple(entry["before"]),
            late_every=int(entry["late_every"]),
            visits=tuple(entry["visits"]),
            soon=int(entry["soon"]),
        )
    except KeyError as error:
        raise RulebookError(f"{where} 的 reminders 缺少 {error}。") from error


def classes_of(where: str, entry: Mapping[str, Any]) -> dict[ReplyClass, tuple[Outcome, ...]]:
    """Read the class table; every outcome stands in it once.

    :raises RulebookError: a letter or an outcome is unknown, missing or there twice.
    """
    try:
        table = {
            ReplyClass(letter): tuple(Outcome(code) for code in codes)
            for letter, codes in entry.items()
            if letter not in NO_VALUES
        }
    except ValueError as error:
        raise RulebookError(f"{where} 的类别表不能用：{error}") from error
    named = [outcome for outcomes in table.values() for outcome in outcomes]
    if sorted(named) != sorted(Outcome):
        raise RulebookError(f"{where} 的类别表应把每种办理结果恰好列一次。")
    return table


def _source(code: str, key: str, entry: Any, kind: RuleLayer, place: str) -> Source:
    """Read where a value comes from; one without an article is marked as such."""
    text = str(entry.get("source", "")) if isinstance(entry, Mapping) else ""
    if not text:
        raise RulebookError(f"{code}.toml 的 {key} 缺少 source。")
    article = bool(entry.get("confirmed", True))
    if article and ARTICLE not in text:
        raise RulebookError(f"{code}.toml 的 {key} 没有写明条款，应标 confirmed = false。")
    since = entry.get("valid_from")
    if since is not None and type(since) is not date:
        raise RulebookError(f"{code}.toml 的 {key} 的 valid_from 应写成 2026-01-01。")
    return Source(text, article, kind, place, since)
