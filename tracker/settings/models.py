"""Tables of the holiday calendar."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.kernel.db import Model, UTCDateTime


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
