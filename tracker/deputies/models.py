"""Tables of deputies and members with their mandates."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.bodies.models import Body, Group
from tracker.deputies.names import LONGEST_NAME
from tracker.kernel.db import Model, related


class Deputy(Model):
    """A deputy or member, present or former (代表、委员)."""

    __tablename__ = "deputy"
    __table_args__ = {"comment": "代表、委员"}

    id: Mapped[int] = mapped_column(primary_key=True, comment="主键")
    name: Mapped[str] = mapped_column(String(LONGEST_NAME), comment="姓名（照原样）")
    name_key: Mapped[str] = mapped_column(
        String(LONGEST_NAME), index=True, comment="姓名（去空格，供查找）"
    )
    phone: Mapped[str] = mapped_column(String(20), comment="联系电话")
    work_unit: Mapped[str] = mapped_column(String(80), comment="工作单位及职务")
    version: Mapped[int] = mapped_column(comment="版本")

    mandates: Mapped[list[Mandate]] = related(
        cascade="all, delete-orphan", order_by="Mandate.term.desc()"
    )
    __mapper_args__ = {"version_id_col": version}


class Mandate(Model):
    """A person's mandate in one term of a body."""

    __tablename__ = "mandate"
    __table_args__ = (
        UniqueConstraint("deputy_id", "body_id", "term"),
        CheckConstraint("term > 0", name="term"),
        {"comment": "届别资格"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="主键")
    deputy_id: Mapped[int] = mapped_column(
        ForeignKey("deputy.id", ondelete="CASCADE"), comment="代表、委员"
    )
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), index=True, comment="人大或政协")
    term: Mapped[int] = mapped_column(comment="届")
    group_id: Mapped[int | None] = mapped_column(
        ForeignKey("body_group.id"), comment="代表团或界别"
    )

    body: Mapped[Body] = related()
    group: Mapped[Group | None] = related()
