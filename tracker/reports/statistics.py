"""The figures an office reports, as of a cut-off date; pure. Source: domain §6.

The unit of the district's figures is the case (件); a unit's count its assignments (件次).
Withdrawn, handed-out and void cases stand in no denominator.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.reports.facts import CaseFacts, Item, Part
from tracker.reports.figures import of_assignments, of_items, spans_of
from tracker.reports.rates import Figure, Span
from tracker.terms import AssignRole, CaseState

ENDED = frozenset({CaseState.WITHDRAWN, CaseState.HANDED_OUT, CaseState.VOID})


@dataclass(frozen=True)
class Late:
    """A letter that is late on the day: whose, of which case, due when, by how many days."""

    case_id: int
    label: str
    title: str
    unit: str
    unit_id: int
    role: AssignRole
    due_on: date
    days: int


@dataclass(frozen=True)
class UnitFigures:
    """One unit: how often it has a case in each role, and its figures by assignment (件次)."""

    unit: str
    unit_id: int
    roles: dict[AssignRole, int]
    figures: list[Figure]


@dataclass(frozen=True)
class Statistics:
    """All figures as of a day: the district's by case, each unit's by assignment."""

    as_of: date
    counted: str
    counts: dict[str, int]
    figures: list[Figure]
    spans: list[Span]
    late: list[Late]
    by_unit: list[UnitFigures]


COUNTS = {
    "received": "收件",
    "registered": "待交办",
    "assigned": "已交办",
    "handling": "办理中",
    "replied": "已答复",
    "closed": "办结",
    "withdrawn": "撤回",
    "handed_out": "转出",
    "void": "作废",
}
IN_COUNT = {
    CaseState.REGISTERED: "registered",
    CaseState.ASSIGN_PENDING: "registered",
    CaseState.ASSIGNED: "assigned",
    CaseState.HANDLING: "handling",
    CaseState.REPLIED: "replied",
    CaseState.CLOSED: "closed",
    CaseState.WITHDRAWN: "withdrawn",
    CaseState.HANDED_OUT: "handed_out",
    CaseState.VOID: "void",
}


def compute(cases: Sequence[CaseFacts], as_of: date) -> Statistics:
    """Return every figure as of a day."""
    items = items_of(cases, as_of)
    parts = _parts(cases, as_of)
    return Statistics(
        as_of=as_of,
        counted="case",
        counts=counts_of(cases, as_of),
        figures=[*of_items(items, as_of), *of_assignments(parts, as_of)],
        spans=spans_of(items, as_of),
        late=late_of(items, as_of),
        by_unit=_by_unit(items, parts, as_of),
    )


def compute_unit(cases: Sequence[CaseFacts], as_of: date, unit_id: int) -> Statistics:
    """Return what one unit may see: its own figures by assignment (件次)."""
    items = [one for item in items_of(cases, as_of) for one in _own(item) if _is(one, unit_id)]
    parts = [part for part in _parts(cases, as_of) if part.unit_id == unit_id]
    by_unit = _by_unit(items, parts, as_of)
    figures = [*of_items(items, as_of), *of_assignments(parts, as_of)]
    spans, late = spans_of(items, as_of), late_of(items, as_of)
    return Statistics(as_of, "assignment", {}, figures, spans, late, by_unit)


def items_of(cases: Iterable[CaseFacts], as_of: date) -> list[Item]:
    """Return the cases that are to be answered, with the parts that answer them."""
    return [
        Item(case, tuple(parts))
        for case in cases
        if case.state_on(as_of) not in (None, *ENDED) and (parts := case.answering(as_of))
    ]


def counts_of(cases: Iterable[CaseFacts], as_of: date) -> dict[str, int]:
    """Count every case once by its state on the day; the states sum up to received."""
    found = dict.fromkeys(COUNTS, 0)
    for case in cases:
        state = case.state_on(as_of)
        if state is not None:
            found["received"] += 1
            found[IN_COUNT[state]] += 1
    return found


def late_of(items: Iterable[Item], as_of: date) -> list[Late]:
    """Return the letters that are late on the day, the latest first."""
    found = []
    for item in items:
        for part in item.parts:
            number = part.round_by(as_of)
            due = part.due_by(as_of, number)
            written = any(letter.round == number for letter in part.letters_by(as_of))
            if due and due < as_of and not written:
                found.append(_late(item.case, part, due, (as_of - due).days))
    return sorted(found, key=lambda row: (-row.days, row.unit, row.case_id))


def as_json(found: Statistics) -> dict[str, object]:
    """Return the figures for a script."""
    return {
        "as_of": found.as_of.isoformat(),
        "counted": found.counted,
        "figures": [_plain(figure) for figure in found.figures],
        "by_unit": [
            {"unit": row.unit, "figures": [_plain(figure) for figure in row.figures]}
            for row in found.by_unit
        ],
    }


def _late(case: CaseFacts, part: Part, due: date, days: int) -> Late:
    """Return one line of the overdue list."""
    return Late(case.id, case.label, case.title, part.unit, part.unit_id, part.role, due, days)


def _own(item: Item) -> list[Item]:
    """Return each part of a case as its unit counts it."""
    return [Item(item.case, (part,), own=True) for part in item.parts]


def _is(item: Item, unit_id: int) -> bool:
    """Whether an item is a unit's own part."""
    return item.parts[0].unit_id == unit_id


def _parts(cases: Iterable[CaseFacts], as_of: date) -> list[Part]:
    """Return every assignment made by the day, returned ones too."""
    return [
        part
        for case in cases
        if case.state_on(as_of) not in (None, *ENDED)
        for part in case.parts
        if part.assigned_on <= as_of
    ]


def _by_unit(items: Iterable[Item], parts: Iterable[Part], as_of: date) -> list[UnitFigures]:
    """Return each unit's figures over its own assignments (件次), sorted by name."""
    own: dict[int, list[Item]] = {}
    for item in items:
        for one in _own(item):
            own.setdefault(one.parts[0].unit_id, []).append(one)
    assigned: dict[int, list[Part]] = {}
    for part in parts:
        assigned.setdefault(part.unit_id, []).append(part)
    return [
        UnitFigures(
            name,
            unit_id,
            Counter(part.role for part in assigned[unit_id] if part.held(as_of)),
            [*of_items(own.get(unit_id, []), as_of), *of_assignments(assigned[unit_id], as_of)],
        )
        for name, unit_id in _named(assigned)
    ]


def _named(assigned: dict[int, list[Part]]) -> list[tuple[str, int]]:
    """Return the units by short name; by the full one where two share the short one."""
    short = {unit_id: parts[0].unit for unit_id, parts in assigned.items()}
    shared = Counter(short.values())
    return sorted(
        (assigned[unit_id][0].unit_name if shared[name] > 1 else name, unit_id)
        for unit_id, name in short.items()
    )


def _plain(figure: Figure) -> dict[str, object]:
    """Return one figure for a script."""
    return {
        "key": figure.key,
        "label": figure.label,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "rate": figure.rate,
    }
