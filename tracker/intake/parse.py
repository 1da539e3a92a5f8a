"""From a workbook to its preview: every sheet, every row, nothing written."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from tracker.intake import rows, table, titles
from tracker.intake.headers import Field
from tracker.intake.preview import Entry, LeftOut, Preview, SheetPreview
from tracker.intake.table import NotAListError, Table
from tracker.intake.titles import Context
from tracker.kernel.sheets import Cell, Sheet, UnreadableError, read_book
from tracker.terms import Kind

UNMERGED = frozenset({Field.NUMBER, Field.TITLE})


def parse_book(path: Path, name: str) -> Preview:
    """Read a workbook as lists of cases; what cannot be read is refused with a sentence."""
    try:
        book = read_book(path)
    except UnreadableError as error:
        return Preview(name, refused=str(error))
    preview, refusals = Preview(name), []
    for sheet in book.visible():
        try:
            preview.sheets.append(parse_sheet(sheet))
        except NotAListError as error:
            refusals.append(f"工作表“{sheet.name}”：{error}")
    hidden = [sheet.name for sheet in book.sheets if sheet.hidden and not sheet.empty]
    if hidden:
        preview.warnings.append(f"隐藏的工作表没有读：{'、'.join(hidden)}。")
    if not preview.sheets:
        preview.refused = " ".join(refusals) or "工作簿里没有可见的清单。"
    else:
        preview.warnings += refusals
        preview.sheets[0].warnings += preview.warnings
    return preview


def parse_sheet(sheet: Sheet) -> SheetPreview:
    """Read one sheet.

    :raises NotAListError: it holds no list of cases.
    """
    found = table.find(sheet)
    context = context_of(sheet, found)
    result = SheetPreview(
        name=sheet.name,
        kind=context.kind,
        body=context.body,
        term=context.term,
        session=context.session,
        heading_rows=[row + 1 for row in found.heading_rows],
    )
    _read_rows(sheet, found, context, result)
    note_twice(result.rows)
    _note_doubts(found, result)
    if not result.rows:
        raise NotAListError("表头下面没有一件，请检查是否选错了文件。")
    return result


def context_of(sheet: Sheet, found: Table) -> Context:
    """Return what title rows, sheet name and headings say; the titles win."""
    headings = " ".join(column.heading for column in found.columns)
    own = titles.context_of(f"{found.above} {sheet.name}")
    kind = own.kind or titles.kind_of(headings)
    first = _first_term(sheet, found)
    return Context(
        kind=kind,
        term=own.term or first.term,
        session=own.session or first.session,
        period=own.period,
        year=own.year,
        body=titles.body_of(kind),
    )


def _first_term(sheet: Sheet, found: Table) -> Context:
    """Return term and session of the first row's 届次 cell."""
    for column in found.of(Field.TERM):
        for row in range(found.first_row, len(sheet.rows)):
            if text := sheet.cell(row, column.index).text:
                return titles.context_of(text if "会议" in text else f"{text.rstrip('次')}次会议")
    return Context()


def _read_rows(sheet: Sheet, found: Table, context: Context, result: SheetPreview) -> None:
    """Read the rows below the heading; a footnote that says so ends the list."""
    reach = _merged_down(sheet, found)

    def own(row: int, column: int) -> Cell:
        top = reach.get((row, column))
        return sheet.cell(row if top is None else top, column)

    for row in range(found.first_row, len(sheet.rows)):
        line = rows.Line(sheet, found, row, own)
        why = rows.why_left_out(line, found)
        if why == "blank row":
            continue
        if why:
            result.left_out.append(LeftOut(row + 1, why))
            continue
        entry = rows.entry_of(line, context)
        if row in sheet.hidden_rows:
            entry.doubt("", "这一行在表里是隐藏的，请确认要不要导入。")
        result.rows.append(entry)


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


def note_twice(entries: list[Entry]) -> None:
    """Note the same number twice in one list at both rows."""
    places: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in entries:
        if entry.number_key:
            places[(entry.period, entry.number_key)].append(entry)
    for same in places.values():
        for entry in same if len(same) > 1 else ():
            others = "、".join(str(other.row) for other in same if other is not entry)
            entry.wrong("编号", f"与第 {others} 行编号相同，请核对。")


def _note_doubts(found: Table, result: SheetPreview) -> None:
    """Note what is doubtful about the whole sheet."""
    if result.kind is None:
        result.warnings.append("看不出是代表建议还是政协提案，请在下面选定。")
    if result.term is None or result.session is None:
        result.warnings.append("标题里没有写第几届第几次会议，请在下面选定届次。")
    hidden = [column.heading for column in found.columns if column.hidden]
    if hidden:
        result.warnings.append(f"隐藏的列也读了：{'、'.join(hidden)}。")
    unused = [column.heading for column in rows.columns_without_use(found)]
    if unused:
        result.warnings.append(f"没有用到的列：{'、'.join(unused)}。")
    if result.kind is Kind.PROPOSAL and "代表" in found.above and "政协" not in found.above:
        result.warnings.append("标题里写着“代表”，列名却像提案，请核对。")
