"""Pages of the case itself: registering, correcting, marks, files."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for

from tracker.accounts.models import Account
from tracker.bodies import queries as bodies
from tracker.cases import act_page, actions, filing
from tracker.cases.act_page import ActPage
from tracker.cases.filing_forms import FilingForm
from tracker.cases.forms import (
    AttachForm,
    CorrectForm,
    LeaderForm,
    MarkForm,
    NewForm,
    ReasonForm,
)
from tracker.cases.gate import visible_case
from tracker.cases.models import Case, CaseAttachment
from tracker.cases.queries import leader_of
from tracker.cases.sheet import readable_files
from tracker.kernel import clock, files
from tracker.kernel.access import requires, viewer
from tracker.kernel.db import db, transaction
from tracker.kernel.errors import Invalid
from tracker.kernel.fields import pair_choices
from tracker.kernel.pages import Answer, put_error
from tracker.notices.actions import with_roles
from tracker.permissions import Permission
from tracker.roles import Role

DONE = {
    "filed": "已登记。请拟定承办单位。",
    "waits": "已登记，等待立案决定；登记决定后再拟定承办单位。",
}
bp = Blueprint("cases", __name__, url_prefix="/cases")


@bp.route("/new", methods=["GET", "POST"])
@requires(Permission.CASE_CREATE)
def new() -> Answer:
    """Register a case by hand."""
    form = NewForm()
    form.offer_sessions(bodies.all_sessions())
    if form.validate_on_submit():
        try:
            with transaction():
                case = actions.register(form.facts())
                case_id = case.id
                for upload in filter(None, form.uploads.data or []):
                    actions.attach(case, upload, nameless=form.nameless.data, field="uploads")
        except Invalid as error:
            put_error(form[error.field], str(error))
        else:
            flash(DONE[form.filing.data])
            return redirect(url_for("desk.case", case_id=case_id))
    form.received_on.data = form.received_on.data or clock.today()
    shown = render_template("cases/edit.html", form=form, case=None)
    return (shown, 422) if form.is_submitted() else shown


@bp.route("/<int:case_id>/correct", methods=["GET", "POST"])
@requires(Permission.CASE_CORRECT)
def correct(case_id: int) -> Answer:
    """Correct a registration."""
    case, form = visible_case(case_id), CorrectForm()
    form.offer_sessions(bodies.all_sessions())
    form.secret = case.confidential
    if not form.is_submitted():
        form.show(case)

    def save() -> None:
        form.check_version(case)
        actions.correct(case, form.facts(case), form.reason.data or "")

    page = ActPage("更正登记", "保存", "已更正。", template="cases/edit.html")
    return act_page.run(case, form, page, save)


@bp.route("/<int:case_id>/void", methods=["GET", "POST"])
@requires(Permission.CASE_VOID)
def void(case_id: int) -> Answer:
    """Make a registration error void."""
    case, form = visible_case(case_id), ReasonForm()
    hint = "只用于登记错误。作废后编号可以重新登记，作废的这一件留底备查。"
    page = ActPage("作废", "作废", "已作废。", hint)
    return act_page.run(case, form, page, lambda: actions.void(case, form.reason.data))


@bp.route("/<int:case_id>/reinstate", methods=["GET", "POST"])
@requires(Permission.CASE_REINSTATE)
def reinstate(case_id: int) -> Answer:
    """Take back that a registration was made void."""
    case, form = visible_case(case_id), ReasonForm()
    hint = "作废有误时使用。这一件恢复为已登记；编号已被另一件占用的不能撤销。"
    page = ActPage("撤销作废", "撤销作废", "已撤销作废。", hint)
    return act_page.run(case, form, page, lambda: actions.reinstate(case, form.reason.data))


@bp.route("/<int:case_id>/filing", methods=["GET", "POST"])
@requires(Permission.CASE_DECIDE_FILING)
def decide_filing(case_id: int) -> Answer:
    """Record what the committee decided about a proposal."""
    case, form = visible_case(case_id), FilingForm()
    form.decided_on.data = form.decided_on.data or clock.today()
    hint = (
        "立案与否由政协审查决定，这里只登记结果。立案后才能交办；不予立案、转参阅的不再交办，"
        "并案的随主案一并办理，提出者可查看主案的办理和答复；退回修改的仍等待立案。都会告知提出者。"
    )
    page = ActPage("登记立案决定", "登记", "已登记立案决定。", hint)
    return act_page.run(case, form, page, lambda: filing.decide(case, form.decision()))


@bp.route("/<int:case_id>/filing/take-back", methods=["GET", "POST"])
@requires(Permission.CASE_TAKE_BACK_FILING)
def take_back_filing(case_id: int) -> Answer:
    """Take back a decision that was recorded by mistake."""
    case, form = visible_case(case_id), ReasonForm()
    hint = "登记有误时使用。提案恢复为待立案，重新登记决定后才能交办；会告知提出者。"
    page = ActPage("撤销立案决定", "撤销", "已撤销，等待重新登记立案决定。", hint)
    return act_page.run(case, form, page, lambda: filing.take_back(case, form.reason.data))


@bp.route("/<int:case_id>/mark", methods=["GET", "POST"])
@requires(Permission.CASE_MARK)
def mark(case_id: int) -> Answer:
    """Mark a key item or a confidential proposer."""
    case = visible_case(case_id)
    form = MarkForm(data={"key_item": case.key_item, "confidential": case.confidential})
    if not case.confidential:
        del form.reason
    page = ActPage("标记重点或保密", "保存", "已标记。")

    def save() -> None:
        why = form.data.get("reason") or ""
        actions.mark(case, form.key_item.data, form.confidential.data, why)

    return act_page.run(case, form, page, save)


@bp.route("/<int:case_id>/leader", methods=["GET", "POST"])
@requires(Permission.CASE_NAME_LEADER)
def name_leader(case_id: int) -> Answer:
    """Name the district leader who leads the case."""
    case, now = visible_case(case_id), leader_of(visible_case(case_id))
    form = LeaderForm(data={"account_id": now.account_id if now else 0})
    leaders = [(row.id, row.name) for row in with_roles((Role.DL,))]
    form.account_id.choices = pair_choices([(0, "（不指定）"), *leaders])
    page = ActPage("确定领办区领导", "保存", "已确定。", "领办的区领导登录后能看到本件的办理情况。")

    def save() -> None:
        chosen = db.session.get(Account, form.account_id.data) if form.account_id.data else None
        actions.name_leader(case, chosen)

    return act_page.run(case, form, page, save)


@bp.route("/<int:case_id>/attach", methods=["GET", "POST"])
@requires(Permission.FILE_UPLOAD)
def attach(case_id: int) -> Answer:
    """Attach a file."""
    case, form = visible_case(case_id), AttachForm()
    page = ActPage("上传附件", "上传", "已上传。", uploads=True)

    def save() -> None:
        actions.attach(case, form.upload.data, nameless=form.nameless.data)

    return act_page.run(case, form, page, save)


@bp.get("/<int:case_id>/files/<int:attachment_id>")
@requires(Permission.FILE_DOWNLOAD)
def download(case_id: int, attachment_id: int) -> Answer:
    """Send an attachment."""
    case: Case = visible_case(case_id)
    row = db.session.get(CaseAttachment, attachment_id)
    if row is None or row not in readable_files(case, viewer()):
        abort(404)
    return files.answer_of(row.file_id)
