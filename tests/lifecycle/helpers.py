"""What assisting units do on a walk, and which they are."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tracker.assign import assisting, opinions
from tracker.assign import queries as assignments
from tracker.units.models import Unit

if TYPE_CHECKING:
    from tests.lifecycle.walk import Walk

MOST = 3


def free_unit(walk: Walk) -> Unit:
    """Return a unit that has no part in the case."""
    taken = {one.unit_id for one in assignments.live(walk.case_id)}
    free = [walk.unit(key) for key in ("city", "finance", "education", "post")]
    return next(one for one in free if one.id not in taken)


def _add_assisting(walk: Walk, _args: dict) -> None:
    """One unit of the four stays free, for who gives its part away."""
    full = len(assignments.live(walk.case_id)) >= MOST
    unit = None if full else free_unit(walk)
    assisting.add(walk.case(), unit, "涉及资金安排。", walk.day)


def _decide_opinion(walk: Walk, args: dict) -> str:
    row = walk.row(args)
    said = walk.done_least("handling.decide_opinion.accept", "handling.decide_opinion.back")
    if said.endswith("accept"):
        opinions.accept(row)
    else:
        opinions.send_back(row, "请写明资金安排。")
    return said


def _sign_opinion(walk: Walk, args: dict) -> str:
    said = walk.done_least("handling.sign_opinion.sign", "handling.sign_opinion.back")
    if said.endswith("sign"):
        opinions.sign(walk.row(args), opinions.Paper("云财函〔2026〕8号"))
    else:
        opinions.refuse_to_sign(walk.row(args), "请写明金额。")
    return said


ACTS: dict[str, Callable[[Walk, dict], object]] = {
    "assign.add_assisting": _add_assisting,
    "handling.drop_assisting": lambda walk, args: assisting.drop(
        walk.row(args), "不涉及该单位职责。", walk.day
    ),
    "handling.submit_opinion": lambda walk, args: opinions.submit(
        walk.row(args), "资金已列入预算。", walk.day
    ),
    "handling.sign_opinion": _sign_opinion,
    "handling.enter_opinion": lambda walk, args: opinions.enter_on_behalf(
        walk.row(args), "网点可以配合。", walk.day, walk.scan()
    ),
    "handling.recall_opinion": lambda walk, args: opinions.recall(walk.row(args)),
    "handling.decide_opinion": _decide_opinion,
}
