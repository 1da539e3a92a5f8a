"""Forms of the upload and of linking names to the registers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from flask_wtf.file import FileField, FileRequired
from wtforms import (
    BooleanField,
    FieldList,
    FormField,
    HiddenField,
    SelectField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length

from tracker.intake.matching.unknown import UnknownPerson, UnknownUnit
from tracker.kernel.fields import Form, RowForm, pair_choices
from tracker.kernel.sheets import ACCEPT, FORMATS
from tracker.units.models import Unit

AT_ONCE = 100  # so many names of each sort on one page
LATER = (0, "（暂不对应）")


class UploadForm(Form):
    """A list."""

    file = FileField(
        f"清单（{FORMATS}）",
        [FileRequired("请选择清单文件。")],
        description="标题行里写明第几届第几次会议；要有编号、标题、领衔代表（提案人）三列",
        render_kw={"accept": ACCEPT},
    )


class UndoForm(Form):
    """Why a list is taken back."""

    reason = TextAreaField(
        "撤销理由", [DataRequired("请填写理由。"), Length(max=500)], description="如“选错了届次”"
    )


class NameForm(RowForm):
    """One unknown name and whom it means; 0 leaves it for later."""

    key = HiddenField()
    chosen = SelectField("对应为", coerce=int, default=0)


class MatchForm(Form):
    """Names that the registers did not know."""

    units = FieldList(FormField(NameForm), max_entries=AT_ONCE)
    people = FieldList(FormField(NameForm), max_entries=AT_ONCE)
    remember = BooleanField("把单位的这些写法记为别名，以后的清单自动认得", default=True)

    def offer(
        self, units: Sequence[UnknownUnit], people: Sequence[UnknownPerson], known: Sequence[Unit]
    ) -> None:
        """Show a row for each name, with whom it may mean."""
        self.unknown_units = {one.key: one for one in units}
        self.unknown_people = {one.key: one for one in people}
        if not self.is_submitted():
            for unit in units[:AT_ONCE]:
                self.units.append_entry({"key": unit.key, "chosen": unit.likely})
            for person in people[:AT_ONCE]:
                self.people.append_entry({"key": person.key, "chosen": person.likely})
        named = [(unit.id, unit.name) for unit in known]
        for row in self.units:
            _offer(row.form, named if row.form.key.data in self.unknown_units else None)
        for row in self.people:
            one = self.unknown_people.get(row.form.key.data)
            _offer(row.form, one.candidates if one else None)

    def unit_rows(self) -> Iterator[tuple[NameForm, UnknownUnit]]:
        """Give the rows whose names still wait for a unit."""
        for row in self.units:
            if row.form.key.data in self.unknown_units:
                yield row.form, self.unknown_units[row.form.key.data]

    def person_rows(self) -> Iterator[tuple[NameForm, UnknownPerson]]:
        """Give the rows whose names still wait for a deputy."""
        for row in self.people:
            if row.form.key.data in self.unknown_people:
                yield row.form, self.unknown_people[row.form.key.data]


def _offer(row: NameForm, named: Sequence[tuple[int, str]] | None) -> None:
    """Offer whom a name may mean; None: it was linked meanwhile, whatever was chosen."""
    kept = [(row.chosen.data or 0, "")]
    row.chosen.choices = pair_choices(kept if named is None else [LATER, *named])
