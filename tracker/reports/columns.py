"""The columns of the ledger: screen, print and Excel read these; pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from tracker.cases.core import core
from tracker.cases.lifecycle import ENDED
from tracker.kernel.column import Column, Value, shown
from tracker.standing.facts import CaseFacts, Item, Part
from tracker.terms import AssignRole, CaseState


@dataclass(frozen=True)
class LedgerRow:
    """One case of the ledger as it stands on a day; `names_hidden` masks the proposers.

    `soon`: up to how many days before it a limit counts as near.
    """

    index: int
    case: CaseFacts
    today: date
    names_hidden: bool = False
    soon: int = 0

    @cached_property
    def parts(self) -> list[Part]:
        """The assignments in force on the day."""
        return [part for part in self.case.parts if part.held(self.today)]

    @property
    def told(self) -> tuple[str, ...]:
        """What stands in the columns of the screen, in words."""
        return tuple(shown(column.value(self)) for column in SCREEN)

    @cached_property
    def hosts(self) -> list[str]:
        """The units that answer the proposer."""
        return [part.unit for part in self.parts if part.role.answers]

    @cached_property
    def assisting(self) -> list[str]:
        """The units that give the host their opinion."""
        return [part.unit for part in self.parts if not part.role.answers]

    @property
    def core(self) -> str:
        """The title without 关于 … 的建议, which every title has."""
        return core(self.case.title)

    @property
    def short_due(self) -> str:
        """The limits without the year while it is this one, in one line."""
        days = shown(_due(self)).split("\n")
        return "、".join(day.removeprefix(f"{self.today.year}-") for day in days)

    @cached_property
    def round(self) -> int:
        """The round that is open."""
        return max((part.round_by(self.today) for part in self.item.parts), default=1)

    @property
    def days(self) -> int | None:
        """How many days are left of the limit that runs, None where none does."""
        running = self.case.due_on is not None and self.case.state not in ENDED
        return (self.case.due_on - self.today).days if running and self.case.due_on else None

    @property
    def tone(self) -> str:
        """How the light of the limit is drawn: late, soon or ok; nothing where none runs."""
        if self.days is None:
            return ""
        return "late" if self.days < 0 else "soon" if self.days <= self.soon else "ok"

    @property
    def lead(self) -> str:
        """The proposers."""
        return "（保密）" if self.names_hidden else self.case.lead

    @property
    def group(self) -> str:
        """The lead's delegation or sector."""
        return "" if self.names_hidden else self.case.group

    @cached_property
    def item(self) -> Item:
        """The case as statistics count it."""
        return Item(self.case, tuple(self.case.answering(self.today)))


def total_of(count: int) -> list[Value]:
    """Return the last row of a ledger: how many cases it lists."""
    return ["合计", f"共 {count} 件", *[""] * (len(LEDGER) - 2)]


def _units(row: LedgerRow) -> str:
    return "、".join(
        part.unit + ("" if part.role is AssignRole.INDEPENDENT else f"（{part.role.label}）")
        for part in row.parts
    )


def _joined(values: Iterable[Value]) -> str:
    """Return the values of several parts: one where all are the same, else each in its line."""
    found = [text for value in values if (text := shown(value))]
    return found[0] if len(set(found)) == 1 else "\n".join(found)


def _due(row: LedgerRow) -> Value:
    """Return the limit that runs; where every letter is out, the limits they were due by."""
    if row.case.due_on:
        return row.case.due_on
    return _joined(sorted(due for _, due in _answers(row)))


def _answers(row: LedgerRow) -> list[tuple[date, date]]:
    """Return the day and the limit of each answering part's last letter."""
    letters = [(part, part.last_by(row.today)) for part in row.item.parts]
    return [
        (letter.issued_on, part.dues[letter.round])
        for part, letter in letters
        if letter and letter.round in part.dues
    ]


def _days_left(row: LedgerRow) -> str:
    due = row.case.due_on
    if row.case.state in ENDED:
        return ""
    if due is None:
        return _kept(row)
    left = (due - row.today).days
    return f"逾期 {-left} 天" if left < 0 else "今天" if left == 0 else f"剩 {left} 天"


