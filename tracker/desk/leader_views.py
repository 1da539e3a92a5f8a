"""What a leader decides in place, alone or many at once, and the list of promises."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for

from tracker.assign.forms import ApproveForm
from tracker.bodies.models import Batch
from tracker.bodies.queries import all_batches
from tracker.cases.forms import ReasonForm
from tracker.cases.gate import visible_case
from tracker.cases.queries import get
from tracker.desk import leader_batch, leader_page, leader_promises
from tracker.desk import leader_proposals as proposals
from tracker.desk.leader_batch import Under
from tracker.desk.leader_page import Wrong
from tracker.desk.leader_promises import Asked
from tracker.desk.scopes import Days
from tracker.kernel import clock
from tracker.kernel.access import requires, viewer
from tracker.kernel.days import ahead_fault, moving_fault
from tracker.kernel.db import db, transaction
from tracker.kernel.errors import Invalid, Refused
from tracker.kernel.fields import pair_choices
from tracker.kernel.pages import Answer, numbers, put_error
from tracker.permissions import Permission
from tracker.reports.asked import filter_of
from tracker.settings.in_force import rulebook

bp = Blueprint("leader", __name__)
ONE = "/leader/cases/<int:case_id>"
NOTHING = "没有选中任何一件，请先打勾。"
MOST_TOLD = 20


@bp.post(f"{ONE}/approve")
@requires(Permission.ASSIGN_APPROVE)
def approve(case_id: int) -> Answer:
    """Approve, as of today, the proposal that was seen."""
    case, person = visible_case(case_id), viewer()
    try:
        with transaction():
            done = proposals.approve(case, request.form.get("seen", ""), clock.today())
            sentence = f"已批准：{case.label}交{done.said}，{done.due_on} 前答复。"
    except Invalid as error:
        return leader_page.show(person, clock.today(), Wrong(case_id, str(error))), 422
    flash(f"{sentence}各单位今天收到通知。")
    return _home()


@bp.post(f"{ONE}/send-back")
@requires(Permission.ASSIGN_SEND_BACK)
def send_back(case_id: int) -> Answer:
    """Send the proposal that was seen back to the clerk, with a reason."""
    case, person, form = visible_case(case_id), viewer(), ReasonForm()
    reason = form.reason.data or "" if form.validate_on_submit() else ""
    try:
        with transaction():
            proposals.send_back(case, request.form.get("seen", ""), reason)
            sentence = f"已退回经办人重拟：{case.label}。"
    except Invalid as error:
        found = "".join(form.reason.errors) or str(error)
        wrong = Wrong(case_id, found, form.reason.data or "", sends_back=True)
        return leader_page.show(person, clock.today(), wrong), 422
    flash(sentence)
    return _home()


def _home() -> Answer:
    """Return to the page of what waits that one decided on."""
    return redirect(url_for("desk.home", page=request.args.get("page", type=int)))


@bp.get("/commitments")
@requires(Permission.COMMITMENT_LIST)
def promises() -> Answer:
    """List the promises of a month, or all that the viewer may read."""
    asked = Asked.of(
        request.args.get("month", "").strip(),
        request.args.get("outcome", "").strip(),
        filter_of(request.args).number("leader"),
    )
    today = clock.today()
    return render_template(
        "desk/leader_promises.html",
        page=leader_promises.page_of(viewer(), asked, today),
        asked=asked,
        labels=leader_promises.LABELS,
        today=today,
    )


@bp.get("/leader/approve")
@requires(Permission.ASSIGN_APPROVE)
def check_all() -> Answer:
    """Show what approving all that waits would do."""
    days = Days.of(clock.today(), rulebook().reminders.soon)
    return _check(leader_batch.waiting(viewer(), days), Under(days.today), _fresh())


@bp.post("/leader/approve")
@requires(Permission.ASSIGN_APPROVE)
def approve_many() -> Answer:
    """Show what approving the chosen would do; do it where that was seen and nothing moved."""
    chosen, form = numbers(request.form.getlist("case_id"), leader_batch.MOST), ApproveForm()
    form.batch_id.choices = _batches()
    if not chosen:
        flash(NOTHING, "error")
        return redirect(url_for("desk.home"))
    if request.form.get("act") != "approve":
        return _check(chosen, Under(clock.today()), _fresh())
    if not form.validate_on_submit():
        return _check(chosen, Under(clock.today()), form), 422
    under = _under(form)
    if fault := ahead_fault(under.on, clock.today()):
        put_error(form.assigned_on, fault)
        return _check(chosen, Under(clock.today()), form), 422
    if request.form.get("counted") != under.mark:
        return _check(chosen, under, form, moved=True)
    if fault := moving_fault(under.on, clock.today(), under.reason):
        put_error(form.reason, fault)
        return _check(chosen, under, form), 422
    _approve_each(chosen, under)
    return redirect(url_for("desk.home"))


def _check(chosen: list[int], under: Under, form: ApproveForm, *, moved: bool = False) -> str:
    """Return the page before approving many."""
    form.batch_id.choices = _batches()
    return render_template(
        "desk/leader_check.html",
        rows=leader_batch.checked(chosen, under),
        asked=len(chosen),
        under=under,
        form=form,
        moved=moved,
    )


def _fresh() -> ApproveForm:
    """Return the form with today's date; each case stays in its batch."""
    form = ApproveForm(formdata=None)
    form.assigned_on.data, form.batch_id.data = clock.today(), 0
    return form


def _batches() -> list[object]:
    """Return the batches of all sessions to choose from."""
    rows = [(row.id, f"{row.session.title} {row.name}") for row in all_batches()]
    return pair_choices([(0, "（各在原来的批次）"), *rows])


def _under(form: ApproveForm) -> Under:
    """Return under which date, batch and reason the form approves."""
    into = db.session.get(Batch, form.batch_id.data) if form.batch_id.data else None
    return Under(form.assigned_on.data, into, form.reason.data or "")


def _approve_each(chosen: list[int], under: Under) -> None:
    """Approve each as it was seen, alone; say how many, and of the others why not."""
    done, left_out, batch_id = 0, [], under.into.id if under.into else None
    for case_id in chosen:
        case = get(case_id, viewer())
        if case is None:
            continue
        label, seen = case.label, request.form.get(f"seen-{case_id}", "")
        try:
            with transaction():
                into = db.session.get(Batch, batch_id) if batch_id else None
                proposals.approve(case, seen, under.on, into, under.reason)
        except Refused as refusal:
            left_out.append(f"{label}：{str(refusal).removeprefix(label)}")
        else:
            done += 1
    flash(f"已交办 {done} 件。" + ("各单位今天收到通知。" if done else ""))
    for sentence in left_out[:MOST_TOLD]:
        flash(f"没有交办——{sentence}", "error")
