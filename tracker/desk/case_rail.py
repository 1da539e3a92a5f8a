"""The rail of a case page: what is planned, what the case waits for today, what was missed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.desk.case_box import Owed
from tracker.desk.history import short
from tracker.plan_terms import OF_LETTER, DutyKind
from tracker.rulebook.book import Rulebook

K = DutyKind


@dataclass(frozen=True)
class Mark:
    """One mark on the rail."""

    when: str
    what: str
    note: str = ""
    missed: bool = False


@dataclass(frozen=True)
class Rail:
    """What is to come, the furthest first; what waits today; what is past, the newest first."""

    plan: list[Mark]
    waits: str
    past: list[Mark]


def rail_of(
    lines: Sequence[Owed],
    waits: str,
    history: Sequence[tuple[str, str, str, str]],
    today: date,
    book: Rulebook,
) -> Rail:
    """Return the rail of what the viewer reads; `waits` says what the case waits for today."""
    dated = [line for line in lines if line.due_on is not None]
    ahead = sorted(
        (line for line in dated if line.due_on >= today),  # type: ignore[operator]
        key=lambda line: line.due_on or today,
        reverse=True,
    )
    late = sorted(
        (line for line in dated if line.due_on < today),  # type: ignore[operator]
        key=lambda line: line.due_on or today,
        reverse=True,
    )
    plan = [Mark(short(line.due_on), _planned(line), line.rule) for line in ahead]
    missed = [Mark(short(line.due_on), f"到期：{_planned(line)}", missed=True) for line in late]
    past = [Mark(when, what, note) for _kind, when, what, note in history]
    return Rail(_after_issue(lines, book) + plan, waits, missed + past)


def _planned(line: Owed) -> str:
    """Return a duty as an entry of the plan: who does what."""
    return f"{line.who.removeprefix('轮到')}{line.what}"


def _after_issue(lines: Sequence[Owed], book: Rulebook) -> list[Mark]:
    """Return what follows once a letter is issued; its days are not known yet."""
    waiting = [line for line in lines if line.row.kind in OF_LETTER]
    if not any(line.row.subject_type == "assignment" for line in waiting):
        return []
    rate, send = book.limit("feedback"), book.limit("deliver")
    return [
        Mark("印发后", "提出者评价", f"收到答复之日起 {rate.value} {rate.unit.label}"),
        Mark("印发后", "送达提出者", f"印发之日起 {send.value} {send.unit.label}，政府办自定"),
    ]
