"""Form of a talk with the proposer."""

from __future__ import annotations

from flask_wtf.file import FileField
from wtforms import RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from tracker.contact.actions import PEOPLE_LENGTH, PLACE_LENGTH, ContactFacts
from tracker.kernel.days import NO_DAY
from tracker.kernel.fields import DayField, Form, Needed, term_choices
from tracker.terms import ContactForm, ContactPhase


class ContactEntryForm(Form):
    """What is entered about one talk."""

    phase = RadioField(
        "阶段", [DataRequired("请选择办前、办中或办后。")], choices=term_choices(ContactPhase)
    )
    form = SelectField("形式", choices=term_choices(ContactForm))
    held_on = DayField("日期", [DataRequired(NO_DAY)])
    place = StringField("地点", [Length(max=PLACE_LENGTH)])
    unit_people = StringField(
        "单位参加人及职务",
        [DataRequired("请填写单位参加人及职务。"), Length(max=PEOPLE_LENGTH)],
    )
    deputies = StringField(
        "代表（委员）",
        [DataRequired("请填写与哪位代表（委员）沟通。"), Length(max=PEOPLE_LENGTH)],
    )
    said = TextAreaField("沟通内容", [DataRequired("请填写沟通内容。")])
    deputy_view = TextAreaField("代表（委员）的意见")
    scan = FileField("签字的记录扫描件")

    def facts(self) -> ContactFacts:
        """Return what was entered; only after validation."""
        return ContactFacts(
            phase=ContactPhase(self.phase.data),
            form=ContactForm(self.form.data),
            held_on=self.held_on.data,
            unit_people=self.unit_people.data or "",
            deputies=self.deputies.data or "",
            said=self.said.data or "",
            place=self.place.data or "",
            deputy_view=self.deputy_view.data or "",
        )


class ContactOnBehalfForm(ContactEntryForm):
    """A talk that a unit without log-in had, with its signed record."""

    scan = FileField("签字的记录扫描件", [Needed()])
