"""The date by which a list wants the answer (办理时限), and what becomes of it.

A fixed date belongs to a batch (统一办结期限): on approval the earlier of it and the rule's date
wins, so it never lies beyond the legal cap.
"""

from __future__ import annotations

from tracker.bodies.models import Batch, CongressSession
from tracker.bodies.queries import batches_of
from tracker.cases.models import Case
from tracker.intake.comparing import on_paper
from tracker.intake.reading.handed import Row
from tracker.intake.reading.headers import Field
from tracker.intake.reading.preview import Entry, SheetPreview
from tracker.kernel import clock
from tracker.terms import CaseState

ELSE = "请在批准交办时选统一办结期限为这一天的批次，或交办后在该件用“调整期限”"


def batch_of(entry: Row, session: CongressSession) -> Batch | None:
    """Return the only batch of the session whose common end is the date of the row.

    One whose end is past serves no assignment any more.
    """
    if entry.due_on is None or entry.due_on < clock.today():
        return None
    found = [
        batch
        for batch in batches_of(session.id)
        if batch.end_on == entry.due_on and batch.period == entry.period
    ]
    return found[0] if len(found) == 1 else None


def batch_change(entry: Row, case: Case) -> str:
    """Return in words that the list now means another batch, empty where it does not."""
    batch = batch_of(entry, case.session)
    if batch is None or batch is case.batch:
        return ""
    return f"批次：{case.batch.name if case.batch else '（空）'} → {batch.name}"


def note_due(
    entry: Entry, sheet: SheetPreview, session: CongressSession, case: Case | None
) -> None:
    """Say at a row that is not assigned yet what becomes of its date."""
    kept = case.batch.end_on if case and case.batch else None
    if entry.due_on is None or entry.due_on == kept:
        return
    batch, column = batch_of(entry, session), sheet.column(Field.DUE_ON)
    if batch and (case is None or case.state == CaseState.REGISTERED):
        sentence = f"登记到批次“{batch.name}”；它的统一办结期限与法定期限，取较早的一个。"
    elif case is None and on_paper.takes_due(entry, session):
        sentence = f"清单的办理时限 {entry.due_on} 只在按已交办登记时采用；否则{ELSE}。"
    else:
        sentence = f"清单的办理时限 {entry.due_on} 没有采用，{ELSE}。"
    entry.doubt(column, sentence)
