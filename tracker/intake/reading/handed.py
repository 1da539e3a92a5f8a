"""What one stage hands over to the next: frozen, so that nobody mends it on the way; pure.

Reading hands over the rows of a list, comparing the same rows judged. A stage works on `Entry` and
`SheetPreview` of its own, made by `opened` and handed over by `closed`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from types import MappingProxyType
from typing import Any

from tracker.intake.reading.answers import Said
from tracker.intake.reading.preview import Entry, Fault, LeftOut, RowFacts, SheetFacts, SheetPreview
from tracker.intake.reading.table import Column
from tracker.terms import Disclosure, Kind, LeadType, Outcome, Period, Satisfaction

LISTS = ("errors", "warnings", "asked", "corrected", "unnumbered", "changes")
MAPS = ("phones", "parts", "cells")
LISTS_OF_SHEET = ("heading_rows", "left_out", "warnings", "missing")
UNSAID = Said()


def _nothing() -> Mapping[str, str]:
    """Return no words by any key."""
    return MappingProxyType({})


@dataclass(frozen=True)
class ListRow(RowFacts):
    """One row of a list as it was read or judged; see `Entry` for its fields."""

    row: int
    number: str = ""
    number_key: str = ""
    number_year: int | None = None
    title: str = ""
    text: str = ""
    topic: str = ""
    period: Period = Period.SESSION
    said_kind: Kind | None = None
    said_session: tuple[int | None, int | None] = (None, None)
    lead: str = ""
    lead_cell: str = ""
    lead_type: LeadType = LeadType.PERSON
    group: str = ""
    phone: str = ""
    co_signers: tuple[str, ...] = ()
    signer_count: int | None = 1
    counted: bool = False
    alone: bool = False
    phones: Mapping[str, str] = field(default_factory=_nothing)
    hosts: tuple[str, ...] = ()
    assisting: tuple[str, ...] = ()
    separate: tuple[str, ...] = ()
    parts: Mapping[str, str] = field(default_factory=_nothing)
    received_on: date | None = None
    assigned_on: date | None = None
    due_on: date | None = None
    signed_on: date | None = None
    handler: str = ""
    replied_on: date | None = None
    document_number: str = ""
    signer: str = ""
    reply_class: str = ""
    said: Said = UNSAID
    outcome: Outcome | None = None
    rating: Satisfaction | None = None
    disclosure: Disclosure | None = None
    promise: str = ""
    promise_due_on: date | None = None
    key_item: bool = False
    waits_for_filing: bool = False
    confidential: bool = False
    secret_names: tuple[str, ...] = ()
    names_as: str = ""
    remarks: str = ""
    aside: bool = False
    case_id: int | None = None
    cells: Mapping[str, str] = field(default_factory=_nothing)
    errors: tuple[Fault, ...] = ()
    warnings: tuple[Fault, ...] = ()
    asked: tuple[Fault, ...] = ()
    corrected: tuple[Fault, ...] = ()
    unnumbered: tuple[Fault, ...] = ()
    changes: tuple[str, ...] = ()
    other_units: bool = False
    decision: str = "new"


@dataclass(frozen=True)
class ListSheet(SheetFacts):
    """One sheet with a list, or the part of one session of it, in the sheet `source`.

    `titled`: its title names the session.
    """

    name: str
    kind: Kind | None
    body: str
    term: int | None
    session: int | None
    heading_rows: tuple[int, ...]
    places: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: tuple[ListRow, ...]
    left_out: tuple[LeftOut, ...]
    warnings: tuple[str, ...]
    missing: tuple[str, ...]
    above: str
    source: str
    titled: bool

    @property
    def good(self) -> list[ListRow]:
        """The rows without errors."""
        return [row for row in self.rows if not row.errors]


@dataclass(frozen=True)
class Preview:
    """A workbook: refused with a sentence, or its lists; `unheaded` sheets lack headings."""

    file: str
    refused: str | None = None
    sheets: tuple[ListSheet, ...] = ()
    warnings: tuple[str, ...] = ()
    unheaded: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Return just what the page shows, for a script."""
        return {
            "file": self.file,
            "refused": self.refused,
            "sheets": [_sheet(sheet) for sheet in self.sheets],
        }


Row = Entry | ListRow


def closed(sheets: Iterable[SheetPreview]) -> tuple[ListSheet, ...]:
    """Return sheets as they are handed over."""
    return tuple(
        ListSheet(**_lists(sheet, tuple) | {"rows": tuple(map(_closed, sheet.rows))})
        for sheet in sheets
    )


def opened(sheets: Iterable[ListSheet]) -> list[SheetPreview]:
    """Return sheets for a stage to work on; what was handed over stays as it is."""
    return [
        SheetPreview(**_lists(sheet, list) | {"rows": list(map(_opened, sheet.rows))})
        for sheet in sheets
    ]


def _lists(sheet: SheetPreview | ListSheet, kind: Callable[[Iterable[Any]], Any]) -> dict[str, Any]:
    """Return what of a sheet is handed over by its name, its lists as another kind of list."""
    values = {one.name: getattr(sheet, one.name) for one in fields(ListSheet)}
    values.update((name, kind(values[name])) for name in LISTS_OF_SHEET)
    return values


def _closed(entry: Entry) -> ListRow:
    """Return a row as it is handed over; there are thousands, so it is done in one go."""
    values = dict(vars(entry))
    values.update((name, tuple(values[name])) for name in LISTS)
    values.update((name, MappingProxyType(dict(values[name]))) for name in MAPS)
    row = object.__new__(ListRow)
    vars(row).update(values)
    return row


def _opened(row: ListRow) -> Entry:
    """Return a row for a stage to work on."""
    values = dict(vars(row))
    values.update((name, list(values[name])) for name in LISTS)
    values.update((name, dict(values[name])) for name in MAPS)
    entry = object.__new__(Entry)
    vars(entry).update(values)
    return entry


SHOWN = (
    "row", "number", "number_key", "title", "lead", "lead_type", "co_signers", "signer_count",
    "hosts", "assisting", "separate", "assigned_on", "due_on", "cells", "errors", "warnings",
    "decision",
)  # fmt: skip


def _sheet(sheet: ListSheet) -> dict[str, Any]:
    """Return one sheet for a script."""
    return {
        "name": sheet.name,
        "kind": sheet.kind.value if sheet.kind else None,
        "body": sheet.body,
        "term": sheet.term,
        "session": sheet.session,
        "heading_rows": list(sheet.heading_rows),
        "rows": [_entry(entry) for entry in sheet.rows],
        "left_out": [{"row": row.row, "why": row.why} for row in sheet.left_out],
        "warnings": list(sheet.warnings),
    }


def _entry(entry: ListRow) -> dict[str, Any]:
    """Return one row for a script."""
    return {name: _plain(getattr(entry, name)) for name in SHOWN}


def _plain(value: Any) -> Any:
    """Return a value as JSON has it."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, LeadType):
        return value.value
    if isinstance(value, Mapping):
        return dict(value)
    if isinstance(value, tuple):
        return [str(item) if isinstance(item, Fault) else item for item in value]
    return value
