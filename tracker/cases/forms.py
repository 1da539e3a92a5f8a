"""Forms of the case itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from flask_wtf.file import FileField, FileRequired, MultipleFileField
from wtforms import (
    BooleanField,
    Field,
    IntegerField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length, NumberRange, Optional, ValidationError

from tracker.bodies.models import CongressSession
from tracker.bodies.queries import session_by_id
from tracker.cases import doubts, queries
from tracker.cases.facts import DOCUMENT_LENGTH, NAME_LENGTH, REMARKS_LENGTH, CaseFacts
from tracker.cases.linking import submitter
from tracker.cases.models import Case
from tracker.cases.secrecy import names_told
from tracker.deputies.names import names_in
from tracker.kernel.fields import (
    DayField,
    Form,
    TelephoneField,
    VersionedForm,
    pair_choices,
    term_choices,
)
from tracker.kernel.given import NO_REASON
from tracker.kernel.pages import put_error
from tracker.kernel.telephones import LONGEST_TELEPHONE
from tracker.terms import BodyType, LeadType, Period

SHOWN = (
    "session_id", "period", "number", "title", "lead_type", "text", "topic", "remarks",
)  # fmt: skip
UPLOAD_HINT = "PDF、DOCX、JPG 或 PNG；不得上传涉密文件"
IN_TITLE = (
    "这是要求保密的件，标题里写有“{}”，承办单位处处看得到。请改写标题；"
    "不是指提出者的，在正文下面打勾后保存。"
)
IN_TEXT = (
    "正文里写有“{}”。承办单位看到的是“提出者”，不必改；"
    "请核对上下文会不会看出是谁，再在下面打勾保存。"
)
NAMELESS = "附件中没有提出者姓名（要求保密的件，打勾后承办单位才能看附件）"


class CaseForm(VersionedForm):
    """What is entered about a case."""

    session_id = SelectField("届次", coerce=int)
    period = SelectField("大会或闭会", choices=term_choices(Period))
    number = StringField(
        "编号",
        [Optional(), Length(max=40)],
        description="照原件填写，前面的 0 要保留；还没有编号的留空，有了再更正登记补上",
    )
    title = StringField("标题（案由）", [DataRequired("请填写标题。"), Length(max=300)])
    lead_type = SelectField("提出者", choices=term_choices(LeadType))
    lead = StringField(
        "领衔代表（第一提案人）",
        [DataRequired("请填写领衔代表、第一提案人或提出单位。"), Length(max=80)],
    )
    group_name = StringField("代表团或界别", [Optional(), Length(max=40)])
    phone = TelephoneField(
        "联系电话", [Optional(), Length(max=LONGEST_TELEPHONE)], description="名册中有的可不填"
    )
    co_signers = TextAreaField(
        "联名人", [Optional(), Length(max=4000)], description="每行一人，或用顿号、逗号分开"
    )
    signer_count = IntegerField(
        "提出者总人数",
        [Optional(), NumberRange(1, 999, "人数应为 1 至 999。")],
        description="只知道“等5人”时填 5；不填则按姓名计",
    )
    text = TextAreaField("正文", [Optional(), Length(max=100_000)], render_kw={"rows": 10})
    topic = StringField("分类", [Optional(), Length(max=40)], description="如城建交通、教科文卫")
    remarks = TextAreaField(
        "备注", [Optional(), Length(max=REMARKS_LENGTH)], description="如“大会期间当场答复”"
    )
    received_on = DayField("收件日期", [DataRequired("请填写收件日期，如 2026-03-05。")])
    names_checked = BooleanField("姓名处已核对，按此保存")
    secret = False
    asks_about_names = False

    def validate(self, extra_validators: Any = None) -> bool:
        """Refuse once a secret name in title or text, so that it is looked at."""
        fine = bool(super().validate(extra_validators))
        return fine and not self._tells_names()

    def _tells_names(self) -> bool:
        """Say at title and text which secret names stand there, until that was checked."""
        if not self.secret or self.names_checked.data:
            return False
        names = [self.lead.data, *names_in(self.co_signers.data or "")]
        for field, sentence in ((self.title, IN_TITLE), (self.text, IN_TEXT)):
            if found := names_told(field.data or "", names):
                self.asks_about_names = True
                put_error(field, sentence.format("、".join(found)))
        return self.asks_about_names

    def offer_sessions(self, sessions: list[CongressSession]) -> None:
        """Offer the sessions to choose from."""
        self.session_id.choices = pair_choices((row.id, row.title) for row in sessions)

    def validate_co_signers(self, field: Field) -> None:
        """Refuse a name longer than the register keeps."""
        for name in names_in(field.data):
            if len(name) > NAME_LENGTH:
                raise ValidationError(
                    f"“{name[:8]}……”超过 {NAME_LENGTH} 个字，请每行写一人，或用顿号、逗号分开。"
                )

    def validate_signer_count(self, field: Field) -> None:
        """Refuse a total below the number of names."""
        named = 1 + len(names_in(self.co_signers.data or ""))
        if field.data and field.data < named:
            raise ValidationError(
                f"已写了 {named} 人（含领衔），总人数不能少于 {named}；不填则按姓名计。"
            )

    def show(self, case: Case) -> None:
        """Show what is registered."""
        for name in (
            "session_id",
            "period",
            "number",
            "title",
            "lead_type",
            "text",
            "topic",
            "remarks",
        ):
            self[name].data = getattr(case, name)
        self.version.data = case.version
        self.lead.data, self.group_name.data = case.lead.name, case.lead.group_name
        self.co_signers.data = "\n".join(row.name for row in case.submitters[1:])
        self.signer_count.data, self.received_on.data = case.signer_count, case.received_on

    def facts(self, case: Case | None = None) -> CaseFacts:
        """Return what was entered, names linked to the register."""
        session = session_by_id(self.session_id.data)
        others = names_in(self.co_signers.data or "")
        lead = submitter(
            session,
            self.lead.data.strip(),
            (self.group_name.data or "").strip(),
            (self.phone.data or "").strip(),
        )
        return CaseFacts(
            session=session,
            period=Period(self.period.data),
            number=self.number.data or "",
            title=self.title.data,
            submitters=(lead, *(submitter(session, name) for name in others)),
            received_on=self.received_on.data,
            lead_type=LeadType(self.lead_type.data),
            signer_count=self.signer_count.data or 0,
            text=self.text.data or "",
            topic=(self.topic.data or "").strip(),
            remarks=self.remarks.data or "",
            batch=case.batch if case and case.session_id == session.id else None,
        )


class NewForm(CaseForm):
    """A registration with its marks and files; marks are changed by an act of their own."""

    filing = SelectField(
        "立案情况",
        choices=pair_choices([("filed", "已立案或不需要立案"), ("waits", "等待立案决定")]),
        default="filed",
        description="只有提案要立案；等待立案的，登记决定后才能交办",
    )
    filing_document = StringField(
        "立案文件",
        [Optional(), Length(max=DOCUMENT_LENGTH)],
        description="提案已立案的，可填立案或交办文件的文号、名称",
    )
    key_item = BooleanField("重点件")
    confidential = BooleanField("提出者要求保密（姓名对承办单位隐去）")
    uploads = MultipleFileField("附件", description=f"{UPLOAD_HINT}；可多选")
    nameless = BooleanField(NAMELESS)

    title_checked = BooleanField("已核对，届次没有选错、不是重复登记，照此登记")
    asks_about_title = False

    def validate(self, extra_validators: Any = None) -> bool:
        """Look at names where they are to be secret; ask once about a title that looks wrong."""
        self.secret = bool(self.confidential.data)
        fine = super().validate(extra_validators)
        if not fine or self.title_checked.data or self._is_taken():
            return fine
        found = doubts.of_title(session_by_id(self.session_id.data), self.title.data)
        if found:
            self.asks_about_title = True
            put_error(self.title, "".join(found))
        return not found

    def _is_taken(self) -> bool:
        """Whether another case has the number: the registration says so by itself."""
        given = super().facts(None)
        return queries.same(given.session.id, given.level, given.period, given.number) is not None

    def facts(self, case: Case | None = None) -> CaseFacts:
        """Return what was entered, with the marks."""
        found = super().facts(case)
        is_proposal = found.session.body.type == BodyType.CPPCC
        return replace(
            found,
            key_item=self.key_item.data,
            confidential=self.confidential.data,
            waits_for_filing=self.filing.data == "waits",
            filing_document=(self.filing_document.data or "").strip() if is_proposal else "",
        )


class CorrectForm(CaseForm):
    """A correction, with its reason."""

    reason = TextAreaField(
        "更正理由", [Optional(), Length(max=500)], description="交办以后更正必须填写"
    )


class ReasonForm(Form):
    """An act that needs a reason."""

    reason = TextAreaField("理由", [DataRequired(NO_REASON), Length(max=2000)])


class MarkForm(Form):
    """Marks of a case."""

    key_item = BooleanField("重点件")
    confidential = BooleanField("提出者要求保密（姓名对承办单位隐去）")
    reason = TextAreaField(
        "取消保密的理由", [Optional(), Length(max=500)], description="取消保密时必须填写"
    )


class LeaderForm(Form):
    """The district leader who leads a case."""

    account_id = SelectField("领办区领导", coerce=int)


class AttachForm(Form):
    """A file."""

    upload = FileField("文件", [FileRequired("请选择文件。")], description=UPLOAD_HINT)
    nameless = BooleanField(NAMELESS)
