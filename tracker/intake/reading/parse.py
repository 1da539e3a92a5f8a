"""From a workbook to its preview: every sheet, every row, nothing written."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date

from tracker.cases.numbering import number_key
from tracker.deputies.names import name_key
from tracker.intake.reading import ditto, places, rows, sessions, table, titles
from tracker.intake.reading import layout as layouts
from tracker.intake.reading import line as lines
from tracker.intake.reading.headers import Field
from tracker.intake.reading.layout import Layout
from tracker.intake.reading.line import Line
from tracker.intake.reading.numbers import plain_part
from tracker.intake.reading.preview import Entry, LeftOut, Preview, SheetPreview
from tracker.intake.reading.table import NoHeadingsError, NotAListError, Table
from tracker.intake.reading.titles import Context
from tracker.kernel.sheets import Book, Cell, Sheet
from tracker.kernel.texts import comparable
from tracker.terms import Kind

UNMERGED = frozenset({Field.NUMBER, Field.TITLE})
Opened = Mapping[tuple[Kind | None, int | None, int | None], date]
Fixes = Mapping[tuple[str, int, int], str]


@dataclass(frozen=True)
class Known:
    """What is known beside the file: when sessions opened, and what the clerk corrected.

    A correction stands at (sheet, row from 1, column from 0). `layouts` are those that the clerk
    laid out, by sheet; `remembered` those of earlier lists, by the signature of their headings.
    """

    opened: Opened = field(default_factory=dict)
    fixes: Fixes = field(default_factory=dict)
    layouts: Mapping[str, Layout] = field(default_factory=dict)
    remembered: Mapping[str, Mapping[int, Field]] = field(default_factory=dict)


def lists_of(book: Book, name: str, known: Known | None = None) -> Preview:
    """Read the sheets of a workbook as lists of cases; `name` is that of the file."""
    preview, refusals = Preview(name), []
    for sheet in book.visible():
        try:
            preview.sheets += sessions.apart(parse_sheet(sheet, known or Known()))
        except NotAListError as error:
            refusals.append(f"工作表“{sheet.name}”：{error}")
        except NoHeadingsError as error:
            refusals.append(f"工作表“{sheet.name}”：{error}")
            preview.unheaded.append(sheet.name)
    hidden = [sheet.name for sheet in book.sheets if sheet.hidden and not sheet.empty]
    if hidden:
        preview.warnings.append(f"隐藏的工作表没有读：{'、'.join(hidden)}。")
    if not preview.sheets:
        preview.refused = " ".join(refusals) or "工作簿里没有可见的清单。"
    else:
        preview.warnings += refusals
        preview.sheets[0].warnings += preview.warnings
    return preview


def parse_sheet(sheet: Sheet, known: Known) -> SheetPreview:
    """Read one sheet.

    :raises NotAListError: it holds no list of cases.
    :raises NoHeadingsError: it has no headings, and nobody has said what its columns hold.
    """
    found = _table_of(sheet, known)
    context = context_of(sheet, found, known.opened)
    result = SheetPreview(
        name=sheet.name,
        kind=context.kind,
        body=context.body,
        term=context.term,
        session=context.session,
        titled=context.titled,
        above=found.above,
        heading_rows=[row + 1 for row in found.heading_rows],
        places=places.named(f"{found.above} {sheet.name}"),
        columns=found.columns,
    )
    _read_rows(sheet, found, _cells(sheet, found, known.fixes), (context, result))
    _note_fixes(result, known.fixes)
    _note_twice(result)
    _note_same_title(result)
    _note_near(result)
    _note_doubts(found, result)
    if not result.rows:
        raise NotAListError("表头下面没有一件，请检查是否选错了文件。")
    return result


def _table_of(sheet: Sheet, known: Known) -> Table:
    """Return the list of a sheet: as laid out for it, as its sender's lists were, or by headings.

    :raises NotAListError, NoHeadingsError: see `table.find`.
    """
    if layout := known.layouts.get(sheet.name):
        return table.laid_out(sheet, layout)
    if layout := layouts.remembered(sheet, known.remembered):
        return table.laid_out(sheet, layout, ("各列按上次同样表头的清单读入，请核对。",))
    return table.find(sheet)


def context_of(sheet: Sheet, found: Table, opened: Opened) -> Context:
    """Return what title rows, sheet name and headings say; the titles win."""
    headings = " ".join(column.heading for column in found.columns)
    own = titles.context_of(f"{found.above} {sheet.name}")
    kind = own.kind or titles.kind_of(headings)
    term, session = _first_session(sheet, found)
    term, session = own.term or term, own.session or session
    return Context(
        kind=kind,
        term=term,
        session=session,
        period=own.period,
        year=own.year,
        opened=opened.get((kind, term, session)),
        body=titles.body_of(kind),
        titled=bool(own.term and own.session),
    )


def _first_session(sheet: Sheet, found: Table) -> tuple[int | None, int | None]:
    """Return term and session that the first row says in its columns."""
    for row in range(found.first_row, len(sheet.rows)):
        line = Line(sheet, found, row, sheet.cell)
        term, session = titles.session_of(line.text(Field.TERM))
        term = term or titles.numeral_of(line.text(Field.TERM_NUMBER))
        session = session or titles.numeral_of(line.text(Field.SESSION_NUMBER))
        if term or session:
            return term, session
    return None, None


def _read_rows(
    sheet: Sheet,
    found: Table,
    own: Callable[[int, int], Cell],
    into: tuple[Context, SheetPreview],
) -> None:
    """Read the rows below the heading; after the totals or a footnote only whole cases count."""
    (context, result), ended = into, False
    entries: dict[int, Entry] = {}
    tops = _continued(sheet, found)
    for row in range(found.first_row, len(sheet.rows)):
        line = Line(sheet, found, row, own)
        top = entries.get(tops.get(row, -1))
        merged = top is not None and not sheet.cell(row, found.first[Field.TITLE].index).text
        why = lines.why_left_out(line, ended=ended)
        if not merged and why in (None, "heading row again", "no case") and not ended:
            top = _case_above(entries, line)
        if top is not None and (merged or why != "blank row"):
            rows.join(top, line)
            result.left_out.append(LeftOut(row + 1, "continued row"))
            continue
        if why:
            ended = ended or lines.ends_list(line, why)
            result.left_out += [LeftOut(row + 1, why)] if why != "blank row" else []
            continue
        entries[row] = rows.entry_of(line, context)
        if row in sheet.struck_rows:
            entries[row].aside = True
            entries[row].doubt(None, "这一行在表里整行划掉，没有打勾，请确认要不要导入。")
        if row in sheet.hidden_rows:
            entries[row].aside = True
            entries[row].doubt(None, "这一行在表里是隐藏的，没有打勾，请确认要不要导入。")
    result.rows = list(entries.values())


def _case_above(entries: dict[int, Entry], line: Line) -> Entry | None:
    """Return the case above that a row only adds units to; it repeats that case, or is blank."""
    last = entries[max(entries)] if entries else None
    if last is None:
        return None
    if line.continues():
        return last
    same = (last.title, last.lead_cell) == (line.text(Field.TITLE), line.text(Field.LEAD))
    number = number_key(line.text(Field.NUMBER))
    more = rows.units_named(line) - {*last.hosts, *last.assisting, *last.separate}
    return last if number and number == last.number_key and same and more else None


def _cells(sheet: Sheet, found: Table, fixes: Fixes) -> Callable[[int, int], Cell]:
    """Return how a cell is read: as corrected, merged downwards, repeated, or as it stands."""
    reach = _merged_down(sheet, found)
    fixed = {(row - 1, at): text for (name, row, at), text in fixes.items() if name == sheet.name}

    keep = {column.index for column in found.columns if column.field is Field.NUMBER}

    def plain(row: int, column: int) -> Cell:
        if (row, column) in fixed:
            return Cell(fixed[(row, column)], "text")
        return sheet.cell(reach.get((row, column), row), column)

    def own(row: int, column: int) -> Cell:
        cell = plain(row, column)
        if column in keep or not ditto.repeats(cell.text):
            return cell
        return ditto.above(plain, row, column, found.first_row)

    return own


def _merged_down(sheet: Sheet, found: Table) -> dict[tuple[int, int], int]:
    """Return the top row of cells merged downwards: a unit or group for several rows."""
    kept = {column.index for column in found.columns if column.field in UNMERGED}
    reach = {}
    for top, left, bottom, right in sheet.merges:
        if top < found.first_row or left != right or left in kept:
            continue
        for row in range(top + 1, min(bottom, len(sheet.rows) - 1) + 1):
            reach[(row, left)] = top
    return reach


def _continued(sheet: Sheet, found: Table) -> dict[int, int]:
    """Return the top row of rows whose number is merged downwards: more of the same case."""
    number = found.first.get(Field.NUMBER)
    at = number.index if number else -1
    return {
        row: top
        for top, left, bottom, right in sheet.merges
        if top >= found.first_row and left == right == at
        for row in range(top + 1, min(bottom, len(sheet.rows) - 1) + 1)
    }


def _note_fixes(result: SheetPreview, fixes: Fixes) -> None:
    """Say at each row what the clerk corrected."""
    columns = {column.index: column for column in result.columns}
    entries = {entry.row: entry for entry in result.rows}
    for (sheet, row, at), text in fixes.items():
        if sheet == result.name and row in entries and at in columns:
            entries[row].correct(columns[at], text)


def _note_twice(result: SheetPreview) -> None:
    """Note the same number twice in one list at both rows; another session counts apart."""
    places: dict[tuple[object, ...], list[Entry]] = defaultdict(list)
    here = (result.term, result.session)
    for entry in result.rows:
        if entry.number_key:
            said = tuple(one or own for one, own in zip(entry.said_session, here, strict=True))
            places[(entry.said_kind, said, entry.period, entry.number_key)].append(entry)
    column = result.column(Field.NUMBER)
    for same in places.values() if column else ():
        for entry in same if len(same) > 1 else ():
            others = "、".join(str(other.row) for other in same if other is not entry)
            entry.wrong(column, f"与第 {others} 行编号相同，请核对。")


def _note_same_title(result: SheetPreview) -> None:
    """Note the same title by the same lead: an error where no number tells the rows apart."""
    places: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in result.rows:
        places[(comparable(entry.title), name_key(entry.lead))].append(entry)
    column = result.column(Field.TITLE)
    for same in places.values() if column else ():
        for entry in same if len(same) > 1 and same[0].title else ():
            others = "、".join(str(other.row) for other in same if other is not entry)
            sentence = f"与第 {others} 行提出者、标题都相同，请核对是不是重复。"
            if entry.number_key or entry.errors:
                entry.doubt(column, sentence)
            else:
                entry.wrong(column, sentence)


def _note_near(result: SheetPreview) -> None:
    """Note a number that only looks another than one of the list: 重点31 beside 31."""
    plain = {(entry.period, entry.number_key): entry for entry in result.rows}
    for entry in result.rows:
        part = plain_part(entry.number_key)
        if part and not entry.asked and (other := plain.get((entry.period, part))):
            sentence = f"与第 {other.row} 行的编号“{other.number}”相近，请核对是不是同一件。"
            entry.doubt(result.column(Field.NUMBER), sentence)


def _note_doubts(found: Table, result: SheetPreview) -> None:
    """Note what is doubtful about the whole sheet."""
    if result.kind is None:
        result.warnings.append(sessions.NO_KIND)
    if result.term is None or result.session is None:
        result.warnings.append(sessions.NO_SESSION)
    if result.column(Field.NUMBER) is None:
        result.warnings.append("表里没有编号一列，各件先按未编号登记，有了编号再补。")
    result.warnings += found.choices
    unused = rows.columns_without_use(found)
    hidden = [column.name for column in found.columns if column.hidden and column not in unused]
    if hidden:
        result.warnings.append(f"隐藏的列也读了：{'、'.join(hidden)}。")
    if left := [f"{column.name}{'（隐藏）' if column.hidden else ''}" for column in unused]:
        result.warnings.append(f"没有对应栏目、随件保存的列：{'、'.join(left)}。")
    if result.kind is Kind.PROPOSAL and "代表" in found.above and "政协" not in found.above:
        result.warnings.append("标题里写着“代表”，列名却像提案，请核对。")
