"""Forms of an extension."""

from __future__ import annotations

from flask_wtf.file import FileField
from wtforms import RadioField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from tracker.assign.extensions import Asked
from tracker.assign.forms import SCAN_HINT
from tracker.kernel.days import NO_DAY
from tracker.kernel.fields import DayField, Form, Needed, pair_choices
from tracker.kernel.given import NO_REASON


class ExtensionForm(Form):
    """A request for a later reply date."""

    due_on = DayField("延期至", [DataRequired(NO_DAY)])
    reason = TextAreaField(
        "理由",
        [DataRequired(NO_REASON), Length(max=2000)],
        description="为什么不能按期答复，如 涉及多部门、方案需要论证；同意后会告知提出者",
    )
    note = TextAreaField(
        "办理情况说明",
        [Optional(), Length(max=2000)],
        description="写给提出者：已做了什么、下一步怎么办；同意延期时一并告知，可以不填",
    )
    on = DayField("申请日期", [DataRequired(NO_DAY)])

    def asked(self) -> Asked:
        """Return what is asked for."""
        return Asked(self.due_on.data, self.reason.data or "", self.note.data or "")


class ExtensionOnBehalfForm(ExtensionForm):
    """A paper request entered by the office."""

    scan = FileField("延期申请扫描件", [Needed()], description=SCAN_HINT)


class DecideExtensionForm(Form):
    """The office's decision."""

    decision = RadioField(
        "决定",
        [DataRequired("请选择同意还是不同意。")],
        choices=pair_choices([("grant", "同意延期"), ("refuse", "不同意，按原期限答复")]),
    )
    on = DayField("决定日期", [DataRequired(NO_DAY)])
    reason = TextAreaField(
        "意见", [DataRequired("请填写意见。"), Length(max=2000)], description="告知申请单位"
    )
