"""How far the last session is, and which units are slow with their letters: a leader's figures.

Each is counted by the database in one statement, and leads to the list of just its cases.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import case as either
from sqlalchemy import func, select

from tracker.bodies.models import Body, CongressSession
from tracker.bodies.titles import session_title
from tracker.cases.models import Case
from tracker.desk.leader_reach import Reach
from tracker.kernel.db import db
from tracker.plan.models import DutyRow
from tracker.plan_terms import OF_LETTER
from tracker.reports.asked import Step
from tracker.reports.steps import OF_PART, TOGETHER, latest_sessions, step_of
from tracker.reports.sums import Reading, Scope
from tracker.terms import BodyType, CaseState, Kind
from tracker.units.models import Unit

SHADES: dict[Step, int] = {
    Step.UNASSIGNED: 6,
    Step.UNSIGNED: 5,
    Step.WORKING: 4,
    Step.SIGNING: 3,
    Step.REPLIED: 2,
    Step.CLOSED: 1,
}
OUT = ((CaseState.WITHDRAWN, "撤回"), (CaseState.HANDED_OUT, "转出"))
KINDS = ((Kind.SUGGESTION, "建议"), (Kind.PROPOSAL, "提案"))
SLOWEST = 5


@dataclass(frozen=True)
class Figure:
    """One figure as a link to the cases behind it; `shade`: how the bar draws it."""

    label: str
    count: int
    href: str
    shade: int = 0


@dataclass(frozen=True)
class Progress:
    """The last session of each body: what came in, at which steps it is, what share is answered."""

    sessions: tuple[str, ...]
    kinds: tuple[Figure, ...]
    out: tuple[Figure, ...]
    parts: tuple[Figure, ...]
    given: Figure
    answered: Figure
    year_ago: str

    @property
    def rate(self) -> str:
        """The share of what was assigned that is answered, — where nothing was."""
        return _share(self.answered.count, self.given.count) or "—"


@dataclass(frozen=True)
class Slow:
    """One unit's letters that are owed: how many, how many late, and for how many days at most."""

    label: str
    of: int
    late: int
    rate: str
    href: str
    of_href: str
    late_href: str
    rate_href: str

    @property
    def done(self) -> int:
        """Those that are not late."""
        return self.of - self.late


def progress_of(reach: Reach, today: date) -> Progress:
    """Return how far the last sessions are."""
    sessions = _sessions(today)
    steps: Counter[str] = Counter()
    kinds: Counter[Kind] = Counter()
    states: Counter[CaseState] = Counter()
    for step, kind, state, number in db.session.execute(_steps(reach, list(sessions))):
        steps[step] += number
        kinds[kind] += number
        states[state] += number
    last = {"sessions": "latest"}

    def of(step: Step) -> Figure:
        number = sum(steps[one.value] for one in TOGETHER.get(step, (step,)))
        address = reach.ledger(step=step.value, **last)
        return Figure(step.label, number, address, SHADES.get(step, 0))

    return Progress(
        sessions=tuple(sessions.values()),
        kinds=tuple(
            Figure(word, kinds[kind], reach.ledger(kind=kind.value, **last)) for kind, word in KINDS
        ),
        out=tuple(
            Figure(word, states[state], reach.ledger(state=state.value, **last))
            for state, word in OUT
        ),
        parts=tuple(of(step) for step in SHADES),
        given=of(Step.GIVEN),
        answered=of(Step.ANSWERED),
        year_ago=_share_on(year_before(today)) if reach.leader is None else "",
    )


def year_before(day: date) -> date:
    """Return the same day of the year before, 28 February for the 29th."""
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def _share(answered: int, given: int) -> str:
    """Return a share in words, nothing where nothing was given."""
    return f"{100 * answered / given:.1f}%" if given else ""


def _share_on(day: date) -> str:
    """Return how much of what was assigned was answered on a day, of the sessions last then."""
    sessions = tuple(db.session.scalars(latest_sessions(day)))
    if not sessions:
        return ""
    states = Reading(Scope({"session_id": sessions}), day).states()
    answered = states[CaseState.REPLIED] + states[CaseState.CLOSED]
    under_way = states[CaseState.ASSIGNED] + states[CaseState.HANDLING]
    return _share(answered, answered + under_way)


def _steps(reach: Reach, sessions: Sequence[int]) -> Any:
    """Select how many cases of some sessions stand at each step, by kind and state."""
    query = select(step_of().label("step"), Case.kind, Case.state, func.count())
    query = query.where(Case.session_id.in_(sessions), reach.cases, Case.state != CaseState.VOID)
    return query.group_by("step", Case.kind, Case.state)


def _sessions(today: date) -> dict[int, str]:
    """Return the last sessions as offices write them, the congress first, by number."""
    held = CongressSession
    query = select(held.id, Body.type, held.term, held.number).join(Body, Body.id == held.body_id)
    rows = db.session.execute(query.where(held.id.in_(latest_sessions(today)))).all()
    rows = sorted(rows, key=lambda row: row.type != BodyType.CONGRESS)
    return {row.id: session_title(row.type, row.term, row.number) for row in rows}


def slow_units(reach: Reach, today: date) -> list[Slow]:
    """Return the units that owe letters: those with most late ones first, then the longest."""
    late = func.sum(either((DutyRow.due_on < today, 1), else_=0))
    query = (
        select(
            Unit.id,
            Unit.short_name,
            func.count().label("of"),
            late.label("late"),
            func.min(DutyRow.due_on).label("first"),
        )
        .join(Unit, Unit.id == DutyRow.unit_id)
        .where(OF_PART, DutyRow.kind.in_(OF_LETTER), reach.holds(DutyRow.case_id))
        .group_by(Unit.id, Unit.short_name)
        .order_by(late.desc(), func.min(DutyRow.due_on), Unit.id)
    )
    return _slow(db.session.execute(query).all(), reach, today)


def _slow(rows: Sequence[Any], reach: Reach, today: date) -> list[Slow]:
    """Return rows of units with their addresses."""
    return [
        Slow(
            label=row.short_name,
            of=row.of,
            late=row.late,
            rate=f"{(today - row.first).days} 天" if row.late else "",
            href=reach.ledger(unit=row.id, state="open"),
            of_href=reach.ledger(unit=row.id, letter="open"),
            late_href=reach.ledger(unit=row.id, letter="late"),
            rate_href=reach.ledger(unit=row.id, letter="late", sort="due"),
        )
        for row in rows
    ]
