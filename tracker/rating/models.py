"""Tables of ratings: one per letter (assignment × round) and rater, never changed.

A row exists once a form was filled in or lapsed; what is still awaited is derived from
issued replies and their deliveries.
"""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.assign.models import Assignment
from tracker.cases.models import Case, Submitter
from tracker.kernel import frozen
from tracker.kernel.db import Model, UTCDateTime, related, term_column
from tracker.kernel.files import StoredFile
from tracker.reply.models import Reply
from tracker.terms import Dimension, RatingState, Satisfaction


class Rating(Model):
    """What one rater said, or that nothing came, for one letter."""

    __tablename__ = "rating"
    __table_args__ = (
        Index(
            "uq_rating_once",
            "assignment_id",
            "round",
            "submitter_id",
            unique=True,
            sqlite_where=text("state <> 'rejected'"),
            postgresql_where=text("state <> 'rejected'"),
        ),
        Index("ix_rating_part", "assignment_id", "round"),
        CheckConstraint(
            "state NOT IN ('submitted', 'pending')"
            " OR (overall IS NOT NULL AND (filled_on IS NOT NULL OR on_paper))",
            name="filled",
        ),
        CheckConstraint("overall <> 'unsatisfied' OR reason <> '' OR on_paper", name="reason"),
        CheckConstraint("NOT on_paper OR on_behalf", name="on_paper"),
        CheckConstraint("state <> 'lapsed' OR lapsed_on IS NOT NULL", name="lapsed"),
        {"comment": "评价"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="主键")
    case_id: Mapped[int] = mapped_column(ForeignKey("case_record.id"), index=True, comment="件")
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), comment="交办")
    round: Mapped[int] = mapped_column(comment="第几轮")
    submitter_id: Mapped[int] = mapped_column(ForeignKey("submitter.id"), comment="评价人")
    reply_id: Mapped[int] = mapped_column(ForeignKey("reply.id"), index=True, comment="答复函")
    state: Mapped[RatingState] = term_column(RatingState, "状态", index=True)
    delivered_on: Mapped[date | None] = mapped_column(comment="收到答复日期")
    due_on: Mapped[date | None] = mapped_column(comment="反馈期限")
    lapsed_on: Mapped[date | None] = mapped_column(comment="记为未反馈的日期")
    overall: Mapped[Satisfaction | None] = term_column(
        Satisfaction, "结论（各维度取最差）", nullable=True
    )
    reason: Mapped[str] = mapped_column(Text, default="", comment="不满意的理由或意见")
    filled_on: Mapped[date | None] = mapped_column(comment="评价日期")
    submitted_at: Mapped[datetime | None] = mapped_column(UTCDateTime, comment="提交时刻")
    on_behalf: Mapped[bool] = mapped_column(default=False, comment="代录")
    on_paper: Mapped[bool] = mapped_column(
        default=False, comment="纸面记录：启用系统前的台账所载，日期和理由可以未注明"
    )
    entered_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"), comment="录入账号")
    confirmed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"), comment="确认账号")
    scan_id: Mapped[int | None] = mapped_column(
        ForeignKey("stored_file.id"), comment="评价表扫描件"
    )
    version: Mapped[int] = mapped_column(comment="版本")

    case: Mapped[Case] = related()
    assignment: Mapped[Assignment] = related()
    submitter: Mapped[Submitter] = related()
    reply: Mapped[Reply] = related()
    scan: Mapped[StoredFile | None] = related()
    values: Mapped[list[RatingValue]] = related(
        order_by="RatingValue.id", cascade="all, delete-orphan"
    )
    __mapper_args__ = {"version_id_col": version}


class RatingValue(Model):
    """The value of one dimension."""

    __tablename__ = "rating_value"
    __table_args__ = (UniqueConstraint("rating_id", "dimension"), {"comment": "各维度评价"})

    id: Mapped[int] = mapped_column(primary_key=True, comment="主键")
    rating_id: Mapped[int] = mapped_column(ForeignKey("rating.id"), comment="评价")
    dimension: Mapped[Dimension] = term_column(Dimension, "维度")
    value: Mapped[Satisfaction] = term_column(Satisfaction, "评价")


frozen.keep(Rating.__table__, "OLD.state = 'submitted'", free=("version",), once=("submitted_at",))
frozen.keep(RatingValue.__table__)
