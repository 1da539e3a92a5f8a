"""Form fields that people of an office type in their own way."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from flask_wtf import FlaskForm
from wtforms import Field, FieldList, FormField, HiddenField, StringField
from wtforms import Form as PlainForm
from wtforms.fields.choices import SelectChoice
from wtforms.meta import DefaultMeta
from wtforms.validators import StopValidation

from tracker.kernel.days import NO_DAY, parse_day, typing_fault
from tracker.kernel.errors import Stale
from tracker.kernel.telephones import tidy_telephone
from tracker.kernel.unseen import without_unseen
from tracker.terms import Term


class DayField(StringField):  # type: ignore[misc]
    """A day, typable in the usual spellings; `data` is a date or None."""

    data: Any

    def _value(self) -> str:
        if self.raw_data:
            return str(self.raw_data[0])
        return self.data.isoformat() if self.data else ""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed."""
        text = (valuelist[0] if valuelist else "").strip()
        self.data = parse_day(text) if text else None
        if text and self.data is None:
            raise ValueError(typing_fault(text))

    def pre_validate(self, _form: Any) -> None:
        """Keep what is wrong with the day; that one is needed says less."""
        if self.process_errors:
            raise StopValidation


class TelephoneField(StringField):  # type: ignore[misc]
    """A telephone, kept in plain digits whatever the input method typed."""

    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read what was typed."""
        super().process_formdata(valuelist)
        self.data = tidy_telephone(self.data or "")


class Needed:
    """Marks a field as required where the action asks for it, with a sentence of its own."""

    field_flags: ClassVar[dict[str, bool]] = {"required": True}

    def __call__(self, form: PlainForm, field: Field) -> None:
        """Refuse nothing."""


class Sentences:
    """What the form library says by itself, in Chinese; nothing of it is ever shown in English."""

    def gettext(self, string: str) -> str:
        """Return the Chinese sentence; one that is not in the table gets the general one."""
        return SENTENCES.get(string, GENERAL)

    def ngettext(self, singular: str, _plural: str, _number: int) -> str:
        """Return the Chinese sentence; Chinese has no plural."""
        return self.gettext(singular)


GENERAL = "填写的内容不符合要求，请检查后重填。"
SENTENCES = {
    "This field is required.": "这一项必须填写。",
    "Field must be equal to %(other_name)s.": "两次填写的内容不一致。",
    "Field must be at least %(min)d character long.": "至少填写 %(min)d 个字。",
    "Field cannot be longer than %(max)d character.": "最多填写 %(max)d 个字。",
    "Field must be exactly %(max)d character long.": "应为 %(max)d 个字。",
    "Field must be between %(min)d and %(max)d characters long.": "应为 %(min)d 至 %(max)d 个字。",
    "Number must be at least %(min)s.": "数字不能小于 %(min)s。",
    "Number must be at most %(max)s.": "数字不能大于 %(max)s。",
    "Number must be between %(min)s and %(max)s.": "数字应在 %(min)s 至 %(max)s 之间。",
    "Date must be at least %(min)s.": "日期不能早于 %(min)s。",
    "Date must be at most %(max)s.": "日期不能晚于 %(max)s。",
    "Date must be between %(min)s and %(max)s.": "日期应在 %(min)s 至 %(max)s 之间。",
    "Not a valid integer value.": "请填写整数，如 18。",
    "Not a valid decimal value.": "请填写数字，如 2.5。",
    "Not a valid float value.": "请填写数字，如 2.5。",
    "Not a valid date value.": NO_DAY,
    "Not a valid datetime value.": "请填写日期和时间，如 2026-03-05 09:30。",
    "Not a valid time value.": "请填写时间，如 09:30。",
    "Not a valid week value.": "请填写周次，如 2026-W10。",
    "Not a valid choice.": "请从列出的选项中选择。",
    "Invalid Choice: could not coerce.": "请从列出的选项中选择。",
    "Choices cannot be None.": "没有可选的内容，请先登记。",
    "Invalid choice(s): one or more data inputs could not be coerced.": "请从列出的选项中选择。",
    "'%(value)s' is not a valid choice for this field.": "请从列出的选项中选择。",
    "Invalid email address.": "请填写正确的电子邮箱。",
    "Invalid URL.": "请填写正确的网址。",
    "File does not have an approved extension.": "不能上传这种文件，请另存为要求的格式后再传。",
}


class Spoken:
    """What every form's meta class adds: Chinese sentences, no characters that print nothing."""

    def get_translations(self, _form: Any) -> Sentences:
        """Return what the library's own messages are called."""
        return Sentences()

    def bind_field(self, form: Any, unbound: Any, options: dict[str, Any]) -> Any:
        """Drop characters that print nothing, NUL among them, from every text."""
        if unbound.field_class in (FieldList, FormField):
            return unbound.bind(form=form, **options)
        given = unbound.kwargs.get("filters", ())
        return unbound.bind(form=form, **dict(options, filters=(*given, _without_unseen)))


class Form(FlaskForm):  # type: ignore[misc]
    """A form that speaks Chinese; every form of the program is one."""

    class Meta(Spoken, FlaskForm.Meta):  # type: ignore[misc]
        """Settings of all forms."""


class RowForm(PlainForm):  # type: ignore[misc]
    """One row inside a form, without a token of its own."""

    class Meta(Spoken, DefaultMeta):  # type: ignore[misc]
        """Settings of all rows."""


def _without_unseen(value: Any) -> Any:
    """Return a text without characters that print nothing; line ends stay."""
    return without_unseen(value) if isinstance(value, str) else value


def term_choices(terms: Iterable[Term]) -> list[SelectChoice]:
    """Return the members of an enum for a select or radio field."""
    return [SelectChoice(term.value, term.label) for term in terms]


def pair_choices(pairs: Iterable[tuple[Any, str]]) -> list[SelectChoice]:
    """Return (value, label) pairs for a select or radio field."""
    return [SelectChoice(value, label) for value, label in pairs]


class VersionedForm(Form):
    """A form on a record that somebody else may change meanwhile."""

    version = HiddenField()

    def check_version(self, record: Any) -> None:
        """Compare the version shown on the page with the record's.

        :raises Stale: somebody else changed the record.
        """
        if self.version.data != str(record.version):
            raise Stale
