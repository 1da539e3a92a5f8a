"""Pages of an issued letter: number and issue, deliver, scan, print, entry on behalf."""

from __future__ import annotations

from typing import Any

from flask import abort, redirect, render_template, request, url_for

from tracker.cases import act_page
from tracker.cases.act_page import ActPage
from tracker.cases.models import Submitter
from tracker.cases.sheet import HIDDEN, hides_names
from tracker.kernel import clock, files
from tracker.kernel.access import requires, viewer
from tracker.kernel.db import transaction
from tracker.kernel.errors import Invalid
from tracker.kernel.fields import pair_choices
from tracker.kernel.given import backdated
from tracker.kernel.pages import Answer, put_error
from tracker.permissions import Permission
from tracker.reply import acts, document, issuing, on_paper, queries
from tracker.reply.blueprint import ONE, bp
from tracker.reply.forms import DeliveryForm, IssueForm, OnBehalfForm, ScanForm
from tracker.reply.models import Reply
from tracker.reply.opening import (
    fresh,
    kept,
    open_assignment,
    open_letter,
    open_printable,
    open_reply,
    permit,
)
from tracker.reply.recipients import recipients, unreached
from tracker.roles import OFFICE
from tracker.settings.in_force import book_of
from tracker.terms import DeliveryWay, ReplyState

EVERYBODY = 0
EACH = "联名的要送达每一位；同一天、同一方式送达的可以一次登记。"
LEAD_ONLY = "只送领衔代表（第一提案人），由其转告联名的其他人。"


@bp.get(f"{ONE}/issue")
@requires(Permission.REPLY_ISSUE)
def issue(case_id: int, assignment_id: int) -> Answer:
    """Ask for number, date and signer."""
    reply = open_letter(open_assignment(case_id, assignment_id), acts.Act.ISSUE)
    form = fresh(_issue_form(reply), reply)
    form.issued_on.data, form.signer.data = clock.today(), viewer().name
    return _issue_page(reply, form)


@bp.post(f"{ONE}/issue")
@requires(Permission.REPLY_ISSUE)
def issue_entered(case_id: int, assignment_id: int) -> Answer:
    """Check number, date and signer, then show the letter once more; nothing is written yet."""
    reply = open_letter(open_assignment(case_id, assignment_id), acts.Act.ISSUE)
    form = _issue_form(reply)
    if form.validate_on_submit():
        form.check_version(reply)
        try:
            ready = issuing.prepared(reply, form.facts())
        except Invalid as error:
            put_error(form[error.field], str(error))
        else:
            return redirect(
                url_for(
                    "reply.review",
                    case_id=case_id,
                    assignment_id=assignment_id,
                    number=ready.number,
                    issued_on=ready.on.isoformat(),
                    signer=ready.signer,
                    reason=ready.reason or None,
                )
            )
    return _issue_page(reply, form), 422


@bp.get(f"{ONE}/issue/review")
@requires(Permission.REPLY_ISSUE)
def review(case_id: int, assignment_id: int) -> Answer:
    """Show the letter as it will be issued, to be confirmed."""
    reply = open_letter(open_assignment(case_id, assignment_id), acts.Act.ISSUE)
    form = _issue_form(reply, formdata=request.args, meta={"csrf": False})
    form.version.data = str(reply.version)
    if not form.validate():
        return redirect(url_for("reply.issue", case_id=case_id, assignment_id=assignment_id))
    paper = document.paper_of(reply, viewer(), form.facts())
    return render_template(
        "reply/review.html", case=reply.case, reply=reply, paper=paper, form=form
    )


@bp.post(f"{ONE}/issue/confirm")
@requires(Permission.REPLY_ISSUE)
def confirm(case_id: int, assignment_id: int) -> Answer:
    """Issue the letter."""
    reply = open_letter(open_assignment(case_id, assignment_id), acts.Act.ISSUE)
    form = _issue_form(reply)
    if not form.validate_on_submit():
        return _issue_page(reply, form), 422
    try:
        with transaction():
            form.check_version(reply)
            issuing.issue(reply, form.facts())
    except Invalid as error:
        put_error(form[error.field], str(error))
        return _issue_page(reply, form), 422
    return act_page.back(case_id, "已印发。请用印后上传盖章扫描件，送达后登记送达日期。")


@bp.route(f"{ONE}/on-behalf", methods=["GET", "POST"])
@requires(Permission.REPLY_ENTER)
def enter_on_behalf(case_id: int, assignment_id: int) -> Answer:
    """Enter the paper letter of a unit; only a correction begins with what stood there before."""
    row = open_assignment(case_id, assignment_id)
    reply, form = queries.current(row), OnBehalfForm(book_of(row.case))
    permit(row, acts.Act.ENTER, reply)
    form.ask_reason(issuing.limit_over(row) is not None)
    if reply is not None and reply.edition > 1 and not form.is_submitted():
        form.show(reply)

    def enter() -> None:
        scan = kept(form.scan.data)
        issuing.enter_issued_on_behalf(row, form.facts(), form.issue_facts(), scan)

    logs_in = row.unit is not None and row.unit.online
    hint = on_paper.TOLD_UNIT if logs_in else f"{row.unit_name}未开通账号。"
    hint += "照纸质答复函录入，页面上会注明“代录”；正文可只写要点。"
    page = ActPage("代录答复", "保存并印发", "已代录答复。", hint, True, "reply/on_behalf.html")
    return act_page.run(row.case, form, page, enter)


