"""Keeping what cases are found by: always in the transaction of the act that changes it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

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


def index_text(case: Case, found: Found) -> None:
    """Set what the case can be found by from one source.

    Of a confidential case units find the text without the proposers' names only.
    """
    text = lines_of(found.pieces)
    _put(case, found, text, nameless=False)
    if found.source != NAMES:
        _put(case, found, _nameless(case, text), nameless=True)


def index_case(case: Case) -> None:
    """Let the case be found by what was registered; who may not be named is cut out anew."""
    for found in texts_of(case):
        index_text(case, found)
    own = (OF_CASE, NAMES)
    query = select(CaseText).where(
        CaseText.case_id == case.id, CaseText.source.not_in(own), CaseText.nameless.is_(False)
    )
    for row in list(db.session.scalars(query)):
        found = Found(row.source, (), row.unit_id, row.since)
        _put(case, found, _nameless(case, row.text), nameless=True)


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


def _put(case: Case, found: Found, text: str | None, *, nameless: bool) -> None:
    """Keep a text and its grams, or drop them where there is none."""
    key = {"case_id": case.id, "source": found.source, "nameless": nameless}
    row = db.session.scalar(select(CaseText).filter_by(**key))
    if row is None and text is None:
        return
    before = row.text if row else None
    if row is not None and before is not None and before != text:
        index.take_out(row.id, before)
    if row is not None and text is None:
        db.session.delete(row)
        return
    row = row or CaseText(**key)
    row.text, row.unit_id, row.since = text or "", found.unit_id, found.since
    db.session.add(row)
    db.session.flush()
    if before != text:
        index.put(row.id, row.text)
