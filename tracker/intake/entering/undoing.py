"""Taking an imported list back: whole, while nobody has acted on its cases since."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from sqlalchemy import Select, select
from sqlalchemy.orm import selectinload

from tracker.assign import actions as assign
from tracker.audit.actions import record
from tracker.cases import actions as cases
from tracker.cases import queries
from tracker.cases.models import Case
from tracker.intake.entering import done_on_paper, keeping
from tracker.intake.models import ImportedList, ImportedRow
from tracker.kernel import clock
from tracker.kernel.access import viewer
from tracker.kernel.db import db
from tracker.kernel.errors import Refused
from tracker.kernel.given import needed
from tracker.notices import actions as notices
from tracker.terms import CaseState
from tracker.timeline.models import HistoryEntry
from tracker.units.models import Unit

MOST_NAMED = 5


def rows_of(kept: ImportedList) -> Select[ImportedRow]:
    """Select the rows of a list that went in, in their order."""
    query = select(ImportedRow).where(ImportedRow.list_id == kept.id).order_by(ImportedRow.id)
    return query.options(selectinload(ImportedRow.case))


def acted_on(kept: ImportedList) -> dict[int, list[str]]:
    """Return what was done on cases of a list since it went in, by case: who did what, in words."""
    cases_of = select(ImportedRow.case_id).where(ImportedRow.list_id == kept.id)
    query = select(HistoryEntry).where(
        HistoryEntry.case_id.in_(cases_of), HistoryEntry.id > kept.last_entry
    )
    found: dict[int, list[str]] = defaultdict(list)
    for entry in db.session.scalars(query.order_by(HistoryEntry.id)):
        found[entry.case_id].append(f"{entry.on} {entry.actor_name}：{entry.sentence}")
    return found


def undo(kept: ImportedList, reason: str) -> int:
    """Take a list back: what it registered is void, what it changed is as it was before.

    What it entered as done on paper goes with its cases.

    :returns: how many cases were taken back.
    :raises Refused: it is taken back already, or somebody has acted on cases of it.
    :raises Invalid: the reason is missing.
    """
    if kept.undone_at is not None:
        raise Refused("这份清单已经撤销，请刷新页面。")
    given = needed(reason)
    rows: Sequence[ImportedRow] = db.session.scalars(rows_of(kept)).all()
    _refuse_acted(kept, rows)
    why = f"撤销导入“{kept.file}”：{given}"
    told: dict[Unit, list[Case]] = defaultdict(list)
    for row in reversed(rows):
        for unit in _take_back(row, why):
            told[unit].insert(0, row.case)
    for unit, cases_of in told.items():
        _tell(unit, cases_of)
    kept.undone_at, kept.undone_by = clock.now(), viewer().account_id
    kept.undo_reason = reason.strip()
    detail = {"file": kept.file, "cases": len(rows), "reason": kept.undo_reason}
    record("intake.undone", "imported_list", kept.id, detail)
    return len(rows)


def _refuse_acted(kept: ImportedList, rows: Sequence[ImportedRow]) -> None:
    """Refuse while cases of the list have gone on; they are named.

    :raises Refused: see above.
    """
    held = acted_on(kept)
    if not held:
        return
    went_on = [row.case for row in rows if row.case_id in held]
    raise Refused(
        f"导入以后已有人办理其中的 {len(went_on)} 件（{_named(went_on)}），不能整份撤销。"
        "登记有误的件请逐件更正、作废或转出。"
    )


def _tell(unit: Unit, taken: Sequence[Case]) -> None:
    """Tell a unit which cases no longer stand on its desk; nobody else heard of them."""
    sentence = f"{_named(taken)}共 {len(taken)} 件是误导入的，现已作废，不必办理。"
    notices.tell_unit_together([case.id for case in taken], unit, sentence)


def _named(taken: Sequence[Case]) -> str:
    """Return the first cases by their labels."""
    labels = [case.label for case in taken]
    return "、".join(labels[:MOST_NAMED]) + ("等" if len(labels) > MOST_NAMED else "")


def _take_back(row: ImportedRow, why: str) -> Sequence[Unit]:
    """Make a new case void, or write back what a changed one was; return units that had it."""
    case = queries.registered(row.case_id)
    if case is None:
        return ()
    if row.new:
        units = done_on_paper.take_back(case, why)
        cases.void_with_list(case, why)
        return units
    cases.correct(case, keeping.facts_before(case, row.before), why)
    if case.state == CaseState.REGISTERED:
        assign.propose(case, keeping.shares_before(row.before))
    return ()
