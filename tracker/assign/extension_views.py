"""Pages of an extension: asked for, confirmed, decided."""

from __future__ import annotations

from flask import abort

from tracker.assign import extended, extensions, limits, subject
from tracker.assign.blueprint import bp
from tracker.assign.extension_acts import ExtensionAct
from tracker.assign.extension_forms import (
    DecideExtensionForm,
    ExtensionForm,
    ExtensionOnBehalfForm,
)
from tracker.assign.models import Assignment, ExtensionRequest
from tracker.cases import act_page
from tracker.cases.act_page import ActPage
from tracker.kernel import clock, files
from tracker.kernel.access import requires
from tracker.kernel.db import db, transaction
from tracker.kernel.pages import Answer
from tracker.permissions import Permission
from tracker.settings.in_force import book_of


@bp.route("/extension", methods=["GET", "POST"])
@requires(Permission.EXTENSION_REQUEST)
def request_extension(case_id: int, assignment_id: int) -> Answer:
    """Ask for a later reply date."""
    row, form = subject.own(case_id, assignment_id), ExtensionForm()
    extensions.ask(row, ExtensionAct.REQUEST)
    if not form.is_submitted():
        form.on.data = clock.today()

    def save() -> None:
        extensions.request(row, form.asked(), form.on.data)

    hint = f"{_dates(row)}{_advance(row)}决定之前期限照常计算；每轮只延一次。"
    page = ActPage("申请延期", "提交申请", "已提交延期申请。", hint)
    return act_page.run(row.case, form, page, save)


@bp.route("/extension/on-behalf", methods=["GET", "POST"])
@requires(Permission.EXTENSION_ENTER)
def enter_extension(case_id: int, assignment_id: int) -> Answer:
    """Enter the paper request of a unit that does not log in."""
    row, form = subject.row_of(case_id, assignment_id), ExtensionOnBehalfForm()
    extensions.ask(row, ExtensionAct.ENTER)

    def save() -> None:
        scan = subject.scan(form.scan.data)
        extensions.enter_on_behalf(row, form.asked(), form.on.data, scan)

    told = f"{row.unit_name}未开通账号。凭盖章的延期申请代录，申请日期填收到纸质件的日期。"
    page = ActPage(
        "代录延期申请", "保存", "已代录，等政府办领导审定。", told + _dates(row), uploads=True
    )
    return act_page.run(row.case, form, page, save)


@bp.post("/extension/confirm")
@requires(Permission.EXTENSION_CONFIRM)
def confirm_extension(case_id: int, assignment_id: int) -> Answer:
    """Confirm the handler's request."""
    row = subject.row_of(case_id, assignment_id)
    with transaction():
        extensions.confirm(row)
    return act_page.back(case_id, "已确认，等政府办领导审定。")


@bp.post("/extension/decline")
@requires(Permission.EXTENSION_CONFIRM)
def decline_extension(case_id: int, assignment_id: int) -> Answer:
    """Stop the handler's request."""
    row = subject.row_of(case_id, assignment_id)
    with transaction():
        extensions.decline(row)
    return act_page.back(case_id, "没有申请延期，按原期限办理。")


@bp.post("/extension/recall")
@requires(Permission.RECALL)
def recall_extension(case_id: int, assignment_id: int) -> Answer:
    """Take one's own request back."""
    row = subject.row_of(case_id, assignment_id)
    with transaction():
        extensions.recall(row)
    return act_page.back(case_id, "已收回延期申请。")


@bp.route("/extension/decide", methods=["GET", "POST"])
@requires(Permission.EXTENSION_DECIDE)
def decide_extension(case_id: int, assignment_id: int) -> Answer:
    """Decide a request for an extension."""
    row, form = subject.row_of(case_id, assignment_id), DecideExtensionForm()
    extensions.ask(row, ExtensionAct.DECIDE)
    asked = extended.open_request(row)
    if not form.is_submitted():
        form.on.data = clock.today()

    def save() -> None:
        granted = form.decision.data == "grant"
        extensions.decide(row, granted=granted, reason=form.reason.data, on=form.on.data)

    hint = f"{row.unit_name}申请延至 {asked.due_on}：{asked.reason}" if asked else ""
    if asked and asked.note:
        hint += f"\n给提出者的办理情况说明：{asked.note}"
    page = ActPage("审定延期申请", "决定", "已决定。", f"{hint}\n{_dates(row)}")
    return act_page.run(row.case, form, page, save)


@bp.get("/extension/<int:extension_id>/scan")
@requires(Permission.FILE_DOWNLOAD)
def extension_scan(case_id: int, assignment_id: int, extension_id: int) -> Answer:
    """Send the scan of a paper request to the office or the unit."""
    row = subject.row_of(case_id, assignment_id)
    found = db.session.get(ExtensionRequest, extension_id)
    if found is None or found.assignment_id != row.id or found.scan_id is None:
        abort(404)
    if not subject.keeps(row):
        abort(404)
    return files.answer_of(found.scan_id)


def _dates(row: Assignment) -> str:
    """Return the date in force, and the last one that law and rules of the case allow."""
    due, last = row.deadline(limits.REPLY), limits.latest_of(row)
    now = f"现在的答复期限是 {due.due_on}" if due else ""
    latest = f"，最迟可延至 {last}" if last else ""
    return f"{now}{latest}。" if now else ""


def _advance(row: Assignment) -> str:
    """Return how long before its date an extension is asked for."""
    limit = book_of(row.case).limit("extension_request")
    return f"一般在到期 {limit.value} {limit.unit.label}前提出。"
