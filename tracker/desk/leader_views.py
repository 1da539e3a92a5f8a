"""What a leader decides in place, and the list of promises."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request, url_for

from tracker.cases.forms import ReasonForm
from tracker.cases.gate import visible_case
from tracker.desk import leader_page, leader_promises
from tracker.desk import leader_proposals as proposals
from tracker.desk.leader_page import Wrong
from tracker.desk.leader_promises import Asked
from tracker.kernel import clock
from tracker.kernel.access import requires, viewer
from tracker.kernel.db import transaction
from tracker.kernel.errors import Invalid
from tracker.kernel.pages import Answer
from tracker.permissions import Permission
from tracker.reports.asked import filter_of

bp = Blueprint("leader", __name__)
ONE = "/leader/cases/<int:case_id>"


@bp.post(f"{ONE}/approve")
@requires(Permission.ASSIGN_APPROVE)
def approve(case_id: int) -> Answer:
    """Approve, as of today, the proposal that was seen."""
    case, person = visible_case(case_id), viewer()
    try:
        with transaction():
            done = proposals.approve(case, request.form.get("seen", ""))
            sentence = f"已批准：{case.label}交{done.said}，{done.due_on} 前答复。"
    except Invalid as error:
        return leader_page.show(person, clock.today(), Wrong(case_id, str(error))), 422
    flash(f"{sentence}各单位今天收到通知。")
    return redirect(url_for("desk.home"))


@bp.post(f"{ONE}/send-back")
@requires(Permission.ASSIGN_SEND_BACK)
def send_back(case_id: int) -> Answer:
    """Send the proposal that was seen back to the clerk, with a reason."""
    case, person, form = visible_case(case_id), viewer(), ReasonForm()
    if not form.validate_on_submit():
        found = "".join(form.reason.errors) or "请填写理由。"
        wrong = Wrong(case_id, found, form.reason.data or "", sends_back=True)
        return leader_page.show(person, clock.today(), wrong), 422
    with transaction():
        proposals.send_back(case, request.form.get("seen", ""), form.reason.data)
        sentence = f"已退回经办人重拟：{case.label}。"
    flash(sentence)
    return redirect(url_for("desk.home"))


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
