"""The page of the system administrator about backups."""

from __future__ import annotations

from flask import Blueprint, current_app, render_template

from config import Config
from tracker.backup import queries
from tracker.kernel.access import requires
from tracker.kernel.pages import Answer
from tracker.permissions import Permission

bp = Blueprint("backup", __name__, url_prefix="/backups")


@bp.get("/")
@requires(Permission.BACKUP_VIEW)
def index() -> Answer:
    """Show the last backup, what was found, and the archives that are kept."""
    settings: Config = current_app.config["TRACKER"]
    return render_template("backup/index.html", report=queries.report(settings), settings=settings)
