"""Keeping what a list said: the list, each of its rows, and what a changed case was before."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import func, insert, select

from tracker.assign import queries as assignments
from tracker.assign.actions import ShareFacts
from tracker.bodies.models import Batch, CongressSession
from tracker.cases.facts import CaseFacts, SubmitterFacts
from tracker.cases.models import Case
from tracker.deputies.models import Deputy
from tracker.intake.models import ImportedList, ImportedRow
from tracker.intake.reading.handed import ListRow
from tracker.kernel import clock
from tracker.kernel.access import viewer
from tracker.kernel.db import db
from tracker.terms import AssignRole, LeadType, Level, Period
from tracker.timeline.models import HistoryEntry
from tracker.units.models import Unit

KEPT = ("number", "title", "text", "topic", "remarks", "signer_count")


def begin(file: str, digest: str) -> ImportedList:
    """Keep a list that goes in; its counts follow with `finish`."""
    kept = ImportedList(
        file=file, digest=digest, at=clock.now(), account_id=viewer().account_id, last_entry=0
    )
    db.session.add(kept)
    db.session.flush()
    return kept


def finish(kept: ImportedList, registered: int, changed: int) -> None:
    """Write how much went in, and the last line of the history that this wrote."""
    db.session.flush()
    kept.registered, kept.changed = registered, changed
    kept.last_entry = db.session.scalar(select(func.max(HistoryEntry.id))) or 0


def keep_rows(kept: ImportedList, sheet: str, rows: Sequence[tuple[ListRow, Case, str]]) -> None:
    """Keep rows with everything that stood in them; nothing that no column takes is lost.

    :param rows: each with its case, and what that was before where the row changed it.
    """
    made = [
        {
            "list_id": kept.id,
            "case_id": case.id,
            "sheet": sheet,
            "row": entry.row,
            "new": not before,
            "cells": json.dumps(dict(entry.cells), ensure_ascii=False),
            "before": before,
        }
        for entry, case, before in rows
    ]
    if made:
        db.session.execute(insert(ImportedRow), made)


def before_of(case: Case) -> str:
    """Return what a case is registered as, and who is proposed for it, to be written back."""
    facts: dict[str, Any] = {name: getattr(case, name) for name in KEPT}
    facts |= {
        "session": case.session_id,
        "period": case.period,
        "level": case.level,
        "batch": case.batch_id,
        "lead_type": case.lead_type,
        "received_on": case.received_on.isoformat(),
        "submitters": [
            [row.name, row.group_name, row.phone, row.deputy_id] for row in case.submitters
        ],
        "shares": [
            [row.unit_id, row.role, row.part, row.unit_text]
            for row in assignments.proposed(case.id)
        ],
    }
    return json.dumps(facts, ensure_ascii=False)


def facts_before(case: Case, before: str) -> CaseFacts:
    """Return what a case was registered as before a list changed it."""
    said = json.loads(before)
    get = db.session.get
    return CaseFacts(
        session=db.session.get_one(CongressSession, said["session"]),
        period=Period(said["period"]),
        level=Level(said["level"]),
        batch=get(Batch, said["batch"]) if said["batch"] else None,
        lead_type=LeadType(said["lead_type"]),
        received_on=date.fromisoformat(said["received_on"]),
        submitters=tuple(
            SubmitterFacts(name, group, phone, get(Deputy, deputy) if deputy else None)
            for name, group, phone, deputy in said["submitters"]
        ),
        key_item=case.key_item,
        confidential=case.confidential,
        **{name: said[name] for name in KEPT},
    )


def shares_before(before: str) -> list[ShareFacts]:
    """Return who was proposed for a case before a list changed it."""
    return [
        ShareFacts(db.session.get(Unit, unit) if unit else None, AssignRole(role), part, text)
        for unit, role, part, text in json.loads(before)["shares"]
    ]
