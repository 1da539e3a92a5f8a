"""The preview of a kept list, compared with what is registered now."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tracker.bodies.models import CongressSession
from tracker.intake.compare import compare
from tracker.intake.parse import Known, parse_book
from tracker.intake.preview import Preview, SheetPreview
from tracker.intake.targets import Target, session_years


def preview_of(
    path: Path,
    name: str,
    sessions: dict[str, int] | None = None,
    corrections: dict[str, str] | None = None,
) -> tuple[Preview, dict[str, Target]]:
    """Return the preview of a list and the session of each sheet.

    :param sessions: session ids that the clerk chose, by sheet name.
    :param corrections: what the clerk typed for a cell, by `cell_key`.
    """
    fixes = {}
    for key, text in (corrections or {}).items():
        row_key, _, column = key.rpartition("#")
        sheet, _, row = row_key.rpartition("#")
        if row.isdigit() and column.isdigit():
            fixes[(sheet, int(row), int(column))] = text
    preview = parse_book(path, name, Known(session_years(), fixes))
    return preview, compare(preview, sessions or {})


def with_session(
    preview: Preview, targets: dict[str, Target]
) -> list[tuple[SheetPreview, CongressSession]]:
    """Return the sheets whose session is known."""
    found = []
    for sheet in preview.sheets:
        session = targets[sheet.name].session
        if session is not None:
            found.append((sheet, session))
    return found


def rows_of(preview: Preview, ticked: Iterable[str]) -> frozenset[tuple[str, int]]:
    """Return the rows that a form ticked, by sheet name and row."""
    wanted = set(ticked)
    return frozenset(
        (sheet.name, entry.row)
        for sheet in preview.sheets
        for entry in sheet.rows
        if key_of(sheet.name, entry.row) in wanted
    )


def key_of(sheet: str, row: int) -> str:
    """Return how a form names a row."""
    return f"{sheet}#{row}"


def cell_key(sheet: str, row: int, column: int) -> str:
    """Return how a form names a cell: row from 1 as in the sheet, column from 0."""
    return f"{key_of(sheet, row)}#{column}"
