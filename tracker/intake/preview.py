"""What a list says, as the preview page and the command show it; pure."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from tracker.terms import Kind, LeadType, Period


@dataclass(frozen=True)
class Fault:
    """What is wrong or doubtful in a row, at its column."""

    column: str
    sentence: str

    def __str__(self) -> str:
        """Column and sentence in one line."""
        return f"{self.column}：{self.sentence}" if self.column else self.sentence


@dataclass
class Entry:
    """One row of a list: one case."""

    row: int
    number: str = ""
    number_key: str = ""
    title: str = ""
    text: str = ""
    topic: str = ""
    period: Period = Period.SESSION
    lead: str = ""
    lead_type: LeadType = LeadType.PERSON
    group: str = ""
    phone: str = ""
    co_signers: tuple[str, ...] = ()
    signer_count: int = 1
    hosts: tuple[str, ...] = ()
    assisting: tuple[str, ...] = ()
    separate: tuple[str, ...] = ()
    assigned_on: date | None = None
    due_on: date | None = None
    signed_on: date | None = None
    handler: str = ""
    replied_on: date | None = None
    document_number: str = ""
    signer: str = ""
    reply_class: str = ""
    cells: dict[str, str] = field(default_factory=dict)
    errors: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)
    decision: str = "new"

    def wrong(self, column: str, sentence: str) -> None:
        """Note an error; the row is refused."""
        self.errors.append(Fault(column, sentence))
        self.decision = "refuse"

    def doubt(self, column: str, sentence: str) -> None:
        """Note a warning."""
        self.warnings.append(Fault(column, sentence))


@dataclass(frozen=True)
class LeftOut:
    """A row that is no case, and why."""

    row: int
    why: str


@dataclass
class SheetPreview:
    """One sheet with a list."""

    name: str
    kind: Kind | None
    body: str
    term: int | None
    session: int | None
    heading_rows: list[int]
    rows: list[Entry] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    @property
    def good(self) -> list[Entry]:
        """The rows without errors."""
        return [entry for entry in self.rows if not entry.errors]


@dataclass
class Preview:
    """A workbook: refused with a sentence, or its lists."""

    file: str
    refused: str | None = None
    sheets: list[SheetPreview] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def as_json(self) -> dict[str, Any]:
        """Return just what the page shows, for a script."""
        return {
            "file": self.file,
            "refused": self.refused,
            "sheets": [_sheet(sheet) for sheet in self.sheets],
        }


SHOWN = (
    "row", "number", "number_key", "title", "lead", "lead_type", "co_signers", "signer_count",
    "hosts", "assisting", "separate", "assigned_on", "due_on", "cells", "errors", "warnings",
    "decision",
)  # fmt: skip


def _sheet(sheet: SheetPreview) -> dict[str, Any]:
    """Return one sheet for a script."""
    return {
        "name": sheet.name,
        "kind": sheet.kind.value if sheet.kind else None,
        "body": sheet.body,
        "term": sheet.term,
        "session": sheet.session,
        "heading_rows": sheet.heading_rows,
        "rows": [_entry(entry) for entry in sheet.rows],
        "left_out": [asdict(row) for row in sheet.left_out],
        "warnings": sheet.warnings,
    }


def _entry(entry: Entry) -> dict[str, Any]:
    """Return one row for a script."""
    return {name: _plain(getattr(entry, name)) for name in SHOWN}


def _plain(value: Any) -> Any:
    """Return a value as JSON has it."""
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, LeadType):
        return value.value
    if isinstance(value, (tuple, list)):
        return [str(item) if isinstance(item, Fault) else item for item in value]
    return value