@bp.get("/replies/<int:reply_id>")
@requires(Permission.REPLY_VIEW)
def show(case_id: int, reply_id: int) -> Answer:
    """Show an issued letter with its deliveries."""
    reply = _issued(case_id, reply_id)
    case, hidden = reply.case, hides_names(reply.case, viewer())
    deliveries = [
        (HIDDEN if hidden else row.submitter.name, row.way.label, row.delivered_on)
        for row in reply.deliveries
    ]
    return render_template(
        "reply/show.html",
        case=case,
        reply=reply,
        line=queries.line_of(reply, viewer()),
        paper=document.paper_of(reply, viewer()),
        deliveries=deliveries,
        drafts=queries.drafts_of(reply.id) if _may_see_drafts(reply) else [],
        open_acts=acts.allowed(queries.facts(reply.assignment, viewer(), reply)),
    )


@bp.get("/replies/<int:reply_id>/print")
@requires(Permission.REPLY_PRINT)
def print_letter(case_id: int, reply_id: int) -> Answer:
    """Show the letter as it is printed and sealed; from the check on."""
    reply = open_printable(case_id, reply_id)
    paper = document.paper_of(reply, viewer())
    return render_template("reply/print.html", case=reply.case, reply=reply, paper=paper)


@bp.get("/replies/<int:reply_id>/scan")
@requires(Permission.FILE_DOWNLOAD)
def scan(case_id: int, reply_id: int) -> Answer:
    """Send the sealed scan to who may see the letter, and the name that stands on it."""
    reply = _issued(case_id, reply_id)
    if reply.scan_id is None or not queries.may_see_scan(reply, viewer()):
        abort(404)
    return files.answer_of(reply.scan_id)


@bp.route("/replies/<int:reply_id>/scan/attach", methods=["GET", "POST"])
@requires(Permission.REPLY_SCAN)
def attach_scan(case_id: int, reply_id: int) -> Answer:
    """Attach the sealed letter as scanned."""
    reply, form = _issued(case_id, reply_id), ScanForm()
    permit(reply.assignment, acts.Act.SCAN, reply)
    page = ActPage("上传盖章扫描件", "上传", "已上传盖章扫描件。", "", uploads=True)

    def attach() -> None:
        issuing.attach_sealed_scan(reply, kept(form.scan.data))

    return act_page.run(reply.case, form, page, attach)


@bp.route("/replies/<int:reply_id>/deliver", methods=["GET", "POST"])
@requires(Permission.REPLY_DELIVER)
def deliver(case_id: int, reply_id: int) -> Answer:
    """Record that the letter reached one proposer."""
    reply, form = _issued(case_id, reply_id), DeliveryForm()
    permit(reply.assignment, acts.Act.DELIVER, reply)
    form.submitter_id.choices = _waiting(reply)
    if not form.is_submitted():
        form.delivered_on.data = clock.today()

    def record() -> None:
        way, on = DeliveryWay(form.way.data), form.delivered_on.data
        why = backdated(on, form.reason.data or "")
        for person in _reached_now(reply, form.submitter_id.data):
            issuing.record_delivery(reply, person, way, on, why)

    hint = EACH if recipients(reply.case) == reply.case.submitters else LEAD_ONLY
    page = ActPage("登记送达", "登记", "已登记送达。", hint)
    return act_page.run(reply.case, form, page, record)


def _issued(case_id: int, reply_id: int) -> Reply:
    """Return an issued letter that the viewer may see, or answer 404."""
    reply = open_reply(case_id, reply_id)
    if reply.state != ReplyState.ISSUED:
        abort(404)
    return reply


def _may_see_drafts(reply: Reply) -> bool:
    """Whether the viewer may read the drafts before the letter."""
    person = viewer()
    own = person.unit_id is not None and reply.assignment.unit_id == person.unit_id
    return own or person.is_one_of(*OFFICE)


def _waiting(reply: Reply) -> list[object]:
    """Return whom the letter has not reached yet, to choose from; several also at once."""
    rows, hidden = unreached(reply), hides_names(reply.case, viewer())
    pairs = [(row.id, f"{HIDDEN}{row.position + 1}" if hidden else row.name) for row in rows]
    if len(rows) > 1:
        pairs.append((EVERYBODY, f"以上全部（{len(rows)}人）"))
    return pair_choices(pairs)


def _reached_now(reply: Reply, chosen: int) -> list[Submitter]:
    """Return the proposers that were chosen: one, or all whom the letter has not reached."""
    return [row for row in unreached(reply) if chosen in (EVERYBODY, row.id)]


def _issue_form(reply: Reply, **given: Any) -> IssueForm:
    """Return the form for number, date and signer; it asks a reason once the limit is over."""
    form = IssueForm(**given)
    form.ask_reason(issuing.limit_over(reply.assignment) is not None)
    return form


def _issue_page(reply: Reply, form: IssueForm) -> str:
    """Render the form for number, date and signer beside the letter."""
    paper = document.paper_of(reply, viewer())
    return render_template("reply/issue.html", case=reply.case, reply=reply, paper=paper, form=form)
