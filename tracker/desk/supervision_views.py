"""The supervision list with its month (盯到底)."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask import Blueprint, render_template, request, url_for

from tracker.desk import month, supervision, urging, watched
from tracker.desk.follow_menu import menus_of
from tracker.desk.runs import run_told
from tracker.desk.scopes import Days
from tracker.desk.urgeable import offered
from tracker.desk.watched import Chip, Narrow
from tracker.kernel import clock
from tracker.kernel.access import Viewer, requires, viewer
from tracker.kernel.days import parse_day
from tracker.kernel.pages import Answer
from tracker.permissions import Permission
from tracker.settings.in_force import rulebook

bp = Blueprint("supervision", __name__, url_prefix="/supervision")
KEPT = ("only", "month", "day", "on", "before")


@bp.get("/")
@requires(Permission.FOLLOW_UP_LIST)
def index() -> Answer:
    """Show what is open on the cases followed, late or soon, and the month beside it."""
    person, today = viewer(), clock.today()
    days = Days.of(today, rulebook().reminders.soon)
    chips = watched.chips_of(days)
    chip = watched.chosen(chips, request.args.get("only", ""))
    narrow = Narrow(_day("on"), _day("before"))
    day = _day("day") or narrow.on
    first = month.asked(request.args.get("month", ""), day or today)
    found = supervision.figures(person, days, chips, (chip, narrow), first)
    lines = supervision.page_of(person, days, (chip, narrow), found)
    return render_template(
        "supervision/index.html",
        **_chips(chips, chip, found.behind),
        **_month(person, days, chip, first, day),
        today=today,
        days=days,
        found=found,
        lines=lines,
        rows=offered(lines.rows, person, today),
        menus=menus_of(person, lines.rows),
        narrow=narrow,
        until=urging.until_default(today),
        run=run_told(person, today),
    )


def _month(person: Viewer, days: Days, chip: Chip, first: date, day: date | None) -> dict[str, Any]:
    """Return the month beside the list, and the duties of the day that is open in it."""
    return {
        "month": month.month_of(person, days, chip, first, day, _address(chip)),
        "day": day,
        "day_total": supervision.count_on(person, days, chip, day) if day else 0,
        "of_day": supervision.lines_on(person, days, chip, day) if day else [],
    }


def _chips(chips: tuple[Chip, ...], chosen: Chip, counted: Any) -> dict[str, Any]:
    """Return the chips as links with their figures, and the addresses of the page."""
    kept = {name: request.args[name] for name in ("month", "day") if request.args.get(name)}
    links = [
        {
            "label": chip.label,
            "count": counted[chip.code],
            "href": _address(chip)(**kept),
            "tone": chip.tone,
            "current": chip is chosen,
        }
        for chip in chips
    ]
    shown = {name: request.args[name] for name in KEPT if request.args.get(name)}
    return {"chips": links, "chip": chosen, "shown": shown, "address": _address(chosen)}


def _address(chip: Chip) -> month.Address:
    """Return what makes an address of this page that keeps the chip."""

    def address(**more: Any) -> str:
        said: dict[str, Any] = {name: str(value) for name, value in more.items()}
        if chip.code:
            said["only"] = chip.code
        return url_for("supervision.index", **said)

    return address


def _day(name: str) -> date | None:
    """Return a day that the address asks for, None where it asks for none."""
    return parse_day(request.args.get(name, ""))
