"""Pages of the bodies: terms and sessions, batches, delegations and sectors."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, abort, flash, redirect, render_template, url_for

from tracker.bodies import actions, queries
from tracker.bodies.forms import BatchForm, BodyForm, GroupForm, SessionForm
from tracker.bodies.models import Batch, Body, CongressSession, Group
from tracker.kernel.access import requires
from tracker.kernel.db import transaction
from tracker.kernel.errors import Invalid
from tracker.kernel.fields import Form
from tracker.kernel.pages import Answer, found, put_error
from tracker.permissions import Permission
from tracker.terms import BodyType, Period

bp = Blueprint("bodies", __name__, url_prefix="/bodies")


@bp.get("/")
@requires(Permission.SESSION_LIST)
def index() -> Answer:
    """Show both bodies with sessions, batches and groups."""
    return render_template("bodies/index.html", bodies=queries.bodies(), types=list(BodyType))


@bp.route("/<body_type>/edit", methods=["GET", "POST"])
@requires(Permission.SESSION_EDIT)
def edit_body(body_type: str) -> Answer:
    """Enter or correct the names of a body."""
    if body_type not in set(BodyType):
        abort(404)
    kind = BodyType(body_type)
    body = queries.of_type(kind)
    form = BodyForm(obj=body)

    def save() -> None:
        if body is not None:
            form.check_version(body)
        actions.save_body(kind, form.name.data, form.short_name.data, form.office_name.data)

    return _handle(form, save, f"{kind.label}：名称")


@bp.route("/<int:body_id>/sessions/new", methods=["GET", "POST"])
@requires(Permission.SESSION_EDIT)
def new_session(body_id: int) -> Answer:
    """Enter a session."""
    body, form = found(Body, body_id), SessionForm()

    def save() -> None:
        days = form.opened_on.data, form.closed_on.data
        actions.save_session(body, form.term.data, form.number.data, *days)

    return _handle(form, save, f"{body.short_name}：登记一次会议")


@bp.route("/sessions/<int:session_id>/edit", methods=["GET", "POST"])
@requires(Permission.SESSION_EDIT)
def edit_session(session_id: int) -> Answer:
    """Correct a session."""
    row = found(CongressSession, session_id, queries.whole())
    form = SessionForm(obj=row)

    def save() -> None:
        form.check_version(row)
        days = form.opened_on.data, form.closed_on.data
        actions.save_session(row.body, form.term.data, form.number.data, *days, session=row)

    return _handle(form, save, f"修改{row.title}")


@bp.route("/sessions/<int:session_id>/batches/new", methods=["GET", "POST"])
@requires(Permission.SESSION_EDIT)
def new_batch(session_id: int) -> Answer:
    """Enter a batch."""
    row, form = found(CongressSession, session_id, queries.whole()), BatchForm()

    def save() -> None:
        _save_batch(form, row, None)

    return _handle(form, save, f"{row.title}：登记一个批次")


@bp.route("/batches/<int:batch_id>/edit", methods=["GET", "POST"])
@requires(Permission.SESSION_EDIT)
def edit_batch(batch_id: int) -> Answer:
    """Correct a batch."""
    row = found(Batch, batch_id, queries.whole_batch())
    form = BatchForm(obj=row)

    def save() -> None:
        form.check_version(row)
        _save_batch(form, row.session, row)

    return _handle(form, save, f"修改批次“{row.name}”")


@bp.route("/<int:body_id>/groups/new", methods=["GET", "POST"])
@requires(Permission.SESSION_EDIT)
def new_group(body_id: int) -> Answer:
    """Enter a delegation or sector."""
    body, form = found(Body, body_id), GroupForm()
    word = "代表团" if body.type == BodyType.CONGRESS else "界别"

    def save() -> None:
        actions.save_group(body, form.name.data)

    return _handle(form, save, f"{body.short_name}：登记一个{word}")


@bp.route("/groups/<int:group_id>/edit", methods=["GET", "POST"])
@requires(Permission.SESSION_EDIT)
def edit_group(group_id: int) -> Answer:
    """Correct the name of a delegation or sector."""
    row = found(Group, group_id, queries.whole_group())
    form = GroupForm(obj=row)

    def save() -> None:
        form.check_version(row)
        actions.save_group(row.body, form.name.data, row)

    return _handle(form, save, f"修改“{row.name}”")


def _save_batch(form: BatchForm, session: CongressSession, batch: Batch | None) -> None:
    """Save a batch as the form says."""
    days = form.assigned_on.data, form.end_on.data
    actions.save_batch(session, Period(form.period.data), form.name.data, *days, batch=batch)


def _handle(form: Form, save: Callable[[], None], heading: str) -> Answer:
    """Show the form, or save it inside a transaction and go back to the list."""
    if form.is_submitted() and form.validate():
        try:
            with transaction():
                save()
        except Invalid as error:
            put_error(form[error.field], str(error))
        else:
            flash("已保存。")
            return redirect(url_for("bodies.index"))
    page = render_template("bodies/edit.html", form=form, heading=heading)
    return (page, 422) if form.is_submitted() else page
