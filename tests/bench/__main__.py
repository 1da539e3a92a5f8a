"""Print the figures: ratios inside one run, on one machine; times alone say nothing.

`python -m tests.bench` measures everything; `python -m tests.bench pages` one part; `--small` takes
few cases, for a quick look; `--only sqlite` one database; `--now` leaves the version before out;
`--json FILE` keeps the figures, those of every office as soon as it is measured, and `--read FILE`
prints the tables of such a file.
"""

from __future__ import annotations

import argparse
import json
import platform
import sys
from datetime import UTC, datetime
from pathlib import Path
from signal import SIGTERM, signal
from tempfile import TemporaryDirectory

from tests.bench import export, intake, letters, offices, originals, run
from tests.bench.ground import KINDS
from tests.bench.office import at_work, open_office

SOME, SMALL = 10_000, 1_000
PARTS = ("pages", "export", "intake", "letters")


def main(words: list[str]) -> None:
    """Measure the parts that were asked for, or print what was measured."""
    asked = _asked(words)
    if asked.read:
        tables(json.loads(asked.read.read_text(encoding="utf-8")))
        return
    signal(SIGTERM, lambda *_signal: sys.exit(1))  # what was made is taken away then, too
    head = {
        "day": f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC",
        "machine": machine(),
        "command": " ".join(("python -m tests.bench", *words)),
    }
    parts = asked.parts or PARTS
    if "pages" in parts:
        tables({**head, "pages": of_pages(asked, head)})
    if "export" in parts or "intake" in parts:
        of_workbooks(parts, SMALL if asked.small else SOME)
    if "letters" in parts:
        of_letters()


def _asked(words: list[str]) -> argparse.Namespace:
    """Read what is asked for."""
    reader = argparse.ArgumentParser(prog="python -m tests.bench", description=__doc__)
    reader.add_argument("parts", nargs="*", choices=(*PARTS, []), metavar="PART")
    reader.add_argument("--small", action="store_true", help="few cases, for a quick look")
    reader.add_argument("--now", action="store_true", help="without the version before")
    reader.add_argument("--only", choices=KINDS, help="one database")
    reader.add_argument("--json", type=Path, metavar="FILE", help="keep the figures")
    reader.add_argument("--read", type=Path, metavar="FILE", help="print the tables of a file")
    return reader.parse_args(words)


def of_pages(asked: argparse.Namespace, head: dict[str, str]) -> run.Rows:
    """Measure the offices, and keep the figures where that is asked for."""

    def keep(rows: run.Rows) -> None:
        if asked.json:
            found = json.dumps({**head, "pages": rows}, ensure_ascii=False, indent=1)
            asked.json.write_text(found, encoding="utf-8")

    sizes = run.SMALL if asked.small else run.WHOLE
    kinds = (asked.only,) if asked.only else KINDS
    return run.measure(sizes, say, keep, kinds=kinds, before=not asked.now)


def tables(found: dict) -> None:
    """Print figures as tables, with day, machine and command."""
    say(f"\n{found['day']}, {found['machine']}")
    say(found["command"])
    for line in run.lines(found["pages"]):
        say(line)


def machine() -> str:
    """Return what measures: processor, cores, Python."""
    lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    name = names[0] if names else platform.machine()
    return f"{len(names)} x {name}, Python {platform.python_version()}"


def of_workbooks(parts: list[str] | tuple[str, ...], some: int) -> None:
    """Measure what reads and writes workbooks."""
    with TemporaryDirectory() as name:
        office, empty = Path(name) / "office", Path(name) / "empty"
        office.mkdir()
        empty.mkdir()
        if "export" in parts:
            with at_work(open_office(office)):
                originals.make(office, *originals.whole())
                offices.fill(office, some, all_under_way=False)
            of_export(office)
        if "intake" in parts:
            of_intake(empty, some)


def of_export(folder: Path) -> None:
    """Print the export against the bare loop."""
    taken, _, data = export.export(folder)
    bare, rows, wide = export.bare_loop(data)
    alone, mib = export.in_own_process(folder)
    say(f"\nLedger as Excel, {rows - 1} cases in {wide} columns")
    say(f"  bare openpyxl loop         {bare:7.2f} s")
    say(f"  export                     {taken:7.2f} s   {taken / bare:5.2f} x the loop")
    say(f"  export in its own process  {alone:7.2f} s   peak memory + {mib:.0f} MiB")


def of_intake(folder: Path, rows: int) -> None:
    """Print each step of the intake against the reader alone."""
    found = intake.measured(folder, rows)
    say(f"\nIntake of {rows} rows")
    for name, taken in found.items():
        say(f"  {name:<26} {taken:7.2f} s   {taken / found['calamine']:5.2f} x calamine")


def of_letters() -> None:
    """Print how many letters one processor makes."""
    say("\nReply letters of two pages with their form, a minute of one processor")
    for kind, count in letters.a_minute().items():
        say(f"  {kind:<26} {count:7.0f}")


def say(line: str) -> None:
    """Print a line at once."""
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
