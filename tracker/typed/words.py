"""What a person typed into the form of a request, with what its fields are called."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from flask_wtf import FlaskForm
from wtforms import (
    BooleanField,
    FieldList,
    FileField,
    FormField,
    HiddenField,
    PasswordField,
    SubmitField,
)
from wtforms.fields.choices import SelectFieldBase

from tracker.kernel.request import sent_form
from tracker.typed.place import FIELD
from tracker.typed.queries import Fields

SECRET = {"password", "old", "new", "again", "code"}
MARKS = {
    "csrf_token",
    "_mark",
    "_since",
    "version",
    "seen",
    "shown",
    "once",
    "next",
    "act",
    "key",
    FIELD,
}
NOT_KEPT = (HiddenField, PasswordField, FileField, SubmitField)
CHOSEN = (SelectFieldBase, BooleanField)
SHORT = 20  # what stands in a line on a phone
_CODE = re.compile(r"[\w.:|,/+=-]*", re.ASCII)  # of a choice, a number, a mark: nobody's words


@dataclass(frozen=True)
class Typed:
    """One text: what its field is called, and whether it needs an area."""

    label: str
    text: str

    @property
    def is_long(self) -> bool:
        """Whether the text needs more than a line."""
        return len(self.text) > SHORT or "\n" in self.text


def sent_fields() -> Fields:
    """Return what can be put into the form again, choices among it: no secret, mark or file."""
    fields = _form()
    known = _known(fields)
    return {name: fields[name] for name in fields if _may_be_kept(name, _field(known, name))}


def typed() -> list[Typed]:
    """Return the texts of the request that a person typed, in the order of the form."""
    return texts_of(_form())


def texts_of(fields: Fields) -> list[Typed]:
    """Return what was typed of the fields of a form; nothing of a form that asks for a password."""
    known = _known(fields)
    if any(issubclass(field.field_class, PasswordField) for field in known.values()):
        return []
    return [
        Typed(_label(field) or name, text.strip())
        for name, texts in fields.items()
        for field in [_field(known, name)]
        if _may_be_kept(name, field)
        for text in texts
        if _is_typed(field, text.strip())
    ]


def _form() -> Fields:
    """Return the fields of the request."""
    return {name: list(values) for name, values in sent_form().lists()}


def _may_be_kept(name: str, field: Any) -> bool:
    """Whether a field is neither secret nor a mark of the page."""
    if name in SECRET or name.split("-")[0] in MARKS:
        return False
    return field is None or not issubclass(field.field_class, NOT_KEPT)


def _is_typed(field: Any, text: str) -> bool:
    """Whether a text was typed; a code in a field of choices, or in an unknown one, was chosen."""
    if field is None or issubclass(field.field_class, CHOSEN):
        return _CODE.fullmatch(text) is None  # as nothing is
    return text != ""


def _known(fields: Fields) -> dict[str, Any]:
    """Return the fields of the form of ours that fits best to what was sent, the smallest first."""
    names = {name.split("-")[0] for name in fields}
    forms = [_fields(form) for form in _forms(FlaskForm)]
    return max(forms, key=lambda own: (len(own.keys() & names), -len(own)), default={})


def _forms(base: Any) -> Iterator[Any]:
    """Yield every form of the program."""
    for kind in base.__subclasses__():
        yield kind
        yield from _forms(kind)


@cache
def _fields(form: type) -> dict[str, Any]:
    """Return the fields of a form by name, not yet bound."""
    named = ((name, getattr(form, name, None)) for name in dir(form) if not name.startswith("_"))
    return {name: field for name, field in named if hasattr(field, "field_class")}


def _field(known: dict[str, Any], name: str) -> Any:
    """Return the field of a name, also of one in a row of the form; None where it is unknown."""
    first, *_number, last = f"{name}-{name}".split("-") if "-" not in name else name.split("-")
    field = known.get(first)
    while field is not None and field.field_class in (FieldList, FormField):
        inner = field.args[0]
        field = inner if hasattr(inner, "field_class") else getattr(inner, last, None)
    return field


def _label(field: Any) -> str:
    """Return what a field is called."""
    if field is None:
        return ""
    label = field.args[0] if field.args else field.kwargs.get("label", "")
    return label if isinstance(label, str) else ""
