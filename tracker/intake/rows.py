"""From a row of the list to an entry, with what is wrong or doubtful; pure."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from tracker.cases.numbering import number_key
from tracker.intake import dates, headers, people, titles, unit_cells
from tracker.intake.headers import Field
from tracker.intake.preview import Entry
from tracker.intake.table import Column, Table
from tracker.intake.titles import Context
from tracker.kernel.sheets import NOTHING, Cell, Sheet
from tracker.terms import AssignRole, LeadType, Period

TOTALS = re.compile(r"^(合计|小计|总计|共计|累计)")
NOTES = re.compile(r"^(填表说明|说明|备注|注)[：:]|^填表人|^制表|^联系人[：:]")
LONG_TITLE, LONG_NUMBER = 300, 40
CLASS = re.compile(r"[（(]?([A-DＡ-Ｄ])[)）]?\s*类?")


@dataclass(frozen=True)
class Line:
    """One row of the sheet read through the table's columns."""

    sheet: Sheet
    table: Table
    row: int
    own: Callable[[int, int], Cell]

    def cell(self, field: Field) -> Cell:
        """Return the cell of a field."""
        columns = self.table.of(field)
        return self.own(self.row, columns[0].index) if columns else NOTHING

    def text(self, field: Field) -> str:
        """Return the text of a field."""
        return self.cell(field).text.strip()

    def heading(self, field: Field) -> str:
        """Return how the list calls a field."""
        columns = self.table.of(field)
        return columns[0].heading if columns else ""


def why_left_out(line: Line, table: Table) -> str | None:
    """Return why a row is no case: blank, totals, footnote, heading again, section line."""
    texts = [line.own(line.row, column.index).text.strip() for column in table.columns]
    present = [text for text in texts if text]
    if not present:
        return "blank row"
    first = "".join(present[0].split())
    if TOTALS.match(first) or any(TOTALS.match("".join(text.split())) for text in present[:2]):
        return "totals row"
    if NOTES.match(first):
        return "footnote"
    named = [headers.ALIASES.get(headers.tidy(text)) for text in present]
    if len(present) > 1 and sum(1 for field in named if field) >= len(present) - 1:
        return "heading row again"
    return "section row" if _is_section(line, present) else None


def _is_section(line: Line, present: list[str]) -> bool:
    """Whether only one text stands in the row, and it is neither number nor title."""
    return (len(set(present)) == 1 and not line.text(Field.TITLE)) or (
        len(set(present)) == 1 and bool(re.match(r"^[一二三四五六七八九十]+[、.]", present[0]))
    )


def entry_of(line: Line, context: Context) -> Entry:
    """Return the entry of a row."""
    entry = Entry(row=line.row + 1, period=context.period or Period.SESSION)
    entry.cells = {
        column.heading: line.own(line.row, column.index).text
        for column in line.table.columns
        if line.own(line.row, column.index).text
    }
    _check_formulas(entry, line)
    _identity(entry, line)
    _proposers(entry, line)
    _units(entry, line)
    _days(entry, line, context.year)
    _letter(entry, line)
    return entry


def _check_formulas(entry: Entry, line: Line) -> None:
    """A formula gives its stored value with a warning, an error without one."""
    for column in line.table.columns:
        cell = line.own(line.row, column.index)
        if cell.mark == "x":
            entry.wrong(column.heading, "是公式而没有算出的值。请选中后“选择性粘贴为数值”再上传。")
        elif cell.mark == "e":
            entry.wrong(column.heading, "单元格里是错误值，请改正后再上传。")
        elif cell.formula and column.field is not Field.OTHER:
            entry.doubt(column.heading, f"是公式，按显示的值“{cell.text}”读入。")


def _identity(entry: Entry, line: Line) -> None:
    """Read number, title, text, topic and period."""
    number = line.cell(Field.NUMBER)
    entry.number, entry.number_key = number.text.strip(), number_key(number.text)
    heading = line.heading(Field.NUMBER)
    if number.kind == "date":
        entry.wrong(heading, f"编号被 Excel 当成了日期（{number.text}），请改成文本后再填。")
    elif not entry.number_key:
        entry.wrong(heading, "缺编号，请补上。")
    elif len(entry.number) > LONG_NUMBER:
        entry.wrong(heading, f"编号超过 {LONG_NUMBER} 个字，请核对。")
    entry.title = "".join(line.text(Field.TITLE).split("\n"))
    if not entry.title:
        entry.wrong(line.heading(Field.TITLE), "缺标题，请补上。")
    elif len(entry.title) > LONG_TITLE:
        entry.wrong(line.heading(Field.TITLE), f"标题超过 {LONG_TITLE} 个字，请核对是否填了正文。")
    entry.text, entry.topic = line.text(Field.BODY_TEXT), line.text(Field.TOPIC)[:40]
    said = line.text(Field.PERIOD) or line.text(Field.KIND)
    entry.period = titles.period_of(said) or entry.period


