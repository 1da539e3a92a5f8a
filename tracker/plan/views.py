"""The pages of what the daily job did, and of the date that it waits for."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for

from tracker.kernel import clock
from tracker.kernel.access import requires
from tracker.kernel.db import transaction
from tracker.kernel.pages import Answer
from tracker.permissions import Permission
from tracker.plan import queries, trust

bp = Blueprint("plan", __name__)


@bp.get("/supervision/runs")
@requires(Permission.REMINDER_URGE)
def runs() -> Answer:
    """Show what the daily job did."""
    return render_template("plan/runs.html", rows=queries.runs())


@bp.get("/supervision/runs/date")
@requires(Permission.DAILY_CONFIRM_DATE)
def date_asked() -> Answer:
    """Show the date of the machine beside the last run's, where the daily job waits for it."""
    today = clock.today()
    return render_template("plan/date.html", doubt=trust.doubt(today), today=today)


@bp.post("/supervision/runs/date")
@requires(Permission.DAILY_CONFIRM_DATE)
def confirm_date() -> Answer:
    """Confirm the date that the page showed; the next look begins the run."""
    with transaction():
        trust.confirm(_shown(request.form.get("day", "")))
    flash("已确认日期，十分钟内开始运行。")
    return redirect(url_for("desk.home"))


def _shown(text: str) -> date | None:
    """Return the date that the page showed, None where there is none."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None
