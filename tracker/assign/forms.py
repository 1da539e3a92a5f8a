"""Forms of assigning, signing for, returning and assisting."""

from __future__ import annotations

from flask_wtf.file import FileField, FileRequired
from wtforms import (
    FieldList,
    FormField,
    RadioField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length, Optional
from wtforms.widgets import CheckboxInput, ListWidget

from tracker.assign.actions import ShareFacts
from tracker.assign.models import Assignment
from tracker.assign.responsibility import HOSTS
from tracker.assign.signing import Slip
from tracker.kernel.days import NO_DAY
from tracker.kernel.db import db
from tracker.kernel.fields import (
    DayField,
    Form,
    Needed,
    RowForm,
    TelephoneField,
    VersionedForm,
    pair_choices,
)
from tracker.kernel.given import NO_REASON
from tracker.kernel.telephones import LONGEST_TELEPHONE
from tracker.terms import AssignRole
from tracker.units.models import Unit

SEPARATE_ROWS, MOST_ROWS = 5, 30
DECIDE = "下面先选第一个为主办、其余勾为会办，请确定一个主办，或改为分办（分办的不勾会办）。"
SCAN_HINT = "PDF、JPG 或 PNG"


class TickField(SelectMultipleField):  # type: ignore[misc]
    """Several of many, as tick boxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class PartForm(RowForm):
    """One separately handling unit and its part."""

    unit_id = SelectField("分办单位", coerce=int, default=0)
    part = StringField("办理内容", [Optional(), Length(max=500)])


class ProposeForm(VersionedForm):
    """Who is to handle a case."""

    mode = RadioField(
        "办理方式",
        [DataRequired("请选择办理方式。")],
        choices=pair_choices(
            [("independent", "独办"), ("host", "主办（可有会办）"), ("separate", "分办")]
        ),
    )
    unit_id = SelectField("独办或主办单位", coerce=int, default=0)
    assisting = TickField("会办单位", coerce=int)
    parts = FieldList(FormField(PartForm), min_entries=SEPARATE_ROWS, max_entries=MOST_ROWS)
    several_hosts = ""

    def make_room(self, rows: int) -> None:
        """Show as many rows of separate units."""
        while len(self.parts) < min(rows, MOST_ROWS):
            self.parts.append_entry()

    def offer_units(self, units: list[Unit]) -> None:
        """Offer the units to choose from."""
        named = [(unit.id, unit.name) for unit in units]
        self.unit_id.choices = pair_choices([(0, "（请选择）"), *named])
        self.assisting.choices = pair_choices(named)
        for row in self.parts:
            row.form.unit_id.choices = pair_choices([(0, "（请选择）"), *named])

    def show(self, rows: list[Assignment]) -> None:
        """Show an earlier proposal.

        Of several hosts in a list the first is shown as host and the others as assisting, so
        that none is lost; `several_hosts` says that the clerk has to decide.
        """
        separate = [row for row in rows if row.role == AssignRole.SEPARATE]
        for row, place in zip(separate, self.parts, strict=False):
            place.form.unit_id.data, place.form.part.data = row.unit_id or 0, row.part
        hosts = [row for row in rows if AssignRole(row.role) in HOSTS]
        beside = [row for row in rows if row.role == AssignRole.ASSISTING] + hosts[1:]
        self.assisting.data = [row.unit_id for row in beside if row.unit_id]
        if hosts:
            self.unit_id.data, self.mode.data = hosts[0].unit_id or 0, str(hosts[0].role)
        if len(hosts) > 1:
            named = "、".join(row.unit_name for row in hosts)
            self.several_hosts = f"清单写了不止一个主办：{named}。{DECIDE}"
        if separate:
            self.mode.data = "separate"

    def shares(self) -> list[ShareFacts]:
        """Return what was chosen as shares."""
        if self.mode.data == "separate":
            chosen = [
                (row.form.unit_id.data, AssignRole.SEPARATE, row.form.part.data or "")
                for row in self.parts
                if row.form.unit_id.data or (row.form.part.data or "").strip()
            ]
        else:
            chosen = [(self.unit_id.data, AssignRole(self.mode.data), "")]
        chosen += [(unit_id, AssignRole.ASSISTING, "") for unit_id in self.assisting.data]
        return [
            ShareFacts(db.session.get(Unit, unit_id) if unit_id else None, role, part)
            for unit_id, role, part in chosen
            if unit_id or part
        ]


class ApproveForm(VersionedForm):
    """The leader's approval of what the page shows."""

    assigned_on = DayField("交办日期", [DataRequired(NO_DAY)], description="各项期限从这一天起算")
    batch_id = SelectField("批次", coerce=int, default=0)
    reason = StringField(
        "补录理由",
        [Optional(), Length(max=200)],
        description="交办日期早于今天时填写，如“交办会当日已交，今天补录”",
    )


class SignForm(Form):
    """A sign-for."""

    signed_on = DayField("签收日期", [DataRequired(NO_DAY)])
    handler_name = StringField("承办人", [Optional(), Length(max=40)])
    handler_phone = TelephoneField(
        "承办人办公电话",
        [Optional(), Length(max=LONGEST_TELEPHONE)],
        description="填办公电话，不填手机号",
    )
    reason = StringField(
        "补录理由",
        [Optional(), Length(max=200)],
        description="签收日期早于今天时填写，如“当日已收到纸质件”",
    )

    def slip(self) -> Slip:
        """Return what was entered beside the day."""
        return Slip(
            self.handler_name.data or "", self.handler_phone.data or "", self.reason.data or ""
        )


class SignOnBehalfForm(SignForm):
    """A sign-for by the office."""

    scan = FileField("签收单扫描件", [Needed()], description=SCAN_HINT)


class HandlerForm(Form):
    """Who handles it in the unit."""

    handler_id = SelectField("承办人", coerce=int, default=0)
    handler_name = StringField(
        "或填写姓名", [Optional(), Length(max=40)], description="承办人没有账号时填写"
    )
    handler_phone = TelephoneField("办公电话", [Optional(), Length(max=LONGEST_TELEPHONE)])


class ReturnForm(Form):
    """A request to return."""

    on = DayField("申请日期", [DataRequired(NO_DAY)])
    reason = TextAreaField(
        "理由",
        [DataRequired(NO_REASON), Length(max=2000)],
        description="写明为什么不属于本单位职责，引用“三定”规定或文件",
    )
    unit_id = SelectField("建议由哪个单位承办", [Needed()], coerce=int, default=0)


class ReturnOnBehalfForm(ReturnForm):
    """A paper request entered by the office."""

    scan = FileField("退办申请扫描件", [Needed()], description=SCAN_HINT)


class ReassignForm(Form):
    """Another unit on the office's own motion."""

    unit_id = SelectField("改由哪个单位承办", [Needed()], coerce=int, default=0)
    on = DayField("改办日期", [DataRequired(NO_DAY)])
    reason = TextAreaField(
        "理由",
        [DataRequired(NO_REASON), Length(max=2000)],
        description="如 交办有误、机构职责调整；会通知原单位",
    )


class DecideReturnForm(Form):
    """The office's decision."""

    decision = RadioField(
        "决定",
        [DataRequired("请选择同意还是不同意。")],
        choices=pair_choices([("grant", "同意，改由其他单位承办"), ("refuse", "不同意，继续办理")]),
    )
    unit_id = SelectField(
        "改由哪个单位承办",
        coerce=int,
        default=0,
        description="同意时选择；会办单位退办、不再需要会办的可以不选",
    )
    on = DayField("决定日期", [DataRequired(NO_DAY)])
    reason = TextAreaField("理由", [DataRequired(NO_REASON), Length(max=2000)])


class DeadlineForm(Form):
    """Another reply date."""

    due_on = DayField("新的答复期限", [DataRequired(NO_DAY)])
    set_on = DayField(
        "批准日期",
        [DataRequired(NO_DAY)],
        description="照批件上的日期填写；原期限内批准的，过后补录也算按期改期",
    )
    reason = TextAreaField("理由", [DataRequired(NO_REASON), Length(max=2000)])


class AddAssistingForm(Form):
    """One more assisting unit."""

    unit_id = SelectField("增加哪个单位会办", [Needed()], coerce=int, default=0)
    on = DayField("交办日期", [DataRequired(NO_DAY)])
    reason = TextAreaField("理由", [DataRequired(NO_REASON), Length(max=2000)])


class DropAssistingForm(Form):
    """An assisting unit that is no longer asked."""

    on = DayField("取消日期", [DataRequired(NO_DAY)])
    reason = TextAreaField("理由", [DataRequired(NO_REASON), Length(max=2000)])


class EndForm(Form):
    """The end of a case before its answer."""

    on = DayField("日期", [DataRequired(NO_DAY)])
    reason = TextAreaField("依据或理由", [DataRequired(NO_REASON), Length(max=2000)])


class WithdrawForm(EndForm):
    """A withdrawal, with the paper that it is made by."""

    on = DayField("书面申请的日期", [DataRequired(NO_DAY)])
    scan = FileField(
        "书面撤回申请的扫描件",
        [FileRequired("请上传书面撤回申请的扫描件。")],
        description=SCAN_HINT,
    )


class HandOutForm(EndForm):
    """A hand-out."""

    to = StringField("转给", [DataRequired("请填写转给哪个机关。"), Length(max=80)])
