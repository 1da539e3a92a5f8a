"""Signing for an assignment (签收) and who handles it in the unit. Source: domain A1, A8, C8."""

from __future__ import annotations

from datetime import date

from tracker.accounts.models import Account
from tracker.assign import acts, limits, queries
from tracker.assign.asking import ask, check_day
from tracker.assign.lifecycle import MOVES
from tracker.assign.models import Assignment
from tracker.cases import actions as cases
from tracker.cases.models import Case
from tracker.kernel.access import viewer
from tracker.kernel.errors import Invalid
from tracker.kernel.files import StoredFile
from tracker.notices import actions as notices
from tracker.roles import Role
from tracker.terms import AssignmentState, CaseState
from tracker.timeline.actions import Act, change_state, note

A, C = AssignmentState, CaseState


def sign(row: Assignment, on: date, handler_name: str = "", handler_phone: str = "") -> None:
    """Sign for the assignment (A1); the rest of the limits count from receipt.

    :raises Refused: not allowed now.
    :raises Invalid: the date lies ahead or before the assignment.
    """
    ask(row, acts.Act.SIGN)
    row.handler_name, row.handler_phone = handler_name.strip(), handler_phone.strip()
    person = viewer()
    if person.is_one_of(Role.UH) and not row.handler_name:
        row.handler_id, row.handler_name = person.account_id, person.name
    signed(row, on, f"{row.unit_name}签收。")


def sign_on_behalf(row: Assignment, on: date, scan: StoredFile | None) -> None:
    """Sign for a unit that does not log in (代签收), by its paper slip.

    :raises Refused: not allowed now.
    :raises Invalid: the date lies ahead or before the assignment; the scan is missing.
    """
    ask(row, acts.Act.SIGN_ON_BEHALF)
    if scan is None:
        raise Invalid("scan", "代签收请上传签收单的扫描件或照片。")
    row.signed_on_behalf, row.sign_scan = True, scan
    signed(row, on, f"政府办代{row.unit_name}签收。")


def signed(row: Assignment, on: date, sentence: str) -> None:
    """Write the sign-for; the case is in handling once every answering unit has signed (C8)."""
    case = row.case
    check_day("signed_on", on, row.assigned_on, "交办日期")
    row.signed_on = on
    act = Act(case.id, "assignment.signed", sentence, on, unit_id=row.unit_id)
    change_state(row, A.SIGNED, MOVES, act)
    limits.set_at_receipt(row)
    _handling_if_all_signed(case, on)


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
    note(row, Act(row.case_id, "assignment.handler_named", sentence, unit_id=row.unit_id))
    if account is not None:
        notices.tell([account], row.case_id, f"{row.case.label}“{row.case.title}”由您承办。")


def _handling_if_all_signed(case: Case, on: date) -> None:
    """Move the case to handling once every answering unit has signed."""
    waiting = (A.ASSIGNED, A.RETURN_REQUESTED)
    if case.state == C.ASSIGNED and not any(
        row.state in waiting for row in queries.answering(case.id)
    ):
        cases.move(case, C.HANDLING, Act(case.id, "case.handling", "各承办单位均已签收。", on))
