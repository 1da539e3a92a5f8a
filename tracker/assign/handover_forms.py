"""The form of handing parts over (交接)."""

from __future__ import annotations

from wtforms import SelectField, SelectMultipleField, StringField
from wtforms.validators import DataRequired, Length

from tracker.assign.handing_over import Ticked
from tracker.kernel.fields import Form, Needed
from tracker.kernel.given import NO_REASON

DIGITS = 10


class HandOverForm(Form):
    """Parts of one handler that go to another; each box carries the version that was shown."""

    parts = SelectMultipleField("要交接的件", choices=[], validate_choice=False)
    to = SelectField("交给", [Needed()], coerce=int, default=0)
    reason = StringField(
        "理由",
        [DataRequired(NO_REASON), Length(max=200)],
        description="如 退休、调离、休产假、分工调整；记入办理日志",
    )

    def ticked(self) -> list[Ticked]:
        """Return the parts that were ticked, as the page showed them; what is none is left out."""
        pairs = (str(value).partition(":") for value in self.parts.data or ())
        return [
            Ticked(int(number), int(version))
            for number, _, version in pairs
            if all(one.isdecimal() and len(one) < DIGITS for one in (number, version))
        ]
