"""Forms of the rules: a place, a value of the office's own, the second person's decision."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from wtforms import (
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import DataRequired, Length, NumberRange, Optional, Regexp

from tracker.deadlines.counting import EVENTS
from tracker.kernel.fields import DayField, Form, pair_choices
from tracker.kernel.given import NO_REASON
from tracker.rulebook.book import Rulebook
from tracker.rulebook.files import MOST, places
from tracker.rulebook.keys import CHOICES, CLASSES, LIMITS, REMINDERS
from tracker.settings.decided import PLACE
from tracker.terms import Outcome, ReplyClass

NUMBER = f"请填写 1 至 {MOST} 的整数。"
DAYS = r"^\s*\d{1,3}(\s*[,，、]\s*\d{1,3})*\s*$"
NO_PLACE = "不选地区，只用通用默认和国家规定"


class DecisionForm(Form):
    """What every decision says beside its value: from when, by which document, why.

    `shown` is the mark of what the page said that holds now.
    """

    shown = HiddenField()
    since = DayField("启用日期", [DataRequired("请填写启用日期，如 2026-03-05。")])
    document = StringField("依据文件", [Length(max=200)])
    reason = TextAreaField("理由", [DataRequired(NO_REASON), Length(max=2000)])

    def put(self, _book: Rulebook, _key: str) -> None:
        """Show what holds now."""

    def value(self) -> str:
        """Return the value as it is kept; none lets the place's hold again."""
        return ""


class PlaceForm(DecisionForm):
    """Which place's rules hold here."""

    place = SelectField("适用地区")

    def __init__(self, **given: Any) -> None:
        """Offer every place that has a file."""
        super().__init__(**given)
        known = [(one.code, f"{one.name}（{one.kind.label}）") for one in places()]
        self.place.choices = pair_choices([("", NO_PLACE), *known])

    def value(self) -> str:
        """Return the code of the place."""
        return str(self.place.data or "")


class LimitForm(DecisionForm):
    """A limit of the office's own."""

    number = IntegerField("数值", [DataRequired(NUMBER), NumberRange(1, MOST, NUMBER)])
    unit = SelectField("单位")
    event = SelectField("起算")

    def put(self, book: Rulebook, key: str) -> None:
        """Offer the units and events that fit, and show what holds now."""
        spec, limit = LIMITS[key], book.limits[key]
        self.unit.choices = pair_choices([(unit.value, unit.label) for unit in spec.units])
        self.event.choices = pair_choices([(event, f"自{EVENTS[event]}") for event in spec.events])
        if not self.is_submitted():
            self.number.data, self.unit.data = limit.value, limit.unit.value
            self.event.data = limit.event

    def value(self) -> str:
        """Return the limit."""
        limit = {"value": self.number.data, "unit": self.unit.data, "event": self.event.data}
        return json.dumps(limit)


class ChoiceForm(DecisionForm):
    """A choice of the office's own; the options are known by their place in the list."""

    chosen = RadioField("规定", [DataRequired("请选择一项。")])

    def put(self, book: Rulebook, key: str) -> None:
        """Offer what the program keeps, and show what holds now."""
        self.offered = [value for value, _words in CHOICES[key].offered]
        words = [words for _value, words in CHOICES[key].offered]
        self.chosen.choices = pair_choices([(str(at), text) for at, text in enumerate(words)])
        if not self.is_submitted():
            self.chosen.data = str(self.offered.index(book.choices[key]))

    def value(self) -> str:
        """Return the value of the option."""
        return json.dumps(self.offered[int(self.chosen.data)])


class RemindersForm(DecisionForm):
    """When reminders go."""

    before = StringField("到期前几天提醒", [Regexp(DAYS, message="请填写天数，如 7、3、1。")])
    late_every = IntegerField(
        "逾期后每几天提醒", [DataRequired(NUMBER), NumberRange(1, MOST, NUMBER)]
    )
    visits = StringField("办复后第几天回访", [Regexp(DAYS, message="请填写天数，如 30、60、90。")])
    soon = IntegerField("几天内到期算临近", [DataRequired(NUMBER), NumberRange(1, MOST, NUMBER)])

    def put(self, book: Rulebook, _key: str) -> None:
        """Show what holds now."""
        if not self.is_submitted():
            times = book.reminders
            self.before.data = "、".join(map(str, times.before))
            self.visits.data = "、".join(map(str, times.visits))
            self.late_every.data, self.soon.data = times.late_every, times.soon

    def value(self) -> str:
        """Return the days: before a limit the furthest first, visits the nearest first."""
        return json.dumps(
            {
                "before": sorted(_days(self.before.data), reverse=True),
                "late_every": self.late_every.data,
                "visits": sorted(_days(self.visits.data)),
                "soon": self.soon.data,
            }
        )


class ClassesForm(DecisionForm):
    """Which class each outcome of a reply has."""

    def put(self, book: Rulebook, _key: str) -> None:
        """Show what holds now."""
        for outcome in Outcome:
            field = self[outcome.value]
            field.choices = pair_choices([(one.value, one.label) for one in ReplyClass])
            if not self.is_submitted():
                field.data = book.outcome_class(outcome).value

    def value(self) -> str:
        """Return the outcomes behind each letter."""
        found = {letter.value: [] for letter in ReplyClass}  # type: dict[str, list[str]]
        for outcome in Outcome:
            found[self[outcome.value].data].append(outcome.value)
        return json.dumps({letter: codes for letter, codes in found.items() if codes})


for _outcome in Outcome:
    setattr(ClassesForm, _outcome.value, SelectField(_outcome.label))


class BackForm(DecisionForm):
    """The place's value again, instead of the office's own."""


class JudgeForm(Form):
    """The second person's decision."""

    decision = RadioField(
        "核对结果",
        [DataRequired("请选择核对结果。")],
        choices=pair_choices([("yes", "同意，按此执行"), ("no", "不同意")]),
    )
    refusal = TextAreaField("不同意的理由", [Optional(), Length(max=2000)])


SINGLE: Mapping[str, type[DecisionForm]] = {
    PLACE: PlaceForm,
    REMINDERS: RemindersForm,
    CLASSES: ClassesForm,
}


def form_for(key: str) -> DecisionForm | None:
    """Return the form of a key, None where there is no such key."""
    if key in LIMITS:
        return LimitForm()
    if key in CHOICES:
        return ChoiceForm()
    kind = SINGLE.get(key)
    return kind() if kind else None


def _days(text: str | None) -> list[int]:
    """Return the days that were typed, each once."""
    plain = (text or "").replace("，", ",").replace("、", ",")
    return sorted({int(part) for part in plain.split(",")} - {0})
