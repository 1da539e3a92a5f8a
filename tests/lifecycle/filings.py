"""What is decided about a proposal before anybody handles it, on a walk."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tracker.case_terms import FilingOutcome
from tracker.cases import filing

if TYPE_CHECKING:
    from tests.lifecycle.walk import Walk

O = FilingOutcome  # noqa: E741 - said in every place of the list
OUTCOMES = (O.FILED, O.FILED, O.SENT_BACK, O.FILED, O.NOT_FILED, O.TURNED)


def _decide(walk: Walk, _args: dict) -> None:
    outcome = OUTCOMES[walk.value % len(OUTCOMES)]
    facts = {"document": "云政协提〔2026〕3号", "reason": "内容不具体。"}
    filing.decide(walk.case(), filing.Decision(outcome, walk.day, **facts))


def _take_back(walk: Walk, _args: dict) -> None:
    filing.take_back(walk.case(), "登记有误。")


ACTS: dict[str, Callable[[Walk, dict], object]] = {
    "cases.decide_filing": _decide,
    "cases.take_back_filing": _take_back,
}
