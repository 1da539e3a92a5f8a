"""Reads one file within limits and prints JSON; whatever goes wrong ends as {"refused": code}.

The content decides which reader takes a file, never its name.
"""

from __future__ import annotations

import json
import resource
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

from tracker.kernel.sheet_reading import kinds
from tracker.kernel.sheet_reading.cells import RefusalError
from tracker.kernel.sheet_reading.grid import Budget
from tracker.kernel.sheet_reading.kinds import Kind

MIB = 1024 * 1024
LARGEST_FILE = 200 * MIB
READERS = {  # each with its module, which is loaded only where a file needs it
    Kind.OOXML: ("xlsx", "read"),
    Kind.OOXML_BINARY: ("xlsb", "read"),
    Kind.BIFF: ("biff", "read"),
    Kind.ODF: ("opendocument", "read"),
    Kind.ODF_FLAT: ("opendocument", "read_flat"),
    Kind.XML_2003: ("xml2003", "read"),
    Kind.HTML: ("web_page", "read"),
    Kind.MHTML: ("web_page", "read_archive"),
    Kind.TEXT: ("text", "read"),
}


def main() -> None:
    """Read the file named on the command line and print what is in it."""
    path, cells, mib, seconds = sys.argv[1], *(int(text) for text in sys.argv[2:5])
    resource.setrlimit(resource.RLIMIT_AS, (mib * MIB, mib * MIB))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))  # it tells why it ends
    printed = json.dumps(outcome(path, cells), ensure_ascii=False)
    sys.stdout.buffer.write(printed.encode("utf-8", "replace"))


def outcome(path: str, cells: int) -> dict[str, Any]:
    """Return what is in a file, or why it is not read."""
    try:
        return read(path, cells)
    except RefusalError as refusal:
        return {"refused": str(refusal)}
    except MemoryError:
        return {"refused": "too_large"}
    except BaseException as error:  # what a broken file makes a parser raise; a panic of Rust, too
        return {"refused": "broken", "detail": type(error).__name__}


def read(path: str, cells: int) -> dict[str, Any]:
    """Return every sheet with its cells."""
    if Path(path).stat().st_size > LARGEST_FILE:
        raise RefusalError("too_large")
    data = Path(path).read_bytes()
    module, name = READERS[kinds.kind_of(data)]
    reader = getattr(import_module(f"{__package__}.{module}"), name)
    sheets, from_1904 = reader(data, Budget(cells))
    return {"refused": None, "sheets": sheets, "from_1904": from_1904}
