"""Tables of the plan: open duties, reminders that were made, the days that were run."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.kernel.db import Model, UTCDateTime, term_column
from tracker.plan_terms import DutyKind, Party, ReminderKind, ReminderState, RunState


class DutyRow(Model):
    """One open duty; written by the refresh alone, gone once it is met.

    `next_on` is the day of the next reminder, None where nobody is reminded of this kind.
    """

    __tablename__ = "duty"
    __table_args__ = (
        UniqueConstraint("case_id", "kind", "subject_type", "subject_id", "ordinal"),
        CheckConstraint("(rests_from IS NULL) = (rests_until IS NULL)", name="rest"),
        Index("ix_duty_party_due", "party", "due_on"),
        Index("ix_duty_unit_due", "unit_id", "due_on"),
        Index("ix_duty_kind_due", "kind", "due_on"),
        {"comment": "待办事项"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="主键")
    case_id: Mapped[int] = mapped_column(ForeignKey("case_record.id"), index=True, comment="件")
    kind: Mapped[DutyKind] = term_column(DutyKind, "种类")
    subject_type: Mapped[str] = mapped_column(String(40), comment="对象类型")
    subject_id: Mapped[int] = mapped_column(comment="对象编号")
    ordinal: Mapped[int] = mapped_column(comment="第几轮、第几次或年份")
    party: Mapped[Party] = term_column(Party, "轮到谁")
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), comment="所涉承办单位")
    on_behalf: Mapped[bool] = mapped_column(comment="由政府办代办")
    ready: Mapped[bool] = mapped_column(comment="现在就能办")
    first_on: Mapped[date] = mapped_column(comment="自哪天起")
    due_on: Mapped[date | None] = mapped_column(index=True, comment="期限")
    deadline_id: Mapped[int | None] = mapped_column(ForeignKey("deadline.id"), comment="所依期限")
    provisional: Mapped[bool] = mapped_column(comment="期限是否暂定")
    rests_from: Mapped[date | None] = mapped_column(comment="自哪天起暂停")
    rests_until: Mapped[date | None] = mapped_column(comment="到哪天恢复")
    not_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"), comment="不能由谁核对")
    asks_on: Mapped[date | None] = mapped_column(comment="催请一次的日子")
    next_on: Mapped[date | None] = mapped_column(index=True, comment="下次提醒日")


class Reminder(Model):
    """A reminder that was made, or was overtaken by a later one; once per subject, step and day.

    `ran_on` is the day under which the job ran. One of a day that was no day yet, because the
    clock was ahead, is void: the same step is made again on its right day.
    """

    __tablename__ = "reminder"
    __table_args__ = (
        Index(
            "uq_reminder_once",
            "subject_type",
            "subject_id",
            "kind",
            "due_day",
            "recipient",
            unique=True,
            sqlite_where=text("voided_at IS NULL"),
            postgresql_where=text("voided_at IS NULL"),
        ),
        {"comment": "提醒记录"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="主键")
    case_id: Mapped[int] = mapped_column(ForeignKey("case_record.id"), index=True, comment="件")
    subject_type: Mapped[str] = mapped_column(String(40), comment="对象类型")
    subject_id: Mapped[int] = mapped_column(comment="对象编号")
    kind: Mapped[ReminderKind] = term_column(ReminderKind, "种类")
    due_day: Mapped[date] = mapped_column(comment="应提醒日")
    recipient: Mapped[str] = mapped_column(String(40), comment="提醒谁")
    step: Mapped[str] = mapped_column(String(40), comment="哪一步")
    state: Mapped[ReminderState] = term_column(ReminderState, "结果")
    ran_on: Mapped[date] = mapped_column(index=True, comment="按哪一天运行")
    made_at: Mapped[datetime] = mapped_column(UTCDateTime, comment="写入时刻")
    late: Mapped[bool] = mapped_column(comment="补发")
    voided_at: Mapped[datetime | None] = mapped_column(UTCDateTime, comment="作废时刻")


class DailyRun(Model):
    """A day's job: under which day it ran, how far it is, what it did.

    `failed` counts what is tried again at the next look. A run under a day that was no day yet,
    because the clock was ahead, is void.
    """

    __tablename__ = "daily_run"
    __table_args__ = (
        Index(
            "uq_daily_run_day",
            "day",
            unique=True,
            sqlite_where=text("voided_at IS NULL"),
            postgresql_where=text("voided_at IS NULL"),
        ),
        CheckConstraint("state <> 'done' OR done_at IS NOT NULL", name="done"),
        {"comment": "每日任务记录"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="主键")
    day: Mapped[date] = mapped_column(comment="按哪一天运行")
    state: Mapped[RunState] = term_column(RunState, "情况")
    began_at: Mapped[datetime] = mapped_column(UTCDateTime, comment="开始时刻")
    done_at: Mapped[datetime | None] = mapped_column(UTCDateTime, comment="完成时刻")
    looked_at: Mapped[int] = mapped_column(default=0, comment="查看件数")
    made: Mapped[int] = mapped_column(default=0, comment="提醒条数")
    lapsed: Mapped[int] = mapped_column(default=0, comment="记为未反馈件数")
    failed: Mapped[int] = mapped_column(default=0, comment="没有办成、待再试的件数")
    voided_at: Mapped[datetime | None] = mapped_column(UTCDateTime, comment="作废时刻")


class DateConfirmation(Model):
    """That somebody said that the machine's date is right, after a gap in the daily runs."""

    __tablename__ = "date_confirmation"
    __table_args__ = {"comment": "日期核对"}

    id: Mapped[int] = mapped_column(primary_key=True, comment="主键")
    day: Mapped[date] = mapped_column(comment="核对的日期")
    last_day: Mapped[date] = mapped_column(comment="此前最后一次运行的日期")
    confirmed_by: Mapped[int | None] = mapped_column(
        ForeignKey("account.id"), comment="核对人账号，空为在服务器上核对"
    )
    confirmed_at: Mapped[datetime] = mapped_column(UTCDateTime, comment="核对时刻")
