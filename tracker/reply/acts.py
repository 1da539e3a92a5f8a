"""Who may do what about a letter, in which state; pure. Source: domain §2.5, R1–R6.

Two people stand behind every letter: who wrote on it never signs or checks it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from tracker.assign.lifecycle import AT_WORK
from tracker.reply.lifecycle import CLASS_OPEN, IN_OTHER_HANDS, SUBMITTED, UNDER_WAY
from tracker.roles import OFFICE, UNIT, Role
from tracker.terms import AssignmentState, ReplyState

A, S = AssignmentState, ReplyState


class Act(StrEnum):
    """An act on the letter of one answering assignment in its present round."""

    START = "start"
    EDIT = "edit"
    CLASSIFY = "classify"
    SUBMIT = "submit"
    RECALL = "recall"
    SIGN = "sign"
    CHECK = "check"
    SEND_BACK = "send_back"
    ISSUE = "issue"
    ENTER = "enter_on_behalf"
    DELIVER = "deliver"
    SCAN = "attach_scan"
    MEND = "mend"


LABELS: Mapping[Act, str] = {
    Act.START: "拟写答复",
    Act.EDIT: "继续拟写答复",
    Act.CLASSIFY: "更正办理类别",
    Act.SUBMIT: "送签",
    Act.RECALL: "收回送签",
    Act.SIGN: "签发答复稿",
    Act.CHECK: "审核答复稿",
    Act.SEND_BACK: "退回修改",
    Act.ISSUE: "编号印发",
    Act.ENTER: "代录答复",
    Act.DELIVER: "登记送达",
    Act.SCAN: "上传盖章扫描件",
    Act.MEND: "更正答复",
}


@dataclass(frozen=True)
class Facts:
    """What decides; `own`: the viewer's unit has this answering assignment in force.

    `state` is the letter's, None where none is begun in the round; `author`: the viewer
    wrote on it; `delivered`: to every proposer; `on_behalf`: the office entered it from paper.
    """

    roles: frozenset[Role]
    own: bool
    online: bool
    assignment: AssignmentState
    state: ReplyState | None
    author: bool = False
    edition: int = 1
    has_scan: bool = False
    delivered: bool = False
    submitted: bool = False
    on_behalf: bool = False


WHEN: Mapping[Act, frozenset[ReplyState | None]] = {
    Act.START: frozenset({None}),
    Act.EDIT: frozenset({S.DRAFTING}),
    Act.CLASSIFY: CLASS_OPEN,
    Act.SUBMIT: frozenset({S.DRAFTING}),
    Act.RECALL: SUBMITTED,
    Act.SIGN: frozenset({S.SIGNING}),
    Act.CHECK: frozenset({S.OFFICE_CHECK}),
    Act.SEND_BACK: IN_OTHER_HANDS,
    Act.ISSUE: frozenset({S.CHECKED}),
    Act.ENTER: frozenset({None, *UNDER_WAY}),
    Act.DELIVER: frozenset({S.ISSUED}),
    Act.SCAN: frozenset({S.ISSUED}),
    Act.MEND: frozenset({S.ISSUED}),
}


def rights(facts: Facts) -> frozenset[Act]:
    """Return the acts that the viewer's roles and unit permit in some state."""
    found: set[Act] = set()
    if facts.own and facts.roles & UNIT:
        found |= {Act.START, Act.EDIT, Act.CLASSIFY, Act.DELIVER, Act.SCAN, Act.MEND}
    if facts.own and Role.UH in facts.roles:
        found |= {Act.SUBMIT, Act.RECALL}
    if facts.own and Role.UL in facts.roles:
        found |= {Act.SIGN, Act.SEND_BACK, Act.ISSUE}
    if facts.roles & OFFICE:
        found |= {Act.CHECK, Act.SEND_BACK}
    if Role.OH in facts.roles:
        found |= {Act.CLASSIFY, Act.DELIVER, Act.SCAN} | _of_clerk(facts)
    return frozenset(found)


