"""Signing for an assignment (签收) and who handles it in the unit. Source: domain A1, A8, C8."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tracker.accounts.models import Account
from tracker.assign import acts, limits, queries
from tracker.assign.asking import ask
from tracker.assign.lifecycle import MOVES, UNSIGNED
from tracker.assign.models import Assignment
from tracker.cases import actions as cases
from tracker.cases.models import Case
from tracker.kernel import clock
from tracker.kernel.access import viewer
from tracker.kernel.errors import Invalid
from tracker.kernel.files import StoredFile
from tracker.kernel.given import backdated, check_day
from tracker.notices import actions as notices
from tracker.roles import Role
from tracker.terms import AssignmentState, AssignRole, CaseState
from tracker.timeline.actions import Act, change_state, note
from tracker.timeline.events import Event

A, C = AssignmentState, CaseState


@dataclass(frozen=True)
class Slip:
    """What a sign-for says beside its day: who handles the case, and why the day is past."""

    handler_name: str = ""
    handler_phone: str = ""
    reason: str = ""


BARE = Slip()


def sign(row: Assignment, on: date, slip: Slip = BARE) -> None:
    """Sign for the assignment (A1); the rest of the limits count from receipt.

    :raises Refused: not allowed now.
    :raises Invalid: the date lies ahead or before the assignment, or moves a limit from
        before today without a reason.
    """
    ask(row, acts.Act.SIGN)
    _take_handler(row, slip)
    person = viewer()
    if person.is_one_of(Role.UH) and row.handler_name in ("", person.name):
        row.handler_id, row.handler_name = person.account_id, person.name
    signed(row, on, f"{row.unit_name}签收。{_why_past(row, on, slip.reason)}")


def sign_on_behalf(row: Assignment, on: date, scan: StoredFile | None, slip: Slip = BARE) -> None:
    """Sign for a unit that does not log in (代签收), by its paper slip.

    :raises Refused: not allowed now.
    :raises Invalid: as in `sign`; the scan is missing.
    """
    ask(row, acts.Act.SIGN_ON_BEHALF)
    if scan is None:
        raise Invalid("scan", "代签收请上传签收单的扫描件或照片。")
    _take_handler(row, slip)
    row.signed_on_behalf, row.sign_scan = True, scan
    signed(row, on, f"政府办代{row.unit_name}签收。{_why_past(row, on, slip.reason)}")


def recall(row: Assignment) -> None:
    """Take one's own sign-for back while nobody has acted on it; limits are as before it.

    :raises Refused: not allowed now.
    """
    ask(row, acts.Act.RECALL_SIGN)
    case, today = row.case, clock.today()
    row.signed_on, row.signed_on_behalf, row.sign_scan = None, False, None
    row.handler_id, row.handler_name, row.handler_phone = None, "", ""
    sentence = f"收回{row.unit_name}的签收。"
    act = Act(case.id, Event.ASSIGNMENT_SIGN_RECALLED, sentence, unit_id=row.unit_id)
    change_state(row, A.ASSIGNED, MOVES, act)
    limits.set_at_receipt(row)
    if case.state == C.HANDLING and AssignRole(row.role).answers:
        cases.move(
            case, C.ASSIGNED, Act(case.id, Event.CASE_WAITS_AGAIN, f"{sentence}待签收。", today)
        )


def signed(row: Assignment, on: date, sentence: str) -> None:
    """Write the sign-for; the case is in handling once every answering unit has signed (C8)."""
    case = row.case
    check_day("signed_on", on, row.assigned_on, "交办日期")
    row.signed_on = on
    act = Act(case.id, Event.ASSIGNMENT_SIGNED, sentence, on, unit_id=row.unit_id)
    change_state(row, A.SIGNED, MOVES, act)
    limits.set_at_receipt(row)
    handling_if_all_signed(case, on)


def name_handler(row: Assignment, account: Account | None, name: str, phone: str) -> None:
    """Name the person in the unit who handles the case (承办人).

    :raises Refused: not allowed now.
    :raises Invalid: the name is missing, or the account is another unit's.
    """
    ask(row, acts.Act.NAME_HANDLER)
    if account is not None and account.unit_id != row.unit_id:
        raise Invalid("handler_id", "只能指定本单位的人员。")
    row.handler_id = account.id if account else None
    row.handler_name = (account.name if account else name).strip()
    if not row.handler_name:
        raise Invalid("handler_name", "请选择或填写承办人。")
    row.handler_phone = phone.strip()
    sentence = f"{row.unit_name}指定{row.handler_name}承办。"
    note(row, Act(row.case_id, Event.ASSIGNMENT_HANDLER_NAMED, sentence, unit_id=row.unit_id))
    if account is not None:
        notices.tell([account], row.case_id, f"{row.case.label}“{row.case.title}”由您承办。")


def _take_handler(row: Assignment, slip: Slip) -> None:
    """Note the handler that the sign-for names."""
    row.handler_name, row.handler_phone = slip.handler_name.strip(), slip.handler_phone.strip()


def _why_past(row: Assignment, on: date, reason: str) -> str:
    """Return in words why a day before today that moves a limit is entered only now.

    :raises Invalid: the reason is missing, or the day is wrong.
    """
    check_day("signed_on", on, row.assigned_on, "交办日期")
    why = backdated(on, reason) if limits.receipt_moves(row, on) else ""
    return f"补录理由：{why}" if why else ""


def handling_if_all_signed(case: Case, on: date) -> None:
    """Move the case to handling once every answering unit has signed."""
    if case.state == C.ASSIGNED and not any(
        row.state in UNSIGNED for row in queries.answering(case.id)
    ):
        names = "、".join(row.unit_name for row in queries.answering(case.id))
        sentence = f"{names}已签收，进入办理。"
        cases.move(case, C.HANDLING, Act(case.id, Event.CASE_HANDLING, sentence, on))
