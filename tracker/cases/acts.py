"""What may be done to a case itself, by whom, in which state; pure. Source: domain §2.1."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from tracker.cases.lifecycle import OPEN
from tracker.roles import OFFICE, Role
from tracker.terms import CaseState

S = CaseState


class Act(StrEnum):
    """An act on the case itself."""

    CORRECT = "correct"
    MARK = "mark"
    VOID = "void"
    REINSTATE = "reinstate"
    NAME_LEADER = "name_leader"
    ATTACH = "attach"


@dataclass(frozen=True)
class Facts:
    """What decides: the viewer's roles and the case's state."""

    roles: frozenset[Role]
    state: CaseState


WHO: Mapping[Act, frozenset[Role]] = {
    Act.CORRECT: OFFICE,
    Act.MARK: OFFICE,
    Act.VOID: frozenset({Role.OL}),
    Act.REINSTATE: frozenset({Role.OL}),
    Act.NAME_LEADER: frozenset({Role.OL}),
    Act.ATTACH: OFFICE,
}
WHEN: Mapping[Act, frozenset[CaseState]] = {
    Act.CORRECT: OPEN,
    Act.MARK: OPEN,
    Act.VOID: frozenset({S.REGISTERED}),
    Act.REINSTATE: frozenset({S.VOID}),
    Act.NAME_LEADER: OPEN,
    Act.ATTACH: OPEN,
}
LABELS: Mapping[Act, str] = {
    Act.CORRECT: "更正登记",
    Act.MARK: "标记重点或保密",
    Act.VOID: "作废",
    Act.REINSTATE: "撤销作废",
    Act.NAME_LEADER: "确定领办区领导",
    Act.ATTACH: "上传附件",
}


def allowed(facts: Facts) -> frozenset[Act]:
    """Return the acts that are open to the viewer now."""
    return frozenset(act for act in Act if facts.roles & WHO[act] and facts.state in WHEN[act])
