"""Table of the forms that had their effect."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.kernel.db import Model, UTCDateTime


class SentForm(Model):
    """A form that had its effect, kept in the transaction of that effect, and what was answered."""

    __tablename__ = "sent_form"
    __table_args__ = {"comment": "已提交的表单"}

    mark: Mapped[str] = mapped_column(String(32), primary_key=True, comment="表单的一次性标记")
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), comment="提交账号")
    sent_at: Mapped[datetime] = mapped_column(UTCDateTime, index=True, comment="提交时刻")
    location: Mapped[str] = mapped_column(Text, default="", comment="提交后转到的地址")
    said: Mapped[str] = mapped_column(Text, default="[]", comment="提交后显示的话（JSON）")
