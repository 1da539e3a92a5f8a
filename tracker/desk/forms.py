"""Forms of a telephone reminder and of 催办."""

from __future__ import annotations

from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length, Optional, ValidationError

from tracker.kernel import clock
from tracker.kernel.days import NO_DAY, year_fault
from tracker.kernel.fields import DayField, Form


class CallForm(Form):
    """What came of a call."""

    result = TextAreaField(
        "通话结果",
        [DataRequired("请填写通话结果，如“已告知，答应明天签收”。"), Length(max=1000)],
    )


class UrgeForm(Form):
    """Until when a unit is asked to act, and what is said to all."""

    until = DayField("请于哪天前办理", [DataRequired(NO_DAY)])
    remark = TextAreaField(
        "补充说明", [Optional(), Length(max=500)], description="附在每条通知末尾，可不填"
    )

    def validate_until(self, field: DayField) -> None:
        """Refuse a day that is past, and a year that is a slip."""
        today = clock.today()
        if field.data < today:
            raise ValidationError(f"{field.data} 已过，请填写今天或以后的日期。")
        if fault := year_fault(field.data, today):
            raise ValidationError(fault)
