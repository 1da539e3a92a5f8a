"""The dates of an assignment as stored rows: set, superseded, never overwritten."""

from __future__ import annotations

from datetime import date

from tracker.assign.lifecycle import OPEN_EXTENSION, OPEN_RETURN
from tracker.assign.models import Assignment, ExtensionRequest, ReturnRequest
from tracker.cases.models import Case
from tracker.deadlines import counting
from tracker.deadlines.counting import Assigned, Due
from tracker.deadlines.models import Deadline
from tracker.deadlines.queries import due_of, in_force
from tracker.kernel import clock
from tracker.kernel.access import viewer
from tracker.kernel.db import db
from tracker.kernel.errors import Invalid, Refused
from tracker.kernel.given import check_day, check_order, check_year
from tracker.roles import Role
from tracker.rulebook.book import Rulebook
from tracker.rulebook.keys import RECEIVED
from tracker.settings.in_force import book_of, calendar
from tracker.terms import AssignRole, DeadlineKind, Kind, LimitUnit, Period

SIGN, RETURN, REPLY = DeadlineKind.SIGN, DeadlineKind.RETURN, DeadlineKind.REPLY
ASSIST, CONTACT = DeadlineKind.ASSIST, DeadlineKind.CONTACT

DECIDED_BY = {
    "return_request": DeadlineKind.RETURN_DECIDE,
    "extension_request": DeadlineKind.EXTENSION_DECIDE,
}

__all__ = ["ASSIST", "CONTACT", "REPLY", "RETURN", "SIGN", "Due", "store"]


def store(
    row: Assignment, kind: DeadlineKind, due: Due, reason: str = "", set_on: date | None = None
) -> Deadline:
    """Put a date in force; the one before it is kept as superseded.

    :param set_on: the day on which it was decided, where that is not today.
    """
    now = clock.now()
    for old in row.deadlines:
        if old.kind == kind and old.ordinal == row.round and old.superseded_at is None:
            old.superseded_at = now
    db.session.flush()
    fresh = Deadline(
        case_id=row.case_id,
        subject_type=row.__tablename__,
        kind=kind,
        ordinal=row.round,
        due_on=due.on,
        rule=due.rule,
        value=due.value,
        unit=due.unit,
        event=due.event,
        event_on=due.event_on,
        source=due.source,
        provisional=due.provisional,
        reason=reason,
        set_on=set_on or clock.today(),
        set_at=now,
    )
    row.deadlines.append(fresh)
    db.session.flush()
    return fresh


def begin_with(
    row: Assignment, kind: DeadlineKind, due: Due, reason: str, set_on: date
) -> Deadline:
    """Let a date stand first instead of the one just counted.

    What was counted in this very act was never in force: no date was moved, and it is not kept
    as superseded.
    """
    counted = row.deadline(kind)
    if counted is not None:
        row.deadlines.remove(counted)
        db.session.delete(counted)
    return store(row, kind, due, reason, set_on)


def set_at_assignment(case: Case, row: Assignment) -> None:
    """Set every date of a unit that takes it over; receipt is at the latest its limit."""
    book, days = book_of(case), calendar()
    on = row.assigned_on or clock.today()
    sign = counting.sign_due(book, on, days)
    store(row, SIGN, sign, set_on=on)
    received = counting.received_on(on, None, sign.on)
    for kind, key in _unit_limits(row):
        store(row, kind, counting.unit_due(book, key, on, received, days), set_on=on)
    if AssignRole(row.role).answers:
        given = assigned(case, on)
        due = reply_due(book, given.kind, given.period, given.on, given.batch_end)
        store(row, REPLY, due, set_on=on)


def assigned(case: Case, on: date) -> Assigned:
    """Return what the reply of a case is counted by: a unit that takes over gains no time."""
    end = case.batch.end_on if case.batch else None
    return Assigned(Kind(case.kind), Period(case.period), case.assigned_on or on, end)


