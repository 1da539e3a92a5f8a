"""The form of a handling unit."""

from __future__ import annotations

from wtforms import BooleanField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length, Optional

from tracker.kernel.fields import TelephoneField, VersionedForm
from tracker.kernel.telephones import LONGEST_TELEPHONE
from tracker.units.actions import UnitFacts


class UnitForm(VersionedForm):
    """What the office enters about a unit."""

    name = StringField("单位全称", [DataRequired("请填写单位全称。"), Length(max=80)])
    short_name = StringField("简称", [Optional(), Length(max=40)])
    aliases = TextAreaField("别名", [Optional(), Length(max=2000)])
    phone = TelephoneField("联系电话", [Optional(), Length(max=LONGEST_TELEPHONE)])
    online = BooleanField(
        "已开通账号，网上办理（未开通账号的单位由政府办代签收、代录）", default=True
    )
    active = BooleanField("在用（不再承办的单位取消勾选）", default=True)

    def facts(self) -> UnitFacts:
        """Return what was entered."""
        return UnitFacts(
            name=self.name.data,
            short_name=self.short_name.data or "",
            online=self.online.data,
            active=self.active.data,
            phone=self.phone.data or "",
            aliases=(self.aliases.data or "").splitlines(),
        )
