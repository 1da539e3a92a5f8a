"""What the columns of a list hold, as a clerk says it: kept by upload and by headings."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select

from tracker.intake import uploads
from tracker.intake.models import ListLayout
from tracker.intake.reading import table
from tracker.intake.reading.headers import Field, field_of
from tracker.intake.reading.layout import LABELS, Layout, signature
from tracker.intake.reading.table import NoHeadingsError, NotAListError
from tracker.intake.uploads import Upload
from tracker.kernel import clock
from tracker.kernel.access import viewer
from tracker.kernel.db import db
from tracker.kernel.errors import Invalid
from tracker.kernel.sheets import Sheet, UnreadableError, read_book

SHOWN_ROWS, MOST_COLUMNS, NO_HEADING = 12, 60, 0


@dataclass(frozen=True)
class Choice:
    """One sheet to be laid out: its first rows, and what is taken now.

    `heading` counts rows from 1, 0 where there is none and the list begins in row `begins`;
    `chosen` is by column from 0.
    """

    name: str
    rows: tuple[tuple[str, ...], ...]
    heading: int
    begins: int
    chosen: dict[int, Field]


def remembered() -> dict[str, dict[int, Field]]:
    """Return how the columns of earlier lists were taken, by the signature of their headings."""
    rows = db.session.execute(select(ListLayout.signature, ListLayout.fields))
    return {row.signature: _fields(json.loads(row.fields)) for row in rows}


def laid_out(upload: Upload) -> dict[str, Layout]:
    """Return what the clerk said of the sheets of an upload, by their names."""
    return {
        name: Layout(said["heading"], said["begins"], _fields(said["fields"]))
        for name, said in upload.layouts.items()
    }


def choices(upload: Upload, form: Mapping[str, str] | None = None) -> list[Choice]:
    """Return each visible sheet of an upload with what its columns are taken as.

    :param form: what was sent and is wrong; it stays as it was chosen.
    """
    try:
        book = read_book(upload.path, upload.read)
    except UnreadableError:
        return []
    known = laid_out(upload)
    return [_choice(sheet, place, known, form) for place, sheet in enumerate(book.visible())]


def save(upload: Upload, form: Mapping[str, str]) -> None:
    """Keep what the columns of an upload hold; remember it for lists with the same headings.

    :raises Invalid: a sheet lacks title or proposer; the sentence names the sheet.
    """
    found: dict[str, dict[str, Any]] = {}
    for place, sheet in enumerate(read_book(upload.path, upload.read).visible()):
        if f"heading-{place}" not in form:
            continue
        layout = _layout(sheet, place, form)
        if not any(field is not Field.OTHER for field in layout.fields.values()):
            continue
        _check(sheet, layout)
        found[sheet.name] = {
            "heading": layout.heading_row,
            "begins": layout.begins,
            "fields": {str(at): field.value for at, field in layout.fields.items()},
        }
        if layout.heading_row is not None:
            _remember(signature(sheet, layout.heading_row), found[sheet.name]["fields"], upload)
    if not found:
        raise Invalid("columns", "请至少在一张表里指明标题和提出者是哪一列。")
    upload.layouts = found
    uploads.remember(upload)


def _check(sheet: Sheet, layout: Layout) -> None:
    """Refuse a sheet whose title or proposer is not named.

    :raises Invalid: see above.
    """
    try:
        table.laid_out(sheet, layout)
    except NoHeadingsError as error:
        raise Invalid("columns", f"工作表“{sheet.name}”：{error}") from error


def _choice(
    sheet: Sheet, place: int, known: Mapping[str, Layout], form: Mapping[str, str] | None
) -> Choice:
    """Return one sheet: as sent, as the clerk said before, or as its headings say."""
    layout = _layout(sheet, place, form) if form else known.get(sheet.name) or _guessed(sheet)
    rows = tuple(
        tuple(sheet.cell(row, at).text for at in range(min(sheet.width, MOST_COLUMNS)))
        for row in range(min(SHOWN_ROWS, len(sheet.rows)))
    )
    heading = NO_HEADING if layout.heading_row is None else layout.heading_row + 1
    return Choice(sheet.name, rows, heading, layout.begins + 1, dict(layout.fields))


def _guessed(sheet: Sheet) -> Layout:
    """Return how the headings are read by themselves, each alone where they make no list."""
    try:
        found = table.find(sheet)
    except (NoHeadingsError, NotAListError):
        row = max(range(min(SHOWN_ROWS, len(sheet.rows))), key=lambda at: _named(sheet, at))
        fields = {
            at: field_of("", sheet.cell(row, at).text) or Field.OTHER for at in range(sheet.width)
        }
        return Layout(row, row + 1, fields)
    fields = {column.index: column.field for column in found.columns}
    return Layout(found.heading_rows[-1], found.first_row, fields)


def _named(sheet: Sheet, row: int) -> tuple[int, int]:
    """Return how many cells of a row are headings that are known, and how many are filled."""
    texts = [cell.text for cell in sheet.rows[row] if cell.text]
    return sum(field_of("", text) is not None for text in texts), len(texts)


def _layout(sheet: Sheet, place: int, form: Mapping[str, str]) -> Layout:
    """Return what a form says of one sheet; what no page sends is left out."""
    heading = uploads.plain_number(form.get(f"heading-{place}", "")) or NO_HEADING
    heading = min(heading, len(sheet.rows))
    begins = uploads.plain_number(form.get(f"begins-{place}", "")) or 1
    fields = {}
    for at in range(min(sheet.width, MOST_COLUMNS)):
        code = form.get(f"column-{place}-{at}", "")
        fields[at] = Field(code) if code in set(Field) and Field(code) in LABELS else Field.OTHER
    row = None if heading == NO_HEADING else heading - 1
    return Layout(row, heading if row is not None else begins - 1, fields)


def _fields(said: Mapping[str, str]) -> dict[int, Field]:
    """Return fields by column from what was kept."""
    return {int(at): Field(code) for at, code in said.items()}


def _remember(key: str, fields: Mapping[str, str], upload: Upload) -> None:
    """Keep the columns of lists with these headings; the latest word counts."""
    row = db.session.scalar(select(ListLayout).where(ListLayout.signature == key))
    row = row or ListLayout(signature=key)
    row.fields, row.file = json.dumps(fields), upload.name
    row.saved_at, row.account_id = clock.now(), viewer().account_id
    db.session.add(row)
