"""What a list says, as the preview page and the command show it; pure."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tracker.intake.reading.answers import Said
from tracker.intake.reading.headers import Field
from tracker.intake.reading.table import Column
from tracker.terms import Disclosure, Kind, LeadType, Outcome, Period, Satisfaction

HIDE, KEEP = "hide", "keep"  # what is done with secret names in a title
WHY_LEFT_OUT = {
    "totals row": "合计行",
    "footnote": "填表说明",
    "section row": "分类标题",
    "heading row again": "重复的表头",
    "continued row": "上一件的续行，已并入上一件",
    "no case": "没有编号、标题和提出者",
}


def row_key(sheet: str, row: int) -> str:
    """Return how a form names a row."""
    return f"{sheet}#{row}"


@dataclass(frozen=True)
class Fault:
    """What is wrong or doubtful in a row, at its column; `index` where its cell can be mended."""

    column: str
    sentence: str
    index: int | None = None

    def __str__(self) -> str:
        """Column and sentence in one line."""
        return f"{self.column}：{self.sentence}" if self.column else self.sentence


@dataclass
class Entry:
    """One row of a list: one case.

    `signer_count` is None where the list says 等 without a number; `counted` where the row says
    how many signed, `alone` where it says that nobody else did: else it is silent about others.
    `phones` are telephones written beside names, by their key. `said_session` is the
    (term, session) that the row itself names, `asked` what the clerk has to settle first,
    `corrected` what he or she typed.
    `other_units`: the list proposes other units than are registered. `parts`: what each
    separate unit answers, by its name in the list. `aside`: the sheet itself puts the row aside
    (hidden, struck through), or it has no number among rows that have one, so it is not ticked by
    itself. `case_id`: the registered case that the row means. `secret_names` stand in title or text
    of a confidential case; `names_as` is what the clerk decided about them.
    """

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
    phones: dict[str, str] = field(default_factory=dict)
    hosts: tuple[str, ...] = ()
    assisting: tuple[str, ...] = ()
    separate: tuple[str, ...] = ()
    parts: dict[str, str] = field(default_factory=dict)
    received_on: date | None = None
    assigned_on: date | None = None
    due_on: date | None = None
    signed_on: date | None = None
    handler: str = ""
    replied_on: date | None = None
    document_number: str = ""
    signer: str = ""
    reply_class: str = ""
    said: Said = field(default_factory=Said)
    outcome: Outcome | None = None
    rating: Satisfaction | None = None
    disclosure: Disclosure | None = None
    promise: str = ""
    promise_due_on: date | None = None
    key_item: bool = False
    confidential: bool = False
    secret_names: tuple[str, ...] = ()
    names_as: str = ""
    remarks: str = ""
    aside: bool = False
    case_id: int | None = None
    cells: dict[str, str] = field(default_factory=dict)
    errors: list[Fault] = field(default_factory=list)
    warnings: list[Fault] = field(default_factory=list)
    asked: list[Fault] = field(default_factory=list)
    corrected: list[Fault] = field(default_factory=list)
    unnumbered: list[Fault] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)
    other_units: bool = False
    decision: str = "new"

    @property
    def mark(self) -> str:
        """What tells apart what the page showed of the row: a tick is for that, nothing else."""
        return hashlib.sha256(repr((self.decision, self.changes)).encode()).hexdigest()[:12]

    @property
    def signers(self) -> int:
        """How many put the item: the number stated, else the names listed."""
        return self.signer_count or 1 + len(self.co_signers)

    @property
    def partial(self) -> bool:
        """Whether the row names only some of those who signed: 等, or fewer names than stated."""
        return self.signer_count is None or self.signer_count > 1 + len(self.co_signers)

    @property
    def to_mend(self) -> list[Fault]:
        """One fault for each cell that the clerk can correct on the page."""
        at = {
            fault.index: fault
            for fault in (*self.errors, *self.asked, *self.unnumbered, *self.corrected)
        }
        return [fault for index, fault in at.items() if index is not None]

    def wrong(self, column: Column | None, sentence: str) -> None:
        """Note an error; the row is refused."""
        name = column.name if column else ""
        self.errors.append(Fault(name, sentence, column.index if column else None))
        self.decision = "refuse"

    def fit(self, column: Column | None, text: str, most: int) -> None:
        """Note a text that is longer than what is kept: it is never cut."""
        if column and len(text) > most:
            self.wrong(column, f"超过 {most} 个字，请改短后再导入。")

    def doubt(self, column: Column | None, sentence: str) -> None:
        """Note a warning."""
        name = column.name if column else ""
        self.warnings.append(Fault(name, sentence, column.index if column else None))

    def correct(self, column: Column, text: str) -> None:
        """Note what the clerk typed for a cell."""
        self.doubt(column, f"按您的更正读作“{text}”。")
        self.corrected.append(self.warnings[-1])

    def ask(self, column: Column | None, sentence: str) -> None:
        """Note a warning that the clerk has to settle before the row can go in."""
        self.doubt(column, sentence)
        self.asked.append(self.warnings[-1])
        if self.decision != "refuse":
            self.decision = "query"


@dataclass(frozen=True)
class LeftOut:
    """A row that is no case, and why."""

    row: int
    why: str

    @property
    def words(self) -> str:
        """Why, in words of the page."""
        return WHY_LEFT_OUT[self.why]


@dataclass
class SheetPreview:
    """One sheet with a list, or the part of one session of it, in the sheet `source`.

    `titled`: its title names the session.
    """

    name: str
    kind: Kind | None
    body: str
    term: int | None
    session: int | None
    heading_rows: list[int]
    places: tuple[str, ...] = ()
    columns: tuple[Column, ...] = ()
    rows: list[Entry] = field(default_factory=list)
    left_out: list[LeftOut] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)
    above: str = ""
    source: str = ""
    titled: bool = False

    @property
    def sheet(self) -> str:
        """The name of the sheet in the file; of a list of several sessions each has its part."""
        return self.source or self.name

    @property
    def good(self) -> list[Entry]:
        """The rows without errors."""
        return [entry for entry in self.rows if not entry.errors]

    def column(self, *fields: Field) -> Column | None:
        """Return the first column of one of the fields, None where the list has none."""
        return next((column for column in self.columns if column.field in fields), None)


@dataclass
class Preview:
    """A workbook: refused with a sentence, or its lists; `unheaded` sheets lack headings."""

    file: str
    refused: str | None = None
    sheets: list[SheetPreview] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    unheaded: list[str] = field(default_factory=list)

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
        "left_out": [{"row": row.row, "why": row.why} for row in sheet.left_out],
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
