"""Form fields and the words of forms."""

import importlib
import pkgutil
import re
from datetime import date
from pathlib import Path

import flask_wtf.file
import pytest
import wtforms
from werkzeug.datastructures import MultiDict
from wtforms import (
    DecimalField,
    FieldList,
    FormField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
)
from wtforms.validators import DataRequired, Length, NumberRange

import tracker
from tracker.kernel.fields import (
    SENTENCES,
    DayField,
    Form,
    Needed,
    RowForm,
    pair_choices,
    parse_day,
)

SILENT = {
    "Invalid field name '%s'.",  # a programmer's mistake, no page can show it
    "Field must be at least %(min)d characters long.",  # plurals are never looked up
    "Field cannot be longer than %(max)d characters.",
    "Field must be exactly %(max)d characters long.",
    "'%(value)s' are not valid choices for this field.",
}


class Line(RowForm):
    """A row that asks for a number."""

    count = IntegerField("件数")


class Needing(Form):
    """A form that needs a day."""

    day = DayField("日期", [DataRequired("请填写日期。")])


class Everything(Form):
    """A form that asks for everything the library can complain about."""

    name = StringField("名称", [DataRequired(), Length(max=3)])
    short = StringField("简称", [Length(min=2)])
    number = IntegerField("数字", [NumberRange(1, 9)])
    share = DecimalField("比例")
    day = DayField("日期")
    kind = SelectField("种类", choices=pair_choices([("a", "甲")]))
    size = SelectField("大小", coerce=int, choices=pair_choices([(1, "小")]))
    way = RadioField("方式", choices=pair_choices([("x", "当面")]))
    rows = FieldList(FormField(Line))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026-03-05", date(2026, 3, 5)),
        ("2026.3.5", date(2026, 3, 5)),
        ("２０２６年３月５日", date(2026, 3, 5)),
        ("2026/3/5", date(2026, 3, 5)),
        ("2026-02-30", None),
        ("三月五日", None),
    ],
)
def test_a_day_is_read_in_the_usual_spellings(text, day):
    assert parse_day(text) == day


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", ["请填写日期。"]),
        ("三月五日", ["请填写日期，如 2026-03-05 或 2026年3月5日。"]),
        ("2226-03-05", ["年份应在 1900 至 2199 之间，请检查年份。"]),
        ("2026-03-05", []),
    ],
)
def test_a_day_that_is_needed_says_what_is_wrong_with_what_was_typed(app, typed, told):
    with app.test_request_context():
        form = Needing(formdata=MultiDict({"day": typed}))
        assert form.validate() is (not told)
        assert list(form.day.errors) == told


def test_no_complaint_of_a_form_is_in_english(app):
    wrong = {"name": "四个字的", "short": "一", "number": "x", "share": "x", "day": "x"}
    wrong |= {"kind": "b", "size": "x", "way": "y", "rows-0-count": "x"}
    with app.test_request_context():
        for given in (wrong, {"number": "99"}):
            form = Everything(formdata=MultiDict(given))
            assert not form.validate()
            words = list(_words(form.errors))
            assert len(words) >= 4
            assert [word for word in words if re.search("[A-Za-z]{3}", word)] == []


def _words(errors):
    """Return the sentences of a form, of its rows as well."""
    for found in errors.values() if isinstance(errors, dict) else errors:
        yield from [found] if isinstance(found, str) else _words(found)


def test_every_sentence_of_the_library_has_its_chinese_one():
    folder = Path(wtforms.__file__).parent
    sources = [*folder.glob("fields/*.py"), folder / "validators.py", Path(flask_wtf.file.__file__)]
    text = "".join(path.read_text() for path in sources)
    quoted = re.findall(r'gettext\(\s*((?:"[^"]+",?\s*)+)', text)
    found = {line for group in quoted for line in re.findall(r'"([^"]+)"', group)}
    assert len(found) >= 25
    spoken = {line for line in found if line not in SILENT and line != "_"}
    covered = spoken & SENTENCES.keys()
    general = spoken - covered
    assert {"This field is required.", "Not a valid integer value."} <= covered
    assert {line for line in general if "address" not in line and "Invalid" not in line} <= {
        "This field cannot be edited.",
        "This field is disabled and cannot have a value.",
        "File does not have an approved extension: {extensions}",
        " ",
    }


def test_a_sentence_keeps_the_places_of_its_numbers():
    for english, chinese in SENTENCES.items():
        places = set(re.findall(r"%\((\w+)\)", chinese))
        assert places <= set(re.findall(r"%\((\w+)\)", english))


def test_every_form_of_the_program_speaks_chinese():
    for module in pkgutil.walk_packages(tracker.__path__, "tracker."):
        if module.name.endswith(".forms"):
            importlib.import_module(module.name)
    found = [form for form in _below(wtforms.Form) if form.__module__.startswith("tracker.")]
    assert len(found) >= 10
    assert {RowForm, Form} <= set(found)
    silent = [form.__name__ for form in found if not issubclass(form, (Form, RowForm))]
    assert silent == []


def _below(kind):
    for child in kind.__subclasses__():
        yield child
        yield from _below(child)


def test_a_text_loses_the_characters_that_databases_refuse(app):
    with app.test_request_context():
        form = Everything(formdata=MultiDict({"name": "周\0敏"}))
    assert form.name.data == "周敏"


class Paper(Form):
    """A form whose scan the action asks for."""

    scan = flask_wtf.file.FileField("扫描件", [Needed()])
    note = StringField("备注")


def test_a_field_that_the_action_asks_for_is_marked_but_not_refused(app):
    with app.test_request_context(method="POST"):
        form = Paper(formdata=MultiDict(), meta={"csrf": False})
        assert form.scan.flags.required
        assert not form.note.flags.required
        assert form.validate()
