"""The form of the statistics: its one field that people type in."""

from __future__ import annotations

from datetime import date
from typing import Any

from wtforms import ValidationError

from tracker.kernel import clock
from tracker.kernel.days import ahead_fault
from tracker.kernel.fields import DayField, Form


class CutOffForm(Form):
    """The cut-off date as the address tells it; today where it tells none or none that fits."""

    as_of = DayField("统计截止日期")

    def validate_as_of(self, field: Any) -> None:
        """Refuse a day ahead: nothing has happened by then."""
        if field.data and (fault := ahead_fault(field.data, clock.today(), "统计截止日期")):
            raise ValidationError(f"{fault}请填今天或以前的日子。")

    @property
    def day(self) -> date:
        """The day as of which is counted."""
        day: date | None = None if self.as_of.errors else self.as_of.data
        return day or clock.today()

    @property
    def sentence(self) -> str:
        """What is wrong with the day asked for, nothing where it fits."""
        return " ".join(self.as_of.errors)
