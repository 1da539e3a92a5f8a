"""Forms of the holiday calendar."""

from __future__ import annotations

from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from tracker.kernel.days import NO_DAY
from tracker.kernel.fields import DayField, Form, pair_choices


class DayForm(Form):
    """One exception."""

    day = DayField("日期", [DataRequired(NO_DAY)])
    working = RadioField(
        "这一天",
        [DataRequired("请选择放假还是上班。")],
        choices=pair_choices([("off", "放假"), ("on", "调休上班")]),
    )
    note = StringField("说明", [DataRequired("请填写说明，如“国庆节”。"), Length(max=40)])


class NoticeForm(Form):
    """Days off as the yearly notice writes them."""

    text = TextAreaField("放假通知", [DataRequired("请填写或粘贴放假通知。"), Length(max=4000)])
