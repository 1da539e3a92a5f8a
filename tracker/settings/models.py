"""Tables of the holiday calendar and of the rulebook of this office."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.kernel.db import Model, UTCDateTime, term_column
from tracker.rulebook.terms import RuleState


class CalendarDay(Model):
    """A dated exception of either sign: a day off in the week or a working weekend day."""

    __tablename__ = "calendar_day"
    __table_args__ = {"comment": "节假日与调休"}

    day: Mapped[date] = mapped_column(primary_key=True, comment="日期")
    working: Mapped[bool] = mapped_column(comment="是否上班")
    note: Mapped[str] = mapped_column(String(40), comment="说明")


class CalendarYear(Model):
    """A year whose notice on days off was loaded, or entered by hand and confirmed."""

    __tablename__ = "calendar_year"
    __table_args__ = {"comment": "已有放假通知的年份"}

    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False, comment="年份")
    loaded: Mapped[bool] = mapped_column(comment="由程序载入（否则为人工确认）")
    known_at: Mapped[datetime] = mapped_column(UTCDateTime, comment="载入或确认的时刻")


class FrozenBook(Model):
    """A resolved rulebook as it was on some day; cases keep the one of their registration.

    The number is the beginning of the digest of its text: one row stands for all equal books, and
    a number never means another book.
    """

    __tablename__ = "frozen_book"
    __table_args__ = {"comment": "定格的规则（件按登记时的规则办理）"}

    id: Mapped[str] = mapped_column(String(16), primary_key=True, comment="内容摘要前段")
    text: Mapped[str] = mapped_column(Text, comment="规则全文（JSON）")
    made_at: Mapped[datetime] = mapped_column(UTCDateTime, comment="定格时刻")


class RuleChange(Model):
    """A decision about the rulebook of this office: its place, or one value of its own.

    One person proposes and another confirms; a decision is never changed, a later one replaces it.
    Nobody proposed what was brought along from the earlier setting of the installation.
    """

    __tablename__ = "rule_change"
    __table_args__ = (
        CheckConstraint("(state = 'proposed') = (decided_at IS NULL)", name="decided"),
        CheckConstraint("decided_by IS NULL OR decided_by <> proposed_by", name="two_persons"),
        CheckConstraint("state <> 'rejected' OR refusal <> ''", name="refusal"),
        Index(
            "uq_rule_change_proposed",
            "key",
            unique=True,
            sqlite_where=text("state = 'proposed'"),
            postgresql_where=text("state = 'proposed'"),
        ),
        {"comment": "规则变更（两人办理）"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="主键")
    key: Mapped[str] = mapped_column(String(60), comment="事项，place 为适用地区")
    value: Mapped[str] = mapped_column(Text, default="", comment="值（JSON），空为恢复地方规定")
    reason: Mapped[str] = mapped_column(Text, comment="理由")
    document: Mapped[str] = mapped_column(String(200), default="", comment="依据文件")
    since: Mapped[date] = mapped_column(comment="自何日起")
    state: Mapped[RuleState] = term_column(RuleState, "状态")
    proposed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"), comment="提出人")
    proposed_at: Mapped[datetime] = mapped_column(UTCDateTime, comment="提出时刻")
    decided_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"), comment="确认人")
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime, comment="确认时刻")
    refusal: Mapped[str] = mapped_column(Text, default="", comment="不同意的理由")


class RuleLine(Model):
    """A line of the rulebook that the office has confirmed, in the words in which it stood then.

    Where it says something else by now, it is not confirmed any more.
    """

    __tablename__ = "rule_line"
    __table_args__ = {"comment": "本机关确认过的规则"}

    key: Mapped[str] = mapped_column(String(60), primary_key=True, comment="事项")
    said: Mapped[str] = mapped_column(Text, comment="确认时的内容和依据")
    confirmed_by: Mapped[int] = mapped_column(ForeignKey("account.id"), comment="确认人")
    confirmed_at: Mapped[datetime] = mapped_column(UTCDateTime, comment="确认时刻")
