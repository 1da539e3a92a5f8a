"""What may be done about an assignment, by whom, in which state; pure. Source: domain §2.2.

An assisting part never holds the letter up (A14): it may still be open when the case is answered.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from tracker.assign.lifecycle import AT_WORK, BEFORE_ANSWER, RETURNABLE
from tracker.cases.lifecycle import AT_UNITS, BEFORE_UNITS
from tracker.roles import OFFICE, UNIT, Role
from tracker.terms import AssignmentState, AssignRole, CaseState

A, C = AssignmentState, CaseState
LEADER = frozenset({Role.OL})


class CaseAct(StrEnum):
    """An act on the assignment of a whole case."""

    PROPOSE = "propose"
    SUBMIT = "submit"
    RECALL_SUBMISSION = "recall_submission"
    APPROVE = "approve"
    SEND_BACK = "send_back"
    WITHDRAW = "withdraw"
    HAND_OUT = "hand_out"
    TAKE_BACK_APPROVAL = "take_back_approval"
    TAKE_BACK_WITHDRAWAL = "take_back_withdrawal"
    TAKE_BACK_HAND_OUT = "take_back_hand_out"


class Act(StrEnum):
    """An act on one unit's assignment."""

    SIGN = "sign"
    SIGN_ON_BEHALF = "sign_on_behalf"
    RECALL_SIGN = "recall_sign"
    NAME_HANDLER = "name_handler"
    REQUEST_RETURN = "request_return"
    ENTER_RETURN = "enter_return"
    CONFIRM_RETURN = "confirm_return"
    DECLINE_RETURN = "decline_return"
    RECALL_RETURN = "recall_return"
    DECIDE_RETURN = "decide_return"
    REASSIGN = "reassign"
    SET_DEADLINE = "set_deadline"
    SUBMIT_OPINION = "submit_opinion"
    ENTER_OPINION = "enter_opinion"
    RECALL_OPINION = "recall_opinion"
    DECIDE_OPINION = "decide_opinion"


@dataclass(frozen=True)
class CaseFacts:
    """What decides about the whole case.

    `approval_stands`: nobody did anything about what the last approval put in force.
    """

    roles: frozenset[Role]
    state: CaseState
    proposed: bool
    reply_issued: bool
    submitted_by_viewer: bool = False
    approval_stands: bool = False


@dataclass(frozen=True)
class Facts:
    """What decides about one assignment; `own` and `host` speak of the viewer's unit.

    `online` and `host_online`: whether the unit and the case's host log in.
    `signed_by_viewer`, `opinion_by_viewer`: the viewer's own act, on which nobody acted since.
    """

    roles: frozenset[Role]
    own: bool
    host: bool
    role: AssignRole
    state: AssignmentState
    case_state: CaseState
    online: bool
    host_online: bool = True
    return_open: bool = False
    return_confirmed: bool = False
    asked_by_viewer: bool = False
    signed_by_viewer: bool = False
    opinion_by_viewer: bool = False


