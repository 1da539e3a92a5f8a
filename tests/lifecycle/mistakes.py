"""Taking back on a walk what was done by mistake."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tracker.assign import undoing
from tracker.supervise import following

if TYPE_CHECKING:
    from tests.lifecycle.walk import Walk

ERROR = "登记错了件。"


def _approval(walk: Walk, _args: dict) -> None:
    undoing.take_back_approval(walk.case(), ERROR)


def _withdrawal(walk: Walk, _args: dict) -> None:
    undoing.take_back_withdrawal(walk.case(), ERROR)


def _hand_out(walk: Walk, _args: dict) -> None:
    undoing.take_back_hand_out(walk.case(), ERROR)


def _end_of_follow_up(walk: Walk, _args: dict) -> None:
    following.take_up(walk.case(), ERROR)


ACTS: dict[str, Callable[[Walk, dict], object]] = {
    "assign.take_back_approval": _approval,
    "assign.take_back_withdrawal": _withdrawal,
    "assign.take_back_hand_out": _hand_out,
    "supervise.take_up": _end_of_follow_up,
}
