"""Reading an uploaded list: in a child process with limits, with one kind of error."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from tracker.kernel import whole

READER = Path(__file__).with_name("sheet_reader.py")
SECONDS, MEMORY_MIB, CELLS = 20, 512, 2_000_000
ENDED_BY: dict[int, str] = {
    signal.SIGXCPU: "too_slow",
    signal.SIGSEGV: "broken",
    signal.SIGBUS: "broken",
}
FORMATS = "Excel、WPS 表格、CSV"
ACCEPT = ".xlsx,.xlsm,.xlsb,.xls,.et,.ods,.csv,.tsv,.txt,.html,.htm,.mht,.mhtml,.xml,.fods"
SAVE_AS = "请用 Excel 或 WPS 打开，“另存为”“Excel 工作簿（.xlsx）”后再上传。"
COPY = "请把里面的清单复制到 Excel 或 WPS 表格里，保存后再上传。"
SENTENCES = {
    "document": f"这是 Word 或 WPS 文字文档，不是表格。{COPY}",
    "slides": f"这是 PowerPoint 或 WPS 演示文稿，不是表格。{COPY}",
    "pdf": "这是 PDF 文件，不是表格。请向来件单位要 Excel 或 WPS 表格，或者录成表格后再上传。",
    "ofd": "这是 OFD 版式文件，不是表格。请向来件单位要 Excel 或 WPS 表格，或者录成表格后再上传。",
    "picture": "这是图片，不是表格。请向来件单位要 Excel 或 WPS 表格，或者录成表格后再上传。",
    "packed": "这是压缩包。请先解压，再上传里面的表格。",
    "too_old": f"这是 Excel 4.0 或更早、Lotus 1-2-3 的表格，太旧了，读不了。{SAVE_AS}",
    "database": f"这是 dBase 或 FoxPro 的数据文件（.dbf）。{SAVE_AS}",
    "exchange": f"这是 SYLK 或 DIF 交换文件。{SAVE_AS}",
    "other_office": f"这个 Office 文件里没有工作簿。{SAVE_AS}",
    "no_table": f"这是网页或 XML 文件，里面没有表格。{SAVE_AS}",
    "plain_text": "这是一行文字，不是清单。请检查是否选错了文件。",
    "encoding": f"这个文本文件的文字编码认不出来，或者中间有坏字。{SAVE_AS}",
    "password": "这个文件设了密码（打开密码，或者旧版 .xls 的“保护工作簿”）。请去掉密码后再上传。",
    "empty_file": "文件是空的，请重新选择。",
    "not_excel": f"这不是 Excel、WPS 表格或 CSV 文件。{SAVE_AS}",
    "too_large": "表格太大（超过 200 万格，或有内容写在很远的地方）。请只保留清单再上传。",
    "too_slow": "表格太复杂，20 秒内没有读完。请只保留清单，另存后再上传。",
    "died": f"这个文件读了两次都中断了，没有读完。{SAVE_AS}",
    "broken": f"文件已损坏，读不出来。{SAVE_AS}",
    "empty": "工作簿里没有内容，请检查是否选错了文件。",
}


class UnreadableError(Exception):
    """A file that is not taken; the message says why and what to do, in Chinese."""


@dataclass(frozen=True)
class Cell:
    """One cell as the sheet shows it; kind text | number | date | bool | empty."""

    text: str
    kind: str
    mark: str = ""

    @property
    def formula(self) -> bool:
        """Whether the text is the stored result of a formula."""
        return self.mark == "f"

    @property
    def broken(self) -> bool:
        """Whether it is an error value, or a formula without a stored result."""
        return self.mark in ("x", "e")


NOTHING = Cell("", "empty")


@dataclass(frozen=True)
class Sheet:
    """One sheet; rows and columns count from 0, merged ranges are (top, left, bottom, right).

    `struck_rows`: all that stands in them is struck through. `from_1904`: plain numbers that mean
    days count from 1904.
    """

    name: str
    hidden: bool
    rows: list[list[Cell]]
    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]
    merges: tuple[tuple[int, int, int, int], ...]
    from_1904: bool = False
    struck_rows: frozenset[int] = frozenset()

    def cell(self, row: int, column: int) -> Cell:
        """Return a cell; outside the used range it is empty."""
        if row >= len(self.rows) or column >= len(self.rows[row]):
            return NOTHING
        return self.rows[row][column]

    @property
    def width(self) -> int:
        """How many columns are used."""
        return max((len(row) for row in self.rows), default=0)

    @property
    def empty(self) -> bool:
        """Whether no cell holds anything."""
        return not any(cell.text or cell.mark for row in self.rows for cell in row)


@dataclass(frozen=True)
class Book:
    """A workbook."""

    sheets: list[Sheet]

    def visible(self) -> Iterator[Sheet]:
        """Give the sheets that hold something and are not hidden."""
        return (sheet for sheet in self.sheets if not sheet.hidden and not sheet.empty)


def read_book(path: Path, kept: Path | None = None) -> Book:
    """Read a workbook or another list, by its content whatever its name says.

    :param kept: where what was read is kept, so that the file is read once and not for each page.
    :raises UnreadableError: it is none, is locked, broken, empty, or beyond the limits
        (20 seconds, 512 MiB, 2 million cells).
    """
    found = _kept(kept) or _run(path)
    if found.get("refused"):
        raise UnreadableError(SENTENCES.get(found["refused"], SENTENCES["broken"]))
    book = Book([_sheet(raw, found["from_1904"]) for raw in found["sheets"]])
    if all(sheet.empty for sheet in book.sheets):
        raise UnreadableError(SENTENCES["empty"])
    if kept and not kept.is_file():
        _keep(kept, found)
    return book


def read_ahead(path: Path, kept: Path) -> None:
    """Read a file for `read_book` to come, whatever it holds; its refusal is kept as well."""
    _keep(kept, _run(path))


def refuse(kept: Path, code: str) -> None:
    """Let a file be refused when it is asked for; the code is one of SENTENCES."""
    _keep(kept, {"refused": code})


def _keep(kept: Path, found: dict[str, Any]) -> None:
    """Keep what was read of a file."""
    with whole.written(kept) as file:
        file.write(json.dumps(found, ensure_ascii=False).encode("utf-8", "replace"))


def _kept(path: Path | None) -> dict[str, Any] | None:
    """Return what was read of a file before."""
    if path is None or not path.is_file():
        return None
    found: dict[str, Any] = json.loads(path.read_bytes())
    return found


def _run(path: Path) -> dict[str, Any]:
    """Run the reader; its death is by one of its limits, or by a fault of a library."""
    limits = [str(number) for number in (CELLS, MEMORY_MIB, SECONDS)]
    command = [sys.executable, "-I", str(READER), str(path), *limits]
    try:
        done = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603
    except subprocess.TimeoutExpired:
        return {"refused": "too_slow"}
    if done.returncode != 0:
        return {"refused": ENDED_BY.get(-done.returncode, "too_large")}
    try:
        found: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        return {"refused": "broken"}
    return found


def _sheet(raw: dict[str, Any], from_1904: bool) -> Sheet:
    """Return a sheet with its cells."""
    rows = [[_cell(cell) for cell in row] for row in raw["rows"]]
    return Sheet(
        name=raw["name"],
        hidden=raw["hidden"],
        rows=rows,
        hidden_rows=frozenset(raw["hidden_rows"]),
        hidden_columns=frozenset(raw["hidden_columns"]),
        merges=tuple((top, left, bottom, right) for top, left, bottom, right in raw["merges"]),
        from_1904=from_1904,
        struck_rows=frozenset(raw["struck_rows"]),
    )


def _cell(raw: Any) -> Cell:
    """Return a cell from what the reader printed."""
    if raw is None:
        return NOTHING
    return _text_cell(raw) if isinstance(raw, str) else Cell(*raw)


@lru_cache(maxsize=8192)
def _text_cell(text: str) -> Cell:
    """Return a cell of a text; the same text stands in a list many times."""
    return Cell(text, "text")
