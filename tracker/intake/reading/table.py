"""Finding the list in a sheet: heading rows, columns, what stands above; pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, partial

from tracker.intake.reading import choices, headers
from tracker.intake.reading.headers import Field
from tracker.intake.reading.layout import Layout
from tracker.kernel.headings import LOOKED_AT, best_rows, headings
from tracker.kernel.sheets import Sheet

ENOUGH = 2
IDENTITY = (Field.NUMBER, Field.TITLE)
NEEDED = {
    Field.TITLE: "标题（如“建议标题”“案由”）",
    Field.LEAD: "提出者（如“领衔代表”“第一提案人”）",
}
HANDLED = frozenset({Field.ASSIGNED_ON, Field.REPLIED_ON, Field.REPLY_CLASS, Field.RESULT})
SEVERAL = frozenset({Field.OTHER, Field.RATING, Field.INDEX, Field.REMARKS})


class NoHeadingsError(Exception):
    """No headings were found, or one is missing: the clerk can say what the columns hold."""


class NotAListError(Exception):
    """A sheet that holds no list of cases; the message says what it is and what to do."""


@dataclass(frozen=True)
class Column:
    """One column of the list; `heading` as it stands there, `key` the same and unique."""

    index: int
    heading: str
    field: Field
    hidden: bool
    key: str = ""

    @property
    def name(self) -> str:
        """The heading in one word, for sentences: 案  由 → 案由."""
        return "".join(self.heading.split())


@dataclass(frozen=True)
class Table:
    """Where the list is; rows count from 0. `choices` says how doubtful columns were taken."""

    heading_rows: tuple[int, ...]
    columns: tuple[Column, ...]
    above: str
    choices: tuple[str, ...] = ()
    begins: int = 0

    @property
    def first_row(self) -> int:
        """The first row below the heading; without headings the one in which the list begins."""
        return self.heading_rows[-1] + 1 if self.heading_rows else self.begins

    @cached_property
    def first(self) -> dict[Field, Column]:
        """The first column of each field."""
        return {column.field: column for column in reversed(self.columns)}


def find(sheet: Sheet) -> Table:
    """Find the list in a sheet.

    :raises NotAListError: there is none; unit and satisfaction tables are named.
    :raises NoHeadingsError: headings that are needed are not found.
    """
    rows, hits = best_rows(sheet, partial(_hits, sheet), headers.is_below)
    found = _columns(sheet, rows) if hits >= ENOUGH else []
    _refuse_other_tables(sheet, found)
    if not found:
        raise NoHeadingsError("没有找到表头。清单里要有“编号”“标题”“领衔代表（提案人）”等列。")
    found, said = _decided(sheet, _columns(sheet, rows), rows[-1] + 1)
    found = _resolve_twice(found)
    table = Table(rows, tuple(_with_keys(found)), _above(sheet, rows[0]), said)
    missing = [words for field, words in NEEDED.items() if field not in table.first]
    if missing:
        raise NoHeadingsError(f"表头缺少：{'、'.join(missing)}。请补上这一列后再上传。")
    return table


def laid_out(sheet: Sheet, layout: Layout, said: tuple[str, ...] = ()) -> Table:
    """Return the list as a clerk laid out its columns.

    :raises NoHeadingsError: title or proposer is not among them.
    """
    row = layout.heading_row
    columns = []
    for index in range(sheet.width):
        heading = sheet.cell(row, index).text.strip() if row is not None else ""
        field = layout.fields.get(index, Field.OTHER)
        hidden = index in sheet.hidden_columns
        columns.append(Column(index, heading or f"第 {index + 1} 列", field, hidden))
    rows = () if row is None else (row,)
    above = _above(sheet, layout.begins if row is None else row)
    table = Table(rows, tuple(_with_keys(_resolve_twice(columns))), above, said, layout.begins)
    if missing := [words for field, words in NEEDED.items() if field not in table.first]:
        raise NoHeadingsError(f"还没有指明{'、'.join(missing)}是哪一列。")
    return table


def _refuse_other_tables(sheet: Sheet, found: Sequence[Column]) -> None:
    """Refuse tables that are known and hold no cases."""
    texts = [part for column in found for part in column.heading.split("/")] or [
        cell.text for line in sheet.rows[:LOOKED_AT] for cell in line if cell.text
    ]
    if headers.is_unit_table(texts) and not any(column.field is Field.NUMBER for column in found):
        raise NotAListError("这是按单位汇总的表，不是件的清单。请上传逐件列出的清单。")
    handled = {column.field for column in found} & HANDLED
    if headers.is_rating_table(texts) and not handled:
        raise NotAListError("这是满意度测评表，不是件的清单。评价请在各件的页面登记。")


def _hits(sheet: Sheet, rows: tuple[int, ...]) -> int:
    """Count the different fields that these rows name as headings."""
    found = {column.field for column in _columns(sheet, rows)} - {Field.OTHER}
    return len(found) if any(field in found for field in IDENTITY) else 0


def _columns(sheet: Sheet, rows: tuple[int, ...]) -> list[Column]:
    """Return every column with the field that its heading names."""
    found = []
    for heading in headings(sheet, rows):
        field = headers.field_of(heading.parent, heading.own or heading.parent)
        hidden = heading.index in sheet.hidden_columns
        text = heading.text.strip()
        found.append(Column(heading.index, text, field or Field.OTHER, hidden))
    return found


def _resolve_twice(columns: list[Column]) -> list[Column]:
    """Let a hidden twin or a second column of one field give way to the first visible one."""
    seen: set[Field] = set()
    found = []
    for column in sorted(columns, key=lambda column: (column.hidden, column.index)):
        if column.field in seen and column.field not in SEVERAL:
            found.append(_as(column, Field.OTHER))
        else:
            seen.add(column.field)
            found.append(column)
    return sorted(found, key=lambda column: column.index)


def _as(column: Column, field: Field) -> Column:
    """Return a column with another field."""
    return Column(column.index, column.heading, field, column.hidden)


def _decided(
    sheet: Sheet, columns: list[Column], first: int
) -> tuple[list[Column], tuple[str, ...]]:
    """Decide by their values the columns whose heading has two meanings; say how."""
    present = {column.field for column in columns}
    decided, said = [], []
    for column in columns:
        if column.field not in choices.DOUBTFUL:
            decided.append(column)
            continue
        values = [sheet.cell(row, column.index).text for row in range(first, len(sheet.rows))]
        field = choices.field_by_values(column.field, [text for text in values if text], present)
        if field is not column.field:
            said.append(f"“{column.name}”列按内容看作{choices.WORDS[field]}，请核对。")
        decided.append(_as(column, field))
    return decided, tuple(said)


def _with_keys(columns: list[Column]) -> list[Column]:
    """Give columns of one heading names of their own."""
    counted: Counter[str] = Counter()
    found = []
    for column in columns:
        counted[column.heading] += 1
        again = counted[column.heading]
        key = f"{column.heading}（{again}）" if again > 1 else column.heading
        found.append(Column(column.index, column.heading, column.field, column.hidden, key))
    return found


def _above(sheet: Sheet, heading_row: int) -> str:
    """Return the texts above the heading."""
    return " ".join(cell.text for line in sheet.rows[:heading_row] for cell in line if cell.text)