def _proposers(entry: Entry, line: Line) -> None:
    """Read lead, co-signers, their number, group and telephone."""
    found = people.people_of(
        line.text(Field.LEAD), line.text(Field.CO_SIGNERS), line.text(Field.SIGNER_COUNT)
    )
    entry.lead, entry.lead_type = found.lead, found.lead_type
    entry.co_signers, entry.signer_count = found.co_signers, found.signer_count
    heading = line.heading(Field.LEAD)
    if not found.lead:
        entry.wrong(heading, "缺领衔代表（第一提案人），请补上。")
    elif not found.count_known:
        entry.doubt(heading, "写着“等”而没有人数，联名人数按列出的姓名计。")
    named = 1 + len(found.co_signers)
    if len(found.co_signers) and named < found.signer_count and found.lead_type is LeadType.PERSON:
        entry.doubt(heading, f"共 {found.signer_count} 人，只列出 {named} 个姓名。")
    entry.group = "".join(line.text(Field.GROUP).split())[:40]
    entry.phone = "".join(line.text(Field.PHONE).split())[:20]


def _units(entry: Entry, line: Line) -> None:
    """Read the units of each role; one column of units takes its role from 承办性质."""
    hosts = unit_cells.units_of(line.text(Field.HOST))
    plain = unit_cells.units_of(line.text(Field.UNIT))
    assisting = unit_cells.units_of(line.text(Field.ASSISTING))
    separate = unit_cells.units_of(line.text(Field.SEPARATE))
    entry.hosts, entry.assisting, entry.separate = hosts.names, assisting.names, separate.names
    if plain.names:
        _plain_units(entry, plain.names, line.text(Field.ROLE))
    for field, units in ((Field.HOST, hosts), (Field.UNIT, plain), (Field.ASSISTING, assisting)):
        if units.open_list:
            entry.doubt(line.heading(field), "写着“等”，单位没有列全。")
    if len(entry.hosts) > 1:
        heading = line.heading(Field.HOST if hosts.names else Field.UNIT)
        entry.doubt(heading, "主办单位不止一个，交办前请改为一个主办或分办。")


def _plain_units(entry: Entry, names: tuple[str, ...], role: str) -> None:
    """Put the units of a column without role where 承办性质 says; else the first is the host."""
    if AssignRole.SEPARATE.label in role:
        entry.separate = (*entry.separate, *names)
    elif entry.hosts:
        known = {*entry.hosts, *entry.assisting, *entry.separate}
        entry.assisting = (*entry.assisting, *(name for name in names if name not in known))
    else:
        entry.hosts = names


def _days(entry: Entry, line: Line, year: int | None) -> None:
    """Read the dates; one that does not exist is an error at its column."""
    for field, name in (
        (Field.ASSIGNED_ON, "assigned_on"),
        (Field.DUE_ON, "due_on"),
        (Field.SIGNED_ON, "signed_on"),
        (Field.REPLIED_ON, "replied_on"),
    ):
        cell = line.cell(field)
        if cell.text.strip():
            setattr(entry, name, _day(entry, line.heading(field), cell, year))
    entry.handler = line.text(Field.HANDLER)[:40]


def _day(entry: Entry, heading: str, cell: Cell, year: int | None) -> date | None:
    """Read one date."""
    day = dates.day_of(cell.text, cell.kind, year)
    if day is None and re.match(r"^\D*$", cell.text):
        entry.doubt(heading, f"“{cell.text}”不是日期，没有读入。")
    elif day is None:
        entry.wrong(heading, f"“{cell.text}”不是日期或没有这一天，请写成 2026-03-05。")
    return day


def _letter(entry: Entry, line: Line) -> None:
    """Read what an item that is answered already says of its letter."""
    entry.document_number = line.text(Field.DOCUMENT_NUMBER)[:60]
    entry.signer = line.text(Field.SIGNER)[:40]
    found = CLASS.search(line.text(Field.REPLY_CLASS))
    entry.reply_class = _ascii(found.group(1)) if found else ""
    if entry.replied_on and not entry.reply_class:
        heading = line.heading(Field.REPLIED_ON)
        entry.doubt(heading, "有答复日期而没有办理类别（A、B、C、D），只能导入到签收。")


def _ascii(letter: str) -> str:
    """Return a full-width letter as a plain one."""
    return chr(ord(letter) - 0xFEE0) if ord(letter) > 0xFF00 else letter


def columns_without_use(table: Table) -> list[Column]:
    """Return the columns that are not read."""
    return [column for column in table.columns if column.field is Field.OTHER]
