"""What stands against entering a row as assigned on paper already, known before it is tried."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tracker.assign import actions as assign
from tracker.assign.actions import ShareFacts
from tracker.bodies.models import CongressSession
from tracker.deadlines import counting
from tracker.intake.comparing.directory import Directory
from tracker.intake.comparing.shares import shares_of
from tracker.intake.reading.handed import Row
from tracker.intake.reading.headers import Field
from tracker.intake.reading.preview import Entry, SheetPreview
from tracker.kernel import clock
from tracker.kernel.days import ahead_fault, order_fault
from tracker.kernel.errors import Invalid
from tracker.reply.letter_check import tidy_number
from tracker.settings.in_force import rulebook
from tracker.terms import AssignRole, ReplyClass

PART = "见交办清单"
IF_TICKED = "按已交办登记时："
UNIT_FIELDS = (Field.HOST, Field.UNIT, Field.SEPARATE, Field.ASSISTING)
Fault = tuple[tuple[Field, ...], str]


def shares(entry: Row, among: Directory) -> list[ShareFacts]:
    """Return the units as they were assigned; the paper has the part that no column says."""
    return shares_of(entry, among, PART)


def faults(entry: Row, session: CongressSession, among: Directory) -> list[Fault]:
    """Return what refuses a row that says when it was assigned, with the columns at fault."""
    if entry.assigned_on is None:
        return []
    found = shares(entry, among)
    return [
        *_unit_faults(found),
        *_day_faults(entry, entry.assigned_on),
        *_due_faults(entry, session, entry.assigned_on),
        *_answer_faults(entry, found),
    ]


def takes_due(entry: Row, session: CongressSession) -> bool:
    """Whether the date by which a row is to be answered is taken over where it is on paper."""
    return entry.assigned_on is not None and not any(_due_faults(entry, session, entry.assigned_on))


def note(entry: Entry, sheet: SheetPreview, session: CongressSession, among: Directory) -> None:
    """Show at a new row what would refuse it, and what is entered where a part is not said."""
    for fields, sentence in faults(entry, session, among):
        entry.doubt(sheet.column(*fields), f"{IF_TICKED}{sentence}")
    if number := _printed_number(entry):
        sentence = f"{IF_TICKED}文号按印制的写法记为“{number}”。"
        entry.doubt(sheet.column(Field.DOCUMENT_NUMBER), sentence)
    if answered := _unanswered(entry):
        entry.doubt(sheet.column(*answered), "没有答复日期，答复和评价的内容没有记入，随件保存。")
    if entry.assigned_on and any(share.part == PART for share in shares(entry, among)):
        sentence = f"没有写各单位的办理内容，记为“{PART}”。"
        column = sheet.column(Field.SEPARATE) or sheet.column(*UNIT_FIELDS)
        entry.doubt(column, f"{IF_TICKED}{sentence}")


def _printed_number(entry: Row) -> str:
    """Return the document number as it is kept, where it is spelled otherwise in the list."""
    number = tidy_number(entry.document_number) if entry.assigned_on and entry.replied_on else None
    return number if number and number != entry.document_number else ""


def _unanswered(entry: Row) -> tuple[Field, ...]:
    """Return the columns of an answer that has no day."""
    if entry.replied_on is not None:
        return ()
    said = (
        (Field.REPLY_CLASS, entry.reply_class),
        (Field.RATING, entry.rating),
        (Field.PROMISE, entry.promise),
        (Field.DOCUMENT_NUMBER, entry.document_number),
    )
    return tuple(field for field, value in said if value)


def note_missing(sheet: SheetPreview) -> None:
    """Show which new rows have no day of assignment where others have one."""
    column, rows = sheet.column(Field.ASSIGNED_ON), sheet.rows
    if column is None or not any(entry.assigned_on for entry in rows):
        return
    for entry in rows:
        if entry.decision == "new" and entry.assigned_on is None:
            entry.doubt(column, f"{IF_TICKED}没有交办日期，只登记、拟定单位，交办另行报批。")


def _unit_faults(found: list[ShareFacts]) -> Iterator[Fault]:
    """Give what is wrong with the units."""
    if gaps := [share.unit_text for share in found if share.unit is None]:
        yield UNIT_FIELDS, f"“{'、'.join(gaps)}”不在名册中，请先登记这个单位。"
        return
    try:
        assign.check(found)
    except Invalid as fault:
        yield UNIT_FIELDS, str(fault)


def _day_faults(entry: Row, assigned_on: date) -> Iterator[Fault]:
    """Give what is wrong with the days of what was done."""
    today = clock.today()
    for field, name, day in (
        (Field.ASSIGNED_ON, "交办日期", assigned_on),
        (Field.SIGNED_ON, "签收日期", entry.signed_on),
        (Field.REPLIED_ON, "答复日期", entry.replied_on),
    ):
        word = f"{name} {day} "
        ahead = ahead_fault(day, today, word) if day else ""
        if day and (fault := ahead or order_fault(day, assigned_on, "交办日期", word)):
            yield (field,), fault


def _due_faults(entry: Row, session: CongressSession, assigned_on: date) -> Iterator[Fault]:
    """Give what is wrong with the date by which it was to be answered."""
    kind = session.body.type.kind
    cap = counting.hard_cap(rulebook(), kind, entry.period, assigned_on)
    if entry.due_on and entry.due_on < assigned_on:
        yield (Field.DUE_ON,), f"办结期限 {entry.due_on} 早于交办日期 {assigned_on}。"
    elif entry.due_on and cap and entry.due_on > cap:
        yield (Field.DUE_ON,), f"办结期限 {entry.due_on} 超过法定上限 {cap}。"


def _answer_faults(entry: Row, found: list[ShareFacts]) -> Iterator[Fault]:
    """Give what is wrong with the answer."""
    if entry.replied_on is None:
        return
    if sum(AssignRole(share.role).answers for share in found) > 1:
        sentence = "分办有几份答复，清单只有一个答复日期，请不勾选后逐份代录。"
        yield (Field.REPLIED_ON,), sentence
    if entry.promise_due_on and not entry.promise:
        yield (Field.PROMISE_DUE_ON,), "写了落实时限而没有承诺事项，请补上承诺事项。"
    elif entry.promise_due_on and entry.promise_due_on < entry.replied_on:
        yield (Field.PROMISE_DUE_ON,), f"落实时限早于答复日期 {entry.replied_on}。"
    if entry.reply_class and not rulebook().outcomes_of(ReplyClass(entry.reply_class)):
        yield (Field.REPLY_CLASS,), f"本地的办理类别里没有 {entry.reply_class} 类，请核对。"
