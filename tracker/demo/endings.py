"""What becomes of a demonstration case after its rating, or instead of an answer."""

from __future__ import annotations

from datetime import date, timedelta
from io import BytesIO

from werkzeug.datastructures import FileStorage

from tracker.assign import actions as assign
from tracker.assign import endings as leaving
from tracker.assign import extended, extensions, returns
from tracker.assign import queries as assignments
from tracker.cases import actions as cases
from tracker.demo.paper import SCAN
from tracker.demo.tale import Tale, staff_of
from tracker.kernel.db import db
from tracker.reply import commitments, queries
from tracker.supervise import actions as supervise
from tracker.supervise import following
from tracker.supervise import queries as supervision
from tracker.terms import (
    DeadlineKind,
    FollowUpKind,
)
from tracker.units.models import Unit

RIGHT_UNITS = ("自然资源分局", "市场监督管理局")
REASONS = (
    "机构改革后有关职责已经划转。",
    "所涉事项属于行政许可，不在本单位职责范围。",
    "该路段由其他单位管养，本单位没有执法权。",
)


def order_again(tale: Tale, on: date) -> None:
    """Open the next round for what was not satisfying."""
    with tale.by("clerk", on, 9):
        for row in supervision.undecided(tale.case_id):
            supervise.open_round(row, "请补充具体措施和完成时限，并当面沟通。", on)


def decline(tale: Tale, on: date) -> None:
    """Record why it is not handled again."""
    with tale.by("leader", on, 9):
        for row in supervision.undecided(tale.case_id):
            supervise.decide_without_round(row, "已当面解释政策，代表表示理解。", on)


def close(tale: Tale, on: date) -> None:
    """Close the case."""
    with tale.by("leader", on, 10):
        supervise.close(tale.case, on)


def follow(tale: Tale, on: date, kind: FollowUpKind, text: str, result: str = "") -> None:
    """Record a 催办, 督办 or 回访."""
    with tale.by("clerk", on, 11):
        row = next(iter(assignments.answering(tale.case_id)), None)
        supervise.record(tale.case, supervise.Record(kind, on, text, result, row))


def report(tale: Tale, on: date, text: str, *, done: bool) -> None:
    """Report how a promise goes, or that it is kept; the office enters it for some units."""
    for row in queries.open_commitments(tale.case_id):
        staff = staff_of(tale, row.assignment)
        with tale.by(staff.handler if staff else "clerk", on, 10):
            fresh = queries.promise_by_id(row.id)
            if staff:
                commitments.add_progress(fresh, text, on, done=done)
            else:
                commitments.add_progress_on_behalf(fresh, text, on, done=done)


def confirm_done(tale: Tale, on: date) -> None:
    """Let the office look and confirm what is reported as kept."""
    with tale.by("clerk", on, 10):
        for row in queries.open_commitments(tale.case_id):
            commitments.close(row, on, "现场核实，代表认可。")


def carry_over(tale: Tale, on: date, days: int) -> None:
    """Give the promise a later date."""
    with tale.by("leader", on, 10):
        for row in queries.open_commitments(tale.case_id):
            due_on = max(row.due_on or on, on) + timedelta(days=days)
            commitments.carry_over(row, due_on, "施工图审查未完成，工期顺延。")


def write_off(tale: Tale, on: date) -> None:
    """Write the promise off."""
    with tale.by("leader", on, 10):
        for row in queries.open_commitments(tale.case_id):
            commitments.write_off(row, on, "地块规划调整，原方案不再实施，已向代表说明。")


def end_follow_up(tale: Tale, on: date) -> None:
    """Take the case out of follow-up."""
    with tale.by("clerk", on, 14):
        following.end(tale.case, "承诺已经落实，代表表示认可。", on)


def reopen(tale: Tale, on: date) -> None:
    """Handle a closed case again, as the body asked."""
    with tale.by("clerk", on, 9):
        row = next(iter(assignments.answering(tale.case_id)))
        supervise.reopen(tale.case, row, "视察发现措施没有到位，要求重新办理。", on)


