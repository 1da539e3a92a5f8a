"""Who may supervise, re-open and close, in which state; pure. Source: domain §2.7, §2.8."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from tracker.cases.lifecycle import IN_HAND, LIVE
from tracker.roles import OFFICE, Role
from tracker.terms import CaseState

C = CaseState


class Act(StrEnum):
    """An act of supervision on a case."""

    DECIDE = "decide"
    DECLINE = "decline"
    CLOSE = "close"
    REOPEN = "reopen"
    RECORD = "record"
    LIST = "follow"
    PAUSE = "pause"
    MOVE = "move"
    RESUME = "resume"
    RESTATE = "restate"
    END = "end"
    TAKE_UP = "take_up"


@dataclass(frozen=True)
class Facts:
    """What decides about a case; `ended`: what the office ended of its follow-up can go on.

    `undecided`: a 不满意 without a decision; `pending`: a rating waits for a second person. Both
    come before a request to handle again, which would leave them open beside the new round.
    """

    roles: frozenset[Role]
    state: CaseState
    undecided: bool
    pending: bool
    closable: bool
    in_follow_up: bool
    endable: bool
    paused: bool = False
    ended: bool = False


LABELS: Mapping[Act, str] = {
    Act.DECIDE: "重新办理",
    Act.DECLINE: "不再重办",
    Act.CLOSE: "办结",
    Act.REOPEN: "应要求重新办理",
    Act.RECORD: "登记催办、督办、回访",
    Act.LIST: "列入跟踪",
    Act.PAUSE: "暂停跟踪",
    Act.MOVE: "更改恢复日期",
    Act.RESUME: "恢复跟踪",
    Act.RESTATE: "更改跟踪事由",
    Act.END: "结束跟踪",
    Act.TAKE_UP: "撤销结束跟踪",
}


def allowed(facts: Facts) -> frozenset[Act]:
    """Return the acts that are open to the viewer now."""
    if not facts.roles & OFFICE:
        return frozenset()
    alive = facts.state in LIVE
    followed = alive and facts.in_follow_up
    found = {
        Act.DECIDE: facts.undecided and alive,
        Act.DECLINE: facts.undecided and alive and Role.OL in facts.roles,
        Act.CLOSE: facts.state is C.REPLIED and facts.closable,
        Act.REOPEN: facts.state is C.CLOSED and not (facts.undecided or facts.pending),
        Act.RECORD: facts.state in IN_HAND or followed,
        Act.LIST: alive and not facts.in_follow_up,
        Act.PAUSE: followed and not facts.paused,
        Act.MOVE: followed and facts.paused,
        Act.RESUME: followed and facts.paused,
        Act.RESTATE: followed,
        Act.END: followed and facts.endable,
        Act.TAKE_UP: alive and not facts.in_follow_up and facts.ended,
    }
    return frozenset(act for act, may in found.items() if may)
