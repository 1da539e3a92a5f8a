"""The page on which names of lists are linked to the registers."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for

from tracker.bodies.queries import groups_of_bodies
from tracker.deputies.models import Deputy
from tracker.intake.matching import actions as matching
from tracker.intake.matching import unknown
from tracker.intake.matching.actions import InvalidName, NewPerson
from tracker.intake.matching.forms import MatchForm
from tracker.kernel.access import requires, viewer
from tracker.kernel.db import db, transaction
from tracker.kernel.errors import Refused
from tracker.kernel.pages import Answer, put_error
from tracker.permissions import Permission
from tracker.units.actions import UnitFacts
from tracker.units.models import Unit
from tracker.units.queries import active

bp = Blueprint("matching", __name__, url_prefix="/matching")
SHOWN_CASES = 3


@bp.route("/", methods=["GET", "POST"])
@requires(Permission.IMPORT_LINK)
def index() -> Answer:
    """Show the names that the registers do not know; link those that were chosen."""
    form = MatchForm()
    form.offer(unknown.unknown_units(), unknown.unknown_people(), active(), groups_of_bodies())
    if form.validate_on_submit():
        chosen = _units(form), _people(form)
        try:
            with transaction():
                linked = matching.link(*chosen, _remembers(form))
        except InvalidName as error:
            _put_error(form, error)
        except Refused as refusal:
            flash(str(refusal), "error")
        else:
            flash(f"已对应 {linked} 处，经过里有记录。")
            return redirect(url_for("matching.index"))
    shown = render_template("intake/matching.html", form=form, shown_cases=SHOWN_CASES)
    return (shown, 422) if form.is_submitted() else shown


def _units(form: MatchForm) -> dict[str, Unit | UnitFacts]:
    """Return the units that were chosen or are to be entered, by the keys of their names."""
    found: dict[str, Unit | UnitFacts] = {}
    for row, one in form.unit_rows():
        if row.create.data:
            _ask(Permission.UNIT_EDIT)
            found[one.key] = UnitFacts(row.name.data, row.short_name.data or "")
        elif row.meant:
            found[one.key] = db.session.get_one(Unit, row.meant)
    return found


def _people(form: MatchForm) -> dict[str, Deputy | NewPerson]:
    """Return the deputies that were chosen or are to be entered, by the keys of their names."""
    found: dict[str, Deputy | NewPerson] = {}
    for row, one in form.person_rows():
        if row.create.data:
            _ask(Permission.DEPUTY_EDIT)
            found[one.key] = NewPerson(row.name.data.strip(), row.group_id.data or 0)
        elif row.meant:
            found[one.key] = db.session.get_one(Deputy, row.meant)
    return found


def _ask(permission: Permission) -> None:
    """Answer 403 where the viewer may not edit the register."""
    if not viewer().may(permission):
        abort(403)


def _put_error(form: MatchForm, error: InvalidName) -> None:
    """Put what is wrong with a new unit or person at its field, and into the summary."""
    for rows in (form.units, form.people):
        for row in rows:
            if row.form.key.data == error.key:
                put_error(row.form[error.field], str(error))
                put_error(rows, str(error))


def _remembers(form: MatchForm) -> bool:
    """Whether names become aliases: asked for, and the person may edit units."""
    return bool(form.remember.data) and viewer().may(Permission.UNIT_EDIT)
