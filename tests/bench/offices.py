"""How many copies make an office of so many cases, and whether they are sound."""

from __future__ import annotations

import json
from pathlib import Path

from sqlalchemy import func, select

from tests.bench import copying, either, originals
from tests.bench.copying import Copy
from tests.bench.values import APART
from tracker.cases.models import Case
from tracker.kernel.db import db

SESSIONS = 25
A_TENTH = 10
IN_A_SET = 2  # copies under way whose people are the same
SAMPLE = 40


def copies_for(count: int, ended: int, under_way: int, *, all_under_way: bool) -> list[Copy]:
    """Return the copies beside so many originals: a tenth is under way, or all are.

    People come and go with the sessions: everybody has as many cases in a large office as in a
    small one.
    """
    newest = count // (1 if all_under_way else A_TENTH)
    open_times = max(1, newest // under_way)
    ended_times = 1 if all_under_way else max(1, (count - open_times * under_way) // ended)
    in_a_set = SESSIONS if all_under_way else IN_A_SET
    return [
        *(Copy(k, ended=False, people=k // in_a_set) for k in range(1, open_times)),
        *(
            Copy(k, ended=True, session=k % SESSIONS, people=k // SESSIONS)
            for k in range(1, ended_times)
        ),
    ]


def fill(folder: Path, count: int, *, all_under_way: bool) -> dict:
    """Make an office of so many cases out of its originals; return what it holds."""
    known = originals.read(folder)
    ended, under_way = known["ended"], known["under_way"]
    copies = copies_for(count, len(ended), len(under_way), all_under_way=all_under_way)
    copying.copy(copies, ended)
    copying.settle()
    found = unsound(folder, copies)
    assert not found, found
    pick = next((one for one in copies if one.number >= 4 and one.ended != all_under_way), None)
    known["street"] = pick.street if pick else ""
    known["last"] = {
        "ended": max((one.number for one in copies if one.ended), default=0),
        "under_way": max((one.number for one in copies if not one.ended), default=0),
    }
    (folder / "originals.json").write_text(json.dumps(known), encoding="utf-8")
    return {"cases": db.session.scalar(select(func.count()).select_from(Case))}


def unsound(folder: Path, copies: list[Copy], sample: int = SAMPLE) -> list[str]:
    """Return what is wrong with some of the copies, by a recount of what is owed on them."""
    known = originals.read(folder)
    numbers = [
        case_id + one.number * APART
        for one in copies[:: max(1, len(copies) // 4)]
        for case_id in known["ended" if one.ended else "under_way"]
    ]
    step = max(1, len(numbers) // sample)
    return either.differences(numbers[::step])
