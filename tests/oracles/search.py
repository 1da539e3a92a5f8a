"""Search a second way: every text that a person may read, normalised, one after the other.

No index, no SQL: `word in text`. Cases are given as plain facts.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field
from datetime import date
from functools import cache

from opencc import OpenCC

DOTS = "•‧∙・⋅●․."
MORE = {"衹": "只", "覆": "复", "濬": "浚", "逕": "径"}
NUMBER = re.compile(r"^(建议|提案)?(\((闭会|平时)\)|(?:闭|平))?第?0*(\d{1,10})号?$")
_converter = OpenCC("t2s")
_seen: dict[str, str] = {}


@dataclass(frozen=True)
class Text:
    """One readable text; of a letter also whose it is and its day."""

    piece: str
    unit: int | None = None
    issued: date | None = None


@dataclass(frozen=True)
class Party:
    """A unit, with its names, that has a case, until when."""

    unit: int
    names: tuple[str, ...]
    until: date | None = None


@dataclass
class Held:
    """A case: what it says, who put it, its letters, its units."""

    id: int
    number_key: str
    texts: list[Text]
    names: list[str]
    confidential: bool = False
    units: list[Party] = field(default_factory=list)


@cache
def normal(text: str) -> str:
    """Return a text with widths, cases, blanks, dots and old characters made even."""
    plain = "".join(unicodedata.normalize("NFKC", text).split())
    plain = "".join(_simple(char) for char in plain).casefold()
    for dot in DOTS:
        plain = plain.replace(dot, "·")
    plain = re.sub("[〔【\\[]", "(", re.sub("[〕】\\]]", ")", plain))
    return unicodedata.normalize("NFKC", plain)


def found(cases: list[Held], typed: str, unit: int | None) -> set[int]:
    """Return the cases in which every word stands for a reader; `unit`: the reader's, if any."""
    words = [word for piece in typed.split() if (word := normal(piece))]
    return {case.id for case in cases if all(_holds(case, word, unit) for word in words)}


def _holds(case: Held, word: str, unit: int | None) -> bool:
    """Whether one word stands in something that the reader may read."""
    said = NUMBER.match(word)
    if said and said[4] == case.number_key:
        return True
    if any(word in text for text in _readable(case, unit)):
        return True
    return any(word in normal(name) for party in _told(case, unit) for name in party.names)


def _readable(case: Held, unit: int | None) -> list[str]:
    """Return the normalised texts that a reader may read."""
    own = [party for party in case.units if party.unit == unit]
    now = any(party.until is None for party in own)
    texts = [
        text.piece
        for text in case.texts
        if unit is None or text.issued is None or text.unit == unit or now
        or any(party.until >= text.issued for party in own)
    ]  # fmt: skip
    pieces = [normal(text) for text in texts]
    names = [normal(name) for name in case.names if normal(name)]
    if unit is None or not case.confidential:
        return [*pieces, *names]
    split = re.compile("|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)))
    return [part for piece in pieces for part in split.split(piece)]


def _told(case: Held, unit: int | None) -> list[Party]:
    """Return the units of which a reader learns that they have the case."""
    now = any(party.unit == unit and party.until is None for party in case.units)
    return [party for party in case.units if unit is None or now or party.unit == unit]


def _simple(char: str) -> str:
    """Return a character in its simplified form."""
    if char not in _seen:
        once = MORE.get(char) or _converter.convert(char)
        _seen[char] = MORE.get(once) or _converter.convert(once)
    return _seen[char]
