"""What waits for the leader's decision, ten a page, with all that one decides by (待我批)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for
from sqlalchemy import func, select

from tracker.assign.models import Assignment, ExtensionRequest, ReturnRequest
from tracker.cases.core import core
from tracker.cases.models import Case, Submitter
from tracker.cases.numbering import short_label
from tracker.deadlines.models import Deadline
from tracker.desk.duty_lines import Lines
from tracker.desk.leader_proposals import Proposal, proposals
from tracker.desk.scopes import Days, to_decide
from tracker.kernel.access import Viewer
from tracker.kernel.db import db
from tracker.kernel.pages import page_number
from tracker.plan.models import DutyRow
from tracker.plan.queries import urgency
from tracker.plan.words import WORDS
from tracker.plan_terms import DutyKind
from tracker.rating.models import Rating
from tracker.terms import AssignRole, DeadlineKind
from tracker.units.models import Unit

PER_PAGE = 10
SHOWN_TEXT = 240
BACK: dict[str, Any] = {"back": "desk"}
CAME_FROM: dict[str, Any] = {"from": "desk?only=mine"}
ABOUT = {
    DutyKind.RETURN_DECIDE: "退办",
    DutyKind.EXTENSION_DECIDE: "延期",
    DutyKind.DECIDE: "不满意",
    DutyKind.CONFIRM: "核对",
    DutyKind.APPROVE: "交办",
}
ASKED = (DutyKind.RETURN_DECIDE, DutyKind.EXTENSION_DECIDE)
Pairs = list[tuple[str, str]]


@dataclass(frozen=True)
class Subjects:
    """What the decisions are about: proposals by case, units' requests and ratings by number."""

    proposals: Mapping[int, Proposal]
    returns: Mapping[int, Any]
    extensions: Mapping[int, Any]
    ratings: Mapping[int, Any]

    def of(self, row: Any) -> Any:
        """Return what a duty is about."""
        if row.kind is DutyKind.APPROVE:
            return self.proposals.get(row.case_id)
        asked = {
            DutyKind.RETURN_DECIDE: self.returns,
            DutyKind.EXTENSION_DECIDE: self.extensions,
        }
        return asked.get(row.kind, self.ratings)[row.subject_id]


@dataclass(frozen=True)
class Waiting:
    """One row: what is to be decided, about which case, by what.

    `proposal`: decided in place; None where the decision has a page of its own, at `href`.
    """

    case_id: int
    about: str
    due_on: date | None
    number: str
    title: str
    whole: str
    url: str
    key_item: bool
    confidential: bool
    proposer: str
    text: str
    pairs: Pairs
    proposal: Proposal | None
    button: str
    href: str


def page_of(person: Viewer, days: Days, total: int) -> Lines:
    """Return the page of what waits for the leader, the most urgent first, of so many in all."""
    number = page_number(total, PER_PAGE)
    query = _query().where(to_decide(person, days)).order_by(*urgency())
    rows = db.session.execute(query.offset((number - 1) * PER_PAGE).limit(PER_PAGE)).all()
    return Lines(_rows(rows, days.today), number, total, PER_PAGE)


def _query() -> Any:
    """Select duties with what a leader reads of their cases."""
    return (
        select(
            DutyRow.case_id,
            DutyRow.kind,
            DutyRow.subject_id,
            DutyRow.due_on,
            Case.kind.label("case_kind"),
            Case.period,
            Case.number,
            Case.title,
            Case.key_item,
            Case.confidential,
            Case.signer_count,
            func.substr(Case.text, 1, SHOWN_TEXT).label("text"),
            Submitter.name.label("lead"),
            Submitter.group_name,
        )
        .join(Case, Case.id == DutyRow.case_id)
        .join(Submitter, (Submitter.case_id == Case.id) & (Submitter.position == 0))
    )


def _rows(rows: Sequence[Any], today: date) -> list[Any]:
    """Return rows as they are shown; their subjects are read together."""
    of = {kind: {row.subject_id for row in rows if row.kind is kind} for kind in ABOUT}
    subjects = Subjects(
        proposals({row.case_id for row in rows if row.kind is DutyKind.APPROVE}, today),
        _returns(of[DutyKind.RETURN_DECIDE]),
        _extensions(of[DutyKind.EXTENSION_DECIDE]),
        _ratings(of[DutyKind.DECIDE] | of[DutyKind.CONFIRM]),
    )
    return [_row(row, subjects.of(row)) for row in rows]


