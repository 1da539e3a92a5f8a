"""The number of a row: one, several in one cell, or none; and which look like one; pure."""

from __future__ import annotations

import re
import unicodedata

from tracker.cases.numbering import number_key, together
from tracker.intake.reading.headers import Field
from tracker.intake.reading.line import Line
from tracker.intake.reading.preview import Entry
from tracker.kernel.simplified import fold

LONGEST = 40
YEAR_LENGTH = 4
_FLOAT = re.compile(r"^(\d+)\.0+$")
_DASHES = str.maketrans(dict.fromkeys("—–−‐‑―", "-"))
_BETWEEN = re.compile(r"[、,;/\\|&+和与及]|以及|(?<=\d)号?第(?=\d)")
_YEAR_BEFORE = re.compile(r"((?:19|20)\d\d)[/第](?=\d{1,4}(?!\d))(?!(?:19|20)\d\d)")
_FIGURES = r"(\d+|[一二三四五六七八九十百]+)"
_RANGE = re.compile(rf"^(.*?){_FIGURES}号?(-+|[~至到]+)(.*?){_FIGURES}号?$")
_SERIES = ("第", "闭", "闭字", "平", "平时", "建议", "提案")
_OF_SESSION = re.compile(rf"^.*届.{{0,4}}?[次會会].{{0,4}}?第?{_FIGURES}号?$")
_OF_YEAR = re.compile(r"^[(（〔【[\[﹝]((?:19|20)\d\d)[)）〕】\]﹞](?:年)?第?(\d{1,4})[号號]?$")
_BRACKETED = re.compile(r"^[(（〔【[\[﹝](\d{1,4})[)）〕】\]﹞]$")
_NONE_YET = re.compile(r"^(?:无|暂无|没有|待编|未编|待编号|未编号|待定|[-—–/]+)$")
_LAST_FIGURES = re.compile(r"(\d+)\D*$")


def read(entry: Entry, line: Line) -> None:
    """Read the number; what is none, or holds several, is said at its column."""
    cell, column = line.cell(Field.NUMBER), line.column(Field.NUMBER)
    if column is None:
        return
    entry.number = _FLOAT.sub(r"\1", " ".join(cell.text.split()))
    _take_apart(entry)
    entry.number_key = number_key(entry.number)
    if cell.kind == "date":
        entry.wrong(column, f"编号被 Excel 当成了日期（{cell.text}），请改成文本后再填。")
    elif not entry.number or _NONE_YET.match(entry.number):
        entry.number, entry.aside = "", True
        entry.doubt(column, "没有编号，没有打勾。打勾导入的先按未编号登记，有了编号再补。")
        entry.unnumbered = entry.warnings[-1:]
    elif not entry.number_key:
        entry.wrong(column, f"“{entry.number[:LONGEST]}”不是编号，请填上正式编号。")
    elif max(len(entry.number), len(entry.number_key)) > LONGEST:
        entry.wrong(column, f"编号超过 {LONGEST} 个字，请核对。")
    elif is_several(entry.number):
        entry.ask(column, f"“{entry.number}”像是几件写在一行，请拆成每件一行，或更正为一个编号。")


def _take_apart(entry: Entry) -> None:
    """Leave the number of a cell that says more: （72）, 十八届三次96号, 【2023】117.

    The session that it names is read by `titles.session_of`; a year that is not the list's is
    asked about.
    """
    plain = unicodedata.normalize("NFKC", entry.number)
    if (found := _BRACKETED.match(plain)) or (found := _OF_SESSION.match(plain)):
        entry.number = found[1]
    elif found := _OF_YEAR.match(plain):
        entry.number, entry.number_year = found[2], int(found[1])


def is_several(number: str) -> bool:
    """Whether a number names several items: 1-3号, 5、6、7号, 5 6, 7、8等.

    A year before the dash or stroke does not: 2026-015, 2026/15; nor does 3-1.
    """
    if number.isascii() and number.isalnum():
        return False
    tidy = fold(together(unicodedata.normalize("NFKC", number)).translate(_DASHES))
    if "等" in tidy:
        return True
    pieces = _BETWEEN.split(_YEAR_BEFORE.sub(r"\1", tidy))
    if sum(1 for piece in pieces if number_key(piece)) > 1:
        return True
    found = _RANGE.match(tidy)
    return found is not None and _rises(*found.groups())


def _rises(before: str, first: str, joined: str, again: str, last: str) -> bool:
    """Whether two numbers around a dash or 至 are the ends of a range, not parts of one number."""
    if again not in ("", "第", before):
        return False
    if "-" in joined:
        own = before and not again and before not in _SERIES and not before.endswith(")")
        if own or len(first) >= YEAR_LENGTH:
            return False
    return int(number_key(first)) < int(number_key(last))


def plain_part(key: str) -> str:
    """Return the figures that a key ends in where there is more to it: 重点31 → 31, 31 → empty."""
    found = None if key.isdigit() else _LAST_FIGURES.search(key)
    return number_key(found.group(1)) if found else ""
