"""Forms of deputies and members."""

from __future__ import annotations

from wtforms import IntegerField, SelectField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, NumberRange, Optional, Regexp

from tracker.kernel.fields import Form, VersionedForm


class DeputyForm(VersionedForm):
    """What is entered about a deputy or member; never an identity number."""

    name = StringField("姓名", [DataRequired("请填写姓名。"), Length(max=40)])
    phone = StringField(
        "联系电话",
        [Optional(), Regexp(r"^[0-9+\- ]{5,20}$", message="电话只能有数字、加号和横线。")],
    )
    work_unit = StringField("工作单位及职务", [Optional(), Length(max=80)])


class MandateForm(Form):
    """A mandate in one term."""

    body_id = SelectField("人大或政协", coerce=int)
    term = IntegerField(
        "届",
        [InputRequired("请填写第几届，如 18。"), NumberRange(1, 99, "届应为 1 至 99 的数字。")],
    )
    group_id = SelectField("代表团或界别", coerce=int, default=0)
