"""Tables of assignments: case × unit × role, their returns and assisting opinions."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, and_, text
from sqlalchemy.orm import Mapped, foreign, mapped_column

from tracker.cases.models import Case
from tracker.deadlines.models import Deadline
from tracker.kernel.db import Model, related, term_column, term_type
from tracker.kernel.files import StoredFile
from tracker.terms import (
    AssignmentState,
    AssignRole,
    DeadlineKind,
    OpinionState,
    ReturnState,
)
from tracker.units.models import Unit

LIVE = "state NOT IN ('proposed', 'returned', 'ended')"


class Assignment(Model):
    """One unit's part in a case; a proposed one may have a gap where the unit is unknown."""

    __tablename__ = "assignment"
    __table_args__ = (
        CheckConstraint("state = 'proposed' OR unit_id IS NOT NULL", name="unit_known"),
        CheckConstraint("state = 'proposed' OR assigned_on IS NOT NULL", name="assigned_on"),
        CheckConstraint("role <> 'separate' OR state = 'proposed' OR part <> ''", name="part"),
        CheckConstraint("round >= 1", name="round"),
        Index(
            "uq_assignment_live_unit",
            "case_id",
            "unit_id",
            unique=True,
            sqlite_where=text(LIVE),
            postgresql_where=text(LIVE),
        ),
        Index(
            "uq_assignment_live_sole",
            "case_id",
            unique=True,
            sqlite_where=text(f"{LIVE} AND role IN ('independent', 'host')"),
            postgresql_where=text(f"{LIVE} AND role IN ('independent', 'host')"),
        ),
        Index("ix_assignment_unit", "unit_id", "state"),
        Index("ix_assignment_handler", "unit_id", "handler_id"),
        {"comment": "交办"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="主键")
    case_id: Mapped[int] = mapped_column(ForeignKey("case_record.id"), index=True, comment="件")
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), comment="承办单位")
    unit_text: Mapped[str] = mapped_column(String(80), default="", comment="清单所写单位")
    role: Mapped[AssignRole] = term_column(AssignRole, "承办性质")
    part: Mapped[str] = mapped_column(Text, default="", comment="分办内容")
    state: Mapped[AssignmentState] = term_column(AssignmentState, "状态")
    round: Mapped[int] = mapped_column(default=1, comment="第几轮")
    assigned_on: Mapped[date | None] = mapped_column(comment="交办日期")
    signed_on: Mapped[date | None] = mapped_column(comment="签收日期")
    signed_on_behalf: Mapped[bool] = mapped_column(default=False, comment="代签收")
    sign_scan_id: Mapped[int | None] = mapped_column(
        ForeignKey("stored_file.id"), comment="签收单扫描件"
    )
    handler_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), comment="承办人账号")
    handler_name: Mapped[str] = mapped_column(String(40), default="", comment="承办人")
    handler_phone: Mapped[str] = mapped_column(String(20), default="", comment="承办人办公电话")
    ended_on: Mapped[date | None] = mapped_column(comment="终止或退办日期")
    replaces_id: Mapped[int | None] = mapped_column(
        ForeignKey("assignment.id"), comment="由哪条退办或调整而来"
    )
    version: Mapped[int] = mapped_column(comment="版本")

    case: Mapped[Case] = related()
    unit: Mapped[Unit | None] = related()
    sign_scan: Mapped[StoredFile | None] = related()
    deadlines: Mapped[list[Deadline]] = related(
        primaryjoin=lambda: and_(
            Assignment.id == foreign(Deadline.subject_id), Deadline.subject_type == "assignment"
        ),
        order_by=Deadline.id,
    )
    __mapper_args__ = {"version_id_col": version}

    @property
    def unit_name(self) -> str:
        """Short name of the unit, or what the list said."""
        return self.unit.short_name if self.unit else self.unit_text

    def deadline(self, kind: DeadlineKind) -> Deadline | None:
        """Return the deadline of this kind in force in the present round."""
        for row in reversed(self.deadlines):
            if row.kind == kind and row.ordinal == self.round and row.superseded_at is None:
                return row
        return None


class ReturnRequest(Model):
    """A unit's request to return a case (申请退办)."""

    __tablename__ = "return_request"
    __table_args__ = (
        Index(
            "uq_return_request_open",
            "assignment_id",
            unique=True,
            sqlite_where=text("state IN ('asked', 'confirmed')"),
            postgresql_where=text("state IN ('asked', 'confirmed')"),
        ),
        CheckConstraint("NOT on_behalf OR scan_id IS NOT NULL", name="paper"),
        {"comment": "退办申请"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="主键")
    assignment_id: Mapped[int] = mapped_column(
        ForeignKey("assignment.id"), index=True, comment="交办"
    )
    state: Mapped[ReturnState] = term_column(ReturnState, "状态")
    reason: Mapped[str] = mapped_column(Text, comment="理由")
    proposed_unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), comment="建议承办单位")
    requested_on: Mapped[date] = mapped_column(comment="申请日期")
    requested_by: Mapped[int] = mapped_column(ForeignKey("account.id"), comment="申请人")
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"), comment="单位领导")
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"), comment="决定人")
    decided_on: Mapped[date | None] = mapped_column(comment="决定日期")
    decision: Mapped[str] = mapped_column(Text, default="", comment="决定理由")
    was_state: Mapped[AssignmentState] = mapped_column(
        term_type(AssignmentState, "was_state"), comment="申请前状态"
    )
    on_behalf: Mapped[bool] = mapped_column(default=False, comment="代录")
    scan_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"), comment="扫描件")

    assignment: Mapped[Assignment] = related()
    proposed_unit: Mapped[Unit] = related()
    scan: Mapped[StoredFile | None] = related()


class Opinion(Model):
    """An assisting unit's opinion to the host (会办意见)."""

    __tablename__ = "opinion"
    __table_args__ = {"comment": "会办意见"}

    id: Mapped[int] = mapped_column(primary_key=True, comment="主键")
    assignment_id: Mapped[int] = mapped_column(
        ForeignKey("assignment.id"), index=True, comment="会办的交办"
    )
    state: Mapped[OpinionState] = term_column(OpinionState, "状态")
    text: Mapped[str] = mapped_column(Text, comment="意见")
    submitted_on: Mapped[date] = mapped_column(comment="送出日期")
    submitted_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"), comment="经办人")
    on_behalf: Mapped[bool] = mapped_column(comment="代录")
    scan_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"), comment="扫描件")
    decided_on: Mapped[date | None] = mapped_column(comment="采用或退回日期")
    decision: Mapped[str] = mapped_column(Text, default="", comment="退回理由")

    assignment: Mapped[Assignment] = related()
    scan: Mapped[StoredFile | None] = related()
