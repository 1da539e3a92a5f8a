"""Pages of the holiday calendar; what changes in it moves the limits of running cases.

They stand here, above `settings`, because a change and the new count of every limit are one act.
"""

from __future__ import annotations

from datetime import date

import chinese_calendar
from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from tracker.kernel import clock
from tracker.kernel.access import requires
from tracker.kernel.db import transaction
from tracker.kernel.errors import Invalid
from tracker.kernel.pages import Answer, put_error
from tracker.permissions import Permission
from tracker.plan.recounting import recount
from tracker.settings import actions, queries
from tracker.settings.forms import DayForm, NoticeForm

bp = Blueprint("settings", __name__, url_prefix="/settings")
FIRST_YEAR, LAST_YEAR = 2004, 2099


def _year() -> int:
    """Return the year asked for in the address; the present one by default."""
    text = request.args.get("year", "")
    plain = text.isascii() and text.isdigit() and len(text) == len("2026")
    year = int(text) if plain else clock.today().year
    return min(max(year, FIRST_YEAR), LAST_YEAR)


def _page(form: DayForm | None, year: int, noted: NoticeForm | None = None) -> str:
    """Render the calendar of a year; of two forms the one that was sent keeps what was typed."""
    return render_template(
        "plan/calendar.html",
        form=form or DayForm(formdata=None),
        noted=noted or NoticeForm(formdata=None),
        year=year,
        rows=queries.year_days(year),
        known=queries.known_year(year),
        announced=_is_announced(year),
        first=FIRST_YEAR,
        last=LAST_YEAR,
    )


def _is_announced(year: int) -> bool:
    """Whether the program holds the notice of a year, so that it can be entered at once."""
    try:
        chinese_calendar.is_workday(date(year, 1, 1))
    except NotImplementedError:
        return False
    return True


def _ask_year(day: date) -> None:
    """Refuse a day of a year that the calendar never shows.

    :raises Invalid: at the day.
    """
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Invalid("day", f"日历只登记 {FIRST_YEAR} 至 {LAST_YEAR} 年的日子，请检查年份。")


@bp.get("/calendar")
@requires(Permission.SETTINGS_WORKDAYS)
def calendar() -> Answer:
    """Show the exceptions of a year."""
    return _page(DayForm(), _year())


@bp.post("/calendar")
@requires(Permission.SETTINGS_WORKDAYS)
def set_day() -> Answer:
    """Enter or correct one day."""
    form = DayForm()
    if form.validate_on_submit():
        try:
            _ask_year(form.day.data)
            with transaction():
                actions.set_day(
                    form.day.data, working=form.working.data == "on", note=form.note.data
                )
                moved = recount()
        except Invalid as error:
            put_error(form[error.field], str(error))
        else:
            flash(f"已登记 {form.day.data}。{_said(moved)}")
            return redirect(url_for("settings.calendar", year=form.day.data.year))
    return _page(form, _year()), 422


@bp.post("/calendar/notice/<int:year>")
@requires(Permission.SETTINGS_WORKDAYS)
def enter_notice(year: int) -> Answer:
    """Enter the days of a notice as it is written."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        abort(404)
    form = NoticeForm()
    if form.validate_on_submit():
        try:
            with transaction():
                entered = actions.enter_notice(form.text.data, year)
                moved = recount()
        except Invalid as error:
            put_error(form.text, str(error))
        else:
            flash(f"已按通知登记 {entered} 天，请逐行核对后确认全年。{_said(moved)}")
            return redirect(url_for("settings.calendar", year=year))
    return _page(None, year, form), 422


@bp.post("/calendar/load/<int:year>")
@requires(Permission.SETTINGS_WORKDAYS)
def load_year(year: int) -> Answer:
    """Enter the announced days of a year."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        abort(404)
    with transaction():
        added = actions.load_year(year)
        moved = recount()
    flash(f"{year} 年已载入 {added} 天；原先登记的日子没有改动。{_said(moved)}")
    return redirect(url_for("settings.calendar", year=year))


@bp.post("/calendar/confirm/<int:year>")
@requires(Permission.SETTINGS_WORKDAYS)
def confirm_year(year: int) -> Answer:
    """Confirm that a year was entered by hand completely."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        abort(404)
    with transaction():
        actions.confirm_year(year)
        moved = recount()
    flash(f"已确认 {year} 年的放假安排。{_said(moved)}")
    return redirect(url_for("settings.calendar", year=year))


@bp.post("/calendar/remove/<day>")
@requires(Permission.SETTINGS_WORKDAYS)
def remove_day(day: str) -> Answer:
    """Make a day ordinary again."""
    try:
        chosen = date.fromisoformat(day)
    except ValueError:
        abort(404)
    with transaction():
        actions.remove_day(chosen)
        moved = recount()
    flash(f"已删除 {chosen}。{_said(moved)}")
    return redirect(url_for("settings.calendar", year=chosen.year))


def _said(moved: int) -> str:
    """Return in words of how many subjects dates moved."""
    return f"有 {moved} 件次的期限随之改变，已告知有关的人。" if moved else "没有期限因此改变。"