def _unit_limits(row: Assignment) -> list[tuple[DeadlineKind, str]]:
    """Return what else has a limit of its own, with the key of the rulebook."""
    own = (CONTACT, "contact_first") if AssignRole(row.role).answers else (ASSIST, "assist")
    return [(RETURN, "return"), own]


def reply_due(
    book: Rulebook,
    kind: Kind,
    period: Period,
    assigned_on: date,
    batch_end: date | None,
    received: date | None = None,
) -> Due:
    """Return the reply date of a case that is assigned on a day, within its batch's common end."""
    return counting.reply_due(book, kind, period, assigned_on, batch_end, calendar(), received)


def set_at_receipt(row: Assignment) -> None:
    """Count again from the day of receipt what counts from it in this place."""
    sign, book, days = row.deadline(SIGN), book_of(row.case), calendar()
    if row.assigned_on is None or sign is None:
        return
    received = counting.received_on(row.assigned_on, row.signed_on, sign.due_on)
    for kind, key in _unit_limits(row):
        if book.limit(key).event == RECEIVED:
            due = counting.unit_due(book, key, row.assigned_on, received, days)
            store(row, kind, due, set_on=row.signed_on)
    _reply_from_receipt(row, book, received)


def _reply_from_receipt(row: Assignment, book: Rulebook, received: date) -> None:
    """Count the first reply anew where it counts from the receipt of the unit that had it first.

    A date that the office or the batch set is none of receipt.
    """
    before, given = row.deadline(REPLY), assigned(row.case, row.assigned_on or received)
    if before is None or before.event != RECEIVED or row.round > 1 or given.on != row.assigned_on:
        return
    if before.rule != counting.SET_BY_OFFICE:
        end = given.batch_end
        due = reply_due(book, given.kind, given.period, given.on, end, received)
        store(row, REPLY, due, set_on=row.signed_on)


def receipt_moves(row: Assignment, signed_on: date) -> bool:
    """Whether a sign-for on this day gives another receipt than none would."""
    sign, assigned = row.deadline(SIGN), row.assigned_on
    if sign is None or assigned is None:
        return False
    without = counting.received_on(assigned, None, sign.due_on)
    return counting.received_on(assigned, signed_on, sign.due_on) != without


def set_by_office(row: Assignment, on: date, reason: str, approved: date | None) -> Deadline:
    """Set another reply date, approved on a day; None is today.

    One that is later than the date that was counted is the extension of the round.

    :raises Refused: it puts the date off, and the rules of the case leave that to a leader.
    :raises Invalid: the approval lies ahead or before the assignment; the date lies before what
        it follows, beyond what the law or the case's rules allow, or in a year that is a slip.
    """
    before, set_on = row.deadline(REPLY), approved or clock.today()
    event, event_on = (before.event, before.event_on) if before else ("assigned", _since(row))
    first, named = (_since(row), "交办日期") if row.round == 1 else (event_on, "重新交办日期")
    check_day("set_on", set_on, first, named)
    _check_not_over(before, on, set_on)
    if before is not None and on > before.due_on:
        _check_by_whom(row)
    check_cap(row, on)
    due = Due(
        on=on,
        rule=counting.SET_BY_OFFICE,
        value=(on - _since(row)).days,
        unit=LimitUnit.DAYS,
        event=event,
        event_on=event_on,
        source="政府办调整",
        provisional=False,
    )
    counted = counted_date(row)
    stored = store(row, REPLY, due, reason, set_on)
    stored.extends = counted is not None and on > counted
    return stored


def check_cap(row: Assignment, on: date) -> None:
    """Refuse a reply date beyond what the law or the rules of the case allow, or a slip of a year.

    :raises Invalid: at the new date.
    """
    check_year("due_on", on)
    cap = cap_of(row)
    if cap and on > cap:
        raise Invalid("due_on", f"答复期限最迟不能超过 {cap}（自交办之日起的法定上限）。")
    last = longest_of(row)
    if last and on > last:
        raise Invalid("due_on", f"按本件的规定，延期最迟不能超过 {last}。")


