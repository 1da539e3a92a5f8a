"""From a row of the list to an entry, with what is wrong or doubtful; pure."""

from __future__ import annotations

import re

from tracker.cases.numbering import number_key
from tracker.intake import days, people, titles, unit_cells
from tracker.intake.headers import Field
from tracker.intake.line import Line
from tracker.intake.preview import Entry
from tracker.intake.table import Column, Table
from tracker.intake.titles import Context
from tracker.intake.unit_cells import Units
from tracker.terms import AssignRole, Kind, LeadType, Period

LONG_TITLE, LONG_NUMBER, LONG_NAME = 300, 40, 80
YEAR_LENGTH = 4
CLASS = re.compile(r"[（(]?([A-DＡ-Ｄ])[)）]?\s*类?")
CLASS_WORDS = {"A": ("解决或采纳", "已解决", "解决采纳"), "B": ("列入计划", "计划解决"),
               "C": ("留作参考", "供参考")}  # fmt: skip
SEVERAL = re.compile(r"^第?\d+(?:[、,，;；/和]第?\d+)+号?$")
RANGE = re.compile(r"^第?0*(\d+)号?(?:-|—|–|~|～|至|到)第?0*(\d+)号?$")
OTHER_KIND = {
    Kind.SUGGESTION: frozenset({"提案", "政协提案", "委员提案", "集体提案"}),
    Kind.PROPOSAL: frozenset({"建议", "代表建议", "人大建议", "大会建议", "闭会建议"}),
}


def entry_of(line: Line, context: Context) -> Entry:
    """Return the entry of a row."""
    entry = Entry(row=line.row + 1, period=context.period or Period.SESSION)
    entry.cells = {
        column.key: text
        for column in line.table.columns
        if (text := line.own(line.row, column.index).text)
    }
    _check_formulas(entry, line)
    _identity(entry, line)
    _place(entry, line, context.kind)
    _proposers(entry, line)
    _units(entry, line)
    days.read(entry, line, context.year)
    _letter(entry, line)
    return entry


def join(entry: Entry, line: Line) -> None:
    """Add what a row under a number merged downwards says: more names, more units."""
    found = people.people_of(line.text(Field.LEAD), line.text(Field.CO_SIGNERS))
    known = {entry.lead, *entry.co_signers, ""}
    more = tuple(name for name in (found.lead, *found.co_signers) if name not in known)
    listed = 1 + len(entry.co_signers)
    if entry.signer_count == listed:
        entry.signer_count = listed + len(more)
    entry.co_signers += more
    units = Entry(entry.row)
    _units(units, line)
    taken = {*entry.hosts, *entry.assisting, *entry.separate}
    entry.hosts += tuple(name for name in units.hosts if name not in taken)
    entry.assisting += tuple(name for name in units.assisting if name not in taken)
    entry.separate += tuple(name for name in units.separate if name not in taken)


def _check_formulas(entry: Entry, line: Line) -> None:
    """A formula gives its stored value with a warning, an error without one."""
    for column in line.table.columns:
        cell = line.own(line.row, column.index)
        if not cell.mark:
            continue
        used = column.field not in (Field.OTHER, Field.INDEX)
        if cell.mark == "x" and column.field is not Field.INDEX:
            entry.wrong(column, "是公式而没有算出的值。请选中后“选择性粘贴为数值”再上传。")
        elif cell.mark == "e" and used:
            entry.wrong(column, "单元格里是错误值，请改正后再上传。")
        elif cell.broken:
            entry.doubt(column, "没有可用的值，没有读入。")
        else:
            entry.doubt(column, f"是公式，按显示的值“{cell.text}”读入。")


def _column(line: Line, field: Field) -> Column:
    """Return the column of a field that the list is sure to have."""
    return line.table.first[field]


