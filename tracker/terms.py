"""The trade's vocabulary in code: every enum, each member = stored code + Chinese label.

Words follow docs/glossary.md. Enums are stored by value.
"""

from __future__ import annotations

from enum import StrEnum


class Term(StrEnum):
    """A stored code with the Chinese label that people see."""

    label: str

    def __new__(cls, value: str, label: str = "") -> Term:
        """Make a member from its stored code and its label."""
        member = str.__new__(cls, value)
        member._value_ = value
        member.label = label
        return member


class Kind(Term):
    """Kind of case (种类)."""

    SUGGESTION = "suggestion", "代表建议"
    PROPOSAL = "proposal", "政协提案"


class Period(Term):
    """When a case was put: in session or between sessions (大会 / 闭会)."""

    SESSION = "session", "大会"
    INTERSESSION = "intersession", "闭会"


class Level(Term):
    """Level of the congress or CPPCC that owns a case (层级)."""

    DISTRICT = "district", "区级"
    CITY = "city", "市级"
    PROVINCE = "province", "省级"
    NATION = "nation", "全国"


class LeadType(Term):
    """What the lead proposer is (提出者类型)."""

    PERSON = "person", "个人"
    DELEGATION = "delegation", "代表团"
    ORGANISATION = "organisation", "集体"


class CaseState(Term):
    """State of a case (件的状态)."""

    SUBMITTED = "submitted", "待立案"
    REGISTERED = "registered", "已登记"
    ASSIGN_PENDING = "assign_pending", "待批交办"
    ASSIGNED = "assigned", "已交办"
    HANDLING = "handling", "办理中"
    REPLIED = "replied", "已答复"
    CLOSED = "closed", "办结"
    NOT_FILED = "not_filed", "不予立案"
    TURNED = "turned", "转参阅"
    MERGED = "merged", "并案"
    WITHDRAWN = "withdrawn", "撤回"
    HANDED_OUT = "handed_out", "转出"
    VOID = "void", "作废"


class AssignRole(Term):
    """Role of a unit on a case (承办性质)."""

    INDEPENDENT = "independent", "独办"
    HOST = "host", "主办"
    ASSISTING = "assisting", "会办"
    SEPARATE = "separate", "分办"

    @property
    def answers(self) -> bool:
        """Whether a unit in this role answers the proposer with its own letter."""
        return self is not AssignRole.ASSISTING


class AssignmentState(Term):
    """State of an assignment (交办件状态)."""

    PROPOSED = "proposed", "拟交办"
    ASSIGNED = "assigned", "待签收"
    SIGNED = "signed", "已签收"
    RETURN_REQUESTED = "return_requested", "申请退办"
    RETURNED = "returned", "已退办"
    HANDLING = "handling", "办理中"
    OPINION_SUBMITTED = "opinion_submitted", "会办意见已送"
    OPINION_ACCEPTED = "opinion_accepted", "会办意见已采用"
    REPLIED = "replied", "已答复"
    ENDED = "ended", "终止"


class DeadlineKind(Term):
    """What a date is the limit of (期限种类)."""

    SIGN = "sign", "签收"
    RETURN = "return", "申请退办"
    CONTACT = "contact", "首次沟通"
    ASSIST = "assist", "会办意见"
    REPLY = "reply", "答复"
    ASSIGN = "assign", "交办"
    RETURN_DECIDE = "return_decide", "审定退办"
    EXTENSION_DECIDE = "extension_decide", "审定延期"
    FEEDBACK = "feedback", "评价"
    REMIND = "remind", "催评"
    LAPSE = "lapse", "记为未反馈"
    CORRECT = "correct", "印发更正"
    DELIVER = "deliver", "登记送达"
    CONFIRM = "confirm", "核对代录的评价"
    DECIDE = "decide", "研究是否重新办理"
    CLOSE = "close", "办结"
    VERIFY = "verify", "核实承诺"
    FILE = "file", "登记立案决定"
    CHECK_POINT = "check_point", "报告承诺进展"
    VISIT = "visit", "回访"
    PROMISE = "promise", "催问承诺"


class ReturnState(Term):
    """State of a request to return (退办申请状态)."""

    ASKED = "asked", "待单位领导确认"
    CONFIRMED = "confirmed", "待政府办决定"
    GRANTED = "granted", "同意退办"
    REFUSED = "refused", "不同意退办"
    RECALLED = "recalled", "单位收回"


class OpinionState(Term):
    """State of an assisting opinion (会办意见状态)."""

    SIGNING = "signing", "待单位领导签发"
    SUBMITTED = "submitted", "待主办采用"
    SENT_BACK = "sent_back", "已退回"
    ACCEPTED = "accepted", "已采用"
    RECALLED = "recalled", "已收回"


