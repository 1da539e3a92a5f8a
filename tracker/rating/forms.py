"""Forms of a rating."""

from __future__ import annotations

from typing import Any

from flask_wtf.file import FileField
from wtforms import RadioField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from tracker.kernel.fields import DayField, Form, Needed, term_choices
from tracker.terms import Dimension, Satisfaction


class RateForm(Form):
    """One question for each dimension; nothing is selected beforehand."""

    reason = TextAreaField("哪里没办好？请写下来", [Optional(), Length(max=2000)])


class EnterForm(Form):
    """A paper form."""

    filled_on = DayField("评价日期", [DataRequired("请填写评价表上的日期，如 2026-06-30。")])
    reason = TextAreaField("原因或意见", [Optional(), Length(max=2000)])
    scan = FileField("评价表扫描件", [Needed()], description="PDF、JPG 或 PNG；另一人核对后才计入")


class ConfirmForm(Form):
    """A second person's look at it."""

    decision = RadioField("核对结果", [DataRequired("请选择与扫描件是否相符。")])
    reason = TextAreaField("退回理由", [Optional(), Length(max=2000)])


def with_questions(kind: type[Form], asked: tuple[Dimension, ...]) -> Any:
    """Return a form of this kind with a question for each dimension."""
    questions = {
        dimension.value: RadioField(
            "您对办理情况满意吗？" if len(asked) == 1 else f"您对{dimension.label}满意吗？",
            [DataRequired("请选择满意、基本满意或不满意。")],
            choices=term_choices(Satisfaction),
        )
        for dimension in asked
    }
    return type(kind.__name__, (kind,), questions)()


def answers(form: Any, asked: tuple[Dimension, ...]) -> dict[Dimension, Satisfaction]:
    """Return the values that were chosen."""
    return {dimension: Satisfaction(form[dimension.value].data) for dimension in asked}