def _identity(entry: Entry, line: Line) -> None:
    """Read number, title, text and topic."""
    cell, column = line.cell(Field.NUMBER), _column(line, Field.NUMBER)
    entry.number = re.sub(r"^(\d+)\.0+$", r"\1", " ".join(cell.text.split()))
    entry.number_key = number_key(entry.number)
    if cell.kind == "date":
        entry.wrong(column, f"编号被 Excel 当成了日期（{cell.text}），请改成文本后再填。")
    elif not entry.number_key:
        entry.wrong(column, "缺编号，请补上。")
    elif max(len(entry.number), len(entry.number_key)) > LONG_NUMBER:
        entry.wrong(column, f"编号超过 {LONG_NUMBER} 个字，请核对。")
    elif is_several(entry.number):
        entry.ask(column, f"“{entry.number}”像是几件写在一行，请拆成每件一行，或更正为一个编号。")
    title = _column(line, Field.TITLE)
    entry.title = "".join(line.text(Field.TITLE).splitlines())
    if not entry.title:
        entry.wrong(title, "缺标题，请补上。")
    elif len(entry.title) > LONG_TITLE:
        entry.wrong(title, f"标题超过 {LONG_TITLE} 个字，请核对是否填了正文。")
    elif "并案" in entry.title:
        entry.doubt(title, "写着“并案”，各件分别登记后再到件的页面并案。")
    entry.text, entry.topic = line.text(Field.BODY_TEXT), line.text(Field.TOPIC)[:40]


def is_several(number: str) -> bool:
    """Whether a number names several items: 1-3号, 5、6、7号; a year before the dash does not."""
    tidy = "".join(number.split())
    if SEVERAL.match(tidy):
        return True
    found = RANGE.match(tidy)
    if not found or len(found.group(1)) >= YEAR_LENGTH:
        return False
    return int(found.group(1)) < int(found.group(2))


def _place(entry: Entry, line: Line, kind: Kind | None) -> None:
    """Read period and session of the row, and whether it is of another kind."""
    said_kind = "".join(line.text(Field.KIND).split())
    said = (line.text(Field.PERIOD), said_kind, line.text(Field.TERM), entry.number)
    periods = [period for text in said if (period := titles.period_of(text))]
    entry.period = periods[0] if periods else entry.period
    term, session = titles.session_of(line.text(Field.TERM) or entry.number)
    term = titles.numeral_of(line.text(Field.TERM_NUMBER)) or term
    session = titles.numeral_of(line.text(Field.SESSION_NUMBER)) or session
    entry.said_session = (term, session)
    if said_kind == "议案":
        entry.ask(line.column(Field.KIND), "议案不在这里办理，请核对。")
    elif kind and said_kind in OTHER_KIND[kind]:
        entry.ask(line.column(Field.KIND), f"写着“{said_kind}”，与这张表的种类不同，请分开导入。")


def _proposers(entry: Entry, line: Line) -> None:
    """Read lead, co-signers, their number, group and telephone."""
    cells = (Field.LEAD, Field.CO_SIGNERS, Field.SIGNER_COUNT, Field.LEAD_TYPE)
    found = people.people_of(*(line.text(field) for field in cells))
    entry.lead, entry.lead_type = found.lead, found.lead_type
    entry.co_signers, entry.signer_count = found.co_signers, found.signer_count
    column, named = _column(line, Field.LEAD), 1 + len(found.co_signers)
    if not found.lead:
        entry.wrong(column, "缺领衔代表（第一提案人），请补上。")
    elif max(map(len, (found.lead, *found.co_signers))) > LONG_NAME:
        entry.wrong(column, f"姓名或名称超过 {LONG_NAME} 个字，请核对。")
    elif found.signer_count is None:
        entry.doubt(column, "写着“等”而没有人数，联名人数不详。")
    elif found.overstated:
        entry.doubt(column, f"列出了 {named} 个姓名，多于所写的人数，请核对。")
    elif 1 < named < found.signer_count and found.lead_type is LeadType.PERSON:
        entry.doubt(column, f"共 {found.signer_count} 人，只列出 {named} 个姓名。")
    if found.work_place:
        entry.doubt(column, f"“{found.work_place}”没有当作姓名读入。")
    entry.group = "".join(line.text(Field.GROUP).split())[:40]
    entry.phone = "".join(line.text(Field.PHONE).split())[:20]


