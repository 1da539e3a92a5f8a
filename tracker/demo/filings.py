"""What becomes of demonstration proposals on which the committee has to decide first."""

from __future__ import annotations

from datetime import date

from tracker.case_terms import FilingOutcome
from tracker.cases import filing
from tracker.cases.filing import Decision
from tracker.demo.roads import Road
from tracker.demo.tale import Tale

PAPER = "区政协提案委员会审查意见"
O = FilingOutcome  # noqa: E741 - said in every way


def waiting(_tale: Tale, _day: date) -> None:
    """Came in, not decided."""


def sent_back(tale: Tale, day: date) -> None:
    """Sent back to be mended."""
    _decide(tale, Decision(O.SENT_BACK, day, PAPER, "没有写明具体建议，请补充后交回。"))


def not_filed(tale: Tale, day: date) -> None:
    """Not filed."""
    _decide(tale, Decision(O.NOT_FILED, day, PAPER, "所提事项正在诉讼程序中。"))


def turned(tale: Tale, day: date) -> None:
    """Passed on for reference."""
    reason = "有关工作已列入年度安排，转送研究参考。"
    _decide(tale, Decision(O.TURNED, day, PAPER, reason, passed_to="区有关部门"))


def merged(tale: Tale, day: date) -> None:
    """Merged into the proposal that was filed before it."""
    leading = f"{int(tale.number) - 1:03d}"
    _decide(tale, Decision(O.MERGED, day, PAPER, "所提事项相同。", leading=leading))


def filed(tale: Tale, day: date) -> None:
    """Filed, to be assigned."""
    _decide(tale, Decision(O.FILED, day, PAPER))


def _decide(tale: Tale, said: Decision) -> None:
    """Let the CPPCC's office record what the committee decided."""
    with tale.by("cppcc-office", said.decided_on, 16):
        filing.decide(tale.case, said)


FILINGS: tuple[Road, ...] = (waiting, sent_back, not_filed, turned, filed, merged)