class ReplyState(Term):
    """State of a reply (答复函状态)."""

    DRAFTING = "drafting", "拟稿中"
    SIGNING = "signing", "待签发"
    OFFICE_CHECK = "office_check", "待审核"
    CHECKED = "checked", "待印发"
    ISSUED = "issued", "已印发"


class RatingState(Term):
    """State of a rating (评价状态)."""

    PENDING = "pending", "代录待确认"
    SUBMITTED = "submitted", "已评价"
    LAPSED = "lapsed", "逾期未反馈"
    REJECTED = "rejected", "代录退回"


class Satisfaction(Term):
    """The three values of satisfaction (满意度)."""

    SATISFIED = "satisfied", "满意"
    BASICALLY_SATISFIED = "basically_satisfied", "基本满意"
    UNSATISFIED = "unsatisfied", "不满意"


class Dimension(Term):
    """What a rating judges (评价维度)."""

    OVERALL = "overall", "总体"
    ATTITUDE = "attitude", "办理态度"
    RESULT = "result", "办理结果"


class Outcome(Term):
    """Neutral outcome of a reply, the same in every place (办理结果)."""

    DONE = "done", "已解决"
    PARTLY_DONE = "partly_done", "部分解决"
    ADOPTED = "adopted", "已采纳"
    UNDER_WAY = "under_way", "正在解决"
    PLANNED_DATED = "planned_dated", "列入计划（有时限）"
    PLANNED = "planned", "列入计划（无时限）"
    NOT_NOW = "not_now", "暂不能解决"
    NOT_FEASIBLE = "not_feasible", "不可行"
    REFERENCE = "reference", "留作参考"
    BEYOND_LEVEL = "beyond_level", "超出本级权限"


class ReplyClass(Term):
    """Class mark on the letter (办理类别)."""

    A = "A", "A类"
    B = "B", "B类"
    C = "C", "C类"
    D = "D", "D类"


class Disclosure(Term):
    """The unit's decision on publication (公开属性)."""

    PUBLIC = "public", "主动公开"
    ON_REQUEST = "on_request", "依申请公开"
    WITHHELD = "withheld", "不予公开"


class ContactPhase(Term):
    """When the contact was made (沟通阶段)."""

    BEFORE = "before", "办前"
    DURING = "during", "办中"
    AFTER = "after", "办后"


class ContactForm(Term):
    """How the contact was made (沟通形式)."""

    VISIT = "visit", "上门走访"
    FORUM = "forum", "座谈会"
    SURVEY = "survey", "联合调研"
    FACE_REPLY = "face_reply", "当面答复"
    PHONE = "phone", "电话"
    MESSAGE = "message", "短信微信"
    MAIL = "mail", "信函"
    VIDEO = "video", "视频"

    @property
    def in_person(self) -> bool:
        """Whether this form counts as 面商 (domain rule: visit, forum, survey, face reply)."""
        return self.value in ("visit", "forum", "survey", "face_reply")


class DeliveryWay(Term):
    """How a letter reached the submitter (送达方式)."""

    IN_PERSON = "in_person", "当面送达"
    POST = "post", "邮寄"
    SYSTEM = "system", "系统送达"
    COLLECTED = "collected", "代表领取"


class CommitmentState(Term):
    """State of a commitment (承诺状态)."""

    OPEN = "open", "跟踪中"
    DONE_CLAIMED = "done_claimed", "报已落实"
    CLOSED = "closed", "已落实"
    CARRIED_OVER = "carried_over", "结转"
    WRITTEN_OFF = "written_off", "承诺终止"


class BodyType(Term):
    """Which body owns the cases (机关类型)."""

    CONGRESS = "congress", "人民代表大会"
    CPPCC = "cppcc", "人民政协"

    @property
    def kind(self) -> Kind:
        """Kind of case this body owns."""
        return Kind.SUGGESTION if self is BodyType.CONGRESS else Kind.PROPOSAL


class GroupType(Term):
    """Delegation of a congress or sector of a CPPCC (代表团 / 界别)."""

    DELEGATION = "delegation", "代表团"
    SECTOR = "sector", "界别"


class FollowUpKind(Term):
    """What the office did to see that something gets done (跟踪督办形式)."""

    URGE = "urge", "催办"
    SUPERVISE = "supervise", "督办"
    VISIT = "visit", "回访"


class LimitUnit(Term):
    """Unit in which a limit is counted (期限单位)."""

    MONTHS = "months", "个月"
    WORKDAYS = "workdays", "个工作日"
    DAYS = "days", "日"
    QUARTERS = "quarters", "个季度"
