"""What a dump of PostgreSQL holds, told from its own text without a server."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

from tracker.backup import dump
from tracker.backup.archive import DAMAGED
from tracker.kernel.errors import Refused

BEGIN = re.compile(r'COPY (?:[\w"]+\.)?"?(\w+)"? \((.*)\) FROM stdin;')
END = "\\."


def read(saved: Path, table: str) -> tuple[dict[str, int], dict[str, str]]:
    """Return the rows by table, and of one table with attachments the digests with a name each.

    :raises Refused: the dump cannot be read.
    """
    counts: dict[str, int] = {}
    files: dict[str, str] = {}
    name, columns = "", [""]
    for line in _lines(saved):
        begun = BEGIN.fullmatch(line) if not name else None
        if begun:
            name, columns = begun[1], [one.strip(' "') for one in begun[2].split(",")]
            counts[name] = 0
        elif line == END:
            name = ""
        elif name:
            counts[name] += 1
            if name == table:
                row = dict(zip(columns, line.split("\t"), strict=False))
                files[row.get("digest", "")] = row.get("name", "")
    return counts, files


def _lines(saved: Path) -> Iterator[str]:
    """Give the lines of the dump's data.

    :raises Refused: it cannot be read.
    """
    command = [dump.tool("pg_restore"), "--data-only", "--file=-", str(saved)]
    with subprocess.Popen(  # noqa: S603 (a program found by name, arguments of our own)
        command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    ) as running:
        for line in running.stdout or ():
            yield line.rstrip(b"\n").decode(errors="replace")
    if running.returncode:
        raise Refused(DAMAGED.format("数据库不能读取"))
