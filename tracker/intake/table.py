"""Finding the list in a sheet: heading rows, columns, what stands above; pure."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from tracker.intake import headers
from tracker.intake.headers import Field
from tracker.kernel.sheets import Cell, Sheet

LOOKED_AT = 15
ENOUGH = 2
IDENTITY = (Field.NUMBER, Field.TITLE)
NEEDED = {
    Field.NUMBER: "编号（如“建议编号”“提案号”）",
    Field.TITLE: "标题（如“建议标题”“案由”）",
    Field.LEAD: "提出者（如“领衔代表”“第一提案人”）",
}


class NotAListError(Exception):
    """A sheet that holds no list of cases; the message says what it is and what to do."""


@dataclass(frozen=True)
class Column:
    """One column of the list; `heading` as it stands there."""

    index: int
    heading: str
    field: Field
    hidden: bool


@dataclass(frozen=True)
class Table:
    """Where the list is; rows count from 0."""

    heading_rows: tuple[int, ...]
    columns: tuple[Column, ...]
    above: str

    @property
    def first_row(self) -> int:
        """The first row below the heading."""
        return self.heading_rows[-1] + 1

    def of(self, field: Field) -> list[Column]:
        """Return the columns of a field."""
        return [column for column in self.columns if column.field is field]


def find(sheet: Sheet) -> Table:
    """Find the list in a sheet.

    :raises NotAListError: there is none; unit and satisfaction tables are named.
    """
    best: tuple[int, tuple[int, ...]] = (0, ())
    for row in range(min(LOOKED_AT, len(sheet.rows))):
        candidates: tuple[tuple[int, ...], ...] = ((row,), (row, row + 1))
        best = max([best, *((_hits(sheet, rows), rows) for rows in candidates)], key=_by_hits)
    rows = best[1]
    texts = [cell.text for line in sheet.rows[:LOOKED_AT] for cell in line if cell.text]
    _refuse_other_tables(texts)
    if best[0] < ENOUGH:
        raise NotAListError("没有找到表头。清单里要有“编号”“标题”“领衔代表（提案人）”等列。")
    table = Table(rows, tuple(_columns(sheet, rows)), _above(sheet, rows[0]))
    missing = [words for field, words in NEEDED.items() if not table.of(field)]
    if missing:
        raise NotAListError(f"表头缺少：{'、'.join(missing)}。请补上这一列后再上传。")
    return table


def _by_hits(found: tuple[int, tuple[int, ...]]) -> int:
    """Return how many fields were found; of equals the first wins."""
    return found[0]


def filled(sheet: Sheet, row: int, column: int) -> Cell:
    """Return a cell; inside a merged range the range's first cell."""
    for top, left, bottom, right in sheet.merges:
        if top <= row <= bottom and left <= column <= right:
            return sheet.cell(top, left)
    return sheet.cell(row, column)


def _refuse_other_tables(texts: list[str]) -> None:
    """Refuse tables that are known and hold no cases."""
    if headers.is_rating_table(texts):
        raise NotAListError("这是满意度测评表，不是件的清单。评价请在各件的页面登记。")
    tidy = {headers.tidy(text) for text in texts}
    has_identity = any(headers.ALIASES.get(text) is Field.NUMBER for text in tidy)
    if headers.is_unit_table(texts) and not has_identity:
        raise NotAListError("这是按单位汇总的表，不是件的清单。请上传逐件列出的清单。")


def _hits(sheet: Sheet, rows: tuple[int, ...]) -> int:
    """Count the different fields that these rows name as headings."""
    if rows[-1] >= len(sheet.rows):
        return 0
    if len(rows) > 1 and not _is_second_row(sheet, *rows):
        return 0
    found = {column.field for column in _columns(sheet, rows)} - {Field.OTHER}
    return len(found) if any(field in found for field in IDENTITY) else 0


def _is_second_row(sheet: Sheet, first: int, second: int) -> bool:
    """Whether the second row belongs to the heading: a merged range leads into it."""
    return any(
        top == first and (bottom >= second or (right > left and bottom == first))
        for top, left, bottom, right in sheet.merges
        if left < sheet.width
    ) and not any(cell.kind == "number" for cell in sheet.rows[second])


def _columns(sheet: Sheet, rows: tuple[int, ...]) -> list[Column]:
    """Return every column with the field that its heading names."""
    found = []
    for index in range(sheet.width):
        parent = filled(sheet, rows[0], index).text
        own = filled(sheet, rows[-1], index).text if len(rows) > 1 else parent
        heading = own if own == parent or not parent else f"{parent}/{own}" if own else parent
        field = headers.field_of(parent if len(rows) > 1 else "", own or parent)
        if heading:
            hidden = index in sheet.hidden_columns
            tidy = "".join(heading.split())
            found.append(Column(index, tidy, field or Field.OTHER, hidden))
    return _resolve_twice(found)


def _resolve_twice(columns: list[Column]) -> list[Column]:
    """Let a hidden twin or a second column of one field give way to the first visible one."""
    counted = Counter(column.field for column in columns)
    several = {Field.OTHER, Field.RATING, Field.INDEX}
    seen: set[Field] = set()
    found = []
    for column in sorted(columns, key=lambda column: (column.hidden, column.index)):
        twice = counted[column.field] > 1 and column.field not in several
        if twice and column.field in seen:
            found.append(Column(column.index, column.heading, Field.OTHER, column.hidden))
        else:
            seen.add(column.field)
            found.append(column)
    return sorted(found, key=lambda column: column.index)


def _above(sheet: Sheet, heading_row: int) -> str:
    """Return the texts above the heading."""
    return " ".join(cell.text for line in sheet.rows[:heading_row] for cell in line if cell.text)
