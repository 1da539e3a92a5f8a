"""The page on which names of lists are linked to the registers."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, url_for

from tracker.deputies.models import Deputy
from tracker.intake.forms import MatchForm
from tracker.intake.matching import actions as matching
from tracker.intake.matching import unknown
from tracker.kernel.access import requires, viewer
from tracker.kernel.db import db, transaction
from tracker.kernel.errors import Refused
from tracker.kernel.pages import Answer
from tracker.permissions import Permission
from tracker.units.models import Unit
from tracker.units.queries import active

bp = Blueprint("matching", __name__, url_prefix="/matching")
SHOWN_CASES = 3


@bp.route("/", methods=["GET", "POST"])
@requires(Permission.IMPORT_LINK)
def index() -> Answer:
    """Show the names that the registers do not know; link those that were chosen."""
    form = MatchForm()
    form.offer(unknown.unknown_units(), unknown.unknown_people(), active())
    if form.validate_on_submit():
        try:
            with transaction():
                linked = matching.link(*_chosen(form), _remembers(form))
        except Refused as refusal:
            flash(str(refusal), "error")
        else:
            flash(f"已对应 {linked} 处，经过里有记录。")
            return redirect(url_for("matching.index"))
    shown = render_template("intake/matching.html", form=form, shown_cases=SHOWN_CASES)
    return (shown, 422) if form.is_submitted() else shown


def _chosen(form: MatchForm) -> tuple[dict[str, Unit], dict[str, Deputy]]:
    """Return the units and deputies that were chosen, by the keys of their names."""
    get = db.session.get_one
    units = {
        one.key: get(Unit, row.chosen.data) for row, one in form.unit_rows() if row.chosen.data
    }
    people = {
        one.key: get(Deputy, row.chosen.data) for row, one in form.person_rows() if row.chosen.data
    }
    return units, people


def _remembers(form: MatchForm) -> bool:
    """Whether names become aliases: asked for, and the person may edit units."""
    return bool(form.remember.data) and viewer().may(Permission.UNIT_EDIT)
