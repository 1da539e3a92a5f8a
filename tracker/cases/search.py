"""Finding cases by words: each must stand in something of the case that the person may read.

A word is found as `LIKE '%word%'` finds it in the normalised text (`kernel/texts.py`). Decision
0018 tells how.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, func, or_, select, true, union

from tracker.cases import index
from tracker.cases.grams import words_of
from tracker.cases.models import Case, CaseText, Participant
from tracker.cases.queries import parties_of
from tracker.kernel.access import Viewer
from tracker.kernel.db import db
from tracker.kernel.lookups import first
from tracker.roles import OFFICE, UNIT
from tracker.units.models import Unit

# a number as people say it: 15, 015, 第15号, 建议15, 建议(闭会)第015号; as lists print it: 闭015
_NUMBER = re.compile(r"(?:建议|提案)?(?:\((?:闭会|平时)\)|[闭平])?第?0*(\d{1,10})号?")

FEW = 2_000  # texts: to read so many costs less than to look up a frequent word


def matching(text: str, person: Viewer) -> ColumnElement[bool]:
    """Return the condition on Case under which all words of a text are found.

    The person is asked only what of a case he or she may read; which cases, is `visible`. Of
    several words the rarest is looked up in the index, and the others in what that finds.
    """
    words = words_of(text)
    counts = _counts(words) if len(words) > 1 else {}
    rarest = min(counts, key=lambda word: counts[word], default=None)
    if rarest is None or counts[rarest] > FEW:
        return and_(true(), *(_holds(word, person) for word in words))
    others = [_holds_by_reading(word, person) for word in words if word != rarest]
    return and_(_holds(rarest, person), *others)


def _counts(words: Sequence[str]) -> dict[str, int]:
    """Return in about how many texts and parts of units each word is found, up to just too many."""
    counts = []
    for word in words:
        parts = select(Participant.id).where(Participant.unit_id.in_(_named(word)))
        units = select(func.count()).select_from(parts.limit(FEW + 1).subquery())
        counts.append(index.hits(word, FEW + 1).scalar_subquery() + units.scalar_subquery())
    return dict(zip(words, db.session.execute(select(*counts)).one(), strict=True))


def number_in(word: str) -> str | None:
    """Return the number that a word says, None where it says none."""
    found = _NUMBER.fullmatch(word)
    return found[1] if found else None


def _holds(word: str, person: Viewer) -> ColumnElement[bool]:
    """Return the condition under which a case is found by one word, looked up for all cases."""
    texts = select(CaseText.case_id).where(index.holding(word), _readable(person))
    units = select(Participant.case_id).where(_told(person), Participant.unit_id.in_(_named(word)))
    found = [texts, units]
    if number := number_in(word):
        found.append(select(Case.id).where(Case.number_key == number))
    return Case.id.in_(union(*found))


def _holds_by_reading(word: str, person: Viewer) -> ColumnElement[bool]:
    """Return the same condition for few cases: the texts of each are read."""
    texts = select(CaseText.id).where(
        CaseText.case_id == Case.id,
        CaseText.text.contains(word, autoescape=True),
        _readable(person),
    )
    units = select(Participant.id).where(
        Participant.case_id == Case.id, _told(person), Participant.unit_id.in_(_named(word))
    )
    found = [first(texts).is_not(None), first(units).is_not(None)]
    if number := number_in(word):
        found.append(Case.number_key == number)
    return or_(*found)


def _named(word: str) -> ColumnElement[bool]:
    """Select the units that a word names, by any of their names."""
    return select(Unit.id).where(Unit.names.contains(word, autoescape=True))  # type: ignore[return-value]


def _readable(person: Viewer) -> ColumnElement[bool]:
    """Return the condition on CaseText under which a person may read it.

    Of a confidential case a unit reads the nameless texts alone, everybody else the full ones;
    a letter its own unit, the office, every present party, and who left what was issued before.
    """
    secret = CaseText.case_id.in_(select(Case.id).where(Case.confidential))
    unit = person.is_one_of(*UNIT)
    named = or_(CaseText.nameless, ~secret) if unit else CaseText.nameless.is_(False)
    if person.is_one_of(*OFFICE):
        return named
    party = select(Participant.id).where(
        Participant.case_id == CaseText.case_id,
        or_(*parties_of(person)),
        or_(Participant.until.is_(None), Participant.until >= CaseText.since),
    )
    letters = [CaseText.since.is_(None), party.exists()]
    if unit and person.unit_id:
        letters.append(CaseText.unit_id == person.unit_id)
    return and_(named, or_(*letters))


def _told(person: Viewer) -> ColumnElement[bool]:
    """Return the condition on Participant under which a person learns that a unit has the case.

    A unit that handed it over reads only that it had it itself.
    """
    if person.is_one_of(*OFFICE) or not person.is_one_of(*UNIT):
        return true()
    present = select(Participant.case_id).where(
        Participant.until.is_(None), or_(*parties_of(person))
    )
    own = Participant.unit_id == person.unit_id
    return or_(own, Participant.case_id.in_(present.correlate(None)))
