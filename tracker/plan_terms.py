"""The vocabulary of what is owed: duties, whose turn it is, reminders. See tracker/terms.py."""

from __future__ import annotations

from tracker.terms import Term


class Party(Term):
    """Whose turn it is: a party, never a named person (轮到谁)."""

    OFFICE = "office", "政府办经办"
    OFFICE_LEADER = "office_leader", "政府办领导"
    UNIT = "unit", "承办单位"
    UNIT_LEADER = "unit_leader", "承办单位负责人"
    PROPOSER = "proposer", "提出者"
    SECOND = "second", "核对人"


AT_UNIT = (Party.UNIT, Party.UNIT_LEADER)
AT_OFFICE = (Party.OFFICE, Party.OFFICE_LEADER, Party.SECOND)


class DutyKind(Term):
    """What is owed on a case (待办种类)."""

    FILE = "file", "待立案"
    PROPOSE = "propose", "待交办"
    APPROVE = "approve", "待批交办"
    SIGN = "sign", "待签收"
    RETURN_CONFIRM = "return_confirm", "待确认退办"
    RETURN_DECIDE = "return_decide", "待审定退办"
    EXTENSION_CONFIRM = "extension_confirm", "待确认延期"
    EXTENSION_DECIDE = "extension_decide", "待审定延期"
    CONTACT = "contact", "待沟通"
    OPINION = "opinion", "待会办"
    OPINION_SIGN = "opinion_sign", "待签会办意见"
    OPINION_DECIDE = "opinion_decide", "待用会办意见"
    REPLY = "reply", "待答复"
    SIGN_OFF = "sign_off", "待签发"
    CHECK = "check", "待审核"
    ISSUE = "issue", "待印发"
    DELIVER = "deliver", "待送达"
    RATE = "rate", "待评价"
    CONFIRM = "confirm", "待核对评价"
    DECIDE = "decide", "待研究重办"
    CLOSE = "close", "待办结"
    PROMISE = "promise", "承诺兑现"
    CHECK_POINT = "check_point", "承诺报进展"
    VERIFY = "verify", "待核实承诺"
    VISIT = "visit", "待回访"


UNASSIGNED = (DutyKind.PROPOSE, DutyKind.APPROVE)
OF_LETTER = (DutyKind.REPLY, DutyKind.SIGN_OFF, DutyKind.CHECK, DutyKind.ISSUE)
"""The steps of a letter until its issue."""
OF_PROMISE = (DutyKind.PROMISE, DutyKind.CHECK_POINT, DutyKind.VERIFY)


class ReminderKind(Term):
    """What a reminder reminds of (提醒种类)."""

    SIGN = "sign", "签收"
    CONTACT = "contact", "首次沟通"
    REPLY = "reply", "答复"
    ASSIST = "assist", "会办意见"
    RATING = "rating", "评价"
    COMMITMENT = "commitment", "承诺兑现"
    VISIT = "visit", "回访"


class RunState(Term):
    """How far a day's job is (运行情况)."""

    BEGUN = "begun", "没有做完"
    DONE = "done", "已做完"


class ReminderState(Term):
    """What became of a reminder (提醒结果)."""

    SENT = "sent", "已发"
    SUPERSEDED = "superseded", "已被后一次提醒取代"


class FollowUpCause(Term):
    """Why a case is in follow-up (为何跟踪)."""

    COMMITMENT = "commitment", "承诺"
    UNSATISFIED = "unsatisfied", "不满意"
    LISTED = "listed", "列入跟踪"
