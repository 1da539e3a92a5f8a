"""Asking for a later reply date on a walk, and deciding it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING

from tracker.assign import extended, extensions
from tracker.assign.extensions import Asked
from tracker.terms import DeadlineKind

if TYPE_CHECKING:
    from tests.lifecycle.walk import Walk


def _due(walk: Walk, args: dict) -> date:
    stored = walk.row(args).deadline(DeadlineKind.REPLY)
    assert stored is not None
    return stored.due_on


def _asked(walk: Walk, args: dict) -> Asked:
    until = max(_due(walk, args), walk.day) + timedelta(days=10)
    return Asked(until, "方案需要论证。", "已现场踏勘。" if walk.value % 2 else "")


def _request(walk: Walk, args: dict) -> None:
    extensions.request(walk.row(args), _asked(walk, args), walk.day)


def _enter(walk: Walk, args: dict) -> None:
    came = min(_due(walk, args), walk.day)
    extensions.enter_on_behalf(walk.row(args), _asked(walk, args), came, walk.scan())


def _decide(walk: Walk, args: dict) -> str:
    row = walk.row(args)
    asked = extended.open_request(row)
    said = walk.done_least("handling.decide_extension.grant", "handling.decide_extension.refuse")
    if asked is not None and asked.due_on < walk.day:
        said = "handling.decide_extension.refuse"
    extensions.decide(row, granted=said.endswith("grant"), reason="按实际确定。", on=walk.day)
    return said


ACTS: dict[str, Callable[[Walk, dict], object]] = {
    "handling.request_extension": _request,
    "handling.enter_extension": _enter,
    "handling.confirm_extension": lambda walk, args: extensions.confirm(walk.row(args)),
    "handling.decline_extension": lambda walk, args: extensions.decline(walk.row(args)),
    "handling.recall_extension": lambda walk, args: extensions.recall(walk.row(args)),
    "handling.decide_extension": _decide,
}
