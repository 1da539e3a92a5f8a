"""What only the history still tells: changes of state, and what was recalled (收回)."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

from sqlalchemy import select

from tracker.cases.models import Case
from tracker.kernel.db import db
from tracker.reports.facts import CaseFacts, Part
from tracker.terms import CaseState
from tracker.timeline.events import Event
from tracker.timeline.models import HistoryEntry

DONE = (Event.ASSIGNMENT_SIGNED, Event.ASSIGNMENT_OPINION_SUBMITTED)
SIGN_RECALLED, OPINION_RECALLED = Event.ASSIGNMENT_SIGN_RECALLED, Event.ASSIGNMENT_OPINION_RECALLED


def load_changes(cases: dict[int, CaseFacts], ids: Any) -> None:
    """Load each change of a case's state with its business day."""
    query = (
        select(HistoryEntry.case_id, HistoryEntry.on, HistoryEntry.new_state)
        .where(
            HistoryEntry.subject_type == Case.__tablename__,
            HistoryEntry.subject_id.in_(ids),
            HistoryEntry.new_state.is_not(None),
            HistoryEntry.old_state.is_not(None),
        )
        .order_by(HistoryEntry.id)
    )
    found: dict[int, list[tuple[Any, CaseState]]] = defaultdict(list)
    for case_id, on, state in db.session.execute(query):
        found[case_id].append((on, CaseState(str(state))))
    for case_id, changes in found.items():
        cases[case_id].changes = changes


def load_recalled(parts: dict[int, Part], ids: Any) -> None:
    """Load from which day to which a sign-for or an opinion stood that was recalled."""
    query = (
        select(HistoryEntry.act, HistoryEntry.subject_id, HistoryEntry.on)
        .where(
            HistoryEntry.case_id.in_(ids),
            HistoryEntry.act.in_((*DONE, SIGN_RECALLED, OPINION_RECALLED)),
        )
        .order_by(HistoryEntry.id)
    )
    last: dict[int, date] = {}
    for act, part_id, on in db.session.execute(query):
        if act in DONE:
            last[part_id] = on  # only the last act of a unit can be recalled
        elif part_id in parts:
            part = parts[part_id]
            found = part.signs_recalled if act == SIGN_RECALLED else part.opinions_recalled
            found.append((last[part_id], on))
