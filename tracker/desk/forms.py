"""Form of a telephone reminder."""

from __future__ import annotations

from wtforms import TextAreaField
from wtforms.validators import DataRequired, Length

from tracker.kernel.fields import Form


class CallForm(Form):
    """What came of a call."""

    result = TextAreaField(
        "通话结果",
        [DataRequired("请填写通话结果，如“已告知，答应明天签收”。"), Length(max=1000)],
    )
