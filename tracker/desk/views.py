"""The landing page of each role, the page of one case, messages and telephone reminders."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from tracker.bodies.queries import all_batches
from tracker.cases.gate import visible_case
from tracker.cases.models import Case
from tracker.desk import case_page
from tracker.desk.forms import CallForm
from tracker.desk.history import history_of, reads_whole
from tracker.desk.setup import steps_for
from tracker.desk.tallies import tally_for
from tracker.desk.todo import items_for
from tracker.kernel import clock
from tracker.kernel.access import public, requires, viewer
from tracker.kernel.db import db, transaction
from tracker.kernel.errors import Invalid
from tracker.kernel.pages import Answer, found, page_of, put_error
from tracker.notices import actions as notices
from tracker.notices import queries as outbox
from tracker.notices.models import Notice, PhoneCall
from tracker.permissions import Permission
from tracker.plan.queries import last_run
from tracker.plan.trust import doubt
from tracker.roles import Role
from tracker.settings.in_force import rulebook
from tracker.timeline.actions import Act, note

bp = Blueprint("desk", __name__)
SHOWN = 200


@bp.get("/")
@requires(Permission.DESK_OWN)
def home() -> Answer:
    """Show what waits for the person who logged in; a deputy's own cases instead."""
    person, today = viewer(), clock.today()
    if person.roles == frozenset({Role.DEP}):
        return redirect(url_for("rating.mine"))
    items = items_for(person, today, rulebook().reminders.soon)
    chosen = request.args.get("only", "")
    shown = [item for item in items if chosen in ("", item.category)]
    run = last_run()
    return render_template(
        "desk/home.html",
        steps=steps_for(person),
        today=today,
        tally=tally_for(person, items, today),
        items=shown[:SHOWN],
        total=len(shown),
        chosen=chosen,
        batches=all_batches(),
        run=run,
        run_missed=run is None or run.day < today - timedelta(days=1),
        doubt=doubt(today) if person.may(Permission.DAILY_CONFIRM_DATE) else None,
    )


@bp.get("/cases/<int:case_id>")
@requires(Permission.CASE_VIEW)
def case(case_id: int) -> Answer:
    """Show one case; a deputy gets the large-type page."""
    row, person = visible_case(case_id), viewer()
    if person.roles == frozenset({Role.DEP}):
        return redirect(url_for("rating.show", case_id=case_id))
    view = case_page.page_of(row, person)
    return render_template("desk/case.html", view=view, today=clock.today(), phone="")


@bp.get("/cases/<int:case_id>/history")
@requires(Permission.CASE_HISTORY)
def history(case_id: int) -> Answer:
    """Show the whole history of a case; the audit administrator sees nothing else of it."""
    person = viewer()
    row = found(Case, case_id) if Role.AUD in person.roles else visible_case(case_id)
    if not reads_whole(row, person):
        abort(403)
    lines = history_of(row, person)
    return render_template("desk/history.html", case=row, lines=lines)


@bp.post("/cases/<int:case_id>/phone")
@requires(Permission.CASE_PHONE)
def show_phone(case_id: int) -> Answer:
    """Show the lead's telephone; that it was looked at is recorded."""
    row, person = visible_case(case_id), viewer()
    if not case_page.sheet_for(row, person).may_show_phone:
        abort(404)
    with transaction():
        note(row, Act(row.id, "case.phone_viewed", "查看提出者联系电话。"))
    view = case_page.page_of(row, person)
    return render_template("desk/case.html", view=view, today=clock.today(), phone=row.lead.phone)


@bp.get("/notices")
@requires(Permission.REMINDER_OWN)
def messages() -> Answer:
    """Show the viewer's messages."""
    page = page_of(outbox.of_account(viewer().account_id))
    return render_template("desk/messages.html", page=page)


@bp.post("/notices/<int:notice_id>/read")
@requires(Permission.REMINDER_READ)
def read(notice_id: int) -> Answer:
    """Mark a message as read and go to its case."""
    row = db.session.get(Notice, notice_id)
    if row is None or row.account_id != viewer().account_id:
        abort(404)
    case_id = row.case_id
    with transaction():
        notices.mark_read(row)
    return redirect(url_for("desk.case", case_id=case_id) if case_id else url_for("desk.messages"))


@bp.post("/notices/read")
@requires(Permission.REMINDER_READ)
def read_all() -> Answer:
    """Mark all of one's own messages as read."""
    with transaction():
        count = notices.mark_all_read(viewer().account_id)
    flash(f"已把 {count} 条消息标为已读。")
    return redirect(url_for("desk.messages"))


@bp.get("/calls")
@requires(Permission.REMINDER_URGE)
def calls() -> Answer:
    """Show the telephone reminders that are still to be made."""
    return render_template("desk/calls.html", rows=outbox.open_calls())


@bp.route("/calls/<int:call_id>", methods=["GET", "POST"])
@requires(Permission.REMINDER_URGE)
def call(call_id: int) -> Answer:
    """Record that a telephone reminder was made."""
    row, form = db.session.get(PhoneCall, call_id), CallForm()
    if row is None:
        abort(404)
    if form.validate_on_submit():
        try:
            with transaction():
                notices.record_call(row, form.result.data)
        except Invalid as error:
            put_error(form[error.field], str(error))
        else:
            flash("已登记通话结果。")
            return redirect(url_for("desk.calls"))
    shown = render_template("desk/call.html", form=form, row=row)
    return (shown, 422) if form.is_submitted() else shown


@bp.get("/health/live")
@public(Permission.HEALTH_LIVE)
def live() -> Answer:
    """Say that the process answers."""
    return "ok", 200
