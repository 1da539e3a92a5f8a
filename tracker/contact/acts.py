"""Who may record a talk with the proposer, and when; pure. Source: domain §2.3.

A unit records before and during handling (office: matrix rows `contact_record`); once its
letter is out only a talk after the answer (办后) can be added.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from tracker.assign.lifecycle import SIGNED_FOR
from tracker.assign.responsibility import HOSTS
from tracker.roles import UNIT, Role
from tracker.terms import AssignmentState, AssignRole, ContactPhase

A = AssignmentState


class Act(StrEnum):
    """An act on the contacts of one assignment."""

    ADD = "add"
    ADD_ON_BEHALF = "add_on_behalf"
    CORRECT = "correct"


LABELS: Mapping[Act, str] = {
    Act.ADD: "登记沟通面商",
    Act.ADD_ON_BEHALF: "代录沟通面商",
    Act.CORRECT: "更正沟通记录",
}


@dataclass(frozen=True)
class Facts:
    """What decides; `own` says that the assignment is the viewer's unit's and in force."""

    roles: frozenset[Role]
    own: bool
    role: AssignRole
    state: AssignmentState
    online: bool
    recorded_by_viewer: bool = False
    corrected: bool = False


def rights(facts: Facts) -> frozenset[Act]:
    """Return the acts that the viewer's roles and unit permit in some state."""
    if not facts.role.answers:
        return frozenset()
    found: set[Act] = set()
    if facts.own and facts.roles & UNIT:
        found |= {Act.ADD} | _own_corrections(facts)
    if Role.OH in facts.roles:
        found |= {Act.CORRECT, Act.ADD if facts.online else Act.ADD_ON_BEHALF}
    return frozenset(found)


def allowed(facts: Facts) -> frozenset[Act]:
    """Return the acts that are open to the viewer now."""
    if facts.state not in SIGNED_FOR:
        return frozenset()
    found = rights(facts)
    return found - {Act.CORRECT} if facts.corrected else found


def why_not(facts: Facts, act: Act, unit: str) -> str:
    """Return the sentence for an act that is not allowed now."""
    if facts.state is A.ASSIGNED:
        return f"{unit}还没有签收，请先签收，再{LABELS[act]}。"
    if act is Act.CORRECT and facts.corrected:
        return "这条记录已经更正过，请刷新页面，更正最新的一条。"
    return f"{unit}为“{facts.state.label}”，现在不能{LABELS[act]}。请刷新页面查看。"


def phase_fault(state: AssignmentState, phase: ContactPhase) -> str:
    """Return why a talk of this phase cannot be recorded now, empty where it can."""
    answered = state is A.REPLIED
    if answered and phase is not ContactPhase.AFTER:
        return "已经答复，只能补记“办后”的沟通。"
    if not answered and phase is ContactPhase.AFTER:
        return "还没有答复，请选“办前”或“办中”。"
    return ""


def _own_corrections(facts: Facts) -> set[Act]:
    """Return the right to correct: one's own record, or any of a host as its leader."""
    leader = Role.UL in facts.roles and facts.role in HOSTS
    writer = Role.UH in facts.roles and facts.recorded_by_viewer
    return {Act.CORRECT} if leader or writer else set()
