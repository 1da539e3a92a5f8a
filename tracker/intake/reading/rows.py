"""From a row of the list to an entry, with what is wrong or doubtful; pure."""

from __future__ import annotations

from tracker.intake.reading import answered, days, ditto, numbers, proposers, titles, unit_cells
from tracker.intake.reading.headers import Field
from tracker.intake.reading.line import Line
from tracker.intake.reading.preview import Entry
from tracker.intake.reading.table import Column, Table
from tracker.intake.reading.titles import Context
from tracker.intake.reading.unit_cells import Units
from tracker.terms import AssignRole, Kind, Period

LONG_TITLE, LONG_NUMBER, LONG_NAME, LONG_TOPIC = 300, 60, 40, 40
ASSISTING, HOSTS = ("会办", "协办", "配合"), ("主办", "牵头", "独办")
_SAID_KIND = {
    **dict.fromkeys(("建议", "代表建议", "人大建议"), Kind.SUGGESTION),
    **dict.fromkeys(("提案", "政协提案", "委员提案", "集体提案"), Kind.PROPOSAL),
}
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
    _note_ditto(entry, line)
    _identity(entry, line)
    _place(entry, line, context.kind)
    _check_year(entry, line, context)
    proposers.read(entry, line)
    _units(entry, line)
    days.read(entry, line, context.years)
    answered.read_secrecy(entry, line)
    _letter(entry, line)
    return entry


def units_named(line: Line) -> set[str]:
    """Return the units that a row names, whatever their role."""
    units = Entry(line.row + 1)
    _units(units, line)
    return {*units.hosts, *units.assisting, *units.separate}


def join(entry: Entry, line: Line) -> None:
    """Add what a row under a number merged downwards says: more names, more units."""
    proposers.join(entry, line)
    units = Entry(entry.row)
    _units(units, line)
    taken = {*entry.hosts, *entry.assisting, *entry.separate}
    entry.hosts += tuple(name for name in units.hosts if name not in taken)
    entry.assisting += tuple(name for name in units.assisting if name not in taken)
    entry.separate += tuple(name for name in units.separate if name not in taken)
    entry.parts = units.parts | entry.parts


def _note_ditto(entry: Entry, line: Line) -> None:
    """Say at a cell with a ditto mark what it was read as."""
    for column in line.table.columns:
        raw = line.sheet.cell(line.row, column.index).text
        if ditto.repeats(raw) and column.field not in (Field.OTHER, Field.INDEX):
            read = line.own(line.row, column.index).text
            entry.doubt(column, f"写着“{raw}”，按上一行读作“{read}”，请核对。")


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
    numbers.read(entry, line)
    title = _column(line, Field.TITLE)
    entry.title = "".join(line.text(Field.TITLE).splitlines())
    if not entry.title:
        entry.wrong(title, "缺标题，请补上。")
    elif len(entry.title) > LONG_TITLE:
        entry.wrong(title, f"标题超过 {LONG_TITLE} 个字，请核对是否填了正文。")
    elif "并案" in entry.title:
        entry.doubt(title, "写着“并案”，各件分别登记后再到件的页面并案。")
    entry.text, entry.topic = line.text(Field.BODY_TEXT), line.text(Field.TOPIC)
    entry.fit(line.column(Field.TOPIC), entry.topic, LONG_TOPIC)
    entry.remarks = "；".join(line.texts(Field.REMARKS))


def _place(entry: Entry, line: Line, kind: Kind | None) -> None:
    """Read period and session of the row, and whether it is of another kind."""
    said_kind = "".join(line.text(Field.KIND).split())
    said = (line.text(Field.PERIOD), said_kind, line.text(Field.TERM), line.text(Field.NUMBER))
    periods = [period for text in said if (period := titles.period_of(text))]
    entry.period = periods[0] if periods else entry.period
    term, session = titles.session_of(line.text(Field.TERM) or line.text(Field.NUMBER))
    term = titles.numeral_of(line.text(Field.TERM_NUMBER)) or term
    session = titles.numeral_of(line.text(Field.SESSION_NUMBER)) or session
    entry.said_session = (term, session)
    entry.said_kind = _SAID_KIND.get(said_kind)
    if said_kind == "议案":
        entry.ask(line.column(Field.KIND), "议案不在这里办理，请核对。")
    elif kind and said_kind in OTHER_KIND[kind]:
        entry.ask(line.column(Field.KIND), f"写着“{said_kind}”，与这张表的种类不同，请分开导入。")


def _check_year(entry: Entry, line: Line, context: Context) -> None:
    """Ask where the number names another year than the list: 【2023】117 in a list of 2026."""
    year = entry.number_year
    if year and context.years and year not in context.years:
        sentence = f"编号写的是 {year} 年，这张表是 {context.years[-1]} 年的，请核对。"
        entry.ask(line.column(Field.NUMBER), sentence)


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
    answering = (*entry.hosts, *entry.separate)
    entry.parts = unit_cells.parts_of(line.text(Field.PART), answering)
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
    elif any(word in role for word in ASSISTING) and not any(word in role for word in HOSTS):
        entry.assisting = _all(entry.assisting, names)
    elif entry.hosts:
        known = {*entry.hosts, *entry.assisting, *entry.separate}
        entry.assisting += tuple(name for name in names if name not in known)
    else:
        entry.hosts = names


def _check_units(entry: Entry, line: Line, read: dict[Field, Units]) -> None:
    """Note what is doubtful about the units."""
    for field, units in read.items():
        if units.undecided:
            entry.doubt(
                line.column(field), f"写着“{line.text(field)}”，没有读入单位，交办前请补上。"
            )
        if units.open_list:
            entry.doubt(line.column(field), "写着“等”，单位没有列全。")


def _letter(entry: Entry, line: Line) -> None:
    """Read what an item that is answered already says of its letter and its rating."""
    entry.document_number, entry.signer = line.text(Field.DOCUMENT_NUMBER), line.text(Field.SIGNER)
    entry.fit(line.column(Field.DOCUMENT_NUMBER), entry.document_number, LONG_NUMBER)
    entry.fit(line.column(Field.SIGNER), entry.signer, LONG_NAME)
    answered.read(entry, line)


def columns_without_use(table: Table) -> list[Column]:
    """Return the columns that are not read."""
    return [column for column in table.columns if column.field is Field.OTHER]
