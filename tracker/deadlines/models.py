"""Table of deadlines: one date by which something is due, with the rule that made it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.kernel.db import Model, UTCDateTime, term_column
from tracker.terms import DeadlineKind, LimitUnit


class Deadline(Model):
    """One date by which something is due, with the rule that made it; never overwritten.

    The subject is any row of a case (assignment, letter, rating, request to return, the case
    itself), named as the history names it. `ordinal` is the round of an assignment or letter, the
    number of a visit, the year of a check point. `set_on` is the business date: a moved date
    counts from the day of its approval (批准日期), whenever that was entered. `own` marks a limit
    that no regulation gives: the office set it for itself.
    """

    __tablename__ = "deadline"
    __table_args__ = (
        Index(
            "uq_deadline_in_force",
            "subject_type",
            "subject_id",
            "kind",
            "ordinal",
            unique=True,
            sqlite_where=text("superseded_at IS NULL"),
            postgresql_where=text("superseded_at IS NULL"),
        ),
        Index("ix_deadline_subject", "subject_type", "subject_id"),
        {"comment": "期限"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="主键")
    case_id: Mapped[int] = mapped_column(ForeignKey("case_record.id"), index=True, comment="件")
    subject_type: Mapped[str] = mapped_column(String(40), comment="对象类型")
    subject_id: Mapped[int] = mapped_column(comment="对象编号")
    kind: Mapped[DeadlineKind] = term_column(DeadlineKind, "期限种类")
    ordinal: Mapped[int] = mapped_column(default=1, comment="第几轮、第几次或年份")
    due_on: Mapped[date] = mapped_column(index=True, comment="到期日")
    rule: Mapped[str] = mapped_column(String(60), comment="规则")
    value: Mapped[int] = mapped_column(comment="数值")
    unit: Mapped[LimitUnit] = term_column(LimitUnit, "单位")
    event: Mapped[str] = mapped_column(String(40), comment="起算事项")
    event_on: Mapped[date] = mapped_column(comment="起算日")
    source: Mapped[str] = mapped_column(String(200), comment="依据")
    own: Mapped[bool] = mapped_column(default=False, comment="政府办自定的期限")
    provisional: Mapped[bool] = mapped_column(comment="是否暂定")
    reason: Mapped[str] = mapped_column(Text, default="", comment="改期理由")
    set_on: Mapped[date] = mapped_column(comment="设定日期（改期的批准日期）")
    set_at: Mapped[datetime] = mapped_column(UTCDateTime, comment="设定时刻")
    superseded_at: Mapped[datetime | None] = mapped_column(UTCDateTime, comment="被替代时刻")
