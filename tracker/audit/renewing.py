"""Another key for the chain where the one before is lost, or a broken chain is to be closed.

What was written before is never verified by a key again. So the first entry under the new key
holds a digest over all of it: who changes an earlier entry from then on is seen.
"""

from __future__ import annotations

import os
import pwd
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import func, insert, select, update

from tracker.audit import keys
from tracker.audit.actions import HEAD, record
from tracker.audit.queries import ENTRIES, RENEWED, closed_until
from tracker.kernel import clock
from tracker.kernel.db import db


def begin_anew(reason: str) -> None:
    """Close what was written so far, and go on under the present key; in a transaction."""
    mend_head()
    connection = db.session.connection()
    known = keys.last_key_id_within(connection)
    last = connection.scalar(select(func.max(ENTRIES.c.seq))) or 0
    told: dict[str, object] = {
        "reason": reason,
        "earlier_key": known,
        "closed": closed_until(connection, last + 1),
        "agreed_by": operator(),
    }
    record(RENEWED, "audit_entry", last, told)


def mend_head() -> None:
    """Put the head where the last entry stands, if it stands before it or is gone.

    Else no entry could be written any more: its number would be taken.
    """
    connection = db.session.connection()
    last = select(ENTRIES.c.seq, ENTRIES.c.digest).order_by(ENTRIES.c.seq.desc()).limit(1)
    entry, head = connection.execute(last).one_or_none(), connection.scalar(select(HEAD.c.seq))
    if entry is None or (head is not None and head >= entry.seq):
        return
    values = {"seq": entry.seq, "digest": entry.digest}
    if head is None:
        connection.execute(insert(HEAD), {"id": 1, **values, "seal": ""})
    else:
        connection.execute(update(HEAD), values)


@contextmanager
def another_key() -> Iterator[Path | None]:
    """Put a new key in the place of the present one, which is kept beside it, never deleted.

    Gives where that one lies now, None where there was none. Where the block fails it comes back.
    """
    path = keys.place()
    beside = path.with_name(f"{path.name}.before-{clock.local(clock.now()):%Y%m%d-%H%M%S-%f}")
    earlier = path.rename(beside) if path.exists() else None
    try:
        keys.make(path)
        yield earlier
    except BaseException:
        path.unlink(missing_ok=True)
        if earlier:
            earlier.rename(path)
        raise


def operator() -> str:
    """Return who sits at the machine, by the name of the account there."""
    number = os.getuid()
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:  # an account that the machine knows by its number only
        return str(number)
