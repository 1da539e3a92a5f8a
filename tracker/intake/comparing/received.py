"""When a case of a list came in (收件日期), and whether its days can belong to the session."""

from __future__ import annotations

from datetime import date, timedelta

from tracker.bodies.models import CongressSession
from tracker.intake.reading.handed import Row
from tracker.intake.reading.headers import Field
from tracker.intake.reading.preview import Entry, SheetPreview
from tracker.kernel import clock
from tracker.terms import Period

YEARS_APART = timedelta(days=3 * 366)
DAYS = (
    ("received_on", Field.RECEIVED_ON),
    ("assigned_on", Field.ASSIGNED_ON),
    ("due_on", Field.DUE_ON),
    ("signed_on", Field.SIGNED_ON),
    ("replied_on", Field.REPLIED_ON),
)


def received_on(entry: Row, session: CongressSession) -> date:
    """Return the day of receipt; the limit of assigning a between-sessions item counts from it.

    It is the day that the list states. Else an item of the session is in when the session
    closes, and one between sessions on the day of import. It never lies after the assignment.
    """
    today = clock.today()
    came = today if entry.period is Period.INTERSESSION else session.closed_on
    return min(entry.received_on or came, entry.assigned_on or today, today)


def note_days(entry: Entry, sheet: SheetPreview, session: CongressSession) -> None:
    """Note a day that lies years away from the session, or an assignment before it."""
    for name, field in DAYS:
        day, column = getattr(entry, name), sheet.column(field)
        if day and column and abs(day - session.opened_on) > YEARS_APART:
            entry.wrong(column, f"{day} 离这次会议（{session.opened_on}）有好几年，请核对年份。")
        elif name == "assigned_on" and day and day < session.opened_on:
            entry.doubt(column, f"{day} 早于会议开幕日 {session.opened_on}，请核对。")


def note_receipt(sheet: SheetPreview) -> None:
    """Say which day counts as receipt where between-sessions items come without one."""
    counted = [
        entry
        for entry in sheet.rows
        if entry.decision == "new"
        and entry.period is Period.INTERSESSION
        and not (entry.received_on or entry.assigned_on)
    ]
    if counted:
        sheet.warnings.append(
            f"闭会期间的 {len(counted)} 件没有写收到的日期，收件日期按今天 {clock.today()} 记，"
            "交办期限从这一天起算。早已收到的，请在清单里加一列“收件日期”再上传。"
        )