def ask_return(tale: Tale, on: date, by_head: bool = True) -> None:
    """Let the answering unit ask to return the case; a handler's request waits for the head."""
    row = next(iter(assignments.answering(tale.case_id)))
    staff = staff_of(tale, row)
    if staff is None:
        return
    with tale.by(staff.head if by_head else staff.handler, on, 10):
        other = db.session.get_one(Unit, _other(tale))
        fresh = assignments.by_id(row.id)
        reason = tale.one_of(REASONS)
        returns.request(fresh, reason, other, on)


def recall_return(tale: Tale, on: date) -> None:
    """Let the unit take its request back."""
    row = next(iter(assignments.answering(tale.case_id)))
    staff = staff_of(tale, row)
    if staff:
        with tale.by(staff.handler, on, 16):
            returns.recall(assignments.by_id(row.id))


def decide_return(tale: Tale, on: date, granted: bool) -> None:
    """Decide a request to return."""
    for row in assignments.live(tale.case_id):
        if assignments.open_return(row) is None:
            continue
        with tale.by("leader", on, 11):
            fresh = assignments.by_id(row.id)
            unit = db.session.get_one(Unit, _other(tale))
            reason = "职责已经划转" if granted else "仍属于你局职责"
            returns.decide(fresh, returns.Decision(granted, reason, unit if granted else None, on))


def ask_extension(tale: Tale, on: date, by_head: bool = True) -> None:
    """Let the answering unit ask for a month more; a handler's request waits for the head."""
    row = next(iter(assignments.answering(tale.case_id)))
    staff = staff_of(tale, row)
    if staff is None:
        return
    with tale.by(staff.head if by_head else staff.handler, on, 10):
        fresh = assignments.by_id(row.id)
        before = fresh.deadline(DeadlineKind.REPLY)
        until = (before.due_on if before else on) + timedelta(days=30)
        note = "已会同有关单位踏勘现场，正在比选方案。"
        asked = extensions.Asked(until, "涉及多个部门，方案需要专家论证。", note)
        extensions.request(fresh, asked, on)


def decide_extension(tale: Tale, on: date, granted: bool) -> None:
    """Decide the requests for a later date."""
    for row in assignments.answering(tale.case_id):
        if extended.open_request(row) is None:
            continue
        with tale.by("leader", on, 11):
            reason = "涉及面广，同意延期一次。" if granted else "方案已经成熟，请按期答复。"
            extensions.decide(assignments.by_id(row.id), granted=granted, reason=reason, on=on)


def _other(tale: Tale) -> int:
    """Return the unit that a returned case should go to."""
    name = RIGHT_UNITS[tale.unit == RIGHT_UNITS[0]]
    return tale.district.units[name]


def withdraw(tale: Tale, on: date) -> None:
    """Withdraw the case."""
    with tale.by("clerk", on, 10):
        request = FileStorage(BytesIO(SCAN), "撤回申请.pdf")
        leaving.withdraw(tale.case, on, "代表书面申请撤回，问题已经解决", request)


def hand_out(tale: Tale, on: date) -> None:
    """Hand the case out."""
    with tale.by("clerk", on, 10):
        leaving.hand_out(tale.case, on, "区人民法院", "不属于政府系统办理")


def void(tale: Tale, on: date) -> None:
    """Strike the registration out."""
    with tale.by("leader", on, 10):
        cases.void(tale.case, "与另一件重复登记")


def set_deadline(tale: Tale, on: date, days: int) -> None:
    """Let the office set another date for the answer."""
    with tale.by("clerk", on, 10):
        for row in assignments.answering(tale.case_id):
            due_on = on + timedelta(days=days)
            assign.set_deadline(row, due_on, "代表希望在汛期前得到答复，请提前办理。")
