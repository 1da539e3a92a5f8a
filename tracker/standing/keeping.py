"""Keeping the spans: written in the transaction of each act, equal to a recount at any time.

An act over many cases only marks them; a job writes their spans, and who reads meanwhile computes
these few from the facts (`reports/sums.py`).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import Table, delete, insert, select, update

from tracker.cases.models import Case
from tracker.kernel.db import Mark, db
from tracker.standing.facts import CaseFacts
from tracker.standing.loading import load_some
from tracker.standing.models import CaseStanding, PartStanding, StaleStanding
from tracker.standing.statements import SOME
from tracker.standing.values import Values, spans_of

AT_ONCE = 20  # cases whose spans one act writes itself
BATCH = 200
CASES: Table = CaseStanding.__table__
PARTS: Table = PartStanding.__table__
STALE: Table = StaleStanding.__table__
KEPT = {table: select(table).where(table.c.case_id.in_(SOME)) for table in (CASES, PARTS)}
WRITTEN = delete(STALE).where(STALE.c.case_id.in_(SOME))
OWN = {CASES: "case_id", PARTS: "assignment_id"}
Key = tuple[int, date]


@dataclass(frozen=True)
class Difference:
    """One span that the rows and a recount do not agree on."""

    case_id: int
    what: str


def refresh(touched: Collection[Mark]) -> None:
    """Write the spans of every touched case, in the transaction of the act; mark many."""
    numbers = sorted(number for kind, number in touched if kind == "figures")
    if len(numbers) > AT_ONCE:
        put_off(numbers)
    elif numbers:
        write(numbers)


def put_off(numbers: Sequence[int]) -> None:
    """Mark cases whose spans a job writes."""
    for some in _batches(numbers):
        marked = set(db.session.scalars(select(STALE.c.case_id).where(STALE.c.case_id.in_(some))))
        fresh = [{"case_id": number} for number in some if number not in marked]
        if fresh:
            db.session.execute(insert(STALE), fresh)


def write(numbers: Sequence[int]) -> None:
    """Bring the spans of some cases into line with the facts."""
    if not numbers:
        return
    facts = load_some(numbers)
    wanted = rows_of(facts)
    _write(CASES, wanted[CASES], _kept(CASES, numbers))
    if any(case.parts for case in facts):  # an assignment that was made never goes away
        _write(PARTS, wanted[PARTS], _kept(PARTS, numbers))
    db.session.connection().execute(WRITTEN, {"some": list(numbers)})


def waiting(limit: int = BATCH) -> list[int]:
    """Return some of the cases whose spans are to be written."""
    query = select(STALE.c.case_id).order_by(STALE.c.case_id).limit(limit)
    return list(db.session.scalars(query))


def rebuild() -> int:
    """Make all spans anew from the facts; return how many cases there are."""
    for table in (CASES, PARTS, STALE):
        db.session.execute(delete(table))
    numbers = _every_case()
    for some in _batches(numbers):
        write(some)
    return len(numbers)


def verify(cases: Sequence[int] | None = None) -> list[Difference]:
    """Return where the spans differ from a recount, on some cases or all; nothing is written."""
    found: list[Difference] = []
    for some in _batches(_every_case() if cases is None else cases):
        late = set(db.session.scalars(select(STALE.c.case_id).where(STALE.c.case_id.in_(some))))
        sure = [number for number in some if number not in late]
        wanted = rows_of(load_some(sure))
        for table in (CASES, PARTS):
            found += _compare(wanted[table], _kept(table, sure))
    return found


def rows_of(cases: Iterable[CaseFacts]) -> dict[Table, list[Values]]:
    """Return the spans of cases as the values of their rows."""
    found: dict[Table, list[Values]] = {CASES: [], PARTS: []}
    for case in cases:
        own, parts = spans_of(case)
        found[CASES] += own
        found[PARTS] += parts
    return found


def _kept(table: Table, numbers: Sequence[int]) -> dict[Key, Values]:
    """Return the rows of some cases by whose they are and since when."""
    if not numbers:
        return {}
    rows = db.session.connection().execute(KEPT[table], {"some": list(numbers)}).mappings()
    return {(row[OWN[table]], row["since"]): dict(row) for row in rows}


def _write(table: Table, wanted: list[Values], kept: dict[Key, Values]) -> None:
    """Change, insert and delete rows until they say what is wanted."""
    run, fresh, over = db.session.connection().execute, [], dict(kept)
    for values in wanted:
        row = over.pop((values[OWN[table]], values["since"]), None)
        if row is None:
            fresh.append(values)
        elif changed := {name: new for name, new in values.items() if row[name] != new}:
            run(update(table).where(table.c.id == row["id"]).values(changed))
    if over:
        run(delete(table).where(table.c.id.in_([row["id"] for row in over.values()])))
    if fresh:
        run(insert(table), fresh)


def _compare(wanted: list[Values], kept: dict[Key, Values]) -> Iterator[Difference]:
    """Give the differences between a recount and the rows of one table."""
    for values in wanted:
        part = values.get("assignment_id", 0)
        row = kept.pop((part or values["case_id"], values["since"]), None)
        where = f"{'承办任务 ' + str(part) + ' ' if part else ''}自 {values['since']} 起"
        if row is None:
            yield Difference(values["case_id"], f"{where}缺少一段")
        elif names := [name for name, value in values.items() if row[name] != value]:
            yield Difference(values["case_id"], f"{where}内容不符：{'、'.join(names)}")
    for row in kept.values():
        yield Difference(row["case_id"], f"自 {row['since']} 起多出一段")


def _every_case() -> list[int]:
    """Return the number of every case."""
    return list(db.session.scalars(select(Case.id).order_by(Case.id)))


def _batches(numbers: Sequence[int]) -> Iterator[list[int]]:
    """Give numbers in bounded batches."""
    for start in range(0, len(numbers), BATCH):
        yield list(numbers[start : start + BATCH])
