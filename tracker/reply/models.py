"""Tables of replies: the letter, its drafts, its deliveries, what it promises."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.assign.models import Assignment
from tracker.cases.models import Case, Submitter
from tracker.kernel import frozen
from tracker.kernel.db import Model, UTCDateTime, related, term_column
from tracker.kernel.files import StoredFile
from tracker.reply.promise_words import until
from tracker.terms import (
    CommitmentState,
    DeliveryWay,
    Disclosure,
    Outcome,
    ReplyClass,
    ReplyState,
)


class Reply(Model):
    """One letter: an answering assignment's, in one round; edition 2 and on mend a mistake.

    Letterhead, heading, salutation and contact are written at issue and stay as they were when
    a unit is renamed, a name corrected or another handler named.
    """

    __tablename__ = "reply"
    __table_args__ = (
        UniqueConstraint("assignment_id", "round", "edition"),
        CheckConstraint(
            "state <> 'issued' OR (issued_on IS NOT NULL AND letterhead <> '' AND heading <> '')",
            name="issued",
        ),
        CheckConstraint(
            "state <> 'issued' OR not_stated OR (reply_class IS NOT NULL AND outcome IS NOT NULL)",
            name="classed",
        ),
        CheckConstraint(
            "state <> 'issued' OR not_stated OR (number <> '' AND signer <> '')", name="stated"
        ),
        CheckConstraint("NOT not_stated OR on_behalf", name="not_stated"),
        CheckConstraint(
            "state <> 'issued' OR on_behalf OR (text <> '' AND disclosure IS NOT NULL"
            " AND (signed_by IS NOT NULL OR checked_by IS NOT NULL))",
            name="signed",
        ),
        CheckConstraint("signed_by <> drafter_id AND checked_by <> drafter_id", name="two_people"),
        CheckConstraint("round >= 1 AND edition >= 1", name="round"),
        {"comment": "答复函"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="主键")
    case_id: Mapped[int] = mapped_column(ForeignKey("case_record.id"), index=True, comment="件")
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), comment="交办")
    round: Mapped[int] = mapped_column(comment="第几轮")
    edition: Mapped[int] = mapped_column(default=1, comment="第几次印发（更正）")
    state: Mapped[ReplyState] = term_column(ReplyState, "状态", index=True)
    text: Mapped[str] = mapped_column(Text, comment="正文")
    reply_class: Mapped[ReplyClass | None] = term_column(ReplyClass, "办理类别", nullable=True)
    outcome: Mapped[Outcome | None] = term_column(Outcome, "办理结果（各地通用）", nullable=True)
    disclosure: Mapped[Disclosure | None] = term_column(Disclosure, "公开属性", nullable=True)
    withheld_ground: Mapped[str] = mapped_column(String(200), default="", comment="不公开依据")
    copies: Mapped[str] = mapped_column(String(300), default="", comment="抄送")
    promise: Mapped[str] = mapped_column(Text, default="", comment="承诺事项")
    promise_due_on: Mapped[date | None] = mapped_column(comment="承诺完成日期")
    missing_opinions_reason: Mapped[str] = mapped_column(
        Text, default="", comment="会办意见未齐即答复的理由"
    )
    mend_reason: Mapped[str] = mapped_column(Text, default="", comment="更正理由")
    number: Mapped[str] = mapped_column(String(60), default="", comment="文号")
    signer: Mapped[str] = mapped_column(String(40), default="", comment="签发人")
    issued_on: Mapped[date | None] = mapped_column(index=True, comment="落款日期")
    letterhead: Mapped[str] = mapped_column(String(80), default="", comment="印发单位全称")
    heading: Mapped[str] = mapped_column(String(200), default="", comment="标题")
    salutation: Mapped[str] = mapped_column(String(120), default="", comment="称呼")
    contact_person: Mapped[str] = mapped_column(String(40), default="", comment="联系人")
    contact_phone: Mapped[str] = mapped_column(String(20), default="", comment="联系电话")
    not_stated: Mapped[bool] = mapped_column(
        default=False, comment="原件有未注明的内容，如文号、类别（仅代录、导入）"
    )
    on_behalf: Mapped[bool] = mapped_column(default=False, comment="代录")
    drafter_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), comment="拟稿人")
    signed_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"), comment="签发账号")
    checked_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"), comment="审核账号")
    scan_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"), comment="盖章扫描件")
    version: Mapped[int] = mapped_column(comment="版本")

    case: Mapped[Case] = related()
    assignment: Mapped[Assignment] = related()
    scan: Mapped[StoredFile | None] = related()
    deliveries: Mapped[list[Delivery]] = related(order_by="Delivery.id")
    __mapper_args__ = {"version_id_col": version}

    @property
    def missing(self) -> tuple[str, ...]:
        """What a letter does not state, in words."""
        stated = {
            "文号": self.number,
            "签发人": self.signer,
            "办理类别": self.reply_class,
            "办理结果": self.outcome,
            "公开属性": self.disclosure,
            "不予公开的依据": self.withheld_ground or self.disclosure != Disclosure.WITHHELD,
            "承诺事项": self.promise or self.reply_class != ReplyClass.B,
        }
        return tuple(word for word, value in stated.items() if not value)

    @property
    def unstated(self) -> tuple[str, ...]:
        """What stands on no paper of an issued letter, in words; nothing of one made here."""
        return self.missing if self.not_stated else ()

    @property
    def promised_until(self) -> str:
        """Until when the promise is to be kept, in words."""
        return until(self.promise_due_on)


frozen.keep(Reply.__table__, "OLD.state = 'issued'", free=("version",), once=("scan_id",))


class ReplyDraft(Model):
    """One saved text of a letter, kept for comparison."""

    __tablename__ = "reply_draft"
    __table_args__ = {"comment": "答复稿"}

    id: Mapped[int] = mapped_column(primary_key=True, comment="主键")
    reply_id: Mapped[int] = mapped_column(ForeignKey("reply.id"), index=True, comment="答复函")
    text: Mapped[str] = mapped_column(Text, comment="正文")
    author_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), comment="作者")
    author_name: Mapped[str] = mapped_column(String(40), comment="作者姓名")
    saved_at: Mapped[datetime] = mapped_column(UTCDateTime, comment="保存时刻")


class Delivery(Model):
    """That a letter reached one submitter."""

    __tablename__ = "delivery"
    __table_args__ = (UniqueConstraint("reply_id", "submitter_id"), {"comment": "送达"})

    id: Mapped[int] = mapped_column(primary_key=True, comment="主键")
    reply_id: Mapped[int] = mapped_column(ForeignKey("reply.id"), comment="答复函")
    submitter_id: Mapped[int] = mapped_column(ForeignKey("submitter.id"), comment="提出者")
    way: Mapped[DeliveryWay] = term_column(DeliveryWay, "送达方式")
    delivered_on: Mapped[date] = mapped_column(comment="送达日期")

    submitter: Mapped[Submitter] = related()


class Commitment(Model):
    """One promise of a reply (承诺事项), followed until it is done."""

    __tablename__ = "commitment"
    __table_args__ = (
        CheckConstraint(
            "state NOT IN ('closed', 'written_off') OR (ended_on IS NOT NULL AND end_reason <> '')",
            name="ended",
        ),
        {"comment": "承诺事项"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="主键")
    case_id: Mapped[int] = mapped_column(ForeignKey("case_record.id"), index=True, comment="件")
    assignment_id: Mapped[int] = mapped_column(ForeignKey("assignment.id"), comment="交办")
    reply_id: Mapped[int] = mapped_column(ForeignKey("reply.id"), index=True, comment="答复函")
    state: Mapped[CommitmentState] = term_column(CommitmentState, "状态", index=True)
    text: Mapped[str] = mapped_column(Text, comment="承诺内容")
    due_on: Mapped[date | None] = mapped_column(index=True, comment="承诺完成日期，空为未写明")
    named_due_on: Mapped[date | None] = mapped_column(comment="未写明日期的，首次明确的完成日期")
    opened_on: Mapped[date] = mapped_column(comment="承诺日期")
    ended_on: Mapped[date | None] = mapped_column(comment="落实或核销日期")
    end_reason: Mapped[str] = mapped_column(Text, default="", comment="核实情况或核销理由")
    version: Mapped[int] = mapped_column(comment="版本")

    assignment: Mapped[Assignment] = related()
    progress: Mapped[list[CommitmentProgress]] = related(order_by="CommitmentProgress.id")
    __mapper_args__ = {"version_id_col": version}


class CommitmentProgress(Model):
    """What a unit reports on its promise."""

    __tablename__ = "commitment_progress"
    __table_args__ = {"comment": "承诺进展"}

    id: Mapped[int] = mapped_column(primary_key=True, comment="主键")
    commitment_id: Mapped[int] = mapped_column(
        ForeignKey("commitment.id"), index=True, comment="承诺事项"
    )
    reported_on: Mapped[date] = mapped_column(comment="报告日期")
    text: Mapped[str] = mapped_column(Text, comment="进展")
    done: Mapped[bool] = mapped_column(comment="报已落实")
    reported_by: Mapped[int | None] = mapped_column(ForeignKey("account.id"), comment="报告人")
