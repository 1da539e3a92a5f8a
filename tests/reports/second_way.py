"""The sums of the standing rows beside the oracle: every number on which they do not agree."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from sqlalchemy import delete, update

from tests import plain_sql
from tests.oracles import figures as oracle
from tests.oracles.workdays import day_of
from tracker.kernel.db import db, transaction
from tracker.reports.statistics import figures_of
from tracker.reports.sums import Reading, Scope
from tracker.reports.tallies import Tallies
from tracker.standing import keeping
from tracker.standing.models import CaseStanding, PartStanding
from tracker.terms import ReplyClass, Satisfaction

Found = tuple[str, Any, Any]
WHEN_SOMETHING_HAPPENED = """
SELECT "on" FROM history_entry UNION SELECT due_on FROM deadline UNION SELECT due_on FROM commitment
 UNION SELECT received_on FROM case_record UNION SELECT held_on FROM contact
"""


def differences(days: Iterable[date]) -> list[tuple[date, str, Any, Any]]:
    """Return each number of any day on which they differ: which, the product's, the oracle's."""
    found = [(day, *one) for day in days for one in _on(day)]
    db.session.rollback()
    return found


def eventful() -> list[date]:
    """Return every day on which something happened or a limit ended, and the day after it."""
    days = {day_of(row[0]) for row in plain_sql.rows(WHEN_SOMETHING_HAPPENED) if row[0]}
    return sorted({*days, *(day + timedelta(days=1) for day in days)})


def some_days(source: str, often: int) -> list[date]:
    """Return days at random from before the first event until after the last one."""
    days, random = eventful(), Random(source)
    first, span = days[0] - timedelta(days=5), (days[-1] - days[0]).days + 10
    return [first + timedelta(days=random.randint(0, span)) for _ in range(often)]


def spoil(cases: list[int], random: Random) -> None:
    """Delete the rows of some cases and make those of the others wrong; mark all of them."""
    gone = random.sample(cases, len(cases) // 2)
    wrong = [number for number in cases if number not in gone]
    with transaction():
        for model in (CaseStanding, PartStanding):
            db.session.execute(delete(model).where(model.case_id.in_(gone)))
            change = update(model).where(model.case_id.in_(wrong))
            made_up = {"answered": True, "rating": Satisfaction.UNSATISFIED, "counted": True}
            db.session.execute(change.values(**made_up, reply_class=ReplyClass.D, contact_days=99))
        late = update(PartStanding).where(PartStanding.case_id.in_(wrong))
        db.session.execute(late.values(open_due_on=date(2026, 1, 2), held=True, promises_due=5))
        keeping.put_off(cases)


def _on(day: date) -> Iterator[Found]:
    """Give what differs on a day."""
    wanted, told = oracle.Reading(plain_sql.rows, day), Reading(Scope(), day).tallies()
    yield from _unequal("states", {str(one): n for one, n in told.states.items()}, wanted.states)
    yield from _unequal("units", sorted(told.units), sorted(wanted.units))
    yield from _same("district", told, wanted.items, wanted.parts, wanted.days)
    for number, unit in wanted.units.items():
        mine, own = told.units[number], Reading(Scope(), day, number).tallies()
        yield from _unequal(f"unit {number} own items", +mine.items, +own.items)
        yield from _unequal(f"unit {number} own units", [number], list(own.units))
        yield from _same(f"unit {number}", own, unit.items, unit.parts, unit.days)
        late = (len(unit.late), min(unit.late, default=None))
        yield from _unequal(f"unit {number} late", (mine.late, mine.oldest), late)
    late = sorted(due for unit in wanted.units.values() for due in unit.late)[:50]
    yield from _unequal("late", [row.due_on for row in Reading(Scope(), day).late()], late)


def _same(whose: str, told: Tallies, items: Any, parts: Any, days: Any) -> Iterator[Found]:
    """Give what differs of the district or of a unit."""
    yield from _unequal(f"{whose} items", +told.items, items)
    yield from _unequal(f"{whose} parts", +told.parts, parts)
    yield from _unequal(f"{whose} days to contact", told.contact_days, days["contact"])
    yield from _unequal(f"{whose} days to answer", told.answer_days, days["answer"])
    rates = figures_of(told.items, told.parts)
    printed = {row.key: (row.numerator, row.denominator) for row in rates}
    yield from _unequal(f"{whose} figures", printed, oracle.figures(items, parts))


def _unequal(what: str, told: Any, wanted: Any) -> Iterator[Found]:
    """Give two values where they are not equal; of mappings what is not."""
    if isinstance(told, dict) and told != wanted:
        names = {*told, *wanted}
        differ = [name for name in names if told.get(name, 0) != wanted.get(name, 0)]
        yield what, {name: told.get(name) for name in differ}, {n: wanted.get(n) for n in differ}
    elif told != wanted:
        yield what, told, wanted
