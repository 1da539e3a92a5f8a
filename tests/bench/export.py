"""The export of the ledger against a bare loop that writes the same cells and styles.

Run as a script it prints the seconds and the growth of its own peak memory in MiB:
`python -m tests.bench.export FOLDER`.
"""

from __future__ import annotations

import subprocess
import sys
from copy import copy
from io import BytesIO
from pathlib import Path
from time import perf_counter

from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell

from tests.bench.cost import forget_peak, memory
from tests.bench.office import at_work, client_of, open_office


def export(folder: Path) -> tuple[float, float, bytes]:
    """Return the seconds of the export, the growth of peak memory in MiB, and the workbook."""
    with at_work(open_office(folder)) as app:
        client = client_of(app, "clerk")
        assert client.get("/ledger").status_code == 200
        before = forget_peak()
        begun = perf_counter()
        answer = client.get("/ledger.xlsx")
        data = answer.data
        return perf_counter() - begun, memory("VmHWM") - before, data


def in_own_process(folder: Path) -> tuple[float, float]:
    """Return seconds and MiB of an export in a process of its own."""
    command = [sys.executable, "-m", "tests.bench.export", str(folder)]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    seconds, mib = done.stdout.split()
    return float(seconds), float(mib)


def bare_loop(data: bytes) -> tuple[float, int, int]:
    """Return the seconds in which a loop writes the cells of a workbook anew; rows, columns."""
    sheet = load_workbook(BytesIO(data)).active
    rows = [
        [(cell.value, cell.data_type, _styles(cell)) for cell in row]
        for row in sheet.iter_rows(min_row=4)
    ]
    return _written(rows), len(rows), len(rows[0])


_known: dict[tuple[int, ...], tuple] = {}


def _styles(cell) -> tuple:
    """Return font, alignment, border and fill; equal ones are one object, as in the export."""
    key = (cell._style.fontId, cell._style.alignmentId, cell._style.borderId, cell._style.fillId)
    if key not in _known:
        _known[key] = tuple(map(copy, (cell.font, cell.alignment, cell.border, cell.fill)))
    return _known[key]


def _written(rows: list) -> float:
    """Write rows of value, type and styles; return the seconds."""
    begun = perf_counter()
    book = Workbook(write_only=True)
    sheet = book.create_sheet("bare")
    for row in rows:
        line = []
        for value, kind, styles in row:
            cell = WriteOnlyCell(sheet, value=value)
            cell.data_type = kind
            cell.font, cell.alignment, cell.border, cell.fill = styles
            line.append(cell)
        sheet.append(line)
    book.save(BytesIO())
    return perf_counter() - begun


if __name__ == "__main__":
    seconds, mib, _book = export(Path(sys.argv[1]))
    sys.stdout.write(f"{seconds} {mib}\n")
