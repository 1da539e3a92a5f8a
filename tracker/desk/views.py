"""The landing page of each role, the page of one case, messages and telephone reminders."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from flask import (
    Blueprint,
    abort,
    current_app,
    flash,
    redirect,
    render_template,
    request,
    url_for,
)
from sqlalchemy import and_

from tracker.assign.holding import to_hand_over
from tracker.cases.gate import visible_case
from tracker.cases.models import Case
from tracker.cases.numbering import short_label
from tracker.cases.queries import whole
from tracker.desk import case_page, leader_page, urgeable
from tracker.desk.duty_lines import Lines, matching, page_of
from tracker.desk.forms import CallForm
from tracker.desk.history import history_of, reads_whole
from tracker.desk.neighbours import carried, near
from tracker.desk.runs import run_told
from tracker.desk.scopes import Days, scope_of
from tracker.desk.setup import steps_for
from tracker.desk.tallies import counted
from tracker.kernel import clock, pages, trouble
from tracker.kernel.access import Viewer, public, requires, viewer
from tracker.kernel.db import db, transaction
from tracker.kernel.errors import Invalid
from tracker.kernel.pages import Answer, found, put_error
from tracker.notices import actions as notices
from tracker.notices import queries as outbox
from tracker.notices.models import Notice, PhoneCall
from tracker.permissions import Permission
from tracker.plan.trust import doubt
from tracker.roles import HANDLING, LEADERS, LEADING, Role
from tracker.settings.in_force import rulebook
from tracker.timeline.actions import Act, note
from tracker.timeline.events import Event

bp = Blueprint("desk", __name__)


@bp.get("/")
@requires(Permission.DESK_OWN)
def home() -> Answer:
    """Show what waits for the person who logged in; a deputy's own cases, a leader's page."""
    person, today = viewer(), clock.today()
    if person.roles == frozenset({Role.DEP}):
        return redirect(url_for("own.cases"))
    if person.is_one_of(*LEADERS) and leader_page.is_asked():
        return leader_page.show(person, today)
    return _list(person, today)


def _list(person: Viewer, today: date) -> str:
    """Return the list of what waits, narrowed as the address asks."""
    scope = scope_of(person, Days.of(today, rulebook().reminders.soon))
    leads = person.is_one_of(*LEADING) and not person.is_one_of(*HANDLING)
    only = request.args.get("only", "mine" if leads else "")
    label, condition = scope.chosen(only)
    text = request.args.get("q", "").strip()
    shown = and_(condition, matching(text))
    groups, total = counted(scope, only)
    lines = page_of(person, shown, scope.mine, today, None if text else total)
    return render_template(
        "desk/home.html",
        steps=steps_for(person),
        gone=to_hand_over(person),
        today=today,
        soon=rulebook().reminders.soon,
        groups=groups,
        lines=_lines(person, lines, only),
        label=label,
        only=only,
        text=text,
        **_said_of_runs(person, today),
    )


def _said_of_runs(person: Viewer, today: date) -> dict[str, Any]:
    """Return what the desk says of the daily run to those who look after it."""
    may = person.may(Permission.DAILY_CONFIRM_DATE)
    return {"run": run_told(person, today), "doubt": doubt(today) if may else None}


def _lines(person: Viewer, lines: Lines, only: str) -> Lines:
    """Return a page of lines as the desk shows them: 催办 on what can be urged, short numbers.

    The address of a case carries the list.
    """
    here: dict[str, Any] = {"from": carried(only)}
    rows = [
        replace(
            line,
            url=url_for("desk.case", case_id=line.duty.case_id, **here),
            number=short_label(line.duty.case_kind, line.duty.period, line.duty.number),
        )
        for line in urgeable.offered(lines.rows, person, clock.today())
    ]
    return replace(lines, rows=rows)


@bp.get("/cases/<int:case_id>")
@requires(Permission.CASE_VIEW)
def case(case_id: int) -> Answer:
    """Show one case; a deputy gets the large-type page."""
    row, person = visible_case(case_id), viewer()
    if person.roles == frozenset({Role.DEP}):
        return redirect(url_for("own.case", case_id=case_id))
    return _case_page(row, "")


@bp.get("/cases/<int:case_id>/history")
@requires(Permission.CASE_HISTORY)
def history(case_id: int) -> Answer:
    """Show the whole history of a case; the audit administrator sees nothing else of it."""
    person = viewer()
    row = found(Case, case_id, whole()) if Role.AUD in person.roles else visible_case(case_id)
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
        note(row, Act(row.id, Event.CASE_PHONE_VIEWED, "查看提出者联系电话。"))
    return _case_page(row, row.lead.phone)


def _case_page(row: Case, phone: str) -> str:
    """Return the page of a case within the list that the address names."""
    person = viewer()
    return render_template(
        "desk/case.html",
        view=case_page.page_of(row, person),
        near=near(row.id, person, request.args.get("from", "")),
        today=clock.today(),
        phone=phone,
    )


@bp.get("/cases/<int:case_id>/sheet")
@requires(Permission.CASE_VIEW)
def sheet(case_id: int) -> Answer:
    """Show one case as the sheet that is printed and filed (办理单)."""
    row, person = visible_case(case_id), viewer()
    if person.roles == frozenset({Role.DEP}):
        return redirect(url_for("own.case", case_id=case_id))
    view = case_page.page_of(row, person)
    office = current_app.config["TRACKER"].office_name
    return render_template("desk/sheet.html", view=view, today=clock.today(), office=office)


@bp.get("/notices")
@requires(Permission.REMINDER_OWN)
def messages() -> Answer:
    """Show the viewer's messages."""
    page = pages.page_of(outbox.of_account(viewer().account_id))
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
    return render_template("desk/calls.html", page=pages.page_of(outbox.open_calls()))


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
    """Say whether pages can be read and forms be saved."""
    sentence, status = trouble.health()
    return current_app.response_class(sentence, status, mimetype="text/plain")
