"""Tables of the two bodies: terms, sessions (届次), batches and groups."""

from __future__ import annotations

from datetime import date

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.bodies.titles import session_title
from tracker.kernel.db import Model, related, term_column
from tracker.terms import BodyType, GroupType, Period


class Body(Model):
    """The district congress or the district CPPCC."""

    __tablename__ = "body"
    __table_args__ = {"comment": "人大、政协"}

    id: Mapped[int] = mapped_column(primary_key=True, comment="主键")
    type: Mapped[BodyType] = term_column(BodyType, "类型", unique=True)
    name: Mapped[str] = mapped_column(String(60), comment="全称")
    short_name: Mapped[str] = mapped_column(String(20), comment="简称，如区人大")
    office_name: Mapped[str] = mapped_column(String(60), comment="工作机构名称")
    version: Mapped[int] = mapped_column(comment="版本")

    sessions: Mapped[list[CongressSession]] = related(
        order_by="CongressSession.term.desc(), CongressSession.number.desc()",
        back_populates="body",
    )
    groups: Mapped[list[Group]] = related(order_by="Group.name", back_populates="body")
    __mapper_args__ = {"version_id_col": version}


class CongressSession(Model):
    """One session in a term; the two bodies count independently."""

    __tablename__ = "congress_session"
    __table_args__ = (
        UniqueConstraint("body_id", "term", "number"),
        CheckConstraint("term > 0 AND number > 0", name="numbers"),
        CheckConstraint("closed_on >= opened_on", name="days"),
        {"comment": "届次"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="主键")
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), comment="人大或政协")
    term: Mapped[int] = mapped_column(comment="届")
    number: Mapped[int] = mapped_column(comment="次")
    opened_on: Mapped[date] = mapped_column(comment="开幕日期")
    closed_on: Mapped[date] = mapped_column(comment="闭幕日期")
    version: Mapped[int] = mapped_column(comment="版本")

    body: Mapped[Body] = related(back_populates="sessions")
    batches: Mapped[list[Batch]] = related(order_by="Batch.id", back_populates="session")
    __mapper_args__ = {"version_id_col": version}

    @property
    def title(self) -> str:
        """The session as offices write it, e.g. 区十八届人大三次会议."""
        return session_title(self.body.type, self.term, self.number)


class Batch(Model):
    """Cases that are handed over together, with their date and common end date."""

    __tablename__ = "batch"
    __table_args__ = (
        UniqueConstraint("session_id", "name"),
        CheckConstraint("end_on > assigned_on", name="days"),
        {"comment": "交办批次"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="主键")
    session_id: Mapped[int] = mapped_column(ForeignKey("congress_session.id"), comment="届次")
    period: Mapped[Period] = term_column(Period, "大会或闭会")
    name: Mapped[str] = mapped_column(String(40), comment="批次名称")
    assigned_on: Mapped[date | None] = mapped_column(comment="交办日期")
    end_on: Mapped[date | None] = mapped_column(comment="统一办结期限")
    version: Mapped[int] = mapped_column(comment="版本")

    session: Mapped[CongressSession] = related(back_populates="batches")
    __mapper_args__ = {"version_id_col": version}


class Group(Model):
    """A delegation of the congress or a sector of the CPPCC."""

    __tablename__ = "body_group"
    __table_args__ = (UniqueConstraint("body_id", "name"), {"comment": "代表团、界别"})

    id: Mapped[int] = mapped_column(primary_key=True, comment="主键")
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), comment="人大或政协")
    type: Mapped[GroupType] = term_column(GroupType, "类型")
    name: Mapped[str] = mapped_column(String(40), comment="名称")
    version: Mapped[int] = mapped_column(comment="版本")

    body: Mapped[Body] = related(back_populates="groups")
    __mapper_args__ = {"version_id_col": version}
