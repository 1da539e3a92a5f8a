"""One step of the measuring in a process of its own, in whichever version it is started.

`python -m tests.bench.one STEP FOLDER URL [CASES [all]]` prints what it found as JSON; nothing in
it knows of the other version.
"""

from __future__ import annotations

import gc
import json
import sys
from pathlib import Path

from tests.bench import acts, daily, dearest, offices, originals, pages
from tests.bench.office import at_work, open_office


def main(step: str, folder: Path, url: str, *more: str) -> object:
    """Do a step on an office and return what it found."""
    with at_work(open_office(folder, url)) as app:
        gc.freeze()  # what was imported need not be looked through before each turn
        if step == "originals":
            return originals.make(folder, *originals.whole())
        if step == "fill":
            return offices.fill(folder, int(more[0]), all_under_way="all" in more[1:])
        if step == "pages":
            return pages.all_of(app, folder, more)
        if step == "acts":
            return acts.all_of(folder)
        if step == "daily":
            return daily.all_of()
        if step == "dearest":
            return dearest.of(app, folder, more)
    raise LookupError(step)


if __name__ == "__main__":
    found = main(sys.argv[1], Path(sys.argv[2]), *sys.argv[3:])
    sys.stdout.write(json.dumps(found, ensure_ascii=False) + "\n")
