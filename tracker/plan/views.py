"""The page of what the daily job did."""

from __future__ import annotations

from flask import Blueprint, render_template

from tracker.kernel.access import requires
from tracker.kernel.pages import Answer
from tracker.permissions import Permission
from tracker.plan import queries

bp = Blueprint("plan", __name__)


@bp.get("/supervision/runs")
@requires(Permission.REMINDER_URGE)
def runs() -> Answer:
    """Show what the daily job did."""
    return render_template("plan/runs.html", rows=queries.runs())