def cap_of(row: Assignment) -> date | None:
    """Return the last day that the law allows for the reply; None in a later round."""
    case = row.case
    if row.round > 1:
        return None
    kind, period = Kind(case.kind), Period(case.period)
    return counting.hard_cap(book_of(case), kind, period, _since(row))


def longest_of(row: Assignment) -> date | None:
    """Return the last day to which the reply may be put off, however often it was moved.

    It counts from the first date of the round; None where nothing is counted, or no end is set.
    """
    own = [one for one in row.deadlines if one.kind == REPLY and one.ordinal == row.round]
    if not own:
        return None
    return counting.extension_end(book_of(row.case), min(own, key=lambda one: one.id).due_on)


def latest_of(row: Assignment) -> date | None:
    """Return the last day that law and rules of the case both allow, None where none is set."""
    return min((day for day in (cap_of(row), longest_of(row)) if day), default=None)


def counted_date(row: Assignment) -> date | None:
    """Return the reply date of the round as it stood before anybody moved it."""
    dates = [one for one in row.deadlines if one.kind == REPLY and one.ordinal == row.round]
    counted = [one for one in dates if one.rule != counting.SET_BY_OFFICE]
    return (counted[-1] if counted else dates[0]).due_on if dates else None


def _since(row: Assignment) -> date:
    """Return the day of assignment of the case, from which its cap counts."""
    return row.case.assigned_on or clock.today()


def _check_by_whom(row: Assignment) -> None:
    """Refuse to put a reply off by somebody whom the rules of the case do not name.

    :raises Refused: a leader of the office has to do it.
    """
    if book_of(row.case).choice("extension_by") == "leader" and not viewer().is_one_of(Role.OL):
        raise Refused("按本件的规定，延期须由政府办领导批准，请领导办理。")


def _check_not_over(before: Deadline | None, on: date, approved: date) -> None:
    """Refuse a date that was over when it was set.

    An extension was told on paper when it was approved, so that its own end may be over by now,
    as when the day of its approval is put right; an earlier date binds the unit from today.
    """
    if before is None or on < before.due_on:
        check_order("due_on", on, clock.today(), "今天", "新的期限")
    else:
        check_order("due_on", on, approved, "批准日期", "新的期限")


def decide_by(asked: ReturnRequest | ExtensionRequest) -> date | None:
    """Return until when the office decides a unit's request, None once it is decided."""
    if asked.state not in (*OPEN_RETURN, *OPEN_EXTENSION):
        return None
    kind = DECIDED_BY[asked.__tablename__]
    stored = in_force(asked.__tablename__, [asked.id]).get((asked.id, kind))
    return stored.due_on if stored else None


def set_redo(row: Assignment, sent_back: date) -> date:
    """Give an assisting unit time for another opinion; an end that lies later stays.

    Return the day until which it has time.
    """
    due, before = counting.redo_due(book_of(row.case), sent_back, calendar()), row.deadline(ASSIST)
    if before is not None and before.due_on >= due.on:
        return before.due_on
    return store(row, ASSIST, due).due_on


def carry(old: Assignment, fresh: Assignment) -> None:
    """Let the unit that takes over keep the reply dates that the office had set.

    Each with the day of its approval; one that stood first, as that of a paper list, does again.
    """
    before = old.deadline(REPLY)
    if before is None or before.rule != counting.SET_BY_OFFICE:
        return
    dates = [one for one in old.deadlines if one.kind == REPLY and one.ordinal == old.round]
    for one in dates:
        if one.rule == counting.SET_BY_OFFICE:
            keep = begin_with if one is dates[0] else store
            kept = keep(fresh, REPLY, due_of(one), one.reason, one.set_on)
            kept.extends = one.extends
