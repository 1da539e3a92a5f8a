"""Tables of how cases and assignments stood [from, until); derived, never the only record."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.kernel.db import Model, term_column, term_type
from tracker.terms import AssignRole, CaseState, Kind, Period, ReplyClass, Satisfaction


class _Answering:
    """The columns of what counts of those who answer, and of what every figure is chosen by."""

    id: Mapped[int] = mapped_column(primary_key=True, comment="主键")
    since: Mapped[date] = mapped_column(comment="自哪天起")
    until: Mapped[date] = mapped_column(comment="到哪天止，不含当天")
    session_id: Mapped[int] = mapped_column(ForeignKey("congress_session.id"), comment="届次")
    kind: Mapped[Kind] = term_column(Kind, "种类")
    period: Mapped[Period] = term_column(Period, "大会或闭会")
    counted: Mapped[bool] = mapped_column(comment="应答复")
    answered: Mapped[bool] = mapped_column(comment="已答复")
    decided: Mapped[bool] = mapped_column(comment="已答复或已到期")
    on_time: Mapped[bool] = mapped_column(comment="按期答复")
    decided_original: Mapped[bool] = mapped_column(comment="已答复或原期限已到")
    on_time_original: Mapped[bool] = mapped_column(comment="原期限内答复")
    talked: Mapped[bool] = mapped_column(comment="答复前有沟通")
    met: Mapped[bool] = mapped_column(comment="当面商谈过")
    closed: Mapped[bool] = mapped_column(comment="办结")
    sent: Mapped[bool] = mapped_column(comment="已送达征求评价")
    lapsed: Mapped[bool] = mapped_column(comment="逾期未反馈")
    reworked: Mapped[bool] = mapped_column(comment="开过第二轮")
    rating: Mapped[Satisfaction | None] = term_column(Satisfaction, "评价")
    first_rating: Mapped[Satisfaction | None] = mapped_column(
        term_type(Satisfaction, "first_rating"), comment="首轮评价"
    )
    again_rating: Mapped[Satisfaction | None] = mapped_column(
        term_type(Satisfaction, "again_rating"), comment="第二轮后评价"
    )
    reply_class: Mapped[ReplyClass | None] = term_column(ReplyClass, "答复类别")
    contact_days: Mapped[int | None] = mapped_column(comment="交办至首次沟通天数")
    answer_days: Mapped[int | None] = mapped_column(comment="交办至答复天数")


class CaseStanding(_Answering, Model):
    """How a case stood from a day until before another one; the spans leave no gap."""

    __tablename__ = "case_standing"
    __table_args__ = (
        UniqueConstraint("case_id", "since"),
        CheckConstraint("since < until", name="span"),
        Index("ix_case_standing_session", "session_id", "until"),
        Index("ix_case_standing_until", "until"),
        {"comment": "件的逐日情况"},
    )

    case_id: Mapped[int] = mapped_column(ForeignKey("case_record.id"), comment="件")
    state: Mapped[CaseState] = term_column(CaseState, "状态")


class PartStanding(_Answering, Model):
    """How a unit's assignment stood, as long as its case was not ended without an answer."""

    __tablename__ = "part_standing"
    __table_args__ = (
        UniqueConstraint("assignment_id", "since"),
        CheckConstraint("since < until", name="span"),
        Index("ix_part_standing_session", "session_id", "until"),
        Index("ix_part_standing_until", "until"),
        Index("ix_part_standing_unit", "unit_id", "until"),
        {"comment": "承办任务的逐日情况"},
    )

    case_id: Mapped[int] = mapped_column(ForeignKey("case_record.id"), index=True, comment="件")
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), comment="承办任务")
    unit_id: Mapped[int] = mapped_column(ForeignKey("unit.id"), comment="承办单位")
    role: Mapped[AssignRole] = term_column(AssignRole, "性质")
    held: Mapped[bool] = mapped_column(comment="在办或办过未转出")
    open_due_on: Mapped[date | None] = mapped_column(comment="尚未答复的期限")
    returned: Mapped[bool] = mapped_column(comment="同意退办")
    signed: Mapped[bool] = mapped_column(comment="已签收")
    sign_asked: Mapped[bool] = mapped_column(comment="应签收")
    sign_decided: Mapped[bool] = mapped_column(comment="已签收或签收期限已到")
    sign_timely: Mapped[bool] = mapped_column(comment="按期签收")
    assist_decided: Mapped[bool] = mapped_column(comment="会办意见已送出或已到期")
    assist_timely: Mapped[bool] = mapped_column(comment="会办意见按期送出")
    promises_due: Mapped[int] = mapped_column(comment="承诺日期已到项数")
    promises_kept: Mapped[int] = mapped_column(comment="按期兑现项数")


class StaleStanding(Model):
    """A case whose spans wait to be written anew: one of many that one act touched."""

    __tablename__ = "stale_standing"
    __table_args__ = {"comment": "待重新写入逐日情况的件"}

    case_id: Mapped[int] = mapped_column(
        ForeignKey("case_record.id"), primary_key=True, autoincrement=False, comment="件"
    )
