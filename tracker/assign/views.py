"""Pages of assigning a case: propose, submit, approve, end."""

from __future__ import annotations

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for

from tracker.assign import actions, assisting, endings, queries, submitting, undoing
from tracker.assign.acts import CaseAct
from tracker.assign.asking import ask_case
from tracker.assign.forms import (
    AddAssistingForm,
    ApproveForm,
    HandOutForm,
    ProposeForm,
    WithdrawForm,
)
from tracker.assign.models import Assignment
from tracker.assign.words import said
from tracker.bodies.models import Batch
from tracker.bodies.queries import batches_of
from tracker.cases import act_page
from tracker.cases.act_page import ActPage
from tracker.cases.forms import ReasonForm
from tracker.cases.gate import visible_case
from tracker.cases.models import Case
from tracker.cases.queries import get
from tracker.kernel import clock
from tracker.kernel.access import requires, viewer
from tracker.kernel.db import db, transaction
from tracker.kernel.errors import Refused
from tracker.kernel.fields import pair_choices
from tracker.kernel.pages import Answer, numbers
from tracker.permissions import Permission
from tracker.units import queries as units
from tracker.units.models import Unit

bp = Blueprint("assign", __name__, url_prefix="/cases")
MOST, AT_ONCE, MOST_TOLD = 500, 100, 20


@bp.route("/<int:case_id>/propose", methods=["GET", "POST"])
@requires(Permission.ASSIGN)
def propose(case_id: int) -> Answer:
    """Propose who handles the case."""
    case, form = visible_case(case_id), ProposeForm()
    shown = [] if form.is_submitted() else queries.proposed(case.id)
    form.make_room(max(len(shown), request.args.get("rows", 0, type=int)))
    form.offer_units(units.active())
    if not form.is_submitted():
        form.show(shown)
        form.version.data = case.version

    def save() -> None:
        form.check_version(case)
        shares = form.shares()
        actions.propose(case, shares)
        actions.check(shares)
        actions.submit(case)

    page = ActPage(
        "拟定承办单位",
        "报领导审批",
        "已报政府办领导审批。",
        _back(case.id) + "领导批准后正式交办，单位才会收到通知。" + _gaps(shown),
        template="assign/propose.html",
    )
    return act_page.run(case, form, page, save)


def _back(case_id: int) -> str:
    """Say why the leader sent the last proposal back, where that is what happened last."""
    entry = submitting.sent_back([case_id]).get(case_id)
    if entry is None:
        return ""
    said = entry.sentence.rstrip("。")
    return f"{entry.on.month}月{entry.on.day}日{entry.actor_name}：{said}。"


def _gaps(rows: Sequence[Assignment]) -> str:
    """Say which units of the list the register does not know, and what to do."""
    names = "、".join(row.unit_text for row in rows if row.unit_id is None and row.unit_text)
    return f"清单所写“{names}”不在名册中，请选定，或在“名册对应”里一并选定。" if names else ""


@bp.post("/<int:case_id>/submit")
@requires(Permission.ASSIGN)
def submit(case_id: int) -> Answer:
    """Submit the proposal that came with the list."""
    case = visible_case(case_id)
    with transaction():
        actions.submit(case)
    return act_page.back(case_id, "已报政府办领导审批。")


@bp.post("/<int:case_id>/submit/recall")
@requires(Permission.RECALL)
def recall_submission(case_id: int) -> Answer:
    """Take one's own submission back."""
    case = visible_case(case_id)
    with transaction():
        actions.recall_submission(case)
    return act_page.back(case_id, "已收回报批，可以重新拟定。")


@bp.route("/<int:case_id>/approve", methods=["GET", "POST"])
@requires(Permission.ASSIGN_APPROVE)
def approve(case_id: int) -> Answer:
    """Approve the proposal."""
    case, form = visible_case(case_id), ApproveForm()
    form.batch_id.choices = _batches(case)
    if not form.is_submitted():
        form.assigned_on.data, form.batch_id.data = clock.today(), case.batch_id or 0
        form.version.data = case.version

    def save() -> None:
        form.check_version(case)
        into = db.session.get(Batch, form.batch_id.data) if form.batch_id.data else None
        actions.approve(case, form.assigned_on.data, into, form.reason.data or "")

    names = said(queries.proposed(case.id))
    hint = f"批准后立即通知：{names}，并告知代表委员和人大、政协机关。"
    return act_page.run(case, form, ActPage("批准交办", "批准交办", "已交办。", hint), save)


@bp.route("/<int:case_id>/send-back", methods=["GET", "POST"])
@requires(Permission.ASSIGN_SEND_BACK)
def send_back(case_id: int) -> Answer:
    """Send the proposal back."""
    case, form = visible_case(case_id), ReasonForm()
    page = ActPage("退回重拟", "退回", "已退回经办人重拟。")
    return act_page.run(case, form, page, lambda: actions.send_back(case, form.reason.data))


