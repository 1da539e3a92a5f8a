"""The form that links unknown names to the registers, or enters them there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from wtforms import (
    BooleanField,
    Field,
    FieldList,
    FormField,
    HiddenField,
    RadioField,
    SelectField,
    StringField,
)
from wtforms.validators import DataRequired, Length, ValidationError

from tracker.deputies.names import LONGEST_NAME, name_key
from tracker.intake.matching.unknown import Offered, UnknownPerson, UnknownUnit
from tracker.kernel.fields import Form, RowForm, pair_choices
from tracker.units.models import Unit
from tracker.units.names import LONGEST_SHORT_NAME

AT_ONCE = 100  # so many names of each sort on one page
LATER = (0, "（暂不对应）")
LONGEST_UNIT = 80


class NameForm(RowForm):
    """One unknown name and whom it means: of those proposed, of all, or entered here."""

    key = HiddenField()
    taken = RadioField("对应为", coerce=int, default=0)
    chosen = SelectField("名册中的", coerce=int, default=0)
    create = BooleanField("新增")

    @property
    def meant(self) -> int:
        """Whom the name means by the registers, 0 for nobody yet."""
        return int(self.taken.data or self.chosen.data or 0)

    def validate_chosen(self, field: Field) -> None:
        """Refuse two answers about one name."""
        said = {self.taken.data or 0, field.data or 0} - {0}
        if len(said) + bool(self.create.data) > 1:
            raise ValidationError("这一行选了不止一种，请只留一种：建议的、名册中的，或者新增。")

    def offer(self, like: Offered, others: Offered) -> None:
        """Offer whom the name may mean."""
        self.taken.choices = pair_choices([LATER, *like])
        self.chosen.choices = pair_choices([LATER, *others])

    def keep(self) -> None:
        """Refuse nothing: the name was linked meanwhile, whatever was chosen."""
        self.taken.choices = pair_choices([(self.taken.data or 0, "")])
        self.chosen.choices = pair_choices([(self.chosen.data or 0, "")])
        self.create.data = False


class UnitNameForm(NameForm):
    """An unknown name of a unit."""

    name = StringField("单位全称")
    short_name = StringField("简称")

    def validate_name(self, field: Field) -> None:
        """Ask for what a unit needs, where it is to be entered."""
        if self.create.data:
            DataRequired("请填写单位全称。")(self, field)
            Length(max=LONGEST_UNIT)(self, field)

    def validate_short_name(self, field: Field) -> None:
        """Refuse what is too long to be kept."""
        if self.create.data and field.data:
            Length(max=LONGEST_SHORT_NAME)(self, field)


class PersonNameForm(NameForm):
    """An unknown name of a person."""

    name = StringField("姓名")
    group_id = SelectField("代表团或界别", coerce=int, default=0)

    def validate_name(self, field: Field) -> None:
        """Ask for a name that can be kept, where the person is to be entered."""
        if self.create.data:
            DataRequired("请填写姓名。")(self, field)
            if len(name_key(field.data)) > LONGEST_NAME:
                raise ValidationError(f"姓名超过 {LONGEST_NAME} 个字，请改短。")


class MatchForm(Form):
    """Names that the registers did not know."""

    units = FieldList(FormField(UnitNameForm), max_entries=AT_ONCE)
    people = FieldList(FormField(PersonNameForm), max_entries=AT_ONCE)
    remember = BooleanField("把单位的这些写法记为别名，以后的清单自动认得", default=True)

    def offer(
        self,
        units: Sequence[UnknownUnit],
        people: Sequence[UnknownPerson],
        known: Sequence[Unit],
        groups: Mapping[int, Offered],
    ) -> None:
        """Show a row for each name, with whom it may mean.

        :param known: the units in use.
        :param groups: delegations or sectors by the number of their body.
        """
        self.unknown_units = {one.key: one for one in units}
        self.unknown_people = {one.key: one for one in people}
        if not self.is_submitted():
            self._begin(units[:AT_ONCE], people[:AT_ONCE], groups)
        named = [(unit.id, unit.name) for unit in known]
        for row in self.units:
            unit = self.unknown_units.get(row.form.key.data)
            row.form.offer(unit.like, named) if unit else row.form.keep()
        for row in self.people:
            person = self.unknown_people.get(row.form.key.data)
            row.form.offer(person.like, person.others) if person else row.form.keep()
            kept = [] if person else [(row.form.group_id.data or 0, "")]
            own = groups.get(person.session.body_id, []) if person else kept
            row.form.group_id.choices = pair_choices([(0, "（不属于或不详）"), *own])

    def _begin(
        self,
        units: Sequence[UnknownUnit],
        people: Sequence[UnknownPerson],
        groups: Mapping[int, Offered],
    ) -> None:
        """Fill in what is known: who bears the name by now, and the list's own words."""
        for unit in units:
            row = {"key": unit.key, "name": unit.text, "taken": _among(unit.likely, unit.like)}
            self.units.append_entry(row)
        for person in people:
            own = groups.get(person.session.body_id, [])
            same = (number for number, name in own if name_key(name) == name_key(person.group))
            row = {"key": person.key, "name": person.name, "group_id": next(same, 0)}
            self.people.append_entry({**row, "taken": _among(person.likely, person.like)})

    def unit_rows(self) -> Iterator[tuple[UnitNameForm, UnknownUnit]]:
        """Give the rows whose names still wait for a unit."""
        for row in self.units:
            if row.form.key.data in self.unknown_units:
                yield row.form, self.unknown_units[row.form.key.data]

    def person_rows(self) -> Iterator[tuple[PersonNameForm, UnknownPerson]]:
        """Give the rows whose names still wait for a deputy."""
        for row in self.people:
            if row.form.key.data in self.unknown_people:
                yield row.form, self.unknown_people[row.form.key.data]


def _among(likely: int, like: Offered) -> int:
    """Return who bears the name by now where he or she is proposed, else 0."""
    return likely if likely in dict(like) else 0
