"""催办 for one or many: what would be sent to whom, and the sending of it.

What one unit is urged to do goes to it as one message; each case and unit has its own record.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select

from tracker.cases.models import Case
from tracker.cases.queries import by_id
from tracker.desk.duty_lines import Line, part_of
from tracker.desk.scopes import Days, scope_of
from tracker.desk.urgeable import hinders
from tracker.kernel.access import Viewer
from tracker.kernel.db import attempt, db
from tracker.kernel.errors import Refused
from tracker.notices.queries import units_online
from tracker.plan.models import DutyRow
from tracker.settings.in_force import calendar
from tracker.supervise import urging
from tracker.units.models import Unit

WORKDAYS_TO_ACT = 5
MOST = 200
SETTLED, MOVED = "已经办了或已改办，没有催办", "期限已有变动，没有催办，请重新查看"


@dataclass(frozen=True)
class Item:
    """One duty that would be urged; `mark` says what was shown, `say` is its wording."""

    number: int
    mark: str
    line: Line
    say: str


@dataclass(frozen=True)
class Message:
    """What would go to one unit: one message, whatever the number of its duties."""

    unit: str
    phone: str
    online: bool
    items: list[Item]

    @property
    def cases(self) -> int:
        """How many cases it speaks of."""
        return len({item.line.duty.case_id for item in self.items})


@dataclass(frozen=True)
class Check:
    """The page before sending; `left_out`: what was chosen and is not urged, and why."""

    messages: list[Message]
    left_out: list[tuple[str, str]]

    def told(self, *, online: bool) -> int:
        """Count the cases that go by a message, or by telephone."""
        return sum(message.cases for message in self.messages if message.online is online)


@dataclass(frozen=True)
class Wording:
    """What the person typed: until when, a remark for all, the words for each duty."""

    until: date
    remark: str
    says: Mapping[int, str]

    def of(self, items: Sequence[Item]) -> str:
        """Return what is asked of a unit on one case."""
        return "".join(self.says.get(item.number) or item.say for item in items)

    @property
    def end(self) -> str:
        """The close of every message."""
        return f"请于 {self.until} 前办理。{self.remark}"


@dataclass(frozen=True)
class Done:
    """One duty that was urged."""

    label: str
    title: str
    unit: str
    online: bool


@dataclass(frozen=True)
class Outcome:
    """What came of it."""

    done: list[Done]
    skipped: list[tuple[str, str]]


def until_default(today: date) -> date:
    """Return the day until which a unit is asked to act: five working days from today."""
    return calendar().add_workdays(today, WORKDAYS_TO_ACT)


def check_of(person: Viewer, days: Days, numbers: Sequence[int]) -> Check:
    """Return what would be sent for some duties; a number of no duty is left out unsaid."""
    items, left_out = [], []
    for line in _lines(person, days, numbers):
        if why := hinders(line.duty, days.today):
            left_out.append((_label(line), why))
        else:
            items.append(_item(line, days.today))
    return Check(_messages(items), left_out)


def send(
    person: Viewer, days: Days, asked: Mapping[int, str], wording: Wording, names: Mapping[str, str]
) -> Outcome:
    """Urge the duties that were shown, each case and unit for itself; tell each unit once.

    `asked`: the mark with which each duty was shown; `names`: what a mark is called.
    """
    found = {line.duty.id: line for line in _lines(person, days, list(asked))}
    outcome = Outcome([], [])
    groups: dict[tuple[int, int], list[Item]] = {}
    for number, mark in asked.items():
        line = found.get(number)
        if line is None or mark_of(line) != mark:
            why = MOVED if line and _same(mark_of(line), mark) else SETTLED
            outcome.skipped.append((names.get(mark, "所选的一项"), why))
        elif why := hinders(line.duty, days.today):
            outcome.skipped.append((_label(line), f"{why}，没有催办"))
        else:
            key = (line.duty.case_id, line.duty.unit_id)
            groups.setdefault(key, []).append(_item(line, days.today))
    _urge(groups, wording, outcome)
    return outcome


def _urge(groups: Mapping[tuple[int, int], list[Item]], wording: Wording, outcome: Outcome) -> None:
    """Record each case and unit, always in the same order, then tell the units."""
    recorded: dict[int, list[list[Item]]] = {}
    for (case_id, unit_id), items in sorted(groups.items(), key=lambda group: group[0]):
        try:
            with attempt():
                case = by_id(case_id)
                urging.urge(case, unit_id, wording.of(items) + wording.end)
        except Refused as refusal:
            why = str(refusal)
            outcome.skipped.extend((_label(item.line), why) for item in items)
        else:
            recorded.setdefault(unit_id, []).append(items)
    for unit in _units(recorded):
        _tell(unit, recorded[unit.id], wording, outcome)


def _tell(unit: Unit, cases: list[list[Item]], wording: Wording, outcome: Outcome) -> None:
    """Tell one unit of all its cases in one message."""
    numbers = [items[0].line.duty.case_id for items in cases]
    told = urging.tell(unit, numbers, sentence_of(cases, wording))
    outcome.done.extend(
        Done(item.line.number, item.line.title, unit.short_name, bool(told))
        for items in cases
        for item in items
    )


def sentence_of(cases: Sequence[Sequence[Item]], wording: Wording) -> str:
    """Return the one message for a unit."""
    said = [
        f"{items[0].line.number}“{items[0].line.whole}”：{wording.of(items)}" for items in cases
    ]
    if len(said) == 1:
        return f"催办{said[0]}{wording.end}"
    listed = "".join(f"{place}. {text}" for place, text in enumerate(said, start=1))
    return f"催办 {len(said)} 件：{listed}{wording.end}"


def mark_of(line: Line) -> str:
    """Return what a duty was when it was shown: its case, its kind, its unit, its date."""
    row = line.duty
    return f"{row.case_id}.{row.kind}.{row.unit_id}.{row.due_on or ''}"


def _same(mark: str, other: str) -> bool:
    """Whether two marks mean one duty, whatever its date; a number may come to mean another."""
    return mark.rpartition(".")[0] == other.rpartition(".")[0]


def names_of(marks: Iterable[str]) -> dict[str, str]:
    """Return what the cases of some marks are called, for what is no longer there."""
    numbers = {mark: mark.split(".")[0] for mark in marks}
    wanted = {int(text) for text in numbers.values() if text.isascii() and text.isdigit()}
    small = [number for number in wanted if number < 2**31]
    cases = db.session.scalars(select(Case).where(Case.id.in_(small)))
    labels = {str(case.id): case.label for case in cases}
    return {mark: labels[text] for mark, text in numbers.items() if text in labels}


def wording_of(line: Line, today: date) -> str:
    """Return the words for one duty: what has not happened, its limit, how late it is."""
    said = line.reason.rstrip("。")
    if line.due_on is None:
        return f"{said}。"
    left = (line.due_on - today).days
    when = f"已逾期 {-left} 天" if left < 0 else f"还剩 {left} 天" if left else "今天到期"
    return f"{said}，期限 {line.due_on}，{when}。"


def _lines(person: Viewer, days: Days, numbers: Sequence[int]) -> list[Line]:
    """Return the duties with some numbers as lines, the most urgent first."""
    asked = DutyRow.id.in_(numbers[:MOST])
    return part_of(person, asked, scope_of(person, days).mine, days.today, 0, MOST)


def _item(line: Line, today: date) -> Item:
    """Return a line as what would be urged."""
    return Item(line.duty.id, mark_of(line), line, wording_of(line, today))


def _label(line: Line) -> str:
    """Return what a duty is called where it is left out."""
    return f"{line.number} {line.reason}"


def _messages(items: Sequence[Item]) -> list[Message]:
    """Return what would go to each unit, the unit with the most urgent duty first."""
    grouped: dict[int, list[Item]] = {}
    for item in items:
        grouped.setdefault(item.line.duty.unit_id, []).append(item)
    units, online = {row.id: row for row in _units(grouped)}, units_online(grouped)
    return [
        Message(units[number].name, units[number].phone, number in online, some)
        for number, some in grouped.items()
    ]


def _units(numbers: Iterable[int]) -> Sequence[Any]:
    """Return the units with some numbers."""
    return db.session.scalars(select(Unit).where(Unit.id.in_(list(numbers)))).all()
