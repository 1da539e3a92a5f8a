"""Who may ask for an extension (延期), confirm it and decide it, and when; pure.

Sources: domain §2.4 (asked for before the date, consented to by the assigning authority), §3.4
(once).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from tracker.assign.lifecycle import AT_WORK
from tracker.cases.lifecycle import AT_UNITS
from tracker.roles import UNIT, Role
from tracker.terms import AssignmentState, AssignRole, CaseState


class ExtensionAct(StrEnum):
    """An act on the extension of one answering assignment in its present round."""

    REQUEST = "request_extension"
    ENTER = "enter_extension"
    CONFIRM = "confirm_extension"
    DECLINE = "decline_extension"
    RECALL = "recall_extension"
    DECIDE = "decide_extension"


LABELS: Mapping[ExtensionAct, str] = {
    ExtensionAct.REQUEST: "申请延期",
    ExtensionAct.ENTER: "代录延期申请",
    ExtensionAct.CONFIRM: "确认延期申请",
    ExtensionAct.DECLINE: "不同意申请延期",
    ExtensionAct.RECALL: "收回延期申请",
    ExtensionAct.DECIDE: "审定延期申请",
}
AT_ONCE = frozenset({ExtensionAct.CONFIRM, ExtensionAct.DECLINE, ExtensionAct.RECALL})


@dataclass(frozen=True)
class ExtensionFacts:
    """What decides; `own`: the viewer's unit has this assignment, `online`: that unit logs in.

    `over`: the reply date has passed; `used`: this round has had its extension; `waits`: a request
    is open, `confirmed`: the unit's leader stands behind it, `asked_by_viewer`: the viewer asked.
    """

    roles: frozenset[Role]
    own: bool
    online: bool
    role: AssignRole
    state: AssignmentState
    case_state: CaseState
    over: bool = False
    used: bool = False
    waits: bool = False
    confirmed: bool = False
    asked_by_viewer: bool = False


def allowed(facts: ExtensionFacts) -> frozenset[ExtensionAct]:
    """Return what is open to the viewer now.

    Whether a request on paper is late is told by the day on which it came, not by today.
    """
    unit = facts.own and bool(facts.roles & UNIT)
    served = not facts.online and Role.OH in facts.roles
    if facts.waits:
        return _about_open(facts, unit=unit, served=served)
    found: set[ExtensionAct] = set()
    if may_be_asked(facts):
        if unit and not facts.over:
            found.add(ExtensionAct.REQUEST)
        if served:
            found.add(ExtensionAct.ENTER)
    return frozenset(found)


def may_be_asked(facts: ExtensionFacts) -> bool:
    """Whether the part is one for which a first extension can be asked: it owes its letter."""
    at_work = facts.case_state in AT_UNITS and facts.state in AT_WORK
    return facts.role.answers and at_work and not facts.used and not facts.waits


def _about_open(facts: ExtensionFacts, *, unit: bool, served: bool) -> frozenset[ExtensionAct]:
    """Return the acts on an open request; nobody confirms what he or she asked for."""
    found: set[ExtensionAct] = set()
    leads = (unit and Role.UL in facts.roles) or served
    if not facts.confirmed and leads and not facts.asked_by_viewer:
        found |= {ExtensionAct.CONFIRM, ExtensionAct.DECLINE}
    if facts.asked_by_viewer and (unit or served):
        found.add(ExtensionAct.RECALL)
    if facts.confirmed and Role.OL in facts.roles:
        found.add(ExtensionAct.DECIDE)
    return frozenset(found)
