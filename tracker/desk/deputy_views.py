"""The deputies' own pages of cases: the list, and one case."""

from __future__ import annotations

from flask import Blueprint, render_template

from tracker.assign import extended
from tracker.assign.sheet import section as assignments_of
from tracker.cases.gate import visible_case
from tracker.contact import queries as contact
from tracker.desk import deputy_cases
from tracker.desk.ratings import section_of
from tracker.kernel import clock
from tracker.kernel.access import requires, viewer
from tracker.kernel.pages import Answer
from tracker.permissions import Permission
from tracker.rating import plain, queries
from tracker.reply import queries as reply
from tracker.settings.in_force import rulebook

bp = Blueprint("own", __name__, url_prefix="/rating")


@bp.get("/")
@requires(Permission.RATING_OWN)
def cases() -> Answer:
    """Show a deputy's own cases, each with a plain line of where it stands."""
    today, soon = clock.today(), rulebook().reminders.soon
    page = deputy_cases.page_of(viewer(), today)
    return render_template("desk/own_cases.html", page=page, today=today, soon=soon)


@bp.get("/cases/<int:case_id>")
@requires(Permission.RATING_OWN)
def case(case_id: int) -> Answer:
    """Show one case to its deputy."""
    row, person = visible_case(case_id), viewer()
    return render_template(
        "desk/own_case.html",
        case=row,
        own=deputy_cases.one(row, person, clock.today()),
        roles=plain.ROLES,
        units=assignments_of(row, person).lines,
        contacts=contact.section(row, person),
        letters=reply.letters(row.id),
        rates=[item for item in queries.offers(row, person) if item.code == "rate"],
        extensions=extended.told(row, clock.today()),
        ratings=plain.ratings(section_of(row, person).lines),
    )
