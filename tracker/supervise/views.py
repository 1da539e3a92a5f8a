"""Pages of the acts of supervision: 待定重办, closing, records, follow-up."""

from __future__ import annotations

from flask import Blueprint, abort, request

from tracker.assign import queries as assign
from tracker.cases import act_page
from tracker.cases.act_page import ActPage
from tracker.cases.forms import ReasonForm
from tracker.cases.gate import visible_case
from tracker.cases.models import Case
from tracker.kernel import clock
from tracker.kernel.access import requires
from tracker.kernel.db import db
from tracker.kernel.fields import pair_choices
from tracker.kernel.pages import Answer
from tracker.permissions import Permission
from tracker.plan_terms import FollowUpCause
from tracker.rating import queries as rating
from tracker.rating.models import Rating
from tracker.supervise import actions, acts, following, queries
from tracker.supervise.forms import (
    CloseForm,
    DecideForm,
    EndForm,
    FollowForm,
    MoveForm,
    PauseForm,
    RecordForm,
    ReopenForm,
    RestateForm,
    ResultForm,
    ResumeForm,
)
from tracker.supervise.models import FollowUpAct
from tracker.terms import FollowUpKind
from tracker.timeline.models import FollowUp

bp = Blueprint("supervise", __name__, url_prefix="/supervision")
ONE = "/cases/<int:case_id>"
DECIDE = "supervise/decide.html"


@bp.route(f"{ONE}/decide/<int:rating_id>", methods=["GET", "POST"])
@requires(Permission.REWORK_OPEN)
def decide(case_id: int, rating_id: int) -> Answer:
    """Open the next round in one act."""
    case, form = visible_case(case_id), DecideForm()
    row = _rating(case, rating_id)
    if not form.is_submitted():
        form.on.data = clock.today()
    due = queries.rework_due(case, clock.today())
    hint = f"重办的期限从决定日期起算；今天决定的，应在 {due} 前再次答复。"
    done = "已开始重新办理。"
    page = ActPage("重新办理", "开始重新办理", done, hint, template=DECIDE, subject=row)
    return act_page.run(
        case, form, page, lambda: actions.open_round(row, form.reason.data, form.on.data)
    )


@bp.route(f"{ONE}/decline/<int:rating_id>", methods=["GET", "POST"])
@requires(Permission.REWORK_DECLINE)
def decline(case_id: int, rating_id: int) -> Answer:
    """Record why a 不满意 is not handled again."""
    case, form = visible_case(case_id), DecideForm()
    row = _rating(case, rating_id)
    if not form.is_submitted():
        form.on.data = clock.today()
    hint = (
        f"{row.assignment.unit_name}的答复不满意：{row.reason} 理由会告知代表委员和人大、政协机关。"
    )
    page = ActPage("不再重办", "决定不再重办", "已决定不再重办。", hint)

    def save() -> None:
        actions.decide_without_round(row, form.reason.data, form.on.data)

    return act_page.run(case, form, page, save)


@bp.route(f"{ONE}/close", methods=["GET", "POST"])
@requires(Permission.CASE_CLOSE)
def close(case_id: int) -> Answer:
    """Close a case."""
    case, form = visible_case(case_id), CloseForm()
    if not form.is_submitted():
        form.on.data = clock.today()
    found = queries.hindrances(case)
    hint = "".join(found) or "答复、评价齐全，可以办结。没有落实的承诺继续跟踪。"
    page = ActPage("办结", "办结", "已办结。", hint)
    return act_page.run(case, form, page, lambda: actions.close(case, form.on.data))


@bp.route(f"{ONE}/reopen", methods=["GET", "POST"])
@requires(Permission.CASE_REOPEN)
def reopen(case_id: int) -> Answer:
    """Handle a closed case again."""
    case, form = visible_case(case_id), ReopenForm()
    _ask_first(case, acts.Act.REOPEN)
    rows = assign.answering(case.id)
    form.assignment_id.choices = pair_choices((row.id, row.unit_name) for row in rows)
    if not form.is_submitted():
        form.on.data = clock.today()

    def save() -> None:
        row = assign.one(case, form.assignment_id.data)
        if row is None:
            abort(404)
        actions.reopen(case, row, form.reason.data, form.on.data)

    page = ActPage(
        "重新办理", "重新办理", "已开始重新办理。", "应人大、政协要求，对已办结的件重新办理。"
    )
    return act_page.run(case, form, page, save)


@bp.route(f"{ONE}/record", methods=["GET", "POST"])
@requires(Permission.FOLLOW_UP_RECORD)
def record(case_id: int) -> Answer:
    """Record a 催办, 督办 or 回访."""
    case, form = visible_case(case_id), RecordForm()
    _ask_first(case, acts.Act.RECORD)
    _offer_units(form, case)
    if not form.is_submitted():
        form.begin(request.args, clock.today())

    def save() -> None:
        chosen = form.assignment_id.data
        facts = actions.Record(
            kind=FollowUpKind(form.kind.data),
            done_on=form.done_on.data,
            requirement=form.requirement.data,
            result=form.result.data or "",
            assignment=assign.one(case, chosen) if chosen else None,
        )
        actions.record(case, facts)

    hint = "催办、督办会通知所选单位；回访只记录。"
    page = ActPage("登记催办、督办、回访", "登记", "已登记。", hint)
    return act_page.run(case, form, page, save)


