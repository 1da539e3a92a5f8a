"""Forms of bodies, sessions, batches and groups."""

from __future__ import annotations

from wtforms import IntegerField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional

from tracker.kernel.days import NO_DAY
from tracker.kernel.fields import DayField, VersionedForm, term_choices
from tracker.terms import Period


class BodyForm(VersionedForm):
    """Names of a body."""

    name = StringField("全称", [DataRequired("请填写全称。"), Length(max=60)])
    short_name = StringField("简称", [DataRequired("请填写简称。"), Length(max=20)])
    office_name = StringField("工作机构", [DataRequired("请填写工作机构名称。"), Length(max=60)])


class SessionForm(VersionedForm):
    """A session."""

    term = IntegerField(
        "届",
        [InputRequired("请填写第几届，如 18。"), NumberRange(1, 99, "届应为 1 至 99 的数字。")],
    )
    number = IntegerField(
        "次", [InputRequired("请填写第几次，如 3。"), NumberRange(1, 99, "次应为 1 至 99 的数字。")]
    )
    opened_on = DayField("开幕日期", [DataRequired(NO_DAY)])
    closed_on = DayField("闭幕日期", [DataRequired(NO_DAY)])


class BatchForm(VersionedForm):
    """A batch."""

    name = StringField("批次名称", [DataRequired("请填写批次名称。"), Length(max=40)])
    period = SelectField("类别", choices=term_choices(Period))
    assigned_on = DayField("交办日期", [Optional()])
    end_on = DayField("统一办结期限", [Optional()])


class GroupForm(VersionedForm):
    """A delegation or sector."""

    name = StringField("名称", [DataRequired("请填写名称。"), Length(max=40)])
