"""Every act that the history of a case knows; pure.

Each has its stored code `<subject>.<act>`, what it is called, who may read its line, and which
follow-up (跟踪) it begins or ends. Source: role matrix, row item_history; domain §2.8.
"""

from __future__ import annotations

from enum import Enum

from tracker.audit import labels
from tracker.plan_terms import FollowUpCause
from tracker.terms import Term


class Audience(Enum):
    """Who reads a line of the history beside the office and those who oversee it.

    Body, district leader and auditor read what the office reads. "The unit" is the one that the
    line concerns; a unit answers where it has a letter of its own to write.
    """

    NOBODY = "not even the office: it carries a state that another line says in words"
    OFFICE = "no unit and no deputy"
    OWN = "the unit; every answering unit where the line concerns none"
    HOST = "the unit and the host"
    ANSWERING = "the unit and every answering unit"
    RATED = "the unit, where the place lets it know how it was rated"
    RATER = "the deputy; the unit, where the place lets it know how it was rated"
    PROPOSER = "the deputy and the unit"
    EVERYBODY = "the deputy and every unit of the case"

    @property
    def has_deputy(self) -> bool:
        """Whether the deputy reads it."""
        return self in (Audience.RATER, Audience.PROPOSER, Audience.EVERYBODY)


A, C = Audience, FollowUpCause
ALL = frozenset(FollowUpCause)