@bp.route(f"{ONE}/records/<int:act_id>/result", methods=["GET", "POST"])
@requires(Permission.FOLLOW_UP_RECORD)
def result(case_id: int, act_id: int) -> Answer:
    """Record what came of it."""
    case, form = visible_case(case_id), ResultForm()
    row = db.session.get(FollowUpAct, act_id)
    if row is None or row.case_id != case.id:
        abort(404)
    page = ActPage("登记结果", "登记", "已登记结果。", row.requirement)
    return act_page.run(
        case, form, page, lambda: actions.record_result(row, form.result.data, form.on.data)
    )


@bp.route(f"{ONE}/follow", methods=["GET", "POST"])
@requires(Permission.FOLLOW_UP_PLAN)
def follow(case_id: int) -> Answer:
    """Put a case under follow-up."""
    case, form = visible_case(case_id), FollowForm()
    page = ActPage("列入跟踪", "列入", "已列入跟踪。", "列入后按规则回访，直到写明理由结束。")
    return act_page.run(case, form, page, lambda: following.follow(case, form.reason.data))


@bp.route(f"{ONE}/pause", methods=["GET", "POST"])
@requires(Permission.FOLLOW_UP_PLAN)
def pause(case_id: int) -> Answer:
    """Let follow-up rest until a day."""
    case, form = visible_case(case_id), PauseForm()
    hint = "暂停期间不提醒回访和承诺；签收、答复、评价的期限照常提醒。"
    page = ActPage("暂停跟踪", "暂停", "已暂停跟踪。", hint)
    return act_page.run(
        case, form, page, lambda: following.pause(case, form.until.data, form.reason.data)
    )


@bp.route(f"{ONE}/move", methods=["GET", "POST"])
@requires(Permission.FOLLOW_UP_PLAN)
def move(case_id: int) -> Answer:
    """Move the day on which a follow-up that rests goes on."""
    case, form = visible_case(case_id), MoveForm()
    resting = queries.pause_of(case.id)
    if not form.is_submitted() and resting:
        form.until.data = resting.until_on
    hint = f"现在暂停到 {resting.until_on}：{resting.reason}" if resting else ""
    page = ActPage("更改恢复日期", "更改", "已更改恢复日期。", hint)
    return act_page.run(
        case, form, page, lambda: following.move(case, form.until.data, form.reason.data)
    )


@bp.route(f"{ONE}/resume", methods=["GET", "POST"])
@requires(Permission.FOLLOW_UP_PLAN)
def resume(case_id: int) -> Answer:
    """Go on with follow-up before the day."""
    case, form = visible_case(case_id), ResumeForm()
    page = ActPage("恢复跟踪", "恢复", "已恢复跟踪。", "从今天起照常提醒回访和承诺。")
    return act_page.run(case, form, page, lambda: following.resume(case, form.reason.data))


@bp.route(f"{ONE}/follow-ups/<int:follow_up_id>/restate", methods=["GET", "POST"])
@requires(Permission.FOLLOW_UP_PLAN)
def restate(case_id: int, follow_up_id: int) -> Answer:
    """Say anew for what a case is followed."""
    case, form = visible_case(case_id), RestateForm()
    row = db.session.get(FollowUp, follow_up_id)
    if row is None or row.case_id != case.id:
        abort(404)
    if not form.is_submitted():
        form.version.data = str(row.version)
        form.cause.data, form.reason.data = row.cause, row.reason
    hint = "原来的事由留在办理日志里；列入日期不变。"
    page = ActPage("更改跟踪事由", "更改", "已更改跟踪事由。", hint)

    def save() -> None:
        form.check_version(row)
        cause = FollowUpCause(form.cause.data)
        following.restate(case, row, cause, form.reason.data, form.why.data)

    return act_page.run(case, form, page, save)


@bp.route(f"{ONE}/end", methods=["GET", "POST"])
@requires(Permission.FOLLOW_UP_END)
def end(case_id: int) -> Answer:
    """Take a case out of follow-up."""
    case, form = visible_case(case_id), EndForm()
    if not form.is_submitted():
        form.on.data = clock.today()
    hint = "".join(queries.follow_up_hindrances(case))
    page = ActPage("结束跟踪", "结束跟踪", "已结束跟踪。", hint)
    return act_page.run(
        case, form, page, lambda: following.end(case, form.reason.data, form.on.data)
    )


@bp.route(f"{ONE}/take-up", methods=["GET", "POST"])
@requires(Permission.FOLLOW_UP_TAKE_UP)
def take_up(case_id: int) -> Answer:
    """Take back that follow-up was ended."""
    case, form = visible_case(case_id), ReasonForm()
    hint = "结束有误时使用。按原来的事由和列入日期继续跟踪，回访和承诺照常提醒。"
    page = ActPage("撤销结束跟踪", "撤销结束跟踪", "已恢复跟踪。", hint)
    return act_page.run(case, form, page, lambda: following.take_up(case, form.reason.data))


def _ask_first(case: Case, act: acts.Act) -> None:
    """Refuse a form that comes in a wrong state before its fields are looked at."""
    if request.method == "POST":
        actions.ask(case, act)


def _rating(case: Case, rating_id: int) -> Rating:
    """Return a rating of this case, or answer 404."""
    row = rating.one(case, rating_id)
    if row is None:
        abort(404)
    return row


def _offer_units(form: RecordForm, case: Case) -> None:
    """Offer the units of a case."""
    rows = [(row.id, row.unit_name) for row in assign.live(case.id)]
    form.assignment_id.choices = pair_choices([(0, "（不指定）"), *rows])
