"""The table of typed text."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.kernel.db import Model, UTCDateTime

PLACE_LENGTH = 300


class TypedText(Model):
    """What an account typed into a form and has not sent; nobody else ever reads it."""

    __tablename__ = "typed_text"
    __table_args__ = (UniqueConstraint("account_id", "place"), {"comment": "没有提交的填写内容"})

    id: Mapped[int] = mapped_column(primary_key=True, comment="主键")
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), comment="填写的账号"
    )
    place: Mapped[str] = mapped_column(String(PLACE_LENGTH), comment="所在页面和表单")
    fields: Mapped[str] = mapped_column(Text, comment="各栏内容（JSON）")
    saved_at: Mapped[datetime] = mapped_column(UTCDateTime, comment="保存时刻")