class Event(Term):
    """An act of the history: code, label, audience, the follow-up that it begins or ends."""

    audience: Audience
    begins: FollowUpCause | None
    ends: frozenset[FollowUpCause]

    def __new__(
        cls,
        value: str,
        label: str,
        audience: Audience,
        begins: FollowUpCause | None = None,
        ends: frozenset[FollowUpCause] = frozenset(),
    ) -> Event:
        """Make a member from what is said of it."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label, member.audience = label, audience
        member.begins, member.ends = begins, ends
        return member

    CASE_APPROVAL_TAKEN_BACK = "case.approval_taken_back", "撤销交办", A.EVERYBODY
    CASE_ASSIGNED = "case.assigned", "批准交办", A.EVERYBODY
    CASE_ATTACHED = "case.attached", "上传附件", A.ANSWERING
    CASE_BACKDATED = "case.backdated", "补登较早的日期", A.ANSWERING
    CASE_CLOSED = "case.closed", "办结", A.EVERYBODY
    CASE_CORRECTED = "case.corrected", "更正登记", A.ANSWERING
    CASE_FILED = "case.filed", "立案", A.EVERYBODY
    CASE_FILING_SENT_BACK = "case.filing_sent_back", "退回提案修改", A.PROPOSER
    CASE_FILING_TAKEN_BACK = "case.filing_taken_back", "撤销立案决定", A.EVERYBODY
    CASE_HANDED_OUT = "case.handed_out", "转出", A.EVERYBODY, None, ALL
    CASE_HAND_OUT_TAKEN_BACK = "case.hand_out_taken_back", "撤销转出", A.EVERYBODY
    CASE_HANDLING = "case.handling", "进入办理", A.ANSWERING
    CASE_LEADER_NAMED = "case.leader_named", "指定领办区领导", A.EVERYBODY
    CASE_MARKED = "case.marked", "标记重点或保密", A.ANSWERING
    CASE_MERGED = "case.merged", "并案", A.EVERYBODY
    CASE_NOT_FILED = "case.not_filed", "不予立案", A.EVERYBODY
    CASE_PHONE_VIEWED = "case.phone_viewed", "查看联系电话", A.ANSWERING
    CASE_PROPOSED = "case.proposed", "拟定承办单位", A.ANSWERING
    CASE_REASSIGNED = "case.reassigned", "改办", A.EVERYBODY
    CASE_REGISTERED = "case.registered", "登记", A.EVERYBODY
    CASE_REINSTATED = "case.reinstated", "撤销作废", A.ANSWERING
    CASE_REOPENED = "case.reopened", "重新打开", A.EVERYBODY
    CASE_REPLIED = "case.replied", "全部答复", A.EVERYBODY
    CASE_SENT_BACK = "case.sent_back", "退回交办方案", A.ANSWERING
    CASE_SUBMISSION_RECALLED = "case.submission_recalled", "收回送批", A.ANSWERING
    CASE_SUBMITTED = "case.submitted", "送批交办方案", A.ANSWERING
    CASE_SUBMITTER_LINKED = "case.submitter_linked", "对应代表委员", A.ANSWERING
    CASE_TURNED = "case.turned", "转为意见建议、参阅件", A.EVERYBODY
    CASE_VOIDED = "case.voided", "作废", A.ANSWERING, None, ALL
    CASE_WAITS_AGAIN = "case.waits_again", "重新待签收", A.ANSWERING
    CASE_WITHDRAWAL_TAKEN_BACK = "case.withdrawal_taken_back", "撤销撤回登记", A.EVERYBODY
    CASE_WITHDRAWN = "case.withdrawn", "登记撤回", A.EVERYBODY, None, ALL

    ASSIGNMENT_ASSIGNED = "assignment.assigned", "交办到单位", A.NOBODY
    ASSIGNMENT_DEADLINE_SET = "assignment.deadline_set", "调整期限", A.ANSWERING
    ASSIGNMENT_DROPPED = "assignment.dropped", "不再会办", A.ANSWERING
    ASSIGNMENT_ENDED = "assignment.ended", "终止承办", A.NOBODY
    ASSIGNMENT_EXTENDED = "assignment.extended", "延期", A.EVERYBODY
    ASSIGNMENT_HANDED_OVER = "assignment.handed_over", "承办人交接", A.ANSWERING
    ASSIGNMENT_HANDLER_NAMED = "assignment.handler_named", "指定承办人", A.ANSWERING
    ASSIGNMENT_HANDLING = "assignment.handling", "开始办理", A.ANSWERING
    ASSIGNMENT_HOSTS = "assignment.hosts", "独办改为主办", A.ANSWERING
    ASSIGNMENT_JOINED = "assignment.joined", "增加会办单位", A.EVERYBODY
    ASSIGNMENT_KEPT = "assignment.kept", "保留承办", A.NOBODY
    ASSIGNMENT_LINKED = "assignment.linked", "对应承办单位", A.ANSWERING
    ASSIGNMENT_OPINION_ACCEPTED = "assignment.opinion_accepted", "采纳会办意见", A.NOBODY
    ASSIGNMENT_OPINION_RECALLED = "assignment.opinion_recalled", "收回会办意见", A.ANSWERING
    ASSIGNMENT_OPINION_SENT_BACK = "assignment.opinion_sent_back", "退回会办意见", A.NOBODY
    ASSIGNMENT_OPINION_SUBMITTED = "assignment.opinion_submitted", "提交会办意见", A.NOBODY
    ASSIGNMENT_REASSIGNED = "assignment.reassigned", "改由其他单位承办", A.ANSWERING
    DEADLINE_RECOUNTED = "deadline.recounted", "重新计算期限", A.ANSWERING
    ASSIGNMENT_RECOUNTED = "assignment.recounted", "重新计算期限", A.ANSWERING
    ASSIGNMENT_REOPENED = "assignment.reopened", "重新办理", A.EVERYBODY
    ASSIGNMENT_REPLIED = "assignment.replied", "已答复", A.NOBODY
    ASSIGNMENT_RESTORED = "assignment.restored", "恢复承办", A.NOBODY
    ASSIGNMENT_RETURN_RECALLED = "assignment.return_recalled", "收回退办申请", A.NOBODY
    ASSIGNMENT_RETURN_REQUESTED = "assignment.return_requested", "申请退办", A.NOBODY
    ASSIGNMENT_RETURNED = "assignment.returned", "同意退办", A.NOBODY
    ASSIGNMENT_SIGN_RECALLED = "assignment.sign_recalled", "收回签收", A.ANSWERING
    ASSIGNMENT_SIGNED = "assignment.signed", "签收", A.ANSWERING
    ASSIGNMENT_TAKEN_BACK = "assignment.taken_back", "撤销对单位的交办", A.NOBODY

    RETURN_CONFIRMED = "return.confirmed", "单位领导确认退办", A.ANSWERING
    RETURN_GRANTED = "return.granted", "退办已同意", A.ANSWERING
    RETURN_RECALLED = "return.recalled", "退办已收回", A.ANSWERING
    RETURN_REFUSED = "return.refused", "不同意退办", A.ANSWERING
    RETURN_REQUESTED = "return.requested", "退办已申请", A.ANSWERING
    RETURN_RESTORED = "return.restored", "退办申请恢复", A.ANSWERING

    EXTENSION_CONFIRMED = "extension.confirmed", "单位领导确认延期申请", A.ANSWERING
    EXTENSION_GRANTED = "extension.granted", "同意延期", A.EVERYBODY
    EXTENSION_RECALLED = "extension.recalled", "延期申请已收回", A.ANSWERING
    EXTENSION_REFUSED = "extension.refused", "不同意延期", A.ANSWERING
    EXTENSION_REQUESTED = "extension.requested", "申请延期", A.ANSWERING
    EXTENSION_RESTORED = "extension.restored", "延期申请恢复", A.ANSWERING

    OPINION_ACCEPTED = "opinion.accepted", "会办意见已采纳", A.HOST
    OPINION_RECALLED = "opinion.recalled", "会办意见已收回", A.HOST
    OPINION_SENT_BACK = "opinion.sent_back", "会办意见已退回", A.HOST
    OPINION_SIGNING = "opinion.signing", "会办意见送签", A.OWN
    OPINION_UNSIGNED = "opinion.unsigned", "单位领导退回会办意见", A.OWN
    OPINION_SUBMITTED = "opinion.submitted", "会办意见已提交", A.HOST

    CONTACT_ADDED = "contact.added", "登记沟通", A.EVERYBODY
    CONTACT_CORRECTED = "contact.corrected", "更正沟通记录", A.ANSWERING

    REPLY_BACKDATED = "reply.backdated", "补录较早的落款日期", A.OWN
    REPLY_CARRIED_ON = "reply.carried_on", "更正稿转入新一轮", A.OWN
    REPLY_CHECKED = "reply.checked", "审核答复", A.OWN
    REPLY_CLASSIFIED = "reply.classified", "确定办理类别", A.OWN
    REPLY_DELIVERED = "reply.delivered", "登记送达", A.OWN
    REPLY_DRAFTED = "reply.drafted", "拟写答复", A.OWN
    REPLY_ISSUED = "reply.issued", "印发答复", A.EVERYBODY
    REPLY_MEND_BEGUN = "reply.mend_begun", "更正答复", A.OWN
    REPLY_RECALLED = "reply.recalled", "收回送签", A.OWN
    REPLY_SCAN_ATTACHED = "reply.scan_attached", "上传盖章扫描件", A.OWN
    REPLY_SENT_BACK = "reply.sent_back", "退回答复稿", A.OWN
    REPLY_SIGNED = "reply.signed", "签发答复", A.OWN
    REPLY_SUBMITTED = "reply.submitted", "送签答复", A.OWN

    COMMITMENT_CARRIED_OVER = "commitment.carried_over", "承诺转入下一年", A.EVERYBODY
    COMMITMENT_CLOSED = "commitment.closed", "承诺办结", A.EVERYBODY
    COMMITMENT_DONE_CLAIMED = "commitment.done_claimed", "申报承诺落实", A.EVERYBODY
    COMMITMENT_NOT_DONE = "commitment.not_done", "承诺核实未落实", A.ANSWERING
    COMMITMENT_OPENED = "commitment.opened", "登记承诺", A.EVERYBODY, C.COMMITMENT
    COMMITMENT_PROGRESS = "commitment.progress", "填报承诺进展", A.ANSWERING
    COMMITMENT_REPLACED = "commitment.replaced", "承诺由更正答复替代", A.EVERYBODY
    COMMITMENT_TAKEN_BACK = "commitment.taken_back", "承诺随清单撤销", A.ANSWERING
    COMMITMENT_WRITTEN_OFF = "commitment.written_off", "核销承诺", A.EVERYBODY

    RATING_CONFIRMED = "rating.confirmed", "核对代录的评价", A.RATER
    RATING_ENTERED = "rating.entered", "代录评价", A.RATED
    RATING_FROM_PAPER = "rating.from_paper", "录入纸面台账的评价", A.RATER
    RATING_LAPSED = "rating.lapsed", "逾期未反馈", A.RATED
    RATING_LAPSE_TAKEN_BACK = "rating.lapse_taken_back", "撤销误记的逾期未反馈", A.RATED
    RATING_REJECTED = "rating.rejected", "退回代录的评价", A.RATED
    RATING_SUBMITTED = "rating.submitted", "评价", A.RATER
    RATING_UNSATISFIED = "rating.unsatisfied", "不满意，待定重办", A.RATED, C.UNSATISFIED

    REWORK_DECLINED = "rework.declined", "不再重办", A.PROPOSER
    REWORK_ORDERED = "rework.ordered", "重新办理", A.OWN

    FOLLOW_UP_ENDED = "follow_up.ended", "结束跟踪", A.OFFICE, None, ALL
    FOLLOW_UP_LISTED = "follow_up.listed", "列入跟踪", A.OFFICE, C.LISTED
    FOLLOW_UP_MOVED = "follow_up.moved", "更改恢复日期", A.OFFICE
    FOLLOW_UP_PAUSED = "follow_up.paused", "暂停跟踪", A.OFFICE
    FOLLOW_UP_RESTATED = "follow_up.restated", "更改跟踪事由", A.OFFICE
    FOLLOW_UP_RESULT = "follow_up.result", "登记跟踪结果", A.OFFICE
    FOLLOW_UP_RESUMED = "follow_up.resumed", "恢复跟踪", A.OFFICE
    FOLLOW_UP_SUPERVISE = "follow_up.supervise", "督办", A.OWN
    FOLLOW_UP_TAKEN_UP = "follow_up.taken_up", "撤销结束跟踪", A.OFFICE
    FOLLOW_UP_URGE = "follow_up.urge", "催办", A.OWN
    FOLLOW_UP_VISIT = "follow_up.visit", "回访", A.OFFICE


E = Event
# acts that leave every figure as it is: how the case stood need not be written anew
QUIET = frozenset({
    E.CASE_ATTACHED, E.CASE_FILING_SENT_BACK, E.CASE_LEADER_NAMED, E.CASE_MARKED,
    E.CASE_PHONE_VIEWED, E.CASE_PROPOSED,
    E.ASSIGNMENT_HANDED_OVER, E.ASSIGNMENT_HANDLER_NAMED, E.ASSIGNMENT_RETURN_REQUESTED,
    E.ASSIGNMENT_RETURN_RECALLED, E.ASSIGNMENT_KEPT, E.RETURN_CONFIRMED, E.RETURN_RECALLED,
    E.RETURN_REFUSED, E.RETURN_REQUESTED, E.REPLY_CARRIED_ON, E.REPLY_CHECKED, E.REPLY_DRAFTED,
    E.REPLY_MEND_BEGUN, E.REPLY_RECALLED, E.REPLY_SCAN_ATTACHED, E.REPLY_SENT_BACK, E.REPLY_SIGNED,
    E.REPLY_SUBMITTED, E.COMMITMENT_PROGRESS, E.COMMITMENT_DONE_CLAIMED, E.COMMITMENT_NOT_DONE,
    E.EXTENSION_CONFIRMED, E.EXTENSION_RECALLED, E.EXTENSION_REFUSED, E.EXTENSION_REQUESTED,
    E.EXTENSION_RESTORED, E.REWORK_DECLINED, E.OPINION_SIGNING, E.OPINION_UNSIGNED,
    E.FOLLOW_UP_ENDED, E.FOLLOW_UP_LISTED, E.FOLLOW_UP_MOVED,
    E.FOLLOW_UP_PAUSED, E.FOLLOW_UP_RESTATED, E.FOLLOW_UP_RESULT, E.FOLLOW_UP_RESUMED,
    E.FOLLOW_UP_SUPERVISE, E.FOLLOW_UP_TAKEN_UP, E.FOLLOW_UP_URGE, E.FOLLOW_UP_VISIT,
})  # fmt: skip
# what the office's leader decides about an assignment
DECIDED = (
    E.CASE_ASSIGNED, E.CASE_APPROVAL_TAKEN_BACK, E.CASE_SENT_BACK, E.CASE_REASSIGNED,
    E.RETURN_GRANTED, E.RETURN_REFUSED, E.EXTENSION_GRANTED, E.EXTENSION_REFUSED,
)  # fmt: skip
# acts that take another back: what that one ended of the follow-up goes on
TAKES_BACK = {
    E.CASE_WITHDRAWAL_TAKEN_BACK: E.CASE_WITHDRAWN,
    E.CASE_HAND_OUT_TAKEN_BACK: E.CASE_HANDED_OUT,
    E.CASE_REINSTATED: E.CASE_VOIDED,
    E.FOLLOW_UP_TAKEN_UP: E.FOLLOW_UP_ENDED,
}
BY_CODE = {event.value: event for event in Event}
labels.name({code: event.label for code, event in BY_CODE.items()})


def audience_of(code: str) -> Audience:
    """Return who reads a stored line; one of a version that knew other acts is the office's."""
    event = BY_CODE.get(code)
    return event.audience if event else Audience.OFFICE
