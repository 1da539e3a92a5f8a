"""What each duty is called, and the act that settles it; pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tracker.plan_terms import DutyKind

K = DutyKind


@dataclass(frozen=True)
class Words:
    """The words of a kind of duty.

    `act` is the verb of the trade, `lacks` what has not happened yet, `endpoint` the page of the
    act and `arg` what it wants to know beside the case; `on_behalf`, `endpoint_on_behalf`: the
    same where the office does it for one who does not log in.
    """

    act: str
    lacks: str
    endpoint: str
    arg: str = ""
    on_behalf: str = ""
    endpoint_on_behalf: str = ""

    def button(self, *, on_behalf: bool) -> str:
        """Return the verb on the button."""
        return self.on_behalf if on_behalf and self.on_behalf else self.act

    def page(self, *, on_behalf: bool) -> str:
        """Return the endpoint of the act."""
        return self.endpoint_on_behalf if on_behalf and self.on_behalf else self.endpoint


ASSIGNMENT, LETTER, RATING, PROMISE = "assignment_id", "reply_id", "rating_id", "commitment_id"
PROGRESS = ("reply.progress", PROMISE)
UNDATED = Words(
    "报告进展",
    "承诺没有写明日期，进展未报",
    *PROGRESS,
    "代录进展",
    "reply.progress_on_behalf",
)
WORDS: Mapping[DutyKind, Words] = {
    K.PROPOSE: Words("拟交办", "还没有交办", "assign.propose"),
    K.APPROVE: Words("批准交办", "交办意见待批", "assign.approve"),
    K.SIGN: Words(
        "签收", "尚未签收", "handling.sign", ASSIGNMENT, "代签收", "handling.sign_on_behalf"
    ),
    K.RETURN_CONFIRM: Words("确认退办申请", "退办申请待单位负责人确认", "desk.case"),
    K.RETURN_DECIDE: Words("审定退办申请", "申请退办", "handling.decide_return", ASSIGNMENT),
    K.CONTACT: Words(
        "登记沟通", "首次沟通未登记", "contact.add", ASSIGNMENT, "代录沟通", "contact.add_on_behalf"
    ),
    K.OPINION: Words(
        "送会办意见",
        "会办意见未送",
        "handling.submit_opinion",
        ASSIGNMENT,
        "代录会办意见",
        "handling.enter_opinion",
    ),
    K.OPINION_DECIDE: Words(
        "采用或退回",
        "会办意见待主办单位采用",
        "handling.decide_opinion",
        ASSIGNMENT,
        "代为采用或退回",
        "handling.decide_opinion",
    ),
    K.REPLY: Words(
        "办理答复", "答复未印发", "reply.edit", ASSIGNMENT, "代录答复", "reply.enter_on_behalf"
    ),
    K.SIGN_OFF: Words("签发答复", "答复未印发，稿子待签发", "reply.edit", ASSIGNMENT),
    K.CHECK: Words("审核答复", "答复未印发，稿子待审核", "reply.edit", ASSIGNMENT),
    K.ISSUE: Words("印发答复", "答复未印发，已签发待印发", "reply.issue", ASSIGNMENT),
    K.DELIVER: Words("登记送达", "答复送达未登记", "reply.deliver", LETTER),
    K.RATE: Words(
        "评价", "尚未评价", "rating.rate", ASSIGNMENT, "代录评价", "rating.enter_on_behalf"
    ),
    K.CONFIRM: Words("核对评价", "代录的评价待核对", "rating.confirm", RATING),
    K.DECIDE: Words("研究是否重办", "不满意，待研究是否重新办理", "supervise.decide", RATING),
    K.CLOSE: Words("办结", "各项已齐，待办结", "supervise.close"),
    K.PROMISE: Words("报告进展", "承诺未报兑现", *PROGRESS, "代录进展", "reply.progress_on_behalf"),
    K.CHECK_POINT: Words(
        "报告进展", "本年度承诺进展未报", *PROGRESS, "代录进展", "reply.progress_on_behalf"
    ),
    K.VERIFY: Words("核实承诺", "单位报已落实，待核实", "reply.close", PROMISE),
    K.VISIT: Words("登记回访", "尚未回访", "supervise.record"),
}


def undated(row: Any) -> bool:
    """Whether a duty is about a promise without a day: it stands under the office's own limit."""
    return row.kind is K.PROMISE and row.deadline_id is not None


def words_of(row: Any) -> Words:
    """Return the words of a duty."""
    return UNDATED if undated(row) else WORDS[row.kind]