CASE_WHO: Mapping[CaseAct, frozenset[Role]] = {
    CaseAct.PROPOSE: OFFICE,
    CaseAct.SUBMIT: OFFICE,
    CaseAct.RECALL_SUBMISSION: OFFICE,
    CaseAct.APPROVE: LEADER,
    CaseAct.SEND_BACK: LEADER,
    CaseAct.WITHDRAW: OFFICE,
    CaseAct.HAND_OUT: OFFICE,
    CaseAct.TAKE_BACK_APPROVAL: LEADER,
    CaseAct.TAKE_BACK_WITHDRAWAL: OFFICE,
    CaseAct.TAKE_BACK_HAND_OUT: OFFICE,
}
CASE_WHEN: Mapping[CaseAct, frozenset[CaseState]] = {
    CaseAct.PROPOSE: frozenset({C.REGISTERED}),
    CaseAct.SUBMIT: frozenset({C.REGISTERED}),
    CaseAct.RECALL_SUBMISSION: frozenset({C.ASSIGN_PENDING}),
    CaseAct.APPROVE: frozenset({C.ASSIGN_PENDING}),
    CaseAct.SEND_BACK: frozenset({C.ASSIGN_PENDING}),
    CaseAct.WITHDRAW: BEFORE_UNITS | AT_UNITS,
    CaseAct.HAND_OUT: BEFORE_UNITS | {C.ASSIGNED},
    CaseAct.TAKE_BACK_APPROVAL: frozenset({C.ASSIGNED}),
    CaseAct.TAKE_BACK_WITHDRAWAL: frozenset({C.WITHDRAWN}),
    CaseAct.TAKE_BACK_HAND_OUT: frozenset({C.HANDED_OUT}),
}
CASE_LABELS: Mapping[CaseAct, str] = {
    CaseAct.PROPOSE: "拟定承办单位",
    CaseAct.SUBMIT: "报领导审批",
    CaseAct.RECALL_SUBMISSION: "收回报批",
    CaseAct.APPROVE: "批准交办",
    CaseAct.SEND_BACK: "退回重拟",
    CaseAct.WITHDRAW: "登记撤回",
    CaseAct.HAND_OUT: "转出",
    CaseAct.TAKE_BACK_APPROVAL: "撤销交办",
    CaseAct.TAKE_BACK_WITHDRAWAL: "撤销撤回登记",
    CaseAct.TAKE_BACK_HAND_OUT: "撤销转出",
}
LABELS: Mapping[Act, str] = {
    Act.SIGN: "签收",
    Act.SIGN_ON_BEHALF: "代签收",
    Act.RECALL_SIGN: "收回签收",
    Act.NAME_HANDLER: "指定承办人",
    Act.REQUEST_RETURN: "申请退办",
    Act.ENTER_RETURN: "代录退办申请",
    Act.CONFIRM_RETURN: "确认退办申请",
    Act.DECLINE_RETURN: "不同意申请退办",
    Act.RECALL_RETURN: "收回退办申请",
    Act.DECIDE_RETURN: "审定退办申请",
    Act.REASSIGN: "改办",
    Act.SET_DEADLINE: "调整期限",
    Act.SUBMIT_OPINION: "送会办意见",
    Act.ENTER_OPINION: "代录会办意见",
    Act.RECALL_OPINION: "收回会办意见",
    Act.DECIDE_OPINION: "采用或退回会办意见",
}

WITH_UNITS = frozenset(
    {
        Act.SIGN,
        Act.SIGN_ON_BEHALF,
        Act.RECALL_SIGN,
        Act.REQUEST_RETURN,
        Act.ENTER_RETURN,
        Act.REASSIGN,
    }
)
BEFORE_CLOSING = frozenset(
    {
        Act.NAME_HANDLER,
        Act.SUBMIT_OPINION,
        Act.ENTER_OPINION,
        Act.RECALL_OPINION,
        Act.DECIDE_OPINION,
    }
)
AT_ONCE = frozenset(
    {
        Act.CONFIRM_RETURN,
        Act.DECLINE_RETURN,
        Act.RECALL_RETURN,
        Act.RECALL_SIGN,
        Act.RECALL_OPINION,
    }
)


def allowed_on_case(facts: CaseFacts) -> frozenset[CaseAct]:
    """Return the acts on the whole case that are open to the viewer now."""
    found = {
        act for act in CaseAct if facts.roles & CASE_WHO[act] and facts.state in CASE_WHEN[act]
    }
    if not facts.proposed:
        found.discard(CaseAct.SUBMIT)
    if not facts.submitted_by_viewer:
        found.discard(CaseAct.RECALL_SUBMISSION)
    if not facts.approval_stands:
        found.discard(CaseAct.TAKE_BACK_APPROVAL)
    if facts.reply_issued:
        found -= {CaseAct.WITHDRAW, CaseAct.HAND_OUT}
    return frozenset(found)