def _kept(row: LedgerRow) -> str:
    """Return whether the letters came in time; a limit moved too late does not excuse."""
    late = max(((on - limit).days for on, limit in _answers(row)), default=None)
    if late is None:
        return ""
    if late > 0:
        return f"晚 {late} 天"
    again = row.item.reworked(row.today)
    return "按期" if again or row.item.on_time(row.today) else "逾期后改期"


def _each(row: LedgerRow, read: str) -> str:
    """Join one value of each answering part."""
    return _joined(getattr(part, read) for part in row.item.parts)


def _letters(row: LedgerRow, read: str) -> str:
    """Join one value of each part's last letter."""
    letters = [part.last_by(row.today) for part in row.item.parts]
    return _joined(getattr(letter, read) for letter in letters if letter)


def _met(row: LedgerRow) -> str:
    talks = [talk for part in row.item.parts for talk in part.talks]
    met = sum(talk.in_person for talk in talks)
    return f"{len(talks)} 次，面商 {met} 次" if talks else ""


def _class(row: LedgerRow) -> Value:
    letters = [letter for part in row.item.parts if (letter := part.last_by(row.today))]
    if any(letter.reply_class is None for letter in letters):
        return "未注明"
    found = row.item.reply_class(row.today)
    return found.label if found else ""


def _rating(row: LedgerRow) -> Value:
    found = row.item.rating(row.today)
    return found.label if found else ""


def _closed(row: LedgerRow) -> Value:
    days = [on for on, state in row.case.changes if state is CaseState.CLOSED]
    return days[-1] if days and row.case.state is CaseState.CLOSED else None


LEDGER: tuple[Column, ...] = (
    Column("index", "序号", lambda row: row.index, "num", 5),
    Column("kind", "种类", lambda row: row.case.kind.label, "nw", 9),
    Column("number", "编号", lambda row: row.case.number, "nw", 7),
    Column(
        "session", "届次", lambda row: f"{row.case.session} {row.case.period.label}", "text", 11
    ),
    Column("title", "标题", lambda row: row.case.title, "title", 24),
    Column("lead", "提出者", lambda row: row.lead, "text", 9),
    Column("group", "代表团、界别", lambda row: row.group, "text", 9),
    Column("units", "承办单位", _units, "text", 16),
    Column("assigned_on", "交办日期", lambda row: _each(row, "assigned_on"), "nw", 11),
    Column("signed_on", "签收日期", lambda row: _each(row, "signed_on"), "nw", 11),
    Column("due_on", "答复期限", _due, "nw", 11),
    Column("left", "时限", _days_left, "nw", 9),
    Column("talks", "沟通面商", _met, "text", 8),
    Column("replied_on", "答复日期", lambda row: _letters(row, "issued_on"), "nw", 11),
    Column("document_number", "答复文号", lambda row: _letters(row, "number"), "text", 17),
    Column("reply_class", "类别", _class, "nw", 6),
    Column("rating", "满意度", _rating, "nw", 7),
    Column("closed_on", "办结日期", _closed, "nw", 11),
    Column("state", "状态", lambda row: row.case.state.label, "nw", 7),
    Column("followed", "跟踪", lambda row: "跟踪中" if row.case.followed else "", "nw", 5),
)
_AT = {column.key: column for column in LEDGER}
# a row of the screen is one line: the units stand apart, the assisting ones as a number
SCREEN: tuple[Column, ...] = (
    Column("number", "编号", lambda row: row.case.short, "nw", 12),
    _AT["title"],
    _AT["lead"],
    Column("host", "主办", lambda row: "、".join(row.hosts), "nw", 9),
    Column("assisting", "会办", lambda row: "、".join(row.assisting), "nw", 6),
    _AT["due_on"],
    _AT["left"],
    _AT["state"],
    _AT["reply_class"],
    _AT["rating"],
)
SORTS = {"number": "number", "title": "title", "due_on": "due", "state": "state"}
