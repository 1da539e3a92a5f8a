"""Pages on which a unit's part goes to another unit: returned, or given away by the office."""

from __future__ import annotations

from flask import abort

from tracker.assign import assisting, queries, reassigning, returns, subject
from tracker.assign.acts import Act
from tracker.assign.asking import ask
from tracker.assign.blueprint import bp
from tracker.assign.forms import (
    DecideReturnForm,
    DropAssistingForm,
    ReassignForm,
    ReturnForm,
    ReturnOnBehalfForm,
)
from tracker.assign.models import ReturnRequest
from tracker.cases import act_page
from tracker.cases.act_page import ActPage
from tracker.cases.lifecycle import AT_UNITS
from tracker.kernel import clock, files
from tracker.kernel.access import requires
from tracker.kernel.db import db, transaction
from tracker.kernel.pages import Answer
from tracker.permissions import Permission
from tracker.units.models import Unit


@bp.route("/return", methods=["GET", "POST"])
@requires(Permission.RETURN_REQUEST)
def request_return(case_id: int, assignment_id: int) -> Answer:
    """Ask to return the case."""
    row, form = subject.own(case_id, assignment_id), ReturnForm()
    ask(row, Act.REQUEST_RETURN)
    form.unit_id.choices = subject.other_units(row)
    if not form.is_submitted():
        form.on.data = clock.today()

    def save() -> None:
        unit = db.session.get(Unit, form.unit_id.data) if form.unit_id.data else None
        returns.request(row, form.reason.data, unit, form.on.data)

    hint = "决定之前期限照常计算，不得自行转办；逾期申请不再调整。"
    page = ActPage("申请退办", "提交申请", "已提交退办申请。", hint)
    return act_page.run(row.case, form, page, save)


@bp.route("/return/on-behalf", methods=["GET", "POST"])
@requires(Permission.RETURN_ENTER)
def enter_return(case_id: int, assignment_id: int) -> Answer:
    """Enter the paper request of a unit that does not log in."""
    row, form = subject.row_of(case_id, assignment_id), ReturnOnBehalfForm()
    ask(row, Act.ENTER_RETURN)
    form.unit_id.choices = subject.other_units(row)

    def save() -> None:
        unit = db.session.get(Unit, form.unit_id.data) if form.unit_id.data else None
        scan = subject.scan(form.scan.data)
        returns.enter_on_behalf(row, form.reason.data, unit, form.on.data, scan)

    hint = f"{row.unit_name}未开通账号。凭盖章的退办申请代录，申请日期填收到纸质件的日期。"
    page = ActPage("代录退办申请", "保存", "已代录，等政府办决定。", hint, uploads=True)
    return act_page.run(row.case, form, page, save)


@bp.post("/return/confirm")
@requires(Permission.RETURN_CONFIRM)
def confirm_return(case_id: int, assignment_id: int) -> Answer:
    """Confirm the handler's request."""
    row = subject.own(case_id, assignment_id)
    with transaction():
        returns.confirm(row)
    return act_page.back(case_id, "已确认，等政府办决定。")


@bp.post("/return/decline")
@requires(Permission.RETURN_CONFIRM)
def decline_return(case_id: int, assignment_id: int) -> Answer:
    """Stop the handler's request."""
    row = subject.own(case_id, assignment_id)
    with transaction():
        returns.decline(row)
    return act_page.back(case_id, "没有申请退办，继续办理。")


@bp.post("/return/recall")
@requires(Permission.RECALL)
def recall_return(case_id: int, assignment_id: int) -> Answer:
    """Take one's own request back."""
    row = subject.row_of(case_id, assignment_id)
    with transaction():
        returns.recall(row)
    return act_page.back(case_id, "已收回退办申请。")


@bp.route("/return/decide", methods=["GET", "POST"])
@requires(Permission.RETURN_DECIDE)
def decide_return(case_id: int, assignment_id: int) -> Answer:
    """Decide a request to return."""
    row, form = subject.row_of(case_id, assignment_id), DecideReturnForm()
    form.unit_id.choices, asked = subject.other_units(row), queries.open_return(row)
    if not form.is_submitted():
        named = asked.proposed_unit_id if asked and row.case.state in AT_UNITS else 0
        form.on.data, form.unit_id.data = clock.today(), named

    def save() -> None:
        unit = db.session.get(Unit, form.unit_id.data) if form.unit_id.data else None
        granted = form.decision.data == "grant"
        returns.decide(row, returns.Decision(granted, form.reason.data, unit, form.on.data))

    hint = f"{row.unit_name}的理由：{asked.reason}" if asked else ""
    return act_page.run(row.case, form, ActPage("审定退办申请", "决定", "已决定。", hint), save)


@bp.route("/reassign", methods=["GET", "POST"])
@requires(Permission.REASSIGN)
def reassign(case_id: int, assignment_id: int) -> Answer:
    """Give the unit's part to another unit."""
    row, form = subject.row_of(case_id, assignment_id), ReassignForm()
    ask(row, Act.REASSIGN)
    form.unit_id.choices = subject.other_units(row)
    if not form.is_submitted():
        form.on.data = clock.today()

    def save() -> None:
        unit = db.session.get(Unit, form.unit_id.data) if form.unit_id.data else None
        reassigning.reassign(row, unit, form.reason.data, form.on.data)

    hint = f"{row.unit_name}不再承办，拟写中的答复稿留存不用；全件答复期限不变，新单位重新签收。"
    return act_page.run(
        row.case, form, ActPage("改办", "改由该单位承办", "已改由其他单位承办。", hint), save
    )


@bp.route("/assisting/drop", methods=["GET", "POST"])
@requires(Permission.ASSISTING_CHANGE)
def drop_assisting(case_id: int, assignment_id: int) -> Answer:
    """Let an assisting unit go."""
    row, form = subject.row_of(case_id, assignment_id), DropAssistingForm()
    ask(row, Act.DROP_ASSISTING)
    if not form.is_submitted():
        form.on.data = clock.today()

    def save() -> None:
        assisting.drop(row, form.reason.data, form.on.data)

    hint = (
        f"{row.unit_name}不再会办，以后的内容不能再看；换一个单位会办的，请用“改办”。会通知各方。"
    )
    page = ActPage("取消会办", "取消会办", "已取消会办。", hint)
    return act_page.run(row.case, form, page, save)


@bp.get("/return/<int:return_id>/scan")
@requires(Permission.FILE_DOWNLOAD)
def return_scan(case_id: int, assignment_id: int, return_id: int) -> Answer:
    """Send the scan of a paper request to the office or the unit."""
    row = subject.row_of(case_id, assignment_id)
    found = db.session.get(ReturnRequest, return_id)
    if (
        found is None
        or found.assignment_id != row.id
        or found.scan_id is None
        or not subject.keeps(row)
    ):
        abort(404)
    return files.answer_of(found.scan_id)
