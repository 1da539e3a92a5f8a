"""Pages of one unit's assignment: sign for, assist, dates."""

from __future__ import annotations

from flask import abort

from tracker.accounts.models import Account
from tracker.assign import actions, opinions, queries, signing, subject
from tracker.assign.blueprint import bp
from tracker.assign.forms import (
    DeadlineForm,
    DecideOpinionForm,
    HandlerForm,
    OpinionForm,
    OpinionOnBehalfForm,
    SignForm,
    SignOnBehalfForm,
)
from tracker.assign.models import Opinion
from tracker.cases import act_page
from tracker.cases.act_page import ActPage
from tracker.kernel import clock, files
from tracker.kernel.access import requires, viewer
from tracker.kernel.db import db, transaction
from tracker.kernel.fields import pair_choices
from tracker.kernel.pages import Answer
from tracker.notices.actions import with_roles
from tracker.permissions import Permission
from tracker.roles import UNIT, Role


@bp.route("/sign", methods=["GET", "POST"])
@requires(Permission.SIGN)
def sign(case_id: int, assignment_id: int) -> Answer:
    """Sign for it."""
    row, form = subject.own(case_id, assignment_id), SignForm()
    if not form.is_submitted():
        form.signed_on.data = clock.today()
        form.handler_name.data = viewer().name if Role.UH in viewer().roles else ""

    def save() -> None:
        signing.sign(row, form.signed_on.data, form.slip())

    due = row.deadline(queries.RETURN)
    hint = f"核对清楚后签收。不属于本单位职责的，请在 {due.due_on} 前申请退办。" if due else ""
    return act_page.run(row.case, form, ActPage("签收", "签收", "已签收。", hint), save)


@bp.route("/sign-on-behalf", methods=["GET", "POST"])
@requires(Permission.SIGN_ON_BEHALF)
def sign_on_behalf(case_id: int, assignment_id: int) -> Answer:
    """Sign for a unit that does not log in."""
    row, form = subject.row_of(case_id, assignment_id), SignOnBehalfForm()
    hint = f"{row.unit_name}未开通账号。凭签收单代签收，日期照签收单填写，页面上会注明“代签收”。"
    page = ActPage("代签收", "代签收", "已代签收。", hint, uploads=True)

    def save() -> None:
        signing.sign_on_behalf(row, form.signed_on.data, subject.scan(form.scan.data), form.slip())

    return act_page.run(row.case, form, page, save)


@bp.post("/sign/recall")
@requires(Permission.RECALL)
def recall_sign(case_id: int, assignment_id: int) -> Answer:
    """Take one's own sign-for back."""
    row = subject.row_of(case_id, assignment_id)
    with transaction():
        signing.recall(row)
    return act_page.back(case_id, "已收回签收，请重新签收。")


@bp.route("/handler", methods=["GET", "POST"])
@requires(Permission.NAME_HANDLER)
def name_handler(case_id: int, assignment_id: int) -> Answer:
    """Name the handler."""
    row, form = subject.own(case_id, assignment_id), HandlerForm()
    people = [person for person in with_roles(UNIT) if person.unit_id == row.unit_id]
    named = [(person.id, person.name) for person in people]
    form.handler_id.choices = pair_choices([(0, "（没有账号，填在下面）"), *named])

    def save() -> None:
        chosen = db.session.get(Account, form.handler_id.data) if form.handler_id.data else None
        signing.name_handler(
            row, chosen, form.handler_name.data or "", form.handler_phone.data or ""
        )

    return act_page.run(row.case, form, ActPage("指定承办人", "保存", "已指定承办人。"), save)


@bp.route("/deadline", methods=["GET", "POST"])
@requires(Permission.SET_DEADLINE)
def set_deadline(case_id: int, assignment_id: int) -> Answer:
    """Set another reply date."""
    row, form = subject.row_of(case_id, assignment_id), DeadlineForm()
    if not form.is_submitted():
        form.set_on.data = clock.today()

    def save() -> None:
        actions.set_deadline(row, form.due_on.data, form.reason.data, form.set_on.data)

    hint = f"原期限留存备查，并通知{row.unit_name}。"
    return act_page.run(row.case, form, ActPage("调整期限", "调整", "已调整期限。", hint), save)


@bp.route("/opinion", methods=["GET", "POST"])
@requires(Permission.OPINION_SUBMIT)
def submit_opinion(case_id: int, assignment_id: int) -> Answer:
    """Give the host the unit's opinion."""
    row, form = subject.own(case_id, assignment_id), OpinionForm()
    if not form.is_submitted():
        form.on.data = clock.today()
    page = ActPage("送会办意见", "送主办单位", "已送主办单位。")
    return act_page.run(
        row.case, form, page, lambda: opinions.submit(row, form.text.data, form.on.data)
    )


@bp.route("/opinion/on-behalf", methods=["GET", "POST"])
@requires(Permission.OPINION_ENTER)
def enter_opinion(case_id: int, assignment_id: int) -> Answer:
    """Enter the paper opinion of a unit that does not log in."""
    row, form = subject.row_of(case_id, assignment_id), OpinionOnBehalfForm()
    page = ActPage("代录会办意见", "保存", "已代录。", f"代{row.unit_name}录入。", uploads=True)

    def save() -> None:
        opinions.enter_on_behalf(row, form.text.data, form.on.data, subject.scan(form.scan.data))

    return act_page.run(row.case, form, page, save)


@bp.post("/opinion/recall")
@requires(Permission.RECALL)
def recall_opinion(case_id: int, assignment_id: int) -> Answer:
    """Take one's own opinion back."""
    row = subject.row_of(case_id, assignment_id)
    with transaction():
        opinions.recall(row)
    return act_page.back(case_id, "已收回会办意见，可以改好再送。")


@bp.route("/opinion/decide", methods=["GET", "POST"])
@requires(Permission.OPINION_DECIDE)
def decide_opinion(case_id: int, assignment_id: int) -> Answer:
    """Use an opinion or send it back."""
    row, form = subject.row_of(case_id, assignment_id), DecideOpinionForm()
    latest = queries.latest_opinion(row)

    def save() -> None:
        if form.decision.data == "accept":
            opinions.accept(row)
        else:
            opinions.send_back(row, form.reason.data or "")

    hint = f"{row.unit_name}：{latest.text}" if latest else ""
    page = ActPage("采用或退回会办意见", "确定", "已处理会办意见。", hint)
    return act_page.run(row.case, form, page, save)


@bp.get("/sign-scan")
@requires(Permission.FILE_DOWNLOAD)
def sign_scan(case_id: int, assignment_id: int) -> Answer:
    """Send the scan of a sign-for slip to the office or the unit."""
    row = subject.row_of(case_id, assignment_id)
    if row.sign_scan_id is None or not subject.keeps(row):
        abort(404)
    return files.answer_of(row.sign_scan_id)


@bp.get("/opinion/<int:opinion_id>/scan")
@requires(Permission.OPINION_VIEW)
def opinion_scan(case_id: int, assignment_id: int, opinion_id: int) -> Answer:
    """Send the scan of an opinion to those who may read it."""
    row = subject.row_of(case_id, assignment_id)
    found = db.session.get(Opinion, opinion_id)
    if found is None or found.assignment_id != row.id or found.scan_id is None:
        abort(404)
    if not queries.may_read_opinion(row, viewer()):
        abort(404)
    return files.answer_of(found.scan_id)
