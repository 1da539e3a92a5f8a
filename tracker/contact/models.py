"""Table of contacts; a mistake is mended by another record that points to the first."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.assign.models import Assignment
from tracker.kernel.db import Model, UTCDateTime, related, term_column
from tracker.kernel.files import StoredFile
from tracker.terms import ContactForm, ContactPhase


class Contact(Model):
    """One talk with the proposer: phase, form, who, what was said."""

    __tablename__ = "contact"
    __table_args__ = (
        CheckConstraint("round >= 1", name="round"),
        {"comment": "沟通面商记录"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="主键")
    case_id: Mapped[int] = mapped_column(ForeignKey("case_record.id"), index=True, comment="件")
    assignment_id: Mapped[int] = mapped_column(
        ForeignKey("assignment.id"), index=True, comment="交办"
    )
    round: Mapped[int] = mapped_column(comment="第几轮")
    phase: Mapped[ContactPhase] = term_column(ContactPhase, "阶段")
    form: Mapped[ContactForm] = term_column(ContactForm, "形式")
    held_on: Mapped[date] = mapped_column(comment="日期")
    place: Mapped[str] = mapped_column(String(80), default="", comment="地点")
    unit_people: Mapped[str] = mapped_column(String(200), comment="单位参加人及职务")
    deputies: Mapped[str] = mapped_column(String(200), comment="代表委员")
    said: Mapped[str] = mapped_column(Text, comment="沟通内容")
    deputy_view: Mapped[str] = mapped_column(Text, default="", comment="代表委员意见")
    on_behalf: Mapped[bool] = mapped_column(comment="代录")
    scan_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"), comment="扫描件")
    corrects_id: Mapped[int | None] = mapped_column(
        ForeignKey("contact.id"), unique=True, comment="更正哪一条"
    )
    recorded_at: Mapped[datetime] = mapped_column(UTCDateTime, comment="记录时刻")
    recorded_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"), comment="记录人")

    assignment: Mapped[Assignment] = related()
    scan: Mapped[StoredFile | None] = related()

    @property
    def in_person(self) -> bool:
        """Whether this counts as having met (面商)."""
        return ContactForm(self.form).in_person
