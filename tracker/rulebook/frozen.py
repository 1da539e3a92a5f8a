"""A resolved rulebook as text, so that a case can keep the one of its day; pure.

The text is canonical: equal books give equal text, so that one row stands for all cases of it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from functools import lru_cache
from hashlib import sha256
from typing import Any

from tracker.rulebook.book import Limit, Reminders, Rulebook, Source
from tracker.rulebook.keys import CHOICES
from tracker.rulebook.terms import RuleLayer
from tracker.terms import LimitUnit, Outcome, ReplyClass

BEFORE = Source("系统原先的做法", article=False)


@lru_cache(maxsize=64)
def thaw(text: str) -> Rulebook:
    """Return the book of a text; a choice that came later stands as it was before it existed."""
    raw = json.loads(text)
    known = {key: one["value"] for key, one in raw["choices"].items() if key in CHOICES}
    sources = {key: _source(one) for key, one in raw["sources"].items()}
    later = [key for key in CHOICES if key not in known]
    return Rulebook(
        name=raw["name"],
        limits={key: _limit(key, one) for key, one in raw["limits"].items()},
        choices={**known, **{key: CHOICES[key].before for key in later}},
        reminders=Reminders(**{name: _tuple(one) for name, one in raw["reminders"].items()}),
        classes={
            ReplyClass(letter): tuple(Outcome(code) for code in codes)
            for letter, codes in raw["classes"].items()
        },
        sources={**sources, **dict.fromkeys(later, BEFORE)},
    )


def freeze(book: Rulebook) -> str:
    """Return a book as text."""
    raw = {
        "name": book.name,
        "limits": {key: _of_limit(one) for key, one in book.limits.items()},
        "choices": {key: {"value": value} for key, value in book.choices.items()},
        "reminders": {name: getattr(book.reminders, name) for name in Reminders.__annotations__},
        "classes": {letter.value: list(codes) for letter, codes in book.classes.items()},
        "sources": {key: _of_source(one) for key, one in book.sources.items()},
    }
    return json.dumps(raw, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def digest(text: str) -> str:
    """Return by what the text of a book is known."""
    return sha256(text.encode()).hexdigest()


def _of_limit(limit: Limit) -> dict[str, Any]:
    """Return a limit as plain values."""
    cap = limit.cap_unit.value if limit.cap_unit else None
    return {
        "value": limit.value,
        "unit": limit.unit.value,
        "event": limit.event,
        "cap_value": limit.cap_value,
        "cap_unit": cap,
        "origin": _of_source(limit.origin),
    }


def _limit(key: str, raw: Mapping[str, Any]) -> Limit:
    """Return a limit from plain values."""
    return Limit(
        key=key,
        value=raw["value"],
        unit=LimitUnit(raw["unit"]),
        event=raw["event"],
        origin=_source(raw["origin"]),
        cap_value=raw["cap_value"],
        cap_unit=LimitUnit(raw["cap_unit"]) if raw["cap_unit"] else None,
    )


def _of_source(source: Source) -> dict[str, Any]:
    """Return a source as plain values."""
    since = source.valid_from.isoformat() if source.valid_from else None
    return {
        "text": source.text,
        "article": source.article,
        "layer": source.layer.value,
        "place": source.place,
        "valid_from": since,
        "reason": source.reason,
        "document": source.document,
    }


def _source(raw: Mapping[str, Any]) -> Source:
    """Return a source from plain values."""
    since = date.fromisoformat(raw["valid_from"]) if raw["valid_from"] else None
    return Source(**{**raw, "layer": RuleLayer(raw["layer"]), "valid_from": since})


def _tuple(value: Any) -> Any:
    """Return a list as the tuple that it was."""
    return tuple(value) if isinstance(value, list) else value
