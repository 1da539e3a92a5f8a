"""Forms of log-in, activation, passwords and accounts."""

from __future__ import annotations

from wtforms import (
    HiddenField,
    PasswordField,
    SelectField,
    SelectMultipleField,
    StringField,
)
from wtforms.validators import DataRequired, EqualTo, Length, Optional, Regexp
from wtforms.widgets import CheckboxInput, ListWidget

from tracker.kernel.fields import Form, TelephoneField, pair_choices, term_choices
from tracker.kernel.telephones import LONGEST_TELEPHONE
from tracker.roles import Role
from tracker.terms import BodyType


class LoginForm(Form):
    """Name and password."""

    login = StringField("登录名", [DataRequired("请填写登录名。"), Length(max=40)])
    password = PasswordField("密码", [DataRequired("请填写密码。"), Length(max=128)])
    next = HiddenField()


class ActivateForm(Form):
    """One-time code and the first password."""

    login = StringField("登录名", [DataRequired("请填写激活单上的登录名。"), Length(max=40)])
    code = StringField("激活码", [DataRequired("请填写激活单上的激活码。"), Length(max=40)])
    new = PasswordField("设置密码", [DataRequired("请设置密码。"), Length(max=128)])
    again = PasswordField(
        "再输一遍", [DataRequired("请再输一遍密码。"), EqualTo("new", "两次输入的密码不一致。")]
    )


class PasswordForm(Form):
    """Change of one's own password."""

    old = PasswordField("现密码", [DataRequired("请填写现密码。"), Length(max=128)])
    new = PasswordField("新密码", [DataRequired("请填写新密码。"), Length(max=128)])
    again = PasswordField(
        "再输一遍", [DataRequired("请再输一遍新密码。"), EqualTo("new", "两次输入的密码不一致。")]
    )


class AccountForm(Form):
    """A new account; roles are granted by the security administrator."""

    login = StringField(
        "登录名",
        [
            DataRequired("请填写登录名。"),
            Regexp(r"^[A-Za-z0-9_.\-]{3,40}$", message="登录名为 3 至 40 位字母、数字、点或横线。"),
        ],
    )
    name = StringField("姓名", [DataRequired("请填写姓名。"), Length(max=40)])
    phone = TelephoneField("办公电话", [Optional(), Length(max=LONGEST_TELEPHONE)])
    unit_id = SelectField("所在承办单位", coerce=int, default=0)
    deputy_id = SelectField("对应代表委员", coerce=int, default=0)
    body_type = SelectField(
        "所属人大政协机关",
        choices=[*pair_choices([("", "（不属于）")]), *term_choices(BodyType)],
        default="",
    )


class RolesForm(Form):
    """The roles of an account."""

    roles = SelectMultipleField(
        "角色",
        choices=term_choices(Role),
        option_widget=CheckboxInput(),
        widget=ListWidget(prefix_label=False),
    )


class ActForm(Form):
    """A button without fields: only the CSRF token."""