@bp.route("/<int:case_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.CASE_WITHDRAW)
def withdraw(case_id: int) -> Answer:
    """Record the proposer's withdrawal."""
    case, form = visible_case(case_id), WithdrawForm()
    hint = (
        "凭提出者的书面撤回申请登记，联名的须全体同意；登记后各单位停止办理。"
        "申请的扫描件作为本件的附件保存，会告知提出者、各单位和交办机关。"
    )
    page = ActPage("登记撤回", "登记撤回", "已登记撤回。", hint, uploads=True)

    def save() -> None:
        endings.withdraw(case, form.on.data, form.reason.data, form.scan.data)

    return act_page.run(case, form, page, save)


@bp.route("/<int:case_id>/hand-out", methods=["GET", "POST"])
@requires(Permission.CASE_HAND_OUT)
def hand_out(case_id: int) -> Answer:
    """Hand the case out."""
    case, form = visible_case(case_id), HandOutForm()
    hint = "不属于政府系统或本级办理的，转给有关机关；编号保留，单独统计。"

    def save() -> None:
        endings.hand_out(case, form.on.data, form.to.data, form.reason.data)

    return act_page.run(case, form, ActPage("转出", "转出", "已转出。", hint), save)


@bp.route("/<int:case_id>/assisting", methods=["GET", "POST"])
@requires(Permission.ASSISTING_CHANGE)
def add_assisting(case_id: int) -> Answer:
    """Let one more unit assist."""
    case, form = visible_case(case_id), AddAssistingForm()
    ask_case(case, CaseAct.ADD_ASSISTING)
    taken = {row.unit_id for row in queries.live(case.id)}
    named = [(unit.id, unit.name) for unit in units.active() if unit.id not in taken]
    form.unit_id.choices = pair_choices([(0, "（请选择）"), *named])
    if not form.is_submitted():
        form.on.data = clock.today()

    def save() -> None:
        unit = db.session.get(Unit, form.unit_id.data) if form.unit_id.data else None
        assisting.add(case, unit, form.reason.data, form.on.data)

    hint = "主办单位和答复期限不变；独办的改为主办。会通知各承办单位、提出者和人大政协机关。"
    page = ActPage("增加会办单位", "增加", "已增加会办单位。", hint)
    return act_page.run(case, form, page, save)


@bp.route("/<int:case_id>/approval/take-back", methods=["GET", "POST"])
@requires(Permission.ASSIGN_TAKE_BACK)
def take_back_approval(case_id: int) -> Answer:
    """Take an approval back before any unit has signed."""
    case, form = visible_case(case_id), ReasonForm()
    names = "、".join(row.unit_name for row in queries.live(case.id))
    hint = f"批准有误时使用，单位签收后不能撤销。方案保留，待重新批准；会通知{names}和提出者。"
    page = ActPage("撤销交办", "撤销交办", "已撤销交办，方案待重新批准。", hint)
    return act_page.run(
        case, form, page, lambda: undoing.take_back_approval(case, form.reason.data)
    )


@bp.route("/<int:case_id>/withdraw/take-back", methods=["GET", "POST"])
@requires(Permission.CASE_TAKE_BACK_WITHDRAWAL)
def take_back_withdrawal(case_id: int) -> Answer:
    """Take back that a withdrawal was recorded."""
    case, form = visible_case(case_id), ReasonForm()
    hint = "误登记撤回时使用。恢复到登记前的状态，原承办单位继续办理，期限不顺延；会通知各方。"
    page = ActPage("撤销撤回登记", "撤销撤回登记", "已撤销撤回登记。", hint)
    return act_page.run(
        case, form, page, lambda: undoing.take_back_withdrawal(case, form.reason.data)
    )


@bp.route("/<int:case_id>/hand-out/take-back", methods=["GET", "POST"])
@requires(Permission.CASE_TAKE_BACK_HAND_OUT)
def take_back_hand_out(case_id: int) -> Answer:
    """Take back that a case was handed out."""
    case, form = visible_case(case_id), ReasonForm()
    hint = (
        "误转出时使用。编号不变，恢复到转出前的状态，原承办单位继续办理，期限不顺延；会通知各方。"
    )
    page = ActPage("撤销转出", "撤销转出", "已撤销转出。", hint)
    return act_page.run(
        case, form, page, lambda: undoing.take_back_hand_out(case, form.reason.data)
    )


@bp.get("/submit-batch")
@requires(Permission.ASSIGN)
def check_submissions() -> Answer:
    """Show what submitting the proposals that wait would do."""
    found = submitting.waiting(viewer(), AT_ONCE + 1)
    return _check(found[:AT_ONCE], more=len(found) > AT_ONCE)


@bp.post("/submit-batch")
@requires(Permission.ASSIGN)
def submit_batch() -> Answer:
    """Show what submitting the chosen would do; do it where that was seen and nothing moved."""
    chosen = numbers(request.form.getlist("case_id"), MOST)
    if not chosen:
        flash("没有选中任何一件，请先打勾。", "error")
        return redirect(url_for("desk.home"))
    if request.form.get("act") != "submit":
        return _check(chosen)
    done, left_out = 0, []
    for case_id in chosen:
        case = get(case_id, viewer())
        if case is None:
            continue
        label = case.label
        try:
            with transaction():
                submitting.submit(case, request.form.get(f"seen-{case_id}", ""))
        except Refused as refusal:
            left_out.append(f"{label}：{refusal}")
        else:
            done += 1
    flash(f"已报批 {done} 件。" + ("等政府办领导批准交办。" if done else ""))
    for sentence in left_out[:MOST_TOLD]:
        flash(f"没有报批——{sentence}", "error")
    return redirect(url_for("desk.home"))


def _check(chosen: list[int], *, more: bool = False) -> str:
    """Return the page before submitting many."""
    rows = submitting.checked(chosen, viewer())
    return render_template(
        "assign/submit_many.html",
        rows=rows,
        ready=sum(not row.fault for row in rows),
        asked=len(chosen),
        more=more,
    )


def _batches(case: Case) -> list[object]:
    """Return the batches of the case's session to choose from."""
    rows = [(row.id, row.name) for row in batches_of(case.session_id)]
    return pair_choices([(0, "（不属于任何批次）"), *rows])