def _row(row: Any, subject: Any) -> Waiting:
    """Return one row."""
    more = f" 等 {row.signer_count} 人" if row.signer_count > 1 else ""
    words = WORDS[row.kind]
    args: dict[str, Any] = {words.arg: _argument(row, subject)} if words.arg else {}
    return Waiting(
        case_id=row.case_id,
        about=ABOUT[row.kind],
        due_on=row.due_on,
        number=short_label(row.case_kind, row.period, row.number),
        title=core(row.title),
        whole=row.title,
        url=url_for("desk.case", case_id=row.case_id, **CAME_FROM),
        key_item=row.key_item,
        confidential=row.confidential,
        proposer="　".join(filter(None, (f"{row.lead}{more}", row.group_name))),
        text=" ".join(row.text.split()),
        pairs=_pairs(row.kind, subject),
        proposal=subject if row.kind is DutyKind.APPROVE else None,
        button=words.act,
        href=url_for(words.endpoint, case_id=row.case_id, **args, **BACK),
    )


def _argument(row: Any, subject: Any) -> int:
    """Return what the page of the decision wants to know: the rating, or the unit's part."""
    return int(subject.assignment_id if row.kind in ASKED else row.subject_id)


def _pairs(kind: DutyKind, subject: Any) -> Pairs:
    """Return by what one decides: units and roles, or who asks for what and why."""
    if kind is DutyKind.APPROVE:
        batch = [("批次", subject.batch)] if subject and subject.batch else []
        return [*subject.by_role, *batch] if subject else []
    unit = f"{subject.unit}（{AssignRole(subject.role).label}）"
    if kind is DutyKind.RETURN_DECIDE:
        return [("申请", unit), ("建议改由", subject.other), ("理由", subject.reason)]
    if kind is DutyKind.EXTENSION_DECIDE:
        now = subject.due_now.isoformat() if subject.due_now else "没有"
        dates = [("现在的期限", now), ("申请延至", subject.due_on.isoformat())]
        return [("申请", unit), *dates, ("理由", subject.reason)]
    said = subject.overall.label if subject.overall else ""
    return [("答复", unit), ("评价", said), ("理由", subject.reason)]


def _returns(numbers: set[int]) -> dict[int, Any]:
    """Read requests to return: who asks, for whom, why."""
    if not numbers:
        return {}
    other = select(Unit.short_name).where(Unit.id == ReturnRequest.proposed_unit_id)
    query = select(
        ReturnRequest.id,
        ReturnRequest.assignment_id,
        ReturnRequest.reason,
        Assignment.role,
        Unit.short_name.label("unit"),
        other.correlate(ReturnRequest).scalar_subquery().label("other"),
    )
    query = query.join(Assignment, Assignment.id == ReturnRequest.assignment_id)
    query = query.join(Unit, Unit.id == Assignment.unit_id)
    found = db.session.execute(query.where(ReturnRequest.id.in_(numbers)))
    return {row.id: row for row in found}


def _extensions(numbers: set[int]) -> dict[int, Any]:
    """Read requests for an extension: who asks, from when until when, why."""
    if not numbers:
        return {}
    now = select(Deadline.due_on).where(
        Deadline.subject_type == Assignment.__tablename__,
        Deadline.subject_id == Assignment.id,
        Deadline.kind == DeadlineKind.REPLY,
        Deadline.ordinal == ExtensionRequest.round,
        Deadline.superseded_at.is_(None),
    )
    query = select(
        ExtensionRequest.id,
        ExtensionRequest.assignment_id,
        ExtensionRequest.reason,
        ExtensionRequest.due_on,
        Assignment.role,
        Unit.short_name.label("unit"),
        now.correlate(Assignment, ExtensionRequest).scalar_subquery().label("due_now"),
    )
    query = query.join(Assignment, Assignment.id == ExtensionRequest.assignment_id)
    query = query.join(Unit, Unit.id == Assignment.unit_id)
    found = db.session.execute(query.where(ExtensionRequest.id.in_(numbers)))
    return {row.id: row for row in found}


def _ratings(numbers: set[int]) -> dict[int, Any]:
    """Read ratings: of whose letter, what was said."""
    if not numbers:
        return {}
    query = select(
        Rating.id,
        Rating.assignment_id,
        Rating.overall,
        Rating.reason,
        Assignment.role,
        Unit.short_name.label("unit"),
    )
    query = query.join(Assignment, Assignment.id == Rating.assignment_id)
    query = query.join(Unit, Unit.id == Assignment.unit_id)
    found = db.session.execute(query.where(Rating.id.in_(numbers)))
    return {row.id: row for row in found}
