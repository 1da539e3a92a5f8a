"""Forms of deputies and members."""

from __future__ import annotations

from wtforms import Field, IntegerField, SelectField, StringField
from wtforms.validators import (
    DataRequired,
    InputRequired,
    Length,
    NumberRange,
    Optional,
    ValidationError,
)

from tracker.deputies.names import LONGEST_NAME, name_key
from tracker.kernel.fields import Form, TelephoneField, VersionedForm
from tracker.kernel.telephones import LONGEST_TELEPHONE, TELEPHONE_RULE, is_telephone


class DeputyForm(VersionedForm):
    """What is entered about a deputy or member; never an identity number."""

    name = StringField("姓名", [DataRequired("请填写姓名。"), Length(max=LONGEST_NAME)])
    phone = TelephoneField("联系电话", [Optional()])
    work_unit = StringField("工作单位及职务", [Optional(), Length(max=80)])

    def validate_name(self, field: Field) -> None:
        """Refuse a name that is too long as it is compared: ㈠ is three characters there."""
        if len(name_key(field.data)) > LONGEST_NAME:
            raise ValidationError(f"姓名超过 {LONGEST_NAME} 个字，请改短。")

    def validate_phone(self, field: Field) -> None:
        """Refuse what nobody can dial."""
        if not is_telephone(field.data):
            raise ValidationError(f"电话应为 5 至 {LONGEST_TELEPHONE} 位，{TELEPHONE_RULE}。")


class MandateForm(Form):
    """A mandate in one term."""

    body_id = SelectField("人大或政协", coerce=int)
    term = IntegerField(
        "届",
        [InputRequired("请填写第几届，如 18。"), NumberRange(1, 99, "届应为 1 至 99 的数字。")],
    )
    group_id = SelectField("代表团或界别", coerce=int, default=0)
