"""Pages of the handling units."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for

from tracker.kernel.access import requires
from tracker.kernel.db import transaction
from tracker.kernel.errors import Invalid
from tracker.kernel.pages import Answer, found, page_of, put_error
from tracker.permissions import Permission
from tracker.units import actions, queries
from tracker.units.forms import UnitForm
from tracker.units.models import Unit

bp = Blueprint("units", __name__, url_prefix="/units")


@bp.get("/")
@requires(Permission.UNIT_LIST)
def index() -> Answer:
    """List the units."""
    text = request.args.get("q", "").strip()
    return render_template("units/index.html", page=page_of(queries.listing(text)), text=text)


@bp.get("/new")
@requires(Permission.UNIT_EDIT)
def new() -> Answer:
    """Show the form for a unit."""
    return render_template("units/edit.html", form=UnitForm(), unit=None)


@bp.post("/new")
@requires(Permission.UNIT_EDIT)
def new_post() -> Answer:
    """Enter a unit."""
    return _save(UnitForm(), None)


@bp.get("/<int:unit_id>/edit")
@requires(Permission.UNIT_EDIT)
def edit(unit_id: int) -> Answer:
    """Show the form to correct a unit."""
    unit = found(Unit, unit_id, queries.whole())
    form = UnitForm(obj=unit)
    form.aliases.data = "\n".join(row.alias for row in unit.aliases)
    return render_template("units/edit.html", form=form, unit=unit)


@bp.post("/<int:unit_id>/edit")
@requires(Permission.UNIT_EDIT)
def edit_post(unit_id: int) -> Answer:
    """Correct a unit."""
    return _save(UnitForm(), found(Unit, unit_id, queries.whole()))


def _save(form: UnitForm, unit: Unit | None) -> Answer:
    """Save what was entered, or show the form again with what is wrong."""
    if form.validate_on_submit():
        try:
            with transaction():
                if unit is not None:
                    form.check_version(unit)
                actions.save(form.facts(), unit)
        except Invalid as error:
            put_error(form[error.field], str(error))
        else:
            flash(f"已保存“{form.name.data}”。")
            return redirect(url_for("units.index"))
    return render_template("units/edit.html", form=form, unit=unit), 422
