"""Starts the reading of one list in a process of its own.

Run as a script: `python -I sheet_reader.py FILE MAX_CELLS MAX_MIB MAX_SECONDS`. An empty module
stands in for the program's package, so that the child loads `sheet_reading` and nothing else.
"""

from __future__ import annotations

import sys
from importlib import import_module
from pathlib import Path
from types import ModuleType

PROGRAM = Path(__file__).resolve().parents[1]


def load() -> ModuleType:
    """Return the module that reads a file."""
    program = ModuleType(PROGRAM.name)
    program.__path__ = [str(PROGRAM)]
    sys.modules[PROGRAM.name] = program
    return import_module(f"{PROGRAM.name}.kernel.sheet_reading.reading")


if __name__ == "__main__":
    load().main()
