"""A sheet as it is filled, cell by cell, within the limits."""

from __future__ import annotations

from typing import Any

from tracker.kernel.sheet_reading.cells import RefusalError

MOST_COLUMNS = 16_384
MOST_ROWS = 2_000_000
ROOM = 3  # a sheet may be so many times larger than the cells that it may hold


class Budget:
    """How many cells a file may still hold."""

    def __init__(self, cells: int) -> None:
        """Begin with all of them."""
        self.cells = self.left = cells

    def take(self) -> None:
        """Count one cell or one merged range."""
        self.left -= 1
        if self.left < 0:
            raise RefusalError("too_large")


class Grid:
    """One sheet; rows and columns count from 0."""

    def __init__(self, name: str, budget: Budget, hidden: bool = False) -> None:
        """Begin an empty sheet."""
        self.name, self.hidden, self._budget = name, hidden, budget
        self.rows: list[list[Any]] = []
        self.hidden_rows: set[int] = set()
        self.hidden_columns: set[int] = set()
        self.struck_rows: set[int] = set()
        self._merges: list[list[int]] = []

    def put(self, row: int, column: int, cell: Any) -> None:
        """Set a cell; null takes no room."""
        if cell is None:
            return
        self._budget.take()
        if not (0 <= row < MOST_ROWS and 0 <= column < MOST_COLUMNS):
            raise RefusalError("too_large")
        while len(self.rows) <= row:
            self.rows.append([])
        line = self.rows[row]
        if len(line) <= column:
            line.extend([None] * (column + 1 - len(line)))
        line[column] = cell

    def merge(self, top: int, left: int, bottom: int, right: int) -> None:
        """Note a merged range; a single cell is none."""
        if (top, left) != (bottom, right):
            self._budget.take()
            self._merges.append([top, left, bottom, right])

    def hide_columns(self, first: int, last: int) -> None:
        """Note columns that are hidden, the last one included."""
        self.hidden_columns.update(range(first, min(last, MOST_COLUMNS) + 1))

    def as_sheet(self) -> dict[str, Any]:
        """Return what is printed of it."""
        height, width = len(self.rows), max(map(len, self.rows), default=0)
        if height * width > ROOM * self._budget.cells:
            raise RefusalError("too_large")
        return {
            "name": self.name,
            "hidden": self.hidden,
            "rows": self.rows,
            "hidden_rows": sorted(row for row in self.hidden_rows if row < height),
            "struck_rows": sorted(row for row in self.struck_rows if row < height),
            "hidden_columns": sorted(at for at in self.hidden_columns if at < width),
            "merges": [span for span in self._merges if span[0] < height and span[1] < width],
        }
