"""Which registered people an unknown name is like, the likeliest first; pure.

Nothing is taken by itself: what is found is proposed to a person, who takes it or not.
"""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz.distance import OSA

from tracker.deputies.names import name_key

PROPOSED = 3
SURNAME = 1  # characters; a compound surname begins with another one's first character, rarely
SHORT = 2
NEAR = 0.75  # of a long name's characters
OTHER_GROUP, OTHER_SURNAME = 0.05, 0.1
# one character for another in names, kept apart by the simplified script
_VARIANTS = str.maketrans("喆堃昇陞甯淼犇珮彣璟瑨玥錡畧祐", "哲坤升升宁渺奔佩文景晋月奇略佑")


def like(name: str, group: str, among: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return up to three people of a term whose names are like one, the likeliest first.

    :param group: delegation or sector as the list gives it, empty for none.
    :param among: names for comparing, each with the group; both are given back as they came.
    """
    asked, own = name_key(name), name_key(group)
    characters, scored = set(asked.translate(_VARIANTS)), []
    for person in among:
        if characters.isdisjoint(person[0].translate(_VARIANTS)):
            continue
        same_group = bool(own) and name_key(person[1]) == own
        if found := score(asked, person[0], same_group=same_group):
            scored.append((-found, person))
    return [person for _, person in sorted(scored)[:PROPOSED]]


def score(one: str, other: str, *, same_group: bool) -> float:
    """Return how like two names are, 0 to 1; 0 where they are of two people.

    One character may be another, missing, too many or changed with its neighbour. Of a name of two
    characters the surname has to stand and the group to be the same, or many would be like it.
    """
    if one == other:
        return 1.0
    plain, known = one.translate(_VARIANTS), other.translate(_VARIANTS)
    distance, longest = OSA.distance(plain, known), max(len(plain), len(known))
    same_surname = plain[:SURNAME] == known[:SURNAME]
    if distance > 1 and 1 - distance / longest < NEAR:
        return 0.0
    if distance and min(len(plain), len(known)) <= SHORT and not (same_surname and same_group):
        return 0.0
    likeness = 1 - distance / longest
    return likeness - (not same_group) * OTHER_GROUP - (not same_surname) * OTHER_SURNAME
