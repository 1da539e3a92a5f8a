"""Tables of the outbox: in-site notices and telephone reminders."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.kernel.db import Model, UTCDateTime, related


class Notice(Model):
    """A message to one account.

    One that `gathers` what a run or a change tells about many cases has a line for each, and then
    no case of its own.
    """

    __tablename__ = "notice"
    __table_args__ = (Index("ix_notice_account_read", "account_id", "read_at"), {"comment": "消息"})

    id: Mapped[int] = mapped_column(primary_key=True, comment="主键")
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), comment="收件账号")
    case_id: Mapped[int | None] = mapped_column(
        ForeignKey("case_record.id"), index=True, comment="件"
    )
    sentence: Mapped[str] = mapped_column(Text, comment="内容")
    gathers: Mapped[str | None] = mapped_column(
        String(40), index=True, comment="汇总哪一次运行或变动的消息，空为单独的消息"
    )
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, comment="写入时刻")
    sent_at: Mapped[datetime | None] = mapped_column(UTCDateTime, comment="送达时刻")
    read_at: Mapped[datetime | None] = mapped_column(UTCDateTime, comment="阅读时刻")

    lines: Mapped[list[NoticeLine]] = related(order_by="NoticeLine.id")


class NoticeLine(Model):
    """What a message says about one of several cases."""

    __tablename__ = "notice_line"
    __table_args__ = {"comment": "消息中的一件"}

    id: Mapped[int] = mapped_column(primary_key=True, comment="主键")
    notice_id: Mapped[int] = mapped_column(ForeignKey("notice.id"), index=True, comment="消息")
    case_id: Mapped[int | None] = mapped_column(
        ForeignKey("case_record.id"), index=True, comment="件"
    )
    sentence: Mapped[str] = mapped_column(Text, comment="内容")


class PhoneCall(Model):
    """A telephone reminder (电话提醒) that a clerk makes to someone without log-in."""

    __tablename__ = "phone_call"
    __table_args__ = {"comment": "电话提醒"}

    id: Mapped[int] = mapped_column(primary_key=True, comment="主键")
    case_id: Mapped[int] = mapped_column(ForeignKey("case_record.id"), index=True, comment="件")
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), comment="承办单位")
    person: Mapped[str] = mapped_column(String(80), comment="打给谁")
    phone: Mapped[str] = mapped_column(String(20), comment="电话")
    sentence: Mapped[str] = mapped_column(Text, comment="要说的事")
    about: Mapped[str] = mapped_column(String(60), default="", comment="提醒的哪一项，空为告知")
    due_on: Mapped[date] = mapped_column(comment="应打日期")
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, comment="写入时刻")
    done_on: Mapped[date | None] = mapped_column(comment="打电话日期")
    done_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"), comment="打电话的人")
    result: Mapped[str] = mapped_column(Text, default="", comment="结果")
