"""What may be done to a case itself, by whom, in which state; pure. Sources: domain §2.0, §2.1."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from tracker.cases.lifecycle import NOT_TAKEN, OPEN, UNASKED
from tracker.roles import FILING, OFFICE, Role
from tracker.terms import CaseState, Kind

S = CaseState


class Act(StrEnum):
    """An act on the case itself."""

    CORRECT = "correct"
    MARK = "mark"
    VOID = "void"
    REINSTATE = "reinstate"
    NAME_LEADER = "name_leader"
    ATTACH = "attach"
    DECIDE_FILING = "decide_filing"
    TAKE_BACK_FILING = "take_back_filing"


@dataclass(frozen=True)
class Facts:
    """What decides: the viewer's roles, the case's state and kind.

    `leads`: other proposals are merged into this one and would be left without an answer.
    """

    roles: frozenset[Role]
    state: CaseState
    kind: Kind = Kind.SUGGESTION
    leads: bool = False


WHO: Mapping[Act, frozenset[Role]] = {
    Act.CORRECT: OFFICE,
    Act.MARK: OFFICE,
    Act.VOID: frozenset({Role.OL}),
    Act.REINSTATE: frozenset({Role.OL}),
    Act.NAME_LEADER: frozenset({Role.OL}),
    Act.ATTACH: OFFICE,
    Act.DECIDE_FILING: FILING,
    Act.TAKE_BACK_FILING: FILING,
}
WHEN: Mapping[Act, frozenset[CaseState]] = {
    Act.CORRECT: OPEN,
    Act.MARK: OPEN,
    Act.VOID: UNASKED,
    Act.REINSTATE: frozenset({S.VOID}),
    Act.NAME_LEADER: OPEN - {S.SUBMITTED},
    Act.ATTACH: OPEN,
    Act.DECIDE_FILING: frozenset({S.SUBMITTED}),
    Act.TAKE_BACK_FILING: NOT_TAKEN | {S.REGISTERED},
}
OF_PROPOSALS = frozenset({Act.DECIDE_FILING, Act.TAKE_BACK_FILING})  # nobody files a suggestion
ENDING = frozenset({Act.VOID, Act.TAKE_BACK_FILING})
LABELS: Mapping[Act, str] = {
    Act.CORRECT: "更正登记",
    Act.MARK: "标记重点或保密",
    Act.VOID: "作废",
    Act.REINSTATE: "撤销作废",
    Act.NAME_LEADER: "确定领办区领导",
    Act.ATTACH: "上传附件",
    Act.DECIDE_FILING: "登记立案决定",
    Act.TAKE_BACK_FILING: "撤销立案决定",
}


def allowed(facts: Facts) -> frozenset[Act]:
    """Return the acts that are open to the viewer now."""
    found = {act for act in Act if facts.roles & WHO[act] and facts.state in WHEN[act]}
    if facts.kind is not Kind.PROPOSAL:
        found -= OF_PROPOSALS
    return frozenset(found - ENDING if facts.leads else found)
