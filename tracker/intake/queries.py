"""The preview of a kept list, compared with what is registered now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from tracker.bodies import queries as bodies
from tracker.bodies.models import CongressSession
from tracker.intake import columns
from tracker.intake.comparing.compare import compare
from tracker.intake.comparing.targets import Target, session_openings
from tracker.intake.opening import parse_book
from tracker.intake.reading.handed import ListRow, ListSheet, Preview
from tracker.intake.reading.layout import Layout
from tracker.intake.reading.parse import Known
from tracker.intake.reading.preview import row_key
from tracker.intake.uploads import plain_number


def preview_of(
    path: Path,
    name: str,
    sessions: dict[str, int] | None = None,
    corrections: dict[str, str] | None = None,
    laid_out: Mapping[str, Layout] | None = None,
    kept: Path | None = None,
    names: Mapping[str, str] | None = None,
) -> tuple[Preview, dict[str, Target]]:
    """Return the preview of a list and the session of each sheet.

    :param sessions: session ids that the clerk chose, by sheet name.
    :param corrections: what the clerk typed for a cell, by `cell_key`.
    :param laid_out: what the columns of a sheet hold as the clerk said it, by its name.
    :param kept: see `sheets.read_book`.
    :param names: see `compare`.
    """
    found = read(path, name, corrections, laid_out, kept)
    return compare(found, sessions or {}, names)


def read(
    path: Path,
    name: str,
    corrections: dict[str, str] | None = None,
    laid_out: Mapping[str, Layout] | None = None,
    kept: Path | None = None,
) -> Preview:
    """Return what a list says, not yet compared with what is registered; see `preview_of`."""
    fixes = {}
    for key, text in (corrections or {}).items():
        row_key, _, column = key.rpartition("#")
        sheet, _, row = row_key.rpartition("#")
        at = (plain_number(row), plain_number(column))
        if at[0] is not None and at[1] is not None:
            fixes[(sheet, at[0], at[1])] = text
    known = Known(session_openings(), fixes, laid_out or {}, columns.remembered())
    return parse_book(path, name, known, kept)


def with_session(
    preview: Preview, targets: dict[str, Target]
) -> list[tuple[ListSheet, CongressSession]]:
    """Return the sheets whose session is known, with the sessions as they are now."""
    found = []
    for sheet in preview.sheets:
        known = targets[sheet.name].session
        session = bodies.session(known.id) if known is not None else None
        if session is not None:
            found.append((sheet, session))
    return found


def rows_of(preview: Preview, ticked: Iterable[str]) -> dict[tuple[str, int], str]:
    """Return the marks of the rows that a form ticked, by sheet name and row."""
    marks = dict(key.rpartition("#")[::2] for key in ticked)
    return {
        (sheet.name, entry.row): marks[key]
        for sheet in preview.sheets
        for entry in sheet.rows
        if (key := row_key(sheet.name, entry.row)) in marks
    }


def tick_of(sheet: str, entry: ListRow) -> str:
    """Return how a form ticks a row as it is shown."""
    return f"{row_key(sheet, entry.row)}#{entry.mark}"


def cell_key(sheet: str, row: int, column: int) -> str:
    """Return how a form names a cell: row from 1 as in the sheet, column from 0."""
    return f"{row_key(sheet, row)}#{column}"
