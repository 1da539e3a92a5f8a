"""Forms of letters and promises."""

from __future__ import annotations

from typing import Any

from flask_wtf.file import FileField
from wtforms import BooleanField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length, Optional

from tracker.kernel.days import NO_DAY
from tracker.kernel.fields import (
    DayField,
    Form,
    Needed,
    VersionedForm,
    pair_choices,
    term_choices,
)
from tracker.reply.letter_check import IssueFacts, LetterFacts
from tracker.reply.models import Reply
from tracker.reply.on_paper import NUMBER_LENGTH, SIGNER_LENGTH
from tracker.rulebook.book import Rulebook
from tracker.terms import DeliveryWay, Disclosure, Outcome, ReplyClass, Term

TEXT_LENGTH = 100_000


def _or_none(terms: type[Term]) -> list[SelectChoice]:
    """Return the members of an enum after a first line that chooses none."""
    return [*pair_choices([("", "（请选择）")]), *term_choices(terms)]


def _outcomes(book: Rulebook) -> list[SelectChoice]:
    """Return the outcomes, each with the class that the table of a rulebook gives it."""
    pairs = [(term.value, f"{book.outcome_class(term).label}：{term.label}") for term in Outcome]
    return pair_choices([("", "（请选择）"), *pairs])


class ClassForm(VersionedForm):
    """Class, outcome and promise of a letter."""

    outcome = SelectField("办理结果", default="", description="前面是按本地规则应标的办理类别")
    reply_class = SelectField(
        "办理类别", default="", choices=_or_none(ReplyClass), description="标在答复函首页右上角"
    )
    promise = TextAreaField(
        "承诺事项",
        [Length(max=2000)],
        description="B类必填：做什么、做到什么程度；印发后列入台账跟踪，直到落实",
    )
    promise_due_on = DayField(
        "承诺完成日期",
        description="如 2026-12-31；B类答复没有写明日期的可以不填，印发后每季度末催问",
    )

    def __init__(self, book: Rulebook, **given: Any) -> None:
        """Offer the outcomes of the case's rulebook."""
        super().__init__(**given)
        self.outcome.choices = _outcomes(book)

    def letter(self, text: str = "") -> LetterFacts:
        """Return class, outcome and promise as entered."""
        return LetterFacts(
            text=text,
            reply_class=ReplyClass(self.reply_class.data) if self.reply_class.data else None,
            outcome=Outcome(self.outcome.data) if self.outcome.data else None,
            promise=self.promise.data or "",
            promise_due_on=self.promise_due_on.data,
        )

    def show(self, reply: Reply) -> None:
        """Show what stands on the letter."""
        self.version.data = str(reply.version)
        self.outcome.data, self.reply_class.data = reply.outcome or "", reply.reply_class or ""
        self.promise.data, self.promise_due_on.data = reply.promise, reply.promise_due_on


LATE_HINT = "答复期限已过；落款日期在期限内的，写明今天才录入的理由"


class DraftForm(ClassForm):
    """What is written on a draft."""

    text = TextAreaField(
        "答复正文",
        [Length(max=TEXT_LENGTH)],
        description="逐条答复；标题、称呼、开头语、落款由系统按登记打印，不必写",
        render_kw={"rows": 18},
    )
    disclosure = RadioField("公开属性", [Optional()], choices=term_choices(Disclosure))
    withheld_ground = StringField(
        "不予公开的依据", [Length(max=200)], description="写明条款，如《政府信息公开条例》第十六条"
    )
    copies = StringField("抄送", [Length(max=300)])
    missing_opinions_reason = TextAreaField(
        "会办意见未齐即答复的理由", [Length(max=500)], render_kw={"rows": 2}
    )

    def facts(self) -> LetterFacts:
        """Return what was entered; a draft may be incomplete."""
        own = self.letter(self.text.data or "")
        return LetterFacts(
            text=own.text,
            reply_class=own.reply_class,
            outcome=own.outcome,
            disclosure=Disclosure(self.disclosure.data) if self.disclosure.data else None,
            withheld_ground=self.withheld_ground.data or "",
            copies=self.copies.data or "",
            promise=own.promise,
            promise_due_on=own.promise_due_on,
            missing_opinions_reason=self.missing_opinions_reason.data or "",
        )

    def show(self, reply: Reply) -> None:
        """Show the draft."""
        super().show(reply)
        for name in ("text", "withheld_ground", "copies", "missing_opinions_reason"):
            self[name].data = getattr(reply, name)
        self.disclosure.data = reply.disclosure or None


class StepForm(VersionedForm):
    """A step without further input: submit, sign, pass."""


