"""Who may do what about a promise (承诺事项), in which state; pure. Source: domain §2.8."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from tracker.reply.lifecycle import TO_DO
from tracker.roles import OFFICE, UNIT, Role
from tracker.terms import CommitmentState

P = CommitmentState


class PromiseAct(StrEnum):
    """An act on one promise."""

    PROGRESS = "progress"
    PROGRESS_ON_BEHALF = "progress_on_behalf"
    CLOSE = "close"
    CARRY_OVER = "carry_over"
    WRITE_OFF = "write_off"


LABELS: Mapping[PromiseAct, str] = {
    PromiseAct.PROGRESS: "报承诺进展",
    PromiseAct.PROGRESS_ON_BEHALF: "代录承诺进展",
    PromiseAct.CLOSE: "核实承诺",
    PromiseAct.CARRY_OVER: "承诺结转",
    PromiseAct.WRITE_OFF: "承诺终止",
}


@dataclass(frozen=True)
class PromiseFacts:
    """What decides; `own`: the promise is that of the viewer's unit."""

    roles: frozenset[Role]
    own: bool
    online: bool
    state: CommitmentState


WHEN: Mapping[PromiseAct, frozenset[CommitmentState]] = {
    PromiseAct.PROGRESS: TO_DO,
    PromiseAct.PROGRESS_ON_BEHALF: TO_DO,
    PromiseAct.CLOSE: frozenset({P.DONE_CLAIMED}),
    PromiseAct.CARRY_OVER: TO_DO,
    PromiseAct.WRITE_OFF: TO_DO,
}


def rights(facts: PromiseFacts) -> frozenset[PromiseAct]:
    """Return the acts that the viewer's roles and unit permit in some state."""
    found: set[PromiseAct] = set()
    if facts.own and facts.roles & UNIT:
        found.add(PromiseAct.PROGRESS)
    if Role.OH in facts.roles and not facts.online:
        found.add(PromiseAct.PROGRESS_ON_BEHALF)
    if facts.roles & OFFICE:
        found |= {PromiseAct.CLOSE, PromiseAct.CARRY_OVER}
    if Role.OL in facts.roles:
        found.add(PromiseAct.WRITE_OFF)
    return frozenset(found)


def allowed(facts: PromiseFacts) -> frozenset[PromiseAct]:
    """Return the acts that are open to the viewer now."""
    return frozenset(act for act in rights(facts) if facts.state in WHEN[act])


def why_not(facts: PromiseFacts, act: PromiseAct) -> str:
    """Return the sentence for an act that is not allowed now."""
    if act is PromiseAct.CLOSE and facts.state in TO_DO:
        return "承办单位还没有报“已落实”，请等单位报进展后再核实。"
    return f"承诺事项为“{facts.state.label}”，现在不能{LABELS[act]}。请刷新页面查看。"
