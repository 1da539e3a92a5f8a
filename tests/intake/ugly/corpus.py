"""How the corpus of ugly lists is written: a maker of a file, and what is to come of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tracker.intake.reading.preview import Entry, Preview
from tracker.terms import Kind, LeadType, Period

CONGRESS = "云岭区第十八届人民代表大会第三次会议代表建议交办清单"
CPPCC = "政协云岭区第十届委员会第三次会议提案交办清单"
HEADS = ("建议编号", "建议标题", "领衔代表", "主办单位", "会办单位")
SUGGESTIONS, PROPOSALS = "代表建议 18-3", "政协提案 10-3"
DAYS = {
    "收": "received_on", "交": "assigned_on", "限": "due_on", "签": "signed_on",
    "复": "replied_on", "诺限": "promise_due_on",
}  # fmt: skip
TEXTS = {
    "团": "group", "电": "phone", "文": "text", "类": "topic", "承办": "handler",
    "号": "document_number", "发": "signer", "级": "reply_class", "果": "outcome",
    "评": "rating", "开": "disclosure", "诺": "promise", "注": "remarks",
}  # fmt: skip
UNITS = {"主": "hosts", "会": "assisting", "分": "separate"}


@dataclass(frozen=True)
class Ugly:
    """A file, and all that it says: a line for each sheet, row, and row that is no case.

    `said` are sentences that the preview must have, `refused` the sentence in place of rows.
    `child`: read in the child process, as the product does.
    """

    name: str
    make: Callable[[], bytes]
    lines: tuple[str, ...]
    said: tuple[str, ...]
    refused: str
    child: bool


CORPUS: list[Ugly] = []
Maker = Callable[[], bytes]


def ugly(
    *lines: str, said: Sequence[str] = (), refused: str = "", child: bool = False
) -> Callable[[Maker], Maker]:
    """Put a maker into the corpus with what is to come of its file."""

    def put(make: Maker) -> Maker:
        CORPUS.append(Ugly(make.__name__, make, lines, tuple(said), refused, child))
        return make

    return put


def sheet_of(
    *rows: Sequence[Any], title: str = CONGRESS, heads: Sequence[Any] = HEADS
) -> Worksheet:
    """Return a sheet with a title row, headings and rows; without a title where it is empty."""
    sheet = Workbook().active
    for row in ([title] if title else None, heads, *rows):
        if row is not None:
            sheet.append(list(row))
    return sheet


def saved(sheet: Worksheet) -> bytes:
    """Return the file of a sheet."""
    file = BytesIO()
    sheet.parent.save(file)
    return file.getvalue()


def xlsx(*rows: Sequence[Any], title: str = CONGRESS, heads: Sequence[Any] = HEADS) -> bytes:
    """Return a workbook with one list."""
    return saved(sheet_of(*rows, title=title, heads=heads))


def told(preview: Preview) -> tuple[str, ...]:
    """Return all that was read, in lines; what a list does not say has no word in them."""
    return tuple(_told(preview))


def _told(preview: Preview) -> Iterator[str]:
    """Give the lines."""
    for sheet in preview.sheets:
        kind = sheet.kind.label if sheet.kind else "？"
        yield f"{kind} {sheet.term or '？'}-{sheet.session or '？'}"
        yield from (_row(entry, sheet.kind) for entry in sheet.rows)
        yield from (f"- {left.row} {left.words}" for left in sheet.left_out)


def _row(entry: Entry, kind: Kind | None) -> str:
    """Return a row in one line."""
    words = [entry.decision, str(entry.row), entry.number or "无号", entry.title or "无题"]
    words.append(_people(entry))
    for name, field in UNITS.items():
        if getattr(entry, field):
            words.append(f"{name}={'、'.join(getattr(entry, field))}")
    for name, field in (DAYS | TEXTS).items():
        if value := getattr(entry, field):
            words.append(f"{name}={value}")
    if entry.lead_type is not LeadType.PERSON:
        words.append(entry.lead_type.label)
    if entry.said_kind not in (None, kind):
        words.append(f"写作{entry.said_kind.label}")
    words += ["闭会"] * (entry.period is Period.INTERSESSION) + ["重点"] * entry.key_item
    words += ["不勾"] * entry.aside
    return " ".join(words)


def _people(entry: Entry) -> str:
    """Return who put it, and how many where that is another number."""
    names = "、".join(filter(None, (entry.lead, *entry.co_signers))) or "无人"
    if entry.signer_count is None:
        return f"{names}等"
    listed = 1 + len(entry.co_signers)
    return names if entry.signer_count == listed else f"{names}等{entry.signer_count}人"


def sentences(preview: Preview) -> str:
    """Return all that the preview says, in one text."""
    found = list(preview.warnings)
    for sheet in preview.sheets:
        found += sheet.warnings
        for entry in sheet.rows:
            found += [f"{entry.row} {fault}" for fault in (*entry.errors, *entry.warnings)]
    return "\n".join(found)
