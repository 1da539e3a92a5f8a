"""The landing page."""

from __future__ import annotations

from flask import Blueprint, render_template

from tracker.cases.gate import visible_case
from tracker.desk.setup import steps_for
from tracker.kernel import clock
from tracker.kernel.access import public, requires, viewer
from tracker.kernel.pages import Answer
from tracker.permissions import Permission

bp = Blueprint("desk", __name__)


@bp.get("/")
@requires(Permission.DESK_OWN)
def home() -> Answer:
    """Show what waits for the person who logged in."""
    person = viewer()
    return render_template("desk/home.html", steps=steps_for(person), today=clock.today())


@bp.get("/cases/<int:case_id>")
@requires(Permission.CASE_VIEW)
def case(case_id: int) -> Answer:
    """Show one case."""
    return visible_case(case_id).title, 200


@bp.get("/health/live")
@public(Permission.HEALTH_LIVE)
def live() -> Answer:
    """Say that the process answers."""
    return "ok", 200
