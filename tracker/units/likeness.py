"""Which registered units an unknown name is like, the likeliest first; pure.

Nothing is taken by itself: what is found is proposed to a person, who takes it or not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from rapidfuzz.distance import Indel

from tracker.units.names import unit_key
from tracker.units.shortening import COMPANIES, OFFICES, SHORTEST, TOWNSHIPS, Shape, former, shapes

PROPOSED = 3
ENOUGH = 60.0  # of 100; below it nothing is proposed
SAME, FIRST_LETTERS, LATER, FORMER, WITHIN = 100.0, 90.0, 80.0, 78.0, 76.0
LIKE = 0.72  # of the characters of both cores, in order
OTHER_OFFICE, OTHER_FAMILY, NO_ENDING = 3.0, 30.0, 1.0
OTHER_PLACE, OTHER_LEVEL, OTHER_SIDE = 6.0, 8.0, 18.0
LONGER = 0.5  # for each character that the longer core has more


class Likeness:
    """The names of the units, taken apart once for a whole list; answers are kept."""

    def __init__(self, names: Mapping[int, Iterable[str]]) -> None:
        """Take the names apart.

        :param names: full name, short name and aliases by the number of the unit.
        """
        self._shapes = {
            number: {shape for name in own for shape in shapes(name)}
            for number, own in names.items()
        }
        self._found: dict[str, list[int]] = {}

    def like(self, name: str) -> list[int]:
        """Return up to three units that a name may mean, the likeliest first."""
        key = unit_key(name)
        if key not in self._found:
            self._found[key] = self._search(shapes(key))
        return self._found[key]

    def _search(self, asked: Iterable[Shape]) -> list[int]:
        """Return the units whose names are like enough, by their best name."""
        scores = {}
        for number, own in self._shapes.items():
            best = max((score(one, other) for one in asked for other in own), default=0.0)
            if best >= ENOUGH:
                scores[number] = best
        return sorted(scores, key=lambda number: (-scores[number], number))[:PROPOSED]


def score(one: Shape, other: Shape) -> float:
    """Return how like two names are, 0 to 100."""
    alike = max(
        _cores(one.core, other.core),
        _later(one, other),
        _later(other, one),
        min(FORMER, _cores(former(one.core), other.core)) if former(one.core) else 0.0,
        min(FORMER, _cores(one.core, former(other.core))) if former(other.core) else 0.0,
    )
    if not alike:
        return 0.0
    return alike - _endings(one.ending, other.ending) - _places(one, other)


def _cores(one: str, other: str) -> float:
    """Return how like two cores are: the same, shortened, part of each other, or mistyped."""
    if one == other:
        return SAME
    short, long = sorted((one, other), key=len)
    if len(short) < SHORTEST or not set(short) & set(long):
        return 0.0
    more = LONGER * (len(long) - len(short))
    if short[0] == long[0] and _in_order(short, long):
        return FIRST_LETTERS - more
    if short in long:
        return WITHIN - more
    ratio = Indel.normalized_similarity(short, long)
    return FIRST_LETTERS * ratio if ratio >= LIKE else 0.0


def _later(short: Shape, long: Shape) -> float:
    """Return how well a core shortens what another has behind 和: 工信 of 科技和工业信息化."""
    fits = any(
        len(short.core) >= SHORTEST and short.core[0] == part[0] and _in_order(short.core, part)
        for part in filter(None, long.later)
    )
    return LATER if fits else 0.0


def _in_order(short: str, long: str) -> bool:
    """Whether all characters of the short text stand in the long one, in this order."""
    rest = iter(long)
    return all(character in rest for character in short)


def _endings(one: str, other: str) -> float:
    """Return what other endings take off: 局 and 委 change places, 局 and 医院 do not."""
    if one == other:
        return 0.0
    if not one or not other:
        return NO_ENDING
    for family in (OFFICES, TOWNSHIPS, COMPANIES):
        if one in family and other in family:
            return OTHER_OFFICE
    return OTHER_FAMILY


def _places(one: Shape, other: Shape) -> float:
    """Return what another place, a body of another level, or of the Party, takes off."""
    if one.party != other.party:
        return OTHER_SIDE
    if one.level and other.level and one.level != other.level:
        return OTHER_LEVEL
    return OTHER_PLACE if one.place and other.place and one.place != other.place else 0.0
