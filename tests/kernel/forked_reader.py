"""Reads files one after the other, each in a fork with the limits of the reader's child.

A script beside the tests: it spares them the start of the interpreter for each file. A line of its
input names a file; it answers with the exit status and the most memory that the fork had, in KiB,
and leaves what was read in FILE.json.
"""

from __future__ import annotations

import json
import os
import resource
import runpy
import sys
from pathlib import Path

MIB = 1024 * 1024


def main() -> None:
    """Read every file that the input names."""
    script, cells, mib, seconds = sys.argv[1], *(int(text) for text in sys.argv[2:5])
    reading = runpy.run_path(script)["load"]()
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            resource.setrlimit(resource.RLIMIT_AS, (mib * MIB, mib * MIB))
            resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds + 1))
            found = json.dumps(reading.outcome(line.strip(), cells))
            Path(line.strip() + ".json").write_text(found)
            os._exit(0)
        _, status, used = os.wait4(child, 0)
        sys.stdout.write(f"{os.waitstatus_to_exitcode(status)} {used.ru_maxrss}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