def allowed(facts: Facts) -> frozenset[Act]:
    """Return the acts on one assignment that are open to the viewer now."""
    found = _of_unit(facts) | _of_office(facts) | _of_host(facts) | _own_acts(facts)
    return frozenset(act for act in found if in_time(act, facts.case_state))


def in_time(act: Act, case: CaseState) -> bool:
    """Whether the case is at a stage at which anybody may do this about a part of it.

    An opinion may come after the answer, until the case is closed. A request to return that is
    open can always be decided or taken back, so that none waits for ever.
    """
    if act in WITH_UNITS:
        return case in AT_UNITS
    return act not in BEFORE_CLOSING or case is not C.CLOSED


def _of_unit(facts: Facts) -> set[Act]:
    """Return the acts of the unit itself."""
    if not (facts.own and facts.roles & UNIT):
        return set()
    found: set[Act] = set()
    if facts.state is A.ASSIGNED:
        found.add(Act.SIGN)
    if facts.state in RETURNABLE:
        found.add(Act.REQUEST_RETURN)
    if facts.state in AT_WORK and Role.UL in facts.roles:
        found.add(Act.NAME_HANDLER)
    if facts.role is AssignRole.ASSISTING and facts.state in AT_WORK:
        found.add(Act.SUBMIT_OPINION)
    return found | _about_return(facts)


def _about_return(facts: Facts) -> set[Act]:
    """Return the unit's acts on its own open request to return."""
    if facts.state is not A.RETURN_REQUESTED or not facts.return_open:
        return set()
    if Role.UL in facts.roles and not facts.return_confirmed and not facts.asked_by_viewer:
        return {Act.CONFIRM_RETURN, Act.DECLINE_RETURN}
    return set()


def _own_acts(facts: Facts) -> set[Act]:
    """Return what the viewer may take back (收回): an act of one's own, nobody acted on it."""
    served = facts.roles & OFFICE and not facts.online
    if not served and not (facts.own and facts.roles & UNIT):
        return set()
    found: set[Act] = set()
    if facts.state is A.SIGNED and facts.signed_by_viewer:
        found.add(Act.RECALL_SIGN)
    if facts.state is A.OPINION_SUBMITTED and facts.opinion_by_viewer:
        found.add(Act.RECALL_OPINION)
    if facts.state is A.RETURN_REQUESTED and facts.return_open and facts.asked_by_viewer:
        found.add(Act.RECALL_RETURN)
    return found


def _of_office(facts: Facts) -> set[Act]:
    """Return the acts of the government office."""
    if not facts.roles & OFFICE:
        return set()
    found: set[Act] = set() if facts.online else _for_offline(facts)
    if facts.state is A.RETURN_REQUESTED and facts.return_confirmed:
        found.add(Act.DECIDE_RETURN)
    if facts.state in BEFORE_ANSWER:
        found.add(Act.REASSIGN)
        if facts.role.answers:
            found.add(Act.SET_DEADLINE)
    return found


def _for_offline(facts: Facts) -> set[Act]:
    """Return what the office does for a unit that does not log in."""
    found = {Act.SIGN_ON_BEHALF} if facts.state is A.ASSIGNED else set()
    if Role.OH not in facts.roles:
        return found
    if facts.state in RETURNABLE:
        found.add(Act.ENTER_RETURN)
    if facts.role is AssignRole.ASSISTING and facts.state in AT_WORK:
        found.add(Act.ENTER_OPINION)
    return found


def _of_host(facts: Facts) -> set[Act]:
    """Return the acts of the host, or of the clerk for one that does not log in, on an opinion."""
    host = facts.host and facts.roles & UNIT
    served = Role.OH in facts.roles and not facts.host_online
    if (host or served) and facts.state is A.OPINION_SUBMITTED:
        return {Act.DECIDE_OPINION}
    return set()
