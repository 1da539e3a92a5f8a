"""Handing the parts of one handler to another person of the unit, many in one act (交接)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tracker.accounts.models import Account
from tracker.assign import holding, seats
from tracker.assign.models import Assignment
from tracker.kernel.access import viewer
from tracker.kernel.db import db
from tracker.kernel.errors import Invalid, Refused
from tracker.kernel.given import needed
from tracker.notices import actions as notices
from tracker.roles import Role
from tracker.terms import AssignmentState, CaseState
from tracker.timeline.actions import Act, note
from tracker.timeline.events import Event


@dataclass(frozen=True)
class Ticked:
    """A part that was ticked, as the page showed it."""

    part_id: int
    version: int


@dataclass
class Outcome:
    """What became of the ticked parts: handed over, and left out with the reason."""

    done: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)


def hand_over(ticked: Sequence[Ticked], to: Account | None, reason: str) -> Outcome:
    """Give parts of the viewer's unit to another of its people; what cannot be is left out.

    :raises Refused: the viewer leads no unit.
    :raises Invalid: nothing is ticked, the reason is missing, or the person is not of the unit,
        not in use, or neither handler nor leader.
    """
    person = viewer()
    if person.unit_id is None or not person.is_one_of(Role.UL):
        raise Refused("承办人由本单位领导交接。")
    if not ticked:
        raise Invalid("parts", "没有选中任何一件，请先打勾。")
    if to is None or to.id not in {one.id for one in holding.people(person.unit_id)}:
        raise Invalid("to", "只能交给本单位在用的承办人或单位领导账号，请重新选择。")
    why, outcome = needed(reason), Outcome()
    shown = {one.part_id: one.version for one in ticked}
    before: dict[int, list[str]] = {}
    for row in _locked(person.unit_id, list(shown)):
        label = row.case.label
        if sentence := _hindrance(row, shown[row.id], to):
            outcome.skipped.append(f"{label}：{sentence}")
        else:
            before.setdefault(row.handler_id or 0, []).append(label)
            _give(row, to, why)
            outcome.done.append(label)
    _tell(to, outcome.done, before, why)
    return outcome


def _locked(unit_id: int, numbers: list[int]) -> list[Assignment]:
    """Return the unit's parts with these numbers; who comes at the same time waits here."""
    query = select(Assignment).where(Assignment.id.in_(numbers), Assignment.unit_id == unit_id)
    query = query.options(
        joinedload(Assignment.case, innerjoin=True), joinedload(Assignment.unit)
    ).order_by(Assignment.id)
    locked = query.with_for_update(of=Assignment).execution_options(populate_existing=True)
    return list(db.session.scalars(locked))


def _hindrance(row: Assignment, shown: int, to: Account) -> str:
    """Return why a part is left out, empty where it is handed over."""
    if sentence := seats.ended(AssignmentState(row.state), CaseState(row.case.state)):
        return sentence
    if row.handler_id == to.id:
        return f"承办人已经是{to.name}。"
    if row.version != shown:
        now = f"，现在的承办人是{row.handler_name}" if row.handler_name else ""
        return f"打开页面以后有人办理过{now}，请核对后再交接。"
    return ""


def _give(row: Assignment, to: Account, why: str) -> None:
    """Name the new handler on one part."""
    before = f"由{row.handler_name}" if row.handler_name else ""
    sentence = f"{row.unit_name}的承办人{before}交接给{to.name}：{why}"
    detail: dict[str, object] = {"from": row.handler_id, "to": to.id}
    phone = to.phone or (row.unit.phone if row.unit else "")
    row.handler_id, row.handler_name, row.handler_phone = to.id, to.name, phone
    act = Act(
        row.case_id, Event.ASSIGNMENT_HANDED_OVER, sentence, unit_id=row.unit_id, detail=detail
    )
    note(row, act)


def _tell(to: Account, labels: list[str], before: dict[int, list[str]], why: str) -> None:
    """Tell the new handler, and each earlier one who is still there, by one message with a list."""
    if not labels:
        return
    notices.tell([to], None, f"交接给您承办 {len(labels)} 件：{'、'.join(labels)}。理由：{why}")
    for account in holding.people(viewer().unit_id or 0):
        if given := before.get(account.id):
            sentence = f"您承办的 {len(given)} 件已交接给{to.name}：{'、'.join(given)}。理由：{why}"
            notices.tell([account], None, sentence)
