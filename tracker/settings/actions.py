"""What is done to the holiday calendar.

Source: 全国年节及纪念日放假办法 (2024-11-10) and the State Council's yearly notice, which also
makes some weekend days working days.
"""

from __future__ import annotations

from datetime import date, timedelta

import chinese_calendar

from tracker.audit.actions import record
from tracker.kernel import clock
from tracker.kernel.db import db
from tracker.kernel.errors import Invalid, Refused
from tracker.kernel.workdays import FIXED
from tracker.settings import notice, queries
from tracker.settings.models import CalendarDay, CalendarYear

SATURDAY = 5
NOTE_LENGTH = 40


def set_day(day: date, *, working: bool, note: str) -> CalendarDay:
    """Enter or correct a day that differs from the ordinary week.

    :raises Invalid: the day is ordinary anyway.
    """
    if working == (day.weekday() < SATURDAY):
        usual = "上班" if working else "休息"
        raise Invalid("day", f"{day} 本来就{usual}，只需登记与平常不同的日子。")
    row = db.session.get(CalendarDay, day) or CalendarDay(day=day)
    row.working, row.note = working, note.strip()[:NOTE_LENGTH]
    db.session.add(row)
    db.session.flush()
    record("calendar.day_set", "calendar_day", None, {"day": day, "working": working})
    return row


def enter_notice(text: str, year: int) -> int:
    """Enter the days of a notice as it is written; return how many differ from the week.

    What was entered for one of these days before is replaced; other days stay.

    :raises Invalid: the notice cannot be read; nothing of it is entered then.
    """
    try:
        days = notice.read(text, year)
    except notice.NoticeError as error:
        raise Invalid("text", str(error)) from error
    for one in days:
        row = db.session.get(CalendarDay, one.day) or CalendarDay(day=one.day)
        row.working, row.note = one.working, one.note[:NOTE_LENGTH]
        db.session.add(row)
    db.session.flush()
    record("calendar.notice_entered", "calendar_day", None, {"year": year, "days": len(days)})
    return len(days)


def remove_day(day: date) -> None:
    """Make a day ordinary again.

    :raises Refused: the day is not in the table.
    """
    row = db.session.get(CalendarDay, day)
    if row is None:
        raise Refused(f"{day} 不在表中，请刷新页面。")
    db.session.delete(row)
    db.session.flush()
    record("calendar.day_removed", "calendar_day", None, {"day": day})


def load_year(year: int) -> int:
    """Enter the announced days off and working weekends of a year; return how many are new.

    Days that the office entered itself stay as they are.

    :raises Refused: the notice for the year is not known to the program.
    """
    day, added = date(year, 1, 1), 0
    while day.year == year:
        try:
            working = chinese_calendar.is_workday(day)
        except NotImplementedError:
            raise Refused(
                f"程序内没有 {year} 年的放假通知。请按国务院办公厅通知逐日登记，登记完再确认。"
            ) from None
        ordinary = day.weekday() < SATURDAY
        if working != ordinary and db.session.get(CalendarDay, day) is None:
            note = "调休上班" if working else "放假"
            db.session.add(CalendarDay(day=day, working=working, note=note))
            added += 1
        day += timedelta(days=1)
    _make_known(year, loaded=True)
    record("calendar.year_loaded", "calendar_day", None, {"year": year, "added": added})
    return added


def confirm_year(year: int) -> None:
    """Confirm that the days of a year were entered by hand as the notice says.

    :raises Refused: a day is missing that the regulation (art. 2) fixes as off in every year.
    """
    entered = {row.day for row in queries.year_days(year)}
    fixed = sorted(date(year, month, day) for month, day in FIXED)
    missing = [day for day in fixed if day.weekday() < SATURDAY and day not in entered]
    if missing:
        named = "、".join(f"{day.month}月{day.day}日" for day in missing)
        raise Refused(f"{year} 年还没有登记法定节日{named}。请按放假通知逐日登记齐全，再确认。")
    _make_known(year, loaded=False)
    record("calendar.year_confirmed", "calendar_day", None, {"year": year})


def _make_known(year: int, *, loaded: bool) -> None:
    """Note that the days of a year are complete."""
    row = db.session.get(CalendarYear, year) or CalendarYear(year=year)
    row.loaded, row.known_at = loaded, clock.now()
    db.session.add(row)
    db.session.flush()
