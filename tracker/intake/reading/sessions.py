"""A list of several sessions, or of both kinds, in one sheet is taken apart; pure."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace

from tracker.intake.reading.preview import Entry, SheetPreview
from tracker.intake.reading.titles import body_of
from tracker.terms import Kind

NO_KIND = "看不出是代表建议还是政协提案，请在下面选定届次。"
NO_SESSION = "标题里没有写第几届第几次会议，请在下面选定届次。"
Said = tuple[Kind | None, int | None, int | None]


def apart(sheet: SheetPreview) -> list[SheetPreview]:
    """Return one list for each session and kind that rows name where the title names none.

    A title that names the session is believed: a row of another one is asked about.
    """
    parts: dict[Said, list[Entry]] = defaultdict(list)
    for entry in sheet.rows:
        parts[_said(sheet, entry)].append(entry)
    if sheet.titled or not all(all(said) for said in parts):
        return [sheet]
    found = []
    said = [text for text in sheet.warnings if text not in (NO_KIND, NO_SESSION)]
    for place, ((kind, term, session), rows) in enumerate(parts.items()):
        label = f"（{kind.label if kind else ''} {term} 届 {session} 次）" if len(parts) > 1 else ""
        part = replace(
            sheet,
            name=f"{sheet.name}{label}",
            kind=kind,
            body=body_of(kind),
            term=term,
            session=session,
            rows=rows,
            source=sheet.name,
            warnings=said if place == 0 else [],
            left_out=sheet.left_out if place == 0 else [],
        )
        found.append(part)
    return found


def _said(sheet: SheetPreview, entry: Entry) -> Said:
    """Return kind and session of a row; what it does not say is that of the sheet."""
    own = entry.said_session
    return entry.said_kind or sheet.kind, own[0] or sheet.term, own[1] or sheet.session
