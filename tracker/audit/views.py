"""Pages of the audit administrator."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for

from tracker.audit import anchor, labels, queries
from tracker.audit.actions import record
from tracker.kernel.access import requires
from tracker.kernel.db import transaction
from tracker.kernel.pages import Answer, page_of
from tracker.permissions import Permission
from tracker.roles import Role

bp = Blueprint("audit", __name__, url_prefix="/audit")


def _day(name: str) -> date | None:
    """Return the day asked for in the address, None where it is not a day."""
    try:
        return date.fromisoformat(request.args.get(name, ""))
    except ValueError:
        return None


def _places(codes: str) -> str:
    """Return the roles of an entry in words."""
    known = {role.value: role.label for role in Role}
    return "、".join(known.get(code, code) for code in codes.split(",") if code)


@bp.get("/")
@requires(Permission.AUDIT_SEARCH)
def index() -> Answer:
    """Search the log."""
    text, since, until = request.args.get("q", "").strip(), _day("since"), _day("until")
    page = page_of(queries.search(text, since, until))
    return render_template(
        "audit/index.html",
        page=page,
        action=labels.action,
        places=_places,
        text=text,
        since=since,
        until=until,
    )


@bp.post("/verify")
@requires(Permission.AUDIT_VERIFY)
def verify() -> Answer:
    """Verify the whole chain and say what was found."""
    finding = queries.verify()
    with transaction():
        gone = anchor.note_missing()
        record("audit.verified", "audit_entry", finding.seq, {"intact": finding.intact})
    anchor.keep()
    flash(finding.sentence if finding.intact else f"审计日志校验不通过：{finding.sentence}")
    if gone:
        flash(anchor.told_missing(), "error")
    return redirect(url_for("audit.index"))