class BackForm(VersionedForm):
    """Why a draft is sent back."""

    reason = TextAreaField(
        "退回理由", [DataRequired("请填写退回理由。"), Length(max=500)], render_kw={"rows": 2}
    )


class MendForm(VersionedForm):
    """Why an issued letter is mended."""

    reason = TextAreaField(
        "更正理由", [DataRequired("请填写更正理由。"), Length(max=500)], render_kw={"rows": 3}
    )


class BackdatingForm(VersionedForm):
    """Why a letter with a date before its limit comes in after it."""

    reason = StringField("补录理由", [Length(max=200)], description=LATE_HINT)

    def ask_reason(self, late: bool) -> None:
        """Ask for the reason only once the limit is over."""
        if not late:
            del self.reason

    def why(self) -> str:
        """Return the reason, empty where it is not asked for."""
        return self.reason.data or "" if self.reason else ""


class IssueForm(BackdatingForm):
    """Number, date and signer of the letter."""

    number = StringField(
        "文号",
        [DataRequired("请填写文号，如 ×建函〔2026〕12号。"), Length(max=NUMBER_LENGTH)],
        description="如 ×建函〔2026〕12号；圆括号会自动改为六角括号",
    )
    issued_on = DayField("落款日期", [DataRequired(NO_DAY)])
    signer = StringField("签发人", [DataRequired("请填写签发人姓名。"), Length(max=SIGNER_LENGTH)])

    def facts(self) -> IssueFacts:
        """Return what was entered."""
        return IssueFacts(
            self.number.data or "",
            self.issued_on.data,
            self.signer.data or "",
            reason=self.why(),
        )


class OnBehalfForm(DraftForm, BackdatingForm):
    """A paper letter as it came."""

    number = StringField("文号", [Length(max=NUMBER_LENGTH)], description="照原件填写")
    issued_on = DayField("落款日期", [DataRequired(NO_DAY)])
    signer = StringField("签发人", [Length(max=SIGNER_LENGTH)])
    not_stated = BooleanField("留空的各项，原件未注明")
    scan = FileField("盖章的答复函扫描件", [Needed()], description="PDF、DOCX、JPG 或 PNG")

    def issue_facts(self) -> IssueFacts:
        """Return number, date and signer as entered."""
        return IssueFacts(
            self.number.data or "",
            self.issued_on.data,
            self.signer.data or "",
            bool(self.not_stated.data),
            self.why(),
        )


class ScanForm(Form):
    """The sealed letter as scanned."""

    scan = FileField("盖章扫描件", [Needed()], description="上传后不能替换；PDF、DOCX、JPG 或 PNG")


class DeliveryForm(Form):
    """How and when a letter reached one proposer."""

    submitter_id = SelectField("送达给", coerce=int)
    way = SelectField("送达方式", choices=term_choices(DeliveryWay))
    delivered_on = DayField(
        "送达日期", [DataRequired(NO_DAY)], description="收到之日；评价期限从这一天起算"
    )
    reason = StringField(
        "补录理由",
        [Length(max=200)],
        description="今天送达的不填；早于今天的写明，如“挂号回执今天收到”",
    )


class ProgressForm(VersionedForm):
    """A report on a promise."""

    text = TextAreaField("进展情况", [DataRequired("请填写进展情况。"), Length(max=2000)])
    on = DayField("报告日期", [DataRequired(NO_DAY)])
    done = BooleanField("已全部落实，请政府办核实")


class CloseForm(VersionedForm):
    """What the office found of a claim."""

    decision = RadioField(
        "核实结果",
        [DataRequired("请选择核实结果。")],
        choices=pair_choices([("done", "已落实"), ("not_done", "尚未落实，继续跟踪")]),
    )
    on = DayField("核实日期", [DataRequired(NO_DAY)])
    reason = TextAreaField(
        "核实情况",
        [DataRequired("请填写核实情况。"), Length(max=2000)],
        description="怎样核实的，如“11月20日到现场查看”",
    )


class CarryOverForm(VersionedForm):
    """The later date of a promise."""

    due_on = DayField("新的完成日期", [DataRequired(NO_DAY)])
    reason = TextAreaField(
        "结转理由",
        [DataRequired("请填写结转理由。"), Length(max=1000)],
        description="会告知领衔代表（第一提案人）",
    )


class WriteOffForm(VersionedForm):
    """Why a promise is given up."""

    on = DayField("终止日期", [DataRequired(NO_DAY)])
    reason = TextAreaField(
        "终止理由",
        [DataRequired("请填写终止理由。"), Length(max=1000)],
        description="会告知领衔代表（第一提案人）",
    )
