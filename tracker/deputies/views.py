"""Pages of deputies and members."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from tracker.bodies import queries as bodies
from tracker.bodies.models import Body, Group
from tracker.deputies import actions, queries
from tracker.deputies.forms import DeputyForm, MandateForm
from tracker.deputies.models import Deputy, Mandate
from tracker.deputies.names import mask_phone
from tracker.kernel.access import requires, viewer
from tracker.kernel.db import db, transaction
from tracker.kernel.errors import Invalid
from tracker.kernel.fields import pair_choices
from tracker.kernel.pages import Answer, found, page_of, put_error
from tracker.permissions import Permission
from tracker.roles import Role

bp = Blueprint("deputies", __name__, url_prefix="/deputies")


@bp.get("/")
@requires(Permission.DEPUTY_LIST)
def index() -> Answer:
    """List deputies and members; a body's office sees its own, telephones masked."""
    text, person = request.args.get("q", "").strip(), viewer()
    own = bodies.of_type(person.body_type) if person.body_type else None
    only = (own.id if own else -1) if Role.OBS in person.roles else None
    page = page_of(queries.listing(text, only))
    return render_template("deputies/index.html", page=page, text=text, mask=mask_phone)


@bp.get("/new")
@requires(Permission.DEPUTY_EDIT)
def new() -> Answer:
    """Show the form for a deputy."""
    return render_template("deputies/edit.html", form=DeputyForm(), deputy=None)


@bp.post("/new")
@requires(Permission.DEPUTY_EDIT)
def new_post() -> Answer:
    """Enter a deputy."""
    return _save(DeputyForm(), None)


@bp.get("/<int:deputy_id>/edit")
@requires(Permission.DEPUTY_EDIT)
def edit(deputy_id: int) -> Answer:
    """Show one deputy with the mandates."""
    deputy = found(Deputy, deputy_id, queries.whole())
    return _page(deputy, DeputyForm(obj=deputy), _mandate_form())


@bp.post("/<int:deputy_id>/edit")
@requires(Permission.DEPUTY_EDIT)
def edit_post(deputy_id: int) -> Answer:
    """Correct a deputy."""
    return _save(DeputyForm(), found(Deputy, deputy_id, queries.whole()))


@bp.post("/<int:deputy_id>/mandates")
@requires(Permission.DEPUTY_EDIT)
def add_mandate(deputy_id: int) -> Answer:
    """Enter a mandate."""
    deputy, form = found(Deputy, deputy_id, queries.whole()), _mandate_form()
    if form.validate_on_submit():
        body = db.session.get_one(Body, form.body_id.data)
        group = db.session.get(Group, form.group_id.data)
        try:
            with transaction():
                actions.add_mandate(deputy, body, form.term.data, group)
        except Invalid as error:
            put_error(form[error.field], str(error))
        else:
            flash("已登记届别。")
            return redirect(url_for("deputies.edit", deputy_id=deputy_id))
    return _page(deputy, DeputyForm(formdata=None, obj=deputy), form), 422


@bp.post("/<int:deputy_id>/mandates/<int:mandate_id>/remove")
@requires(Permission.DEPUTY_EDIT)
def remove_mandate(deputy_id: int, mandate_id: int) -> Answer:
    """Take back a mandate that was entered by mistake."""
    deputy, mandate = found(Deputy, deputy_id, queries.whole()), found(Mandate, mandate_id)
    if mandate not in deputy.mandates:
        abort(404)
    with transaction():
        actions.remove_mandate(deputy, mandate)
    flash("已删除该届别。")
    return redirect(url_for("deputies.edit", deputy_id=deputy_id))


def _mandate_form(*, blank: bool = False) -> MandateForm:
    """Return the form with bodies and groups to choose from."""
    form = MandateForm(formdata=None) if blank else MandateForm()
    form.body_id.choices = pair_choices((body.id, body.name) for body in bodies.bodies())
    form.group_id.choices = pair_choices([(0, "（不属于或不详）"), *bodies.group_choices()])
    return form


def _page(deputy: Deputy, form: DeputyForm, mandate: MandateForm) -> str:
    """Render the page of one deputy."""
    return render_template("deputies/edit.html", form=form, deputy=deputy, mandate=mandate)


def _save(form: DeputyForm, deputy: Deputy | None) -> Answer:
    """Save what was entered, or show the form again with what is wrong."""
    if form.validate_on_submit():
        with transaction():
            if deputy is not None:
                form.check_version(deputy)
            entered = form.name.data, form.phone.data or "", form.work_unit.data or ""
            saved = actions.save(*entered, deputy)
        flash(f"已保存“{saved.name}”。")
        return redirect(url_for("deputies.edit", deputy_id=saved.id))
    mandate = _mandate_form(blank=True)
    return render_template("deputies/edit.html", form=form, deputy=deputy, mandate=mandate), 422
