"""Tables of the case: itself, its proposers, its participants, its files, its search text."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from tracker.bodies.models import Batch, Body, CongressSession
from tracker.case_terms import FilingOutcome
from tracker.cases.numbering import case_label
from tracker.deputies.models import Deputy
from tracker.kernel.db import Model, UTCDateTime, related, term_column
from tracker.kernel.files import StoredFile
from tracker.roles import Relation
from tracker.terms import BodyType, CaseState, Kind, LeadType, Level, Period


class Case(Model):
    """One numbered suggestion or proposal (件)."""

    __tablename__ = "case_record"
    __table_args__ = (
        Index(
            "uq_case_record_identity",
            "session_id",
            "level",
            "period",
            "number_key",
            unique=True,
            sqlite_where=text("state <> 'void' AND number_key <> ''"),
            postgresql_where=text("state <> 'void' AND number_key <> ''"),
        ),
        # all that the ledger filters, counts and sorts by: it reads no row that it does not show
        Index(
            "ix_case_record_list",
            "received_on",
            "id",
            "state",
            "kind",
            "period",
            "session_id",
            "topic",
            "key_item",
            "confidential",
            "assigned_on",
            "replied_on",
        ),
        Index("ix_case_record_state_of", "id", "state"),
        Index("ix_case_record_topic", "topic"),
        Index(
            "ix_case_record_key",
            "id",
            "state",
            sqlite_where=text("key_item = 1"),
            postgresql_where=text("key_item"),
        ),
        CheckConstraint("(number = '') = (number_key = '')", name="number"),
        CheckConstraint("signer_count >= 1", name="signers"),
        CheckConstraint("(state <> 'closed') OR (closed_on IS NOT NULL)", name="closed"),
        {"comment": "件（建议、提案）"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="主键")
    kind: Mapped[Kind] = term_column(Kind, "种类", index=True)
    level: Mapped[Level] = term_column(Level, "层级")
    body_id: Mapped[int] = mapped_column(ForeignKey("body.id"), comment="人大或政协")
    session_id: Mapped[int] = mapped_column(ForeignKey("congress_session.id"), comment="届次")
    period: Mapped[Period] = term_column(Period, "大会或闭会")
    batch_id: Mapped[int | None] = mapped_column(ForeignKey("batch.id"), comment="交办批次")
    number: Mapped[str] = mapped_column(String(40), comment="编号（照原样），空为未编号")
    number_key: Mapped[str] = mapped_column(String(40), comment="编号（供比较）")
    title: Mapped[str] = mapped_column(String(300), comment="标题（案由）")
    text: Mapped[str] = mapped_column(Text, default="", comment="正文")
    topic: Mapped[str] = mapped_column(String(40), default="", comment="分类")
    remarks: Mapped[str] = mapped_column(Text, default="", comment="备注")
    lead_type: Mapped[LeadType] = term_column(LeadType, "提出者类型")
    signer_count: Mapped[int] = mapped_column(comment="提出者人数（含领衔）")
    key_item: Mapped[bool] = mapped_column(default=False, comment="重点件")
    confidential: Mapped[bool] = mapped_column(default=False, comment="要求保密")
    state: Mapped[CaseState] = term_column(CaseState, "状态", index=True)
    received_on: Mapped[date] = mapped_column(comment="收件日期")
    registered_at: Mapped[datetime] = mapped_column(UTCDateTime, comment="登记时刻")
    book_id: Mapped[str] = mapped_column(ForeignKey("frozen_book.id"), comment="登记时的规则")
    assigned_on: Mapped[date | None] = mapped_column(comment="交办日期")
    replied_on: Mapped[date | None] = mapped_column(comment="答复日期（最后一份）")
    closed_on: Mapped[date | None] = mapped_column(comment="办结日期")
    version: Mapped[int] = mapped_column(comment="版本")

    body: Mapped[Body] = related()
    session: Mapped[CongressSession] = related()
    batch: Mapped[Batch | None] = related()
    submitters: Mapped[list[Submitter]] = related(
        cascade="all, delete-orphan", order_by="Submitter.position"
    )
    participants: Mapped[list[Participant]] = related(back_populates="case")
    __mapper_args__ = {"version_id_col": version}

    @property
    def lead(self) -> Submitter:
        """The lead deputy, first proposer or organisation."""
        return self.submitters[0]

    @property
    def label(self) -> str:
        """Kind and number as people say it: 建议第015号, 提案平时第12号."""
        return case_label(self.kind, self.period, self.number)


class Submitter(Model):
    """One proposer; name, group and telephone are frozen at registration."""

    __tablename__ = "submitter"
    __table_args__ = (
        UniqueConstraint("case_id", "position"),
        CheckConstraint("position >= 0", name="position"),
        Index(
            "ix_submitter_lead_group",
            "group_name",
            "case_id",
            sqlite_where=text("position = 0"),
            postgresql_where=text("position = 0"),
        ),
        {"comment": "提出者"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="主键")
    case_id: Mapped[int] = mapped_column(ForeignKey("case_record.id"), comment="件")
    position: Mapped[int] = mapped_column(comment="次序，0 为领衔")
    deputy_id: Mapped[int | None] = mapped_column(
        ForeignKey("deputy.id"), index=True, comment="名册中的代表委员（联系人）"
    )
    name: Mapped[str] = mapped_column(String(80), comment="当时姓名或名称")
    name_key: Mapped[str] = mapped_column(String(80), index=True, comment="供比较")
    group_name: Mapped[str] = mapped_column(String(40), default="", comment="当时代表团或界别")
    phone: Mapped[str] = mapped_column(String(20), default="", comment="当时电话")

    deputy: Mapped[Deputy | None] = related()

    @property
    def is_lead(self) -> bool:
        """Whether this is the lead."""
        return self.position == 0


class Participant(Model):
    """Who has to do with a case, since when and until when; what visibility reads."""

    __tablename__ = "participant"
    __table_args__ = (
        CheckConstraint(
            "(CASE WHEN unit_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN deputy_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN body_id IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN account_id IS NULL THEN 0 ELSE 1 END) = 1",
            name="one_party",
        ),
        CheckConstraint("until IS NULL OR until >= since", name="days"),
        Index("ix_participant_unit", "unit_id", "case_id"),
        Index("ix_participant_deputy", "deputy_id", "case_id"),
        Index("ix_participant_account", "account_id", "case_id"),
        Index("ix_participant_body", "body_id", "case_id"),
        {"comment": "与件有关的各方"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="主键")
    case_id: Mapped[int] = mapped_column(ForeignKey("case_record.id"), index=True, comment="件")
    relation: Mapped[Relation] = term_column(Relation, "关系")
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), comment="承办单位")
    deputy_id: Mapped[int | None] = mapped_column(ForeignKey("deputy.id"), comment="代表委员")
    body_id: Mapped[int | None] = mapped_column(ForeignKey("body.id"), comment="人大或政协")
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), comment="区领导")
    since: Mapped[date] = mapped_column(comment="自")
    until: Mapped[date | None] = mapped_column(comment="至")

    case: Mapped[Case] = related(back_populates="participants")


class CaseAttachment(Model):
    """A file that belongs to the case itself: scan or text of the suggestion."""

    __tablename__ = "case_attachment"
    __table_args__ = {"comment": "件的附件"}

    id: Mapped[int] = mapped_column(primary_key=True, comment="主键")
    case_id: Mapped[int] = mapped_column(ForeignKey("case_record.id"), index=True, comment="件")
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), comment="附件")
    nameless: Mapped[bool] = mapped_column(default=False, comment="不含提出者姓名")

    file: Mapped[StoredFile] = related()


class Filing(Model):
    """What the committee decided about a proposal, by which paper; kept when it is taken back."""

    __tablename__ = "filing"
    __table_args__ = (
        CheckConstraint("(outcome = 'merged') = (leading_id IS NOT NULL)", name="leading"),
        CheckConstraint("leading_id IS NULL OR leading_id <> case_id", name="another"),
        CheckConstraint("outcome IN ('filed', 'merged') OR reason <> ''", name="reason"),
        Index(
            "uq_filing_in_force",
            "case_id",
            unique=True,
            sqlite_where=text("outcome <> 'sent_back' AND taken_back_at IS NULL"),
            postgresql_where=text("outcome <> 'sent_back' AND taken_back_at IS NULL"),
        ),
        {"comment": "提案的立案决定"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="主键")
    case_id: Mapped[int] = mapped_column(ForeignKey("case_record.id"), index=True, comment="提案")
    outcome: Mapped[FilingOutcome] = term_column(FilingOutcome, "审查意见")
    decided_on: Mapped[date] = mapped_column(comment="决定日期")
    document: Mapped[str] = mapped_column(String(60), default="", comment="文号或文件名称")
    reason: Mapped[str] = mapped_column(Text, default="", comment="理由")
    passed_to: Mapped[str] = mapped_column(String(80), default="", comment="转送何处参阅")
    leading_id: Mapped[int | None] = mapped_column(
        ForeignKey("case_record.id"), index=True, comment="并入哪件提案"
    )
    recorded_at: Mapped[datetime] = mapped_column(UTCDateTime, comment="登记时刻")
    taken_back_at: Mapped[datetime | None] = mapped_column(UTCDateTime, comment="撤销时刻")


class CaseText(Model):
    """What a case can be found by; features above push their texts (`cases.indexing`).

    A letter says whose it is and from which day: who left before does not find the case by it.
    `nameless` is the text of a confidential case without its proposers, for units.
    """

    __tablename__ = "case_text"
    __table_args__ = (UniqueConstraint("case_id", "source", "nameless"), {"comment": "查找用文字"})

    id: Mapped[int] = mapped_column(primary_key=True, comment="主键")
    case_id: Mapped[int] = mapped_column(ForeignKey("case_record.id"), comment="件")
    source: Mapped[str] = mapped_column(String(40), comment="来自")
    text: Mapped[str] = mapped_column(Text, comment="文字（供查找）")
    unit_id: Mapped[int | None] = mapped_column(ForeignKey("unit.id"), comment="哪个单位的")
    since: Mapped[date | None] = mapped_column(comment="自")
    nameless: Mapped[bool] = mapped_column(default=False, comment="不含提出者姓名")


def kind_of(body: Body) -> Kind:
    """Return the kind of case that a body owns."""
    return BodyType(body.type).kind
