"""The dates of a row, and whether they agree with each other; pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.intake.reading import dates, titles
from tracker.intake.reading.headers import Field
from tracker.intake.reading.line import Line
from tracker.intake.reading.preview import Entry
from tracker.intake.reading.table import Column
from tracker.kernel.sheets import Cell

LONG_NAME = 40
LIKE_A_DAY = re.compile(r"\d\s*[-./年月]\s*\d|\d\s*[年月日号]|\d{5,}")
LENGTH_OF_TIME = re.compile(r"^\d+个?(月|工作日|日|天|年)(内|以内)?$")
FIELDS = (
    (Field.ASSIGNED_ON, "assigned_on"),
    (Field.RECEIVED_ON, "received_on"),
    (Field.DUE_ON, "due_on"),
    (Field.SIGNED_ON, "signed_on"),
    (Field.REPLIED_ON, "replied_on"),
    (Field.PROMISE_DUE_ON, "promise_due_on"),
)
ORDER = (
    ("received_on", "assigned_on", Field.ASSIGNED_ON, "收件日期"),
    ("assigned_on", "signed_on", Field.SIGNED_ON, "交办日期"),
    ("assigned_on", "replied_on", Field.REPLIED_ON, "交办日期"),
    ("signed_on", "replied_on", Field.REPLIED_ON, "签收日期"),
    ("assigned_on", "due_on", Field.DUE_ON, "交办日期"),
    ("replied_on", "promise_due_on", Field.PROMISE_DUE_ON, "答复日期"),
)


def read(entry: Entry, line: Line, years: Sequence[int]) -> None:
    """Read the dates; one that does not exist is an error at its column.

    :param years: those of the list; without one a day takes it from the row's day of assignment.
    """
    for field, name in FIELDS:
        column, cell = line.column(field), line.cell(field)
        if column and cell.text.strip():
            said = years or ([entry.assigned_on.year] if entry.assigned_on else [])
            after = None if field is Field.RECEIVED_ON else entry.assigned_on
            how = _How(said, after, line.sheet.from_1904)
            setattr(entry, name, _day(entry, column, cell, how))
    entry.handler = line.text(Field.HANDLER)
    entry.fit(line.column(Field.HANDLER), entry.handler, LONG_NAME)
    for earlier, later, field, words in ORDER:
        first, second = getattr(entry, earlier), getattr(entry, later)
        if first and second and second < first:
            entry.doubt(line.column(field), f"早于{words} {first}，请核对。")
    if (entry.signed_on or entry.replied_on) and entry.assigned_on is None:
        column = line.column(Field.SIGNED_ON) or line.column(Field.REPLIED_ON)
        entry.doubt(column, "没有交办日期，签收和答复不能按纸面日期记入。")


@dataclass(frozen=True)
class _How:
    """The years of the list, the day that a date follows, whether serials count from 1904."""

    years: Sequence[int]
    after: date | None
    from_1904: bool


def _day(entry: Entry, column: Column, cell: Cell, how: _How) -> date | None:
    """Read one date; of two years the first in which it is not before what it follows."""
    text = "".join(cell.text.split())
    from_1904 = cell.kind == "number" and how.from_1904
    years: Sequence[int | None] = how.years or [None]
    days = [dates.day_of(text, year, from_1904=from_1904) for year in years]
    if found := [day for day in days if day]:
        first = how.after or date(found[0].year, titles.LATE, 1)
        return next((day for day in found if day >= first), found[-1])
    if "\n" in cell.text.strip():
        entry.doubt(column, "写了几个日期，没有读入。")
    elif dates.lacks_year(text) and not how.years:
        entry.wrong(column, f"“{text}”没有写年份，请写成 2026-06-30 这样的日期。")
    elif LENGTH_OF_TIME.match(text) or not LIKE_A_DAY.search(text):
        entry.doubt(column, f"“{text}”不是日期，没有读入。")
    else:
        entry.wrong(column, f"“{text}”不是日期或没有这一天，请写成 2026-03-05。")
    return None
