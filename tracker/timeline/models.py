"""Tables of the history: one line per act, never updated; and the follow-up that acts begin."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.kernel import frozen
from tracker.kernel.db import Model, UTCDateTime, term_column
from tracker.plan_terms import FollowUpCause


class HistoryEntry(Model):
    """One act on a case: its business date and the instant it was recorded."""

    __tablename__ = "history_entry"
    __table_args__ = (
        Index("ix_history_entry_case_at", "case_id", "at"),
        Index("ix_history_entry_act", "act", "case_id"),
        Index("ix_history_entry_subject", "subject_type", "subject_id"),
        {"comment": "办理日志"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="主键")
    case_id: Mapped[int] = mapped_column(ForeignKey("case_record.id"), comment="件")
    at: Mapped[datetime] = mapped_column(UTCDateTime, comment="记录时刻（UTC）")
    on: Mapped[date] = mapped_column(index=True, comment="业务日期")
    act: Mapped[str] = mapped_column(String(60), comment="事项代码")
    sentence: Mapped[str] = mapped_column(Text, comment="说明")
    subject_type: Mapped[str] = mapped_column(String(40), comment="对象类型")
    subject_id: Mapped[int] = mapped_column(comment="对象编号")
    old_state: Mapped[str | None] = mapped_column(String(32), comment="原状态")
    new_state: Mapped[str | None] = mapped_column(String(32), comment="新状态")
    actor_id: Mapped[int | None] = mapped_column(comment="账号")
    actor_name: Mapped[str] = mapped_column(String(80), comment="经办人")
    actor_place: Mapped[str] = mapped_column(String(80), comment="经办人单位")
    unit_id: Mapped[int | None] = mapped_column(comment="所涉承办单位")
    public: Mapped[bool] = mapped_column(comment="代表是否可见")


class FollowUp(Model):
    """That a case is in follow-up (跟踪) for one cause, from a day to a day.

    The case is in follow-up while a row is open. The events of the history begin and end rows
    (`timeline/events.py`).
    """

    __tablename__ = "follow_up"
    __table_args__ = (
        CheckConstraint("until >= since", name="until"),
        CheckConstraint("reason <> ''", name="reason"),
        CheckConstraint("(until IS NULL) = (end_reason = '')", name="ended"),
        Index(
            "uq_follow_up_open",
            "case_id",
            "cause",
            unique=True,
            sqlite_where=text("until IS NULL"),
            postgresql_where=text("until IS NULL"),
        ),
        {"comment": "跟踪"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="主键")
    case_id: Mapped[int] = mapped_column(ForeignKey("case_record.id"), index=True, comment="件")
    cause: Mapped[FollowUpCause] = term_column(FollowUpCause, "为何跟踪")
    since: Mapped[date] = mapped_column(comment="列入日期")
    until: Mapped[date | None] = mapped_column(comment="结束日期，空为跟踪中")
    reason: Mapped[str] = mapped_column(Text, comment="事由")
    begun_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"), comment="列入账号")
    end_reason: Mapped[str] = mapped_column(Text, default="", comment="结束理由")
    ended_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"), comment="结束账号")
    version: Mapped[int] = mapped_column(comment="版本")

    __mapper_args__ = {"version_id_col": version}


frozen.keep(HistoryEntry.__table__)