def _units(entry: Entry, line: Line) -> None:
    """Read the units of each role; one column of units takes its role from 承办性质."""
    hosts = unit_cells.units_of(line.text(Field.HOST))
    plain = unit_cells.units_of(line.text(Field.UNIT))
    assisting = unit_cells.units_of(line.text(Field.ASSISTING))
    separate = unit_cells.units_of(line.text(Field.SEPARATE))
    read = (hosts, plain, assisting, separate)
    entry.hosts = _all(hosts.names, *(units.hosts for units in read))
    entry.assisting = _all(assisting.names, *(units.assisting for units in read))
    entry.separate = _all(separate.names, *(units.separate for units in read))
    _plain_units(entry, plain.names, line.text(Field.ROLE))
    _check_units(entry, line, dict(zip(_UNIT_FIELDS, read, strict=True)))


_UNIT_FIELDS = (Field.HOST, Field.UNIT, Field.ASSISTING, Field.SEPARATE)


def _all(*parts: tuple[str, ...]) -> tuple[str, ...]:
    """Return names in order, once each."""
    return tuple(dict.fromkeys(name for part in parts for name in part))


def _plain_units(entry: Entry, names: tuple[str, ...], role: str) -> None:
    """Put the units of a column without role where 承办性质 says; beside a host they assist."""
    if AssignRole.SEPARATE.label in role:
        entry.separate = _all(entry.separate, entry.hosts, names)
        entry.hosts = ()
    elif entry.hosts:
        known = {*entry.hosts, *entry.assisting, *entry.separate}
        entry.assisting += tuple(name for name in names if name not in known)
    else:
        entry.hosts = names


def _check_units(entry: Entry, line: Line, read: dict[Field, Units]) -> None:
    """Note what is doubtful about the units."""
    for field, units in read.items():
        if units.open_list:
            entry.doubt(line.column(field), "写着“等”，单位没有列全。")
    column = line.column(Field.HOST) or line.column(Field.UNIT)
    named = (*entry.hosts, *entry.assisting, *entry.separate)
    if column and named and max(map(len, named)) > LONG_NAME:
        entry.wrong(column, f"单位名称超过 {LONG_NAME} 个字，请核对。")
    if entry.assisting and not entry.hosts:
        entry.doubt(line.column(Field.ASSISTING), "有会办单位而没有主办单位，交办前请补上。")
    if len(entry.hosts) > 1:
        entry.doubt(column, "主办单位不止一个，交办前请改为一个主办或分办。")


def _letter(entry: Entry, line: Line) -> None:
    """Read what an item that is answered already says of its letter."""
    entry.document_number = line.text(Field.DOCUMENT_NUMBER)[:60]
    entry.signer = line.text(Field.SIGNER)[:40]
    entry.reply_class = class_of(line.text(Field.REPLY_CLASS))
    if entry.replied_on and not entry.reply_class:
        column = line.column(Field.REPLIED_ON)
        entry.doubt(column, "有答复日期而没有办理类别（A、B、C、D），只能导入到签收。")


def class_of(text: str) -> str:
    """Return the letter of a class, or of the words that mean it; empty where none is said."""
    if found := CLASS.search(text):
        letter = found.group(1)
        return chr(ord(letter) - 0xFEE0) if ord(letter) > 0xFF00 else letter
    for letter, words in CLASS_WORDS.items():
        if any(word in text for word in words):
            return letter
    return ""


def columns_without_use(table: Table) -> list[Column]:
    """Return the columns that are not read."""
    return [column for column in table.columns if column.field is Field.OTHER]
