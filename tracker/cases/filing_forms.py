"""The form by which the committee's decision on a proposal is recorded."""

from __future__ import annotations

from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from tracker.case_terms import FilingOutcome
from tracker.cases.facts import DOCUMENT_LENGTH
from tracker.cases.filing import Decision
from tracker.kernel.days import NO_DAY
from tracker.kernel.fields import DayField, Form, term_choices


class FilingForm(Form):
    """What the committee decided about a proposal; what another decision asks is not read."""

    outcome = RadioField(
        "审查意见", [DataRequired("请选择审查意见。")], choices=term_choices(FilingOutcome)
    )
    decided_on = DayField("决定日期", [DataRequired(NO_DAY)])
    document = StringField(
        "立案文件",
        [Optional(), Length(max=DOCUMENT_LENGTH)],
        description="文号或名称，如“区政协提案审查委员会关于提案审查情况的报告”；政府办登记的必须填写",
    )
    leading = StringField(
        "并入哪件提案", [Optional(), Length(max=40)], description="并案的填主案编号，如 016"
    )
    passed_to = StringField(
        "转送单位", [Optional(), Length(max=80)], description="转参阅的可填送哪个单位研究参考"
    )
    reason = TextAreaField(
        "理由",
        [Optional(), Length(max=2000)],
        description="不予立案、转参阅、退回修改的必须填写；会告知提出者",
    )

    def decision(self) -> Decision:
        """Return what was entered."""
        return Decision(
            outcome=FilingOutcome(self.outcome.data),
            decided_on=self.decided_on.data,
            document=self.document.data or "",
            reason=self.reason.data or "",
            passed_to=self.passed_to.data or "",
            leading=self.leading.data or "",
        )
