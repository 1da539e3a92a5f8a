"""How the acts on promises are taken up on a random walk."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tests.rows import the
from tracker.reply import commitments
from tracker.reply.models import Commitment

if TYPE_CHECKING:
    from tests.lifecycle.walk import Walk


def _promise(walk: Walk, args: dict) -> Commitment:
    return the(Commitment, args["commitment_id"])


def progress(walk: Walk, args: dict) -> None:
    """Report progress, or claim that it is done."""
    done = bool(walk.value % 2)
    commitments.add_progress(_promise(walk, args), "正在推进。", walk.day, done=done)


def progress_on_behalf(walk: Walk, args: dict) -> None:
    """Enter the report of a unit that does not log in."""
    commitments.add_progress_on_behalf(
        _promise(walk, args), "来函报告进展。", walk.day, done=bool(walk.value % 2)
    )


def carry_over(walk: Walk, args: dict) -> None:
    """Give it a later date."""
    row = _promise(walk, args)
    later = max(walk.day, row.due_on or walk.day) + timedelta(days=60)
    commitments.carry_over(row, later, "工期顺延。")


def close_promise(walk: Walk, args: dict) -> str:
    """Say that it is done, or not."""
    row = _promise(walk, args)
    said = walk.done_least("reply.close.done", "reply.close.not_done")
    if said == "reply.close.done":
        commitments.close(row, walk.day, "现场核实。")
    else:
        commitments.not_done(row, walk.day, "还没有完工。")
    return said


def write_off(walk: Walk, args: dict) -> None:
    """Give it up with a reason."""
    commitments.write_off(_promise(walk, args), walk.day, "政策调整，不再实施。")
