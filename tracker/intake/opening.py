"""Opening a kept file: read in the limited child process, then as lists."""

from __future__ import annotations

from pathlib import Path

from tracker.intake.reading.handed import Preview
from tracker.intake.reading.parse import Known, lists_of
from tracker.kernel.sheets import UnreadableError, read_book


def parse_book(
    path: Path, name: str, known: Known | None = None, kept: Path | None = None
) -> Preview:
    """Read a file as lists of cases; what cannot be read is refused with a sentence.

    :param kept: see `sheets.read_book`.
    """
    try:
        book = read_book(path, kept)
    except UnreadableError as error:
        return Preview(name, refused=str(error))
    return lists_of(book, name, known)
