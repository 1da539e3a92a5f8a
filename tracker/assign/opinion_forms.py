"""Forms of an assisting opinion."""

from __future__ import annotations

from flask_wtf.file import FileField
from wtforms import RadioField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from tracker.assign.forms import SCAN_HINT
from tracker.kernel.days import NO_DAY
from tracker.kernel.fields import DayField, Form, Needed, pair_choices


class OpinionForm(Form):
    """An assisting opinion."""

    on = DayField("日期", [DataRequired(NO_DAY)])
    text = TextAreaField(
        "会办意见",
        [DataRequired("请填写会办意见。"), Length(max=20_000)],
        description="写明本单位职责内的具体意见，供主办单位写入答复",
        render_kw={"rows": 10},
    )

    number = StringField("文号", [Optional(), Length(max=80)], description="有正式文号的填写")
    scan = FileField("盖章扫描件", [Optional()], description=f"{SCAN_HINT}，可以不传")


class SignOpinionForm(Form):
    """The unit's leader signs an opinion or sends it back."""

    decision = RadioField(
        "处理",
        [DataRequired("请选择签发还是退回。")],
        choices=pair_choices([("sign", "签发，送主办单位"), ("back", "退回修改")]),
    )
    number = StringField("文号", [Optional(), Length(max=80)], description="有正式文号的填写")
    scan = FileField("盖章扫描件", [Optional()], description=f"{SCAN_HINT}，可以不传")
    reason = TextAreaField("退回理由", [Optional(), Length(max=2000)])


class OpinionOnBehalfForm(OpinionForm):
    """A paper opinion entered by the office."""

    scan = FileField("会办意见扫描件", [Needed()], description=SCAN_HINT)


class DecideOpinionForm(Form):
    """The host's decision on an opinion."""

    decision = RadioField(
        "处理",
        [DataRequired("请选择采用还是退回。")],
        choices=pair_choices([("accept", "采用"), ("back", "退回重写")]),
    )
    reason = TextAreaField("退回理由", [Optional(), Length(max=2000)])
