"""Keeping the rows of what is owed: brought into line before the one commit of each act.

The rows are derived: equal to a recount at any time. `verify` names what is not, `rebuild`
makes all anew; neither touches a date.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any

from sqlalchemy import Table, delete, insert, select, update

from tracker.cases.lifecycle import OPEN
from tracker.cases.models import Case
from tracker.kernel.db import Mark, db
from tracker.plan import dates
from tracker.plan.loading import ask, load
from tracker.plan.marks import cases_of
from tracker.plan.models import DutyRow
from tracker.plan.owed.duty import Duty
from tracker.plan.owed.facts import Book, CaseFacts, Key
from tracker.plan.owed.rule import owed
from tracker.plan.statements import SOME
from tracker.plan.steps import next_on
from tracker.settings.in_force import book_of

BATCH = 200
CHAIN = 4  # a limit, its reminder, its lapse: each date counts from the one before it
TABLE: Table = DutyRow.__table__
ROWS = select(TABLE).where(TABLE.c.case_id.in_(SOME))
NOT_KEPT = ("subject", "wants")
KEPT = tuple(field.name for field in fields(Duty) if field.name not in NOT_KEPT)


@dataclass(frozen=True)
class Difference:
    """One duty that the rows and a recount do not agree on."""

    case_id: int
    key: tuple[Any, ...]
    what: str


def refresh(touched: Collection[Mark]) -> None:
    """Bring the rows of every touched case into line, in the transaction of the act."""
    for some in batches(cases_of(touched)):
        _refresh(some, counting=True)


def adopt() -> int:
    """Count the dates that run already and fill the rows, after an upgrade that brought them.

    Return how many cases were looked at.
    """
    return _all(counting=True)


def rebuild() -> int:
    """Make all rows anew from the facts; no date is counted. Return how many cases there are."""
    db.session.execute(delete(TABLE))
    return _all(counting=False)


def verify(cases: Sequence[int] | None = None) -> list[Difference]:
    """Return where the rows differ from a recount, on some cases or all; nothing is written."""
    found: list[Difference] = []
    for some in batches(_every_case() if cases is None else cases):
        kept = _rows(some)
        for case in load(some):
            found += _compare(case, kept.get(case.id, {}))
    return found


def of_case(case: CaseFacts) -> tuple[Duty, ...]:
    """Return what is owed on a case by the rule."""
    book = book_of(case)
    return owed(case, Book(book.reminders.visits, book.choice("commitment_report_quarter")))


def batches(numbers: Sequence[int]) -> Iterator[list[int]]:
    """Give numbers in bounded batches."""
    for start in range(0, len(numbers), BATCH):
        yield list(numbers[start : start + BATCH])


def _every_case() -> list[int]:
    """Return the number of every case."""
    return list(db.session.scalars(select(Case.id).order_by(Case.id)))


def _all(*, counting: bool) -> int:
    """Bring every case into line."""
    numbers = _every_case()
    for some in batches(numbers):
        _refresh(some, counting=counting)
    return len(numbers)


def _refresh(numbers: Sequence[int], *, counting: bool) -> None:
    """Write what the rule says about some cases."""
    facts, kept = load(numbers, hold=True), _rows(numbers)
    owed_now = _dated(facts) if counting else {case.id: of_case(case) for case in facts}
    fresh: list[dict[str, Any]] = []
    for case in facts:
        fresh += _write(case, owed_now[case.id], kept.get(case.id, {}))
    if fresh:
        db.session.connection().execute(insert(TABLE), fresh)


def _dated(cases: Sequence[CaseFacts]) -> dict[int, tuple[Duty, ...]]:
    """Store the dates that the duties of cases ask for; return each case's duties with them."""
    counted = [_counted(case) for case in cases]
    dates.store([(case, fresh) for case, fresh, _ in counted])
    return {
        case.id: of_case(dates.with_dates(case, fresh)) if fresh else duties
        for case, fresh, duties in counted
    }


def _counted(case: CaseFacts) -> tuple[CaseFacts, dict[Key, dates.Row], tuple[Duty, ...]]:
    """Return a case without what it does not owe, the dates that it lacks, and its duties."""
    duties = of_case(case)
    case = dates.without_own(case, duties)
    fresh: dict[Key, dates.Row] = {}
    for _step in range(CHAIN):
        wants = dates.lacking(dates.with_dates(case, fresh), duties)
        if not wants:
            break
        fresh |= dates.counted(case, wants)
        duties = of_case(dates.with_dates(case, fresh))
    return case, fresh, duties


def _rows(numbers: Sequence[int]) -> dict[int, dict[tuple[Any, ...], Any]]:
    """Return the rows of some cases by case and key, as columns."""
    found: dict[int, dict[tuple[Any, ...], Any]] = {}
    for row in ask(ROWS, numbers):
        key = (row.kind, row.subject_type, row.subject_id, row.ordinal)
        found.setdefault(row.case_id, {})[key] = row
    return found


def _write(
    case: CaseFacts, duties: Sequence[Duty], kept: dict[tuple[Any, ...], Any]
) -> list[dict[str, Any]]:
    """Change and delete the rows of one case; return those that are to be inserted.

    A row that is over takes the next duty.
    """
    wanted, write = {duty.key: duty for duty in duties}, db.session.connection().execute
    over = [row.id for key, row in kept.items() if key not in wanted]
    fresh = [values_of(case, duty) for key, duty in wanted.items() if key not in kept]
    changed = [
        (row.id, values_of(case, wanted[key]))
        for key, row in kept.items()
        if key in wanted and differs(wanted[key], row)
    ]
    both = min(len(over), len(fresh))
    for number, values in (*changed, *zip(over, fresh, strict=False)):
        write(update(TABLE).where(TABLE.c.id == number).values(values))
    if over[both:]:
        write(delete(TABLE).where(TABLE.c.id.in_(over[both:])))
    return fresh[both:]


def values_of(case: CaseFacts, duty: Duty) -> dict[str, Any]:
    """Return a duty as the columns of its row."""
    return {
        **{name: getattr(duty, name) for name in KEPT},
        "case_id": case.id,
        "subject_type": duty.subject[0],
        "subject_id": duty.subject[1],
        "next_on": next_on(duty, None, book_of(case).reminders),
    }


def differs(duty: Duty, row: Any) -> bool:
    """Whether a row says something else than the rule; the next reminder is the job's."""
    return any(getattr(duty, name) != getattr(row, name) for name in KEPT)


def _compare(case: CaseFacts, kept: dict[tuple[Any, ...], Any]) -> Iterator[Difference]:
    """Give the differences of one case."""
    duties = of_case(case)
    wanted = {duty.key: duty for duty in duties}
    for key in kept.keys() - wanted.keys():
        yield Difference(case.id, key, "多出一项，依事实已不再待办")
    for key in wanted.keys() - kept.keys():
        yield Difference(case.id, key, "缺少一项，依事实应当待办")
    for key in wanted.keys() & kept.keys():
        names = [name for name in KEPT if getattr(wanted[key], name) != getattr(kept[key], name)]
        if names:
            yield Difference(case.id, key, f"内容不符：{'、'.join(names)}")
    for want in dates.lacking(case, duties):
        yield Difference(case.id, want.key, "缺少期限")
    if not duties and case.state in OPEN:
        yield Difference(case.id, (), f"{case.state.label}，却没有任何待办")