def allowed(facts: Facts) -> frozenset[Act]:
    """Return the acts that are open to the viewer now."""
    found = {act for act in rights(facts) if facts.state in WHEN[act]}
    if not _works(facts):
        found -= set(Act) - {Act.DELIVER, Act.SCAN, Act.MEND}
    if facts.assignment is not A.REPLIED:
        found -= {Act.MEND}
    if facts.author:
        found -= {Act.SIGN, Act.CHECK}
    if facts.online and facts.state in IN_OTHER_HANDS:
        found.discard(Act.ENTER)
    if Act.SEND_BACK in found and not _may_send_back(facts):
        found.remove(Act.SEND_BACK)
    return frozenset(found - _used_up(facts))


def main_acts(facts: Facts) -> frozenset[Act]:
    """Return the acts that are the next step; a unit that logs in is not expected to send paper."""
    aside = {Act.SCAN, Act.MEND, Act.DELIVER, Act.RECALL}
    return frozenset(Act) - aside - ({Act.ENTER} if facts.online else set())


def why_not(facts: Facts, act: Act) -> str:
    """Return the sentence for an act that is not allowed now."""
    word = LABELS[act]
    if facts.assignment is A.RETURN_REQUESTED:
        return f"承办单位正在申请退办，现在不能{word}。{_after_return(act)}"
    if facts.author and act in (Act.SIGN, Act.CHECK) and facts.state in WHEN[act]:
        return f"您参与了拟稿，不能{word}。请由没有参与拟稿的领导办理。"
    if facts.state is None:
        return _without_letter(facts, act)
    if act is Act.SCAN and facts.has_scan:
        return "盖章扫描件已经上传，不能替换。"
    if act is Act.DELIVER and facts.delivered:
        return "已全部登记送达，请刷新页面查看。"
    if act is Act.ENTER and facts.state in IN_OTHER_HANDS:
        return "承办单位的答复稿正在签发或审核，现在不能代录答复。以纸质函为准的，请先退回修改。"
    if facts.state is S.ISSUED and act not in (Act.DELIVER, Act.SCAN, Act.MEND):
        return "答复函已经印发，不能再改。确有错误的，请用“更正答复”另发一函。"
    return f"答复函为“{facts.state.label}”，现在不能{word}。请刷新页面查看。"


def _without_letter(facts: Facts, act: Act) -> str:
    """Return why an act is not allowed where no letter is begun."""
    word = LABELS[act]
    if facts.assignment is A.ASSIGNED:
        return f"还没有签收，请先签收，再{word}。"
    if None in WHEN[act]:
        return f"承办单位为“{facts.assignment.label}”，现在不能{word}。请刷新页面查看。"
    return f"还没有答复稿，现在不能{word}。请刷新页面查看。"


def _after_return(act: Act) -> str:
    """Return what to do while a return request is open; the office decides it."""
    if act in (Act.CHECK, Act.ENTER):
        return "请先审定退办申请。"
    return "请等政府办决定；要自己办的，请申请人先收回退办申请。"


def _of_clerk(facts: Facts) -> set[Act]:
    """Return the clerk's rights on a letter that came on paper; the office mends what it entered.

    A unit that logs in writes its letters itself, and may send paper all the same.
    """
    mends = facts.on_behalf or not facts.online
    return {Act.ENTER, Act.MEND} if mends else {Act.ENTER}


def _used_up(facts: Facts) -> set[Act]:
    """Return the acts that are done already, or the office's alone in this state."""
    found: set[Act] = set()
    if facts.has_scan:
        found.add(Act.SCAN)
    if facts.delivered:
        found.add(Act.DELIVER)
    if facts.state is S.OFFICE_CHECK and Role.OH not in facts.roles:
        found.add(Act.CLASSIFY)
    if not facts.submitted:
        found.add(Act.RECALL)
    return found


def _works(facts: Facts) -> bool:
    """Whether the assignment is at work on a letter, or on the correction of one."""
    if facts.assignment is A.REPLIED:
        return facts.edition > 1 and facts.state in UNDER_WAY
    return facts.assignment in AT_WORK


def _may_send_back(facts: Facts) -> bool:
    """Whether this viewer sends back now.

    The unit's leader before and after the check; the office while it checks, and a letter that
    waits for a signature, which may be that of a leader who has left.
    """
    leads = facts.own and Role.UL in facts.roles
    if facts.state is S.CHECKED:
        return leads
    office = bool(facts.roles & OFFICE)
    return office or (leads and facts.state is S.SIGNING)
