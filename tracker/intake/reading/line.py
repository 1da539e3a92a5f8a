"""One row of a sheet read through the columns of its list; which rows are no cases; pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from tracker.intake.reading import headers
from tracker.intake.reading.headers import Field
from tracker.intake.reading.table import Column, Table
from tracker.kernel.headings import tidy
from tracker.kernel.sheets import NOTHING, Cell, Sheet

TOTALS = re.compile(r"^(合计|小计|总计|共计|累计|总数|以上合计|本页合计|共\d+件)")
LAST_TOTALS = re.compile(r"^(合计|总计|共计|总数|共\d+件)")
NOTES = re.compile(
    r"^(填表说明|填报说明|编制说明|说明|备注|注|附注)(\d*[：:]|$)|^注\d*[：:、.]|"
    r"^(填表人|填报人|填报单位|填表单位|填表日期|填报日期|制表|审核人?|统计截止|截止日期|联系人|"
    r"联系电话|单位负责人|分管领导签字|打印日期|打印时间|第\d+页)"
)
SECTION = re.compile(r"^[一二三四五六七八九十]+[、.．]|^[（(][一二三四五六七八九十]+[）)]")
UNIT_FIELDS = frozenset({Field.HOST, Field.UNIT, Field.ASSISTING, Field.SEPARATE})
BESIDE_UNITS = frozenset({Field.ROLE, Field.PART, Field.INDEX, Field.REMARKS, Field.HANDLER})
CASE_FIELDS = (Field.NUMBER, Field.TITLE, Field.LEAD)


@dataclass(frozen=True)
class Line:
    """One row; `own` gives its cells, those merged downwards and those corrected included."""

    sheet: Sheet
    table: Table
    row: int
    own: Callable[[int, int], Cell]

    def column(self, field: Field) -> Column | None:
        """Return the column of a field, None where the list has none."""
        return self.table.first.get(field)

    def cell(self, field: Field) -> Cell:
        """Return the cell of a field."""
        column = self.table.first.get(field)
        return self.own(self.row, column.index) if column else NOTHING

    def text(self, field: Field) -> str:
        """Return the text of a field."""
        return self.cell(field).text.strip()

    def columns(self, field: Field) -> list[Column]:
        """Return every column of a field: remarks and ratings may have several."""
        return [column for column in self.table.columns if column.field is field]

    def texts(self, field: Field) -> list[str]:
        """Return the texts of every column of a field."""
        texts = [self.own(self.row, column.index).text.strip() for column in self.columns(field)]
        return [text for text in texts if text]

    def continues(self) -> bool:
        """Whether the row only adds units to the case above it: 一单位一行, the rest left blank."""
        said = {
            column.field
            for column in self.table.columns
            if self.own(self.row, column.index).text.strip()
        }
        return bool(said & UNIT_FIELDS) and said <= UNIT_FIELDS | BESIDE_UNITS

    def present(self) -> list[str]:
        """Return the texts that stand in the row."""
        texts = [self.own(self.row, column.index).text.strip() for column in self.table.columns]
        return [text for text in texts if text]

    def holds_case(self) -> bool:
        """Whether number, title and proposer all stand in the row, as far as the list has them."""
        needed = [field for field in CASE_FIELDS if self.column(field)]
        return all(self.text(field) for field in needed)


def why_left_out(line: Line, *, ended: bool) -> str | None:
    """Return why a row is no case: blank, totals, footnote, heading again, section line.

    :param ended: the last totals row or a footnote stood above; only a whole case still counts.
    """
    number = tidy(line.text(Field.NUMBER))
    if line.holds_case() and number not in headers.ALIASES and not TOTALS.match(number):
        return None
    present = ["".join(text.split()) for text in line.present()]
    if not present:
        return "blank row"
    if any(TOTALS.match(text) for text in present[:3]):
        return "totals row"
    if NOTES.match(present[0]) or ended:
        return "footnote"
    if any(line.cell(field).broken for field in CASE_FIELDS):
        return None  # a case of which a formula or an error hides what it is
    if _is_heading(present):
        return "heading row again"
    if len(set(present)) == 1 and (SECTION.match(present[0]) or not line.text(Field.TITLE)):
        return "section row"
    return None if any(line.text(field) for field in CASE_FIELDS) else "no case"


def ends_list(line: Line, why: str) -> bool:
    """Whether what follows a row that was left out is no list any more."""
    if why == "footnote":
        return True
    last = any(LAST_TOTALS.match("".join(text.split())) for text in line.present()[:3])
    return why == "totals row" and last


def _is_heading(present: list[str]) -> bool:
    """Whether a row repeats the heading."""
    named = [text for text in present if tidy(text) in headers.ALIASES]
    return len(present) > 1 and len(named) >= len(present) - 1
