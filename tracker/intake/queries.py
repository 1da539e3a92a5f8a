"""The preview of a kept list, compared with what is registered now."""

from __future__ import annotations

from pathlib import Path

from tracker.bodies.models import CongressSession
from tracker.cases.numbering import number_key
from tracker.intake import people
from tracker.intake.compare import Target, compare
from tracker.intake.parse import note_twice, parse_book
from tracker.intake.preview import Entry, Preview, SheetPreview

CORRECTABLE = {"number": "编号", "title": "标题", "lead": "领衔"}


def preview_of(
    path: Path,
    name: str,
    sessions: dict[str, int] | None = None,
    corrections: dict[str, dict[str, str]] | None = None,
) -> tuple[Preview, dict[str, Target]]:
    """Return the preview of a list and the session of each sheet."""
    preview = parse_book(path, name)
    for sheet in preview.sheets:
        _correct(sheet, corrections or {})
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


def key_of(sheet: str, row: int) -> str:
    """Return how a form names a row."""
    return f"{sheet}#{row}"


def _correct(sheet: SheetPreview, corrections: dict[str, dict[str, str]]) -> None:
    """Put in what the clerk corrected on the page, and check those rows again."""
    touched = False
    for entry in sheet.rows:
        fixes = corrections.get(key_of(sheet.name, entry.row), {})
        for name, value in fixes.items():
            _put(entry, name, value.strip())
            touched = True
    if touched:
        for entry in sheet.rows:
            entry.errors = [fault for fault in entry.errors if "编号相同" not in fault.sentence]
        note_twice(sheet.rows)
        for entry in sheet.rows:
            entry.decision = "refuse" if entry.errors else "new"


def _put(entry: Entry, name: str, value: str) -> None:
    """Put one corrected value in; the fault that it answers goes."""
    if not value:
        return
    if name == "number":
        entry.number, entry.number_key = value, number_key(value)
    elif name == "title":
        entry.title = value
    elif name == "lead":
        found = people.people_of(value)
        entry.lead, entry.lead_type = found.lead, found.lead_type
    words = CORRECTABLE[name]
    entry.errors = [fault for fault in entry.errors if not _about(fault.column, words)]


def _about(column: str, words: str) -> bool:
    """Whether a column is the one that was corrected."""
    other = {"编号": ("号",), "标题": ("题", "案由", "名称"), "领衔": ("代表", "人", "者")}
    return any(word in column for word in other[words])
