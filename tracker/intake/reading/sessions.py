"""A list of several sessions, or of both kinds, in one sheet is taken apart; pure."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from tracker.intake.reading.preview import Entry, SheetPreview
from tracker.intake.reading.titles import body_of
from tracker.terms import Kind

Said = tuple[Kind | None, int | None, int | None]


def apart(sheet: SheetPreview) -> list[SheetPreview]:
    """Return one list for each session and kind that rows name where the title names none.

    A title that names the session is believed: a row of another one is asked about.
    """
    parts: dict[Said, list[Entry]] = defaultdict(list)
    for entry in sheet.rows:
        parts[_said(sheet, entry)].append(entry)
    if len(parts) < 2 or not all(all(said) for said in parts):
        return [sheet]
    found = []
    for place, ((kind, term, session), rows) in enumerate(parts.items()):
        part = replace(
            sheet,
            name=f"{sheet.name}（{kind.label if kind else ''}{term} 届 {session} 次）",
            kind=kind,
            body=body_of(kind),
            term=term,
            session=session,
            rows=rows,
            source=sheet.name,
            warnings=list(sheet.warnings) if place == 0 else [],
            left_out=sheet.left_out if place == 0 else [],
        )
        found.append(part)
    return found


def _said(sheet: SheetPreview, entry: Entry) -> Said:
    """Return kind and session of a row: the title's where it names them, else the row's own."""
    own = entry.said_session
    if sheet.titled:
        return sheet.kind, sheet.term, sheet.session
    return entry.said_kind or sheet.kind, own[0] or sheet.term, own[1] or sheet.session
