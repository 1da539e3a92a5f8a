"""How cases stood, as the values of rows: the same for the tables and for a recount; pure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields
from datetime import date
from typing import Any

from tracker.standing.facts import CaseFacts
from tracker.standing.rule import (
    Answering,
    CaseStood,
    PartStood,
    Span,
    case_on,
    course_of,
    part_on,
)

Values = dict[str, Any]
ANSWERING = tuple(field.name for field in fields(Answering))
OF_CASE = tuple(field.name for field in fields(CaseStood) if field.name != "answering")
OF_PART = tuple(field.name for field in fields(PartStood) if field.name != "answering")


def spans_of(case: CaseFacts) -> tuple[list[Values], list[Values]]:
    """Return every span of a case, and those of its assignments."""
    course = course_of(case)
    own = [{**_shared(case), **_span(span), **_of_case(span.stood)} for span in course.case]
    parts = [
        {**_shared(case), **_span(span), "assignment_id": number, **_of_part(span.stood)}
        for number, spans in course.parts.items()
        for span in spans
    ]
    return own, parts


def on_day(cases: Iterable[CaseFacts], day: date) -> tuple[list[Values], list[Values]]:
    """Return how cases stood on a day, and their assignments."""
    own, parts = [], []
    for case in cases:
        if (stood := case_on(case, day)) is not None:
            own.append({**_shared(case), **_of_case(stood)})
            parts += list(_parts_on(case, day))
    return own, parts


def _parts_on(case: CaseFacts, day: date) -> Iterator[Values]:
    """Give the assignments of a case as they stood on a day."""
    for part in case.parts:
        if (stood := part_on(case, part, day)) is not None:
            yield {**_shared(case), "assignment_id": part.id, **_of_part(stood)}


def _shared(case: CaseFacts) -> Values:
    """Return by what a row is chosen."""
    return {
        "case_id": case.id,
        "session_id": case.session_id,
        "kind": case.kind,
        "period": case.period,
    }


def _span(span: Span[Any]) -> Values:
    """Return from when until when."""
    return {"since": span.since, "until": span.until}


def _of_case(stood: CaseStood) -> Values:
    """Return how a case stood."""
    return {**{name: getattr(stood, name) for name in OF_CASE}, **_answering(stood.answering)}


def _of_part(stood: PartStood) -> Values:
    """Return how an assignment stood."""
    return {**{name: getattr(stood, name) for name in OF_PART}, **_answering(stood.answering)}


def _answering(stood: Answering) -> Values:
    """Return what counts of those who answer."""
    return {name: getattr(stood, name) for name in ANSWERING}
