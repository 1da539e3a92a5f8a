"""Pages of the ledger."""

from __future__ import annotations

from flask import Blueprint

from tracker.kernel.access import requires
from tracker.kernel.pages import Answer
from tracker.permissions import Permission

bp = Blueprint("reports", __name__)


@bp.get("/ledger")
@requires(Permission.CASE_LIST)
def ledger() -> Answer:
    """Show the ledger."""
    return "ledger", 200
