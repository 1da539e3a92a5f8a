"""Forms of supervision."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from wtforms import RadioField, SelectField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from tracker.kernel.days import NO_DAY
from tracker.kernel.fields import DayField, Form, VersionedForm, term_choices
from tracker.kernel.given import NO_REASON
from tracker.plan_terms import FollowUpCause
from tracker.terms import FollowUpKind


class DecideForm(Form):
    """The decision on a 不满意."""

    on = DayField("决定日期", [DataRequired(NO_DAY)], description="重办的期限从这一天起算")
    reason = TextAreaField("要求或理由", [DataRequired("请填写要求或理由。"), Length(max=2000)])


class CloseForm(Form):
    """Closing."""

    on = DayField("办结日期", [DataRequired(NO_DAY)])


class ReopenForm(Form):
    """Handling a closed case again."""

    assignment_id = SelectField("由哪个单位重新办理", coerce=int)
    on = DayField("要求日期", [DataRequired(NO_DAY)], description="重办期限从这一天起算")
    reason = TextAreaField("要求", [DataRequired("请填写要求。"), Length(max=2000)])


class RecordForm(Form):
    """A 催办, 督办 or 回访."""

    kind = RadioField(
        "形式", [DataRequired("请选择催办、督办或回访。")], choices=term_choices(FollowUpKind)
    )
    assignment_id = SelectField("所涉单位", coerce=int, default=0)
    done_on = DayField("日期", [DataRequired(NO_DAY)])
    requirement = TextAreaField(
        "事由及要求", [DataRequired("请填写事由和要求。"), Length(max=2000)]
    )
    result = TextAreaField(
        "结果", [Optional(), Length(max=2000)], description="还没有结果的以后再补"
    )

    def begin(self, asked: Mapping[str, str], today: date) -> None:
        """Fill in today, and what the address says: kind, unit, wording; else nothing."""
        self.done_on.data = today
        if asked.get("kind") in set(FollowUpKind):
            self.kind.data = asked["kind"]
        offered = {str(choice.value): choice.value for choice in self.assignment_id.choices or ()}
        self.assignment_id.data = offered.get(asked.get("assignment_id", ""), 0)
        self.requirement.data = asked.get("requirement", "")[:2000]


class ResultForm(Form):
    """What came of it."""

    on = DayField("日期", [DataRequired(NO_DAY)])
    result = TextAreaField("结果", [DataRequired("请填写结果。"), Length(max=2000)])


class FollowForm(Form):
    """Listing a case for follow-up."""

    reason = TextAreaField("原因", [DataRequired("请填写原因。"), Length(max=2000)])


class PauseForm(Form):
    """Letting follow-up rest."""

    until = DayField("暂停到", [DataRequired(NO_DAY)], description="从这一天起恢复回访和承诺提醒")
    reason = TextAreaField(
        "理由",
        [DataRequired(NO_REASON), Length(max=2000)],
        description="如“冬季停工，开春复工”",
    )


class MoveForm(Form):
    """Moving the day on which follow-up goes on."""

    until = DayField("暂停到", [DataRequired(NO_DAY)], description="从这一天起恢复回访和承诺提醒")
    reason = TextAreaField(
        "理由",
        [DataRequired(NO_REASON), Length(max=2000)],
        description="如“工期顺延，春节后复工”",
    )


class RestateForm(VersionedForm):
    """Saying anew for what a case is followed."""

    cause = RadioField(
        "因何跟踪", [DataRequired("请选择因何跟踪。")], choices=term_choices(FollowUpCause)
    )
    reason = TextAreaField("跟踪的事由", [DataRequired("请填写跟踪的事由。"), Length(max=2000)])
    why = TextAreaField("更改的理由", [DataRequired("请填写更改的理由。"), Length(max=2000)])


class ResumeForm(Form):
    """Going on with follow-up before the day."""

    reason = TextAreaField("理由", [DataRequired(NO_REASON), Length(max=2000)])


class EndForm(Form):
    """Ending follow-up."""

    on = DayField("日期", [DataRequired(NO_DAY)])
    reason = TextAreaField(
        "理由",
        [DataRequired(NO_REASON), Length(max=2000)],
        description="如“承诺已落实，代表认可”",
    )
