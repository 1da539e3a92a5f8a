"""Print the figures: ratios inside one run, on one machine; wall time says nothing alone.

`python -m tests.bench` measures everything; `python -m tests.bench pages` one part.
"""

from __future__ import annotations

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.bench import export, intake, pages
from tests.bench.office import at_work, copy_of, make_originals, open_office
from tests.bench.pages import total

FEW, SOME, MANY = 1_000, 10_000, 20_000
PARTS = ("export", "intake", "pages")


def main(asked: list[str]) -> None:
    """Measure the parts that were asked for."""
    with TemporaryDirectory() as name:
        folder = Path(name) / "office"
        folder.mkdir()
        say("Making the cases ...")
        with at_work(open_office(folder)):
            make_originals()
        for part in asked or PARTS:
            {"export": of_export, "intake": of_intake, "pages": of_pages}[part](folder)


def of_export(folder: Path) -> None:
    """Print the export against the bare loop."""
    some = copy_of(folder, SOME)
    taken, _, data = export.export(some)
    bare, rows, wide = export.bare_loop(data)
    alone, mib = export.in_own_process(some)
    say(f"\nLedger as Excel, {rows - 1} cases in {wide} columns")
    say(f"  bare openpyxl loop         {bare:7.2f} s")
    say(f"  export                     {taken:7.2f} s   {taken / bare:5.2f} x the loop")
    say(f"  export in its own process  {alone:7.2f} s   peak memory + {mib:.0f} MiB")


def of_intake(folder: Path) -> None:
    """Print each step of the intake against the reader alone."""
    found = intake.measured(folder, SOME)
    say(f"\nIntake of {SOME} rows")
    for name, taken in found.items():
        say(f"  {name:<26} {taken:7.2f} s   {taken / found['calamine']:5.2f} x calamine")


def of_pages(folder: Path) -> None:
    """Print the pages with many cases against few."""
    folders = [copy_of(folder, count) for count in (FEW, MANY)]
    few, many = (pages.measured(place) for place in folders)
    counts = [total(place) for place in folders]
    say(f"\nPages with {counts[1]} cases against {counts[0]}, median; SQL statements")
    for name, (taken, sent) in many.items():
        before, sent_before = few[name]
        line = f"  {name:<26} {taken * 1000:7.0f} ms against {before * 1000:5.0f} ms"
        say(f"{line}  {taken / before:6.2f} x   {sent} against {sent_before} statements")


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
