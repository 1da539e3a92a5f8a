"""Tables of supervision: decisions on 不满意, follow-up."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.kernel.db import Model, related, term_column
from tracker.rating.models import Rating
from tracker.terms import FollowUpKind


class ReworkDecision(Model):
    """The office's decision on one 不满意: the next round, or why not."""

    __tablename__ = "rework_decision"
    __table_args__ = (
        CheckConstraint("opens_round IS NULL OR opens_round >= 2", name="round"),
        {"comment": "重办决定"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="主键")
    case_id: Mapped[int] = mapped_column(ForeignKey("case_record.id"), index=True, comment="件")
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), comment="交办")
    rating_id: Mapped[int] = mapped_column(
        ForeignKey("rating.id"), unique=True, comment="不满意的评价"
    )
    opens_round: Mapped[int | None] = mapped_column(comment="开第几轮，空为不重办")
    reason: Mapped[str] = mapped_column(Text, comment="要求或不重办的理由")
    decided_on: Mapped[date] = mapped_column(comment="决定日期")
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"), comment="决定人")

    rating: Mapped[Rating] = related()


class FollowUpPause(Model):
    """That follow-up rests until a day: no visits, no reminders of promises."""

    __tablename__ = "follow_up_pause"
    __table_args__ = (
        CheckConstraint("reason <> ''", name="reason"),
        CheckConstraint("until_on > paused_on", name="until"),
        {"comment": "暂停跟踪"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="主键")
    case_id: Mapped[int] = mapped_column(ForeignKey("case_record.id"), index=True, comment="件")
    paused_on: Mapped[date] = mapped_column(comment="暂停日期")
    until_on: Mapped[date] = mapped_column(comment="到哪一天恢复")
    resumed_on: Mapped[date | None] = mapped_column(comment="提前恢复日期")
    reason: Mapped[str] = mapped_column(Text, comment="理由")
    paused_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"), comment="经办账号")

    @property
    def end_on(self) -> date:
        """The first day on which follow-up goes on."""
        return self.resumed_on or self.until_on


class FollowUpAct(Model):
    """One thing the office did: 催办, 督办 or 回访, and what came of it."""

    __tablename__ = "follow_up_act"
    __table_args__ = {"comment": "催办、督办、回访记录"}

    id: Mapped[int] = mapped_column(primary_key=True, comment="主键")
    case_id: Mapped[int] = mapped_column(ForeignKey("case_record.id"), index=True, comment="件")
    assignment_id: Mapped[int | None] = mapped_column(
        ForeignKey("assignment.id"), comment="所涉交办"
    )
    kind: Mapped[FollowUpKind] = term_column(FollowUpKind, "形式")
    done_on: Mapped[date] = mapped_column(comment="日期")
    requirement: Mapped[str] = mapped_column(Text, comment="事由及要求")
    result: Mapped[str] = mapped_column(Text, default="", comment="结果")
    result_on: Mapped[date | None] = mapped_column(comment="结果日期")
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"), comment="记录人")
