"""What every act asks of the days and the reason that a person gave, before it writes.

The sentences about days stand in `kernel/days.py`; here they refuse, at the field concerned.
"""

from __future__ import annotations

from datetime import date

from tracker.kernel import clock
from tracker.kernel.days import ahead_fault, moving_fault, order_fault, year_fault
from tracker.kernel.errors import Invalid

NO_REASON = "请填写理由。"


def _refuse(field: str, fault: str) -> None:
    """Refuse what is wrong, where something is."""
    if fault:
        raise Invalid(field, fault)


def check_done(field: str, on: date, word: str = "日期") -> None:
    """Refuse a business date that lies ahead.

    :raises Invalid: at the form field.
    """
    _refuse(field, ahead_fault(on, clock.today(), word))


def check_order(field: str, on: date, after: date | None, what: str, word: str = "日期") -> None:
    """Refuse a date before that of `what` it follows.

    :raises Invalid: at the form field.
    """
    _refuse(field, order_fault(on, after, what, word))


def check_day(field: str, on: date, after: date | None, what: str) -> None:
    """Refuse a business date that lies ahead or before the act it follows.

    :raises Invalid: at the form field.
    """
    check_done(field, on)
    check_order(field, on, after, what)


def check_coming(field: str, on: date, word: str, agreed: date | None = None) -> None:
    """Refuse a date that is not to come, or not later than the one that was agreed.

    :raises Invalid: at the form field.
    """
    today = clock.today()
    beside = f"和原定的 {agreed}" if agreed else ""
    _refuse(field, "" if on > max(agreed or today, today) else f"{word}应晚于今天{beside}。")


def check_year(field: str, on: date) -> None:
    """Refuse a year that can only be a slip.

    :raises Invalid: at the form field.
    """
    _refuse(field, year_fault(on, clock.today()))


def backdated(on: date, reason: str) -> str:
    """Return why a business date that moves a limit lies before today; ask for it.

    :raises Invalid: it lies before today and the reason is missing.
    """
    _refuse("reason", moving_fault(on, clock.today(), reason))
    return reason.strip() if on < clock.today() else ""


def needed(reason: str) -> str:
    """Return the reason, or ask for it.

    :raises Invalid: it is missing.
    """
    why = reason.strip()
    _refuse("reason", "" if why else NO_REASON)
    return why
