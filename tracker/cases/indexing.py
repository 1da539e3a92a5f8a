"""Keeping what cases are found by: always in the transaction of the act that changes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, insert, select

from tracker.cases import index
from tracker.cases.grams import lines_of, without
from tracker.cases.models import Case, CaseText
from tracker.cases.numbering import case_label
from tracker.kernel.db import db

OF_CASE = "case"
NAMES = "names"


@dataclass(frozen=True)
class Found:
    """A text that a case is found by; a letter with its unit and its day."""

    source: str
    pieces: tuple[str, ...]
    unit_id: int | None = None
    since: date | None = None


Wanted = tuple[Found, str | None, bool]
Kept = dict[tuple[str, bool], CaseText]


def index_text(case: Case, found: Found) -> None:
    """Set what the case can be found by from one source."""
    _settle(case, _kept(case, CaseText.source == found.source), _texts(case, found))


def index_case(case: Case) -> None:
    """Let the case be found by what was registered; who may not be named is cut out anew."""
    kept = _kept(case)
    wanted = [one for found in texts_of(case) for one in _texts(case, found)]
    for (source, nameless), row in kept.items():
        if source not in (OF_CASE, NAMES) and not nameless:
            letter = Found(source, (), row.unit_id, row.since)
            wanted.append((letter, _nameless(case, row.text), True))
    _settle(case, kept, wanted)


def index_new(cases: Iterable[Case]) -> None:
    """Let cases that were just made be found, many at once."""
    made = [
        {"case_id": case.id, "source": source, "nameless": nameless, "text": text}
        for case in cases
        for (source, nameless), (text, _) in rows_of(case, texts_of(case)).items()
    ]
    if made:
        db.session.execute(insert(CaseText), made)
        fresh = CaseText.case_id.in_({row["case_id"] for row in made})
        query = select(CaseText.id, CaseText.text).where(fresh).order_by(CaseText.id)
        index.put([(number, text) for number, text in db.session.execute(query)])


def texts_of(case: Case) -> tuple[Found, Found]:
    """Return what a case itself is found by: number, title and text; its proposers."""
    spoken = case_label(case.kind, case.period, case.number_key)
    numbers = (case.label, case.number, spoken)
    people = [piece for row in case.submitters for piece in (row.name, row.group_name)]
    return (
        Found(OF_CASE, (*numbers, case.title, case.topic, case.text)),
        Found(NAMES, tuple(people)),
    )


def rows_of(case: Case, founds: Sequence[Found]) -> dict[tuple[str, bool], tuple[str, Found]]:
    """Return the rows that the texts of a case make, by source and whether without names."""
    rows = {}
    for found in founds:
        text = lines_of(found.pieces)
        rows[(found.source, False)] = (text, found)
        if case.confidential and found.source != NAMES:
            rows[(found.source, True)] = (_nameless(case, text) or "", found)
    return rows


def _nameless(case: Case, text: str) -> str | None:
    """Return a text of a confidential case without its proposers; None where all are named."""
    if not case.confidential:
        return None
    return without(text, [piece for row in case.submitters for piece in (row.name, row.group_name)])


def _texts(case: Case, found: Found) -> Iterator[Wanted]:
    """Give the texts of one source, with whether it is the one without names.

    Of a confidential case units find the text without the proposers' names only.
    """
    text = lines_of(found.pieces)
    yield found, text, False
    if found.source != NAMES:
        yield found, _nameless(case, text), True


def _kept(case: Case, *conditions: ColumnElement[bool]) -> Kept:
    """Return the texts that are kept of a case, by source and whether without names."""
    query = select(CaseText).where(CaseText.case_id == case.id, *conditions)
    return {(row.source, row.nameless): row for row in db.session.scalars(query)}


def _settle(case: Case, kept: Kept, wanted: Iterable[Wanted]) -> None:
    """Keep the wanted texts and their grams, or drop them where there is none."""
    changed = []
    for found, text, nameless in wanted:
        row = kept.get((found.source, nameless))
        before = row.text if row else None
        if row is not None and before is not None and before != text:
            index.take_out(row.id, before)
        if text is None:
            if row is not None:
                db.session.delete(row)
            continue
        row = row or CaseText(case_id=case.id, source=found.source, nameless=nameless)
        row.text, row.unit_id, row.since = text, found.unit_id, found.since
        db.session.add(row)
        if before != text:
            changed.append(row)
    db.session.flush()
    index.put([(row.id, row.text) for row in changed])
