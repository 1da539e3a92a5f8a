"""What the clock does: write the rows that an act over many cases left to be written."""

from __future__ import annotations

from tracker.kernel.db import transaction
from tracker.standing import keeping


def catch_up() -> int:
    """Write waiting rows in short transactions; return of how many cases."""
    done = 0
    while True:
        with transaction():
            some = keeping.waiting()
            keeping.write(some)
        if not some:
            return done
        done += len(some)
