"""The pages that leaders land on: what waits for them, and how what they answer for stands."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from flask import render_template, request
from sqlalchemy import and_, or_, select

from tracker.assign.holding import to_hand_over
from tracker.cases.numbering import short_label
from tracker.desk import leader_key_items, leader_progress, leader_promises, leader_waiting
from tracker.desk.duty_lines import Line, Lines, count, page_of
from tracker.desk.leader_reach import Reach, led
from tracker.desk.runs import run_told
from tracker.desk.scopes import Days, scope_of, to_decide
from tracker.desk.setup import steps_for
from tracker.kernel.access import Viewer
from tracker.kernel.db import db
from tracker.permissions import Permission
from tracker.plan.models import DutyRow
from tracker.plan.queries import FIRST_PROVISIONAL, year_without_notice
from tracker.plan.trust import doubt
from tracker.plan_terms import OF_LETTER, DutyKind
from tracker.roles import LEADERS, Role
from tracker.settings.in_force import rulebook

LED, UNITS = "led", "units"


@dataclass(frozen=True)
class Wrong:
    """A decision that was not taken: on which case, why not, and the words that were typed."""

    case_id: int
    sentence: str
    typed: str = ""
    sends_back: bool = False


def is_asked() -> bool:
    """Whether the address asks for the landing page and for no list of duties."""
    return "only" not in request.args and "q" not in request.args


def show(person: Viewer, today: date, wrong: Wrong | None = None) -> str:
    """Return the page of a leader; one with both parts asks for what he or she leads."""
    days = Days.of(today, rulebook().reminders.soon)
    leads = person.is_one_of(Role.DL)
    if leads and (request.args.get("of") == LED or not person.is_one_of(Role.OL)):
        shown = _common(person, Reach.led_by(person), days)
        return render_template("desk/leader_led.html", lines=_led(person, days), **shown)
    shown = _common(person, Reach(), days)
    lines = leader_waiting.page_of(person, days, shown["waiting"])
    rows: list[Any] = lines.rows
    return render_template(
        "desk/leader.html",
        lines=lines,
        together=sum(row.proposal is not None for row in rows) > 1,
        wrong=wrong,
        leads=leads,
        **shown,
    )


def _common(person: Viewer, reach: Reach, days: Days) -> dict[str, Any]:
    """Return what both pages show beside what waits."""
    units = leader_progress.slow_units(reach, days.today)
    whole = request.args.get("all") == UNITS
    return {
        "today": days.today,
        "soon": rulebook().reminders.soon,
        "has_other_parts": bool(person.roles - LEADERS),
        "reach": reach,
        "progress": leader_progress.progress_of(reach, days.today),
        "units": units if whole else units[: leader_progress.SLOWEST],
        "unit_count": len(units),
        "key_items": leader_key_items.key_items(person, reach, days),
        "year_ago": leader_progress.year_before(days.today),
        "months": leader_promises.months_of(reach, days.today),
        **_counts(person, days),
        **_told(person, days.today),
    }


def _told(person: Viewer, today: date) -> dict[str, Any]:
    """Return what a desk says of the daily run, of handlers who are gone, of first steps."""
    may = person.may(Permission.DAILY_CONFIRM_DATE)
    return {
        "run": run_told(person, today),
        "doubt": doubt(today) if may else None,
        "gone": to_hand_over(person),
        "steps": steps_for(person),
    }


def _counts(person: Viewer, days: Days) -> dict[str, int | None]:
    """Return how many duties wait for a leader's decision, are one's own, stand on one's list.

    Beside them the year whose days off this person has to enter, None where none is lacking.
    """
    scope = scope_of(person, days)
    asked = (to_decide(person, days), scope.mine, scope.all)
    found = db.session.execute(select(*(count(one) for one in asked), FIRST_PROVISIONAL)).one()
    may = person.may(Permission.SETTINGS_WORKDAYS)
    year = year_without_notice(found[-1]) if may else None
    names = ("waiting", "mine", "every", "unknown_year")
    return dict(zip(names, (*found[:-1], year), strict=True))


def _led(person: Viewer, days: Days) -> Lines:
    """Return what is pressing on the cases that the person leads: letters and promises."""
    promised = and_(DutyRow.kind == DutyKind.PROMISE, days.stands)
    asked = and_(
        DutyRow.case_id.in_(led(person.account_id)),
        days.pressing,
        or_(DutyRow.kind.in_(OF_LETTER), promised),
    )
    found = page_of(person, asked, scope_of(person, days).mine, days.today)
    return replace(found, rows=[_short(line) for line in found.rows])


def _short(line: Line) -> Line:
    """Return a line with its number in the width of a column."""
    row = line.duty
    return replace(line, number=short_label(row.case_kind, row.period, row.number))
