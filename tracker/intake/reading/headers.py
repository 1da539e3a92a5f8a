"""Which field a heading names; pure. The names are those of real lists and systems."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum

from tracker.kernel import headings
from tracker.kernel.headings import JOIN, meaning, tidy


class Field(StrEnum):
    """What a column of a list holds."""

    INDEX = "index"
    NUMBER = "number"
    SERIAL = "serial"
    TERM = "term"
    TERM_NUMBER = "term_number"
    SESSION_NUMBER = "session_number"
    PERIOD = "period"
    KIND = "kind"
    TITLE = "title"
    BODY_TEXT = "text"
    TOPIC = "topic"
    LEAD = "lead"
    LEAD_TYPE = "lead_type"
    WORK_UNIT = "work_unit"
    GROUP = "group"
    CO_SIGNERS = "co_signers"
    SIGNER_COUNT = "signer_count"
    PHONE = "phone"
    HOST = "host"
    UNIT = "unit"
    ASSISTING = "assisting"
    SEPARATE = "separate"
    ROLE = "role"
    PART = "part"
    RECEIVED_ON = "received_on"
    ASSIGNED_ON = "assigned_on"
    DUE_ON = "due_on"
    SIGNED_ON = "signed_on"
    HANDLER = "handler"
    REPLIED_ON = "replied_on"
    DOCUMENT_NUMBER = "document_number"
    SIGNER = "signer"
    REPLY_CLASS = "reply_class"
    RESULT = "result"
    RATING = "rating"
    DISCLOSURE = "disclosure"
    PROMISE = "promise"
    PROMISE_DUE_ON = "promise_due_on"
    KEY_ITEM = "key_item"
    CONFIDENTIAL = "confidential"
    REMARKS = "remarks"
    OTHER = "other"


F = Field
ALIASES: dict[str, Field] = {
    **dict.fromkeys(("序号", "顺序号", "排序", "index", "行号", "问题"), F.INDEX),
    **dict.fromkeys(
        ("建议编号", "编号", "案号", "提案号", "提案编号", "提案序号", "建议号", "提案案号",
         "建议序号", "建议提案编号", "代表建议编号", "建议议案编号", "件号", "第号", "建议第号",
         "提案第号", "建议第__号",
         "议案建议编号", "提案编码", "建议编码"),
        F.NUMBER,
    ),
    **dict.fromkeys(("流水号",), F.SERIAL),
    **dict.fromkeys(("届次", "会议名称", "归属届次", "届次名称"), F.TERM),
    "届": F.TERM_NUMBER,
    **dict.fromkeys(("次会议", "次", "会议", "会次"), F.SESSION_NUMBER),
    **dict.fromkeys(
        ("时间标识", "会议类型", "大会或闭会", "会间会后", "大会闭会", "提出时段"), F.PERIOD
    ),
    **dict.fromkeys(("案别", "种类", "类型", "类别", "提案类型", "建议类型"), F.KIND),
    **dict.fromkeys(
        ("建议标题", "提案标题", "标题", "题目", "案由", "建议名称", "提案名称", "建议题目",
         "提案题目", "建议案由", "提案案由", "名称", "建议提案标题"),
        F.TITLE,
    ),
    **dict.fromkeys(
        ("内容", "提案内容", "建议内容", "全文", "原文", "正文", "摘要", "建议正文"), F.BODY_TEXT
    ),
    **dict.fromkeys(
        ("提案分类", "内容类别", "内容分类", "性质类别", "分类", "建议分类", "主题分类"), F.TOPIC
    ),
    **dict.fromkeys(
        ("领衔代表", "领衔人", "第一提案人", "提案人", "提案者", "提建议人", "提建议人/姓名",
         "领衔代表/姓名", "代表姓名", "建议人", "建议代表", "提出人", "提出者", "领衔代表姓名",
         "代表", "委员姓名", "提案人/姓名", "提出代表", "建议提出人", "提案者/姓名",
         "第一提案人/姓名", "领衔人/姓名", "提出人/姓名",
         "代表/姓名", "委员", "领衔委员", "领衔提案人", "第一提案者", "提案委员"),
        F.LEAD,
    ),
    **dict.fromkeys(("提案者性质", "联名类别", "提案人性质"), F.LEAD_TYPE),
    **dict.fromkeys(("提建议人/单位", "领衔代表/单位", "代表单位", "工作单位"), F.WORK_UNIT),
    **dict.fromkeys(
        ("代表团", "提议代表团", "建议代表团", "委组", "属性", "界别", "所在代表团", "所属界别",
         "所属代表团", "提建议人/界别", "领衔代表/界别",
         "提案人/界别", "提案者/界别", "界别活动组", "街道活动组",
         "领衔代表/代表团", "提建议人/代表团", "代表团界别", "代表团、界别"),
        F.GROUP,
    ),
    **dict.fromkeys(
        ("附议人", "附议代表", "联名提案人", "联名人", "联名代表", "联名委员", "附议委员",
         "附议", "联名", "共同提案人", "联名者", "附议者"),
        F.CO_SIGNERS,
    ),
    **dict.fromkeys(("人数", "提出人数", "提案人数", "联名人数", "代表人数"), F.SIGNER_COUNT),
    **dict.fromkeys(("联系电话", "代表电话", "联系方式", "手机", "电话"), F.PHONE),
    **dict.fromkeys(
        ("主办单位", "拟主办单位", "牵头单位", "主办", "独办单位", "牵头部门", "主办部门",
         "承办单位/主办", "承办单位/主办单位", "拟办单位", "拟主办", "承办单位/独办"),
        F.HOST,
    ),
    **dict.fromkeys(
        ("承办单位", "承办部门", "办理单位", "责任单位", "拟承办单位", "独办主办单位"), F.UNIT
    ),
    **dict.fromkeys(
        ("会办单位", "协办单位", "协办单位名称", "汇办单位", "配合单位", "参与单位", "会办",
         "协办", "拟会办单位", "拟协办单位", "承办单位/会办", "承办单位/会办单位",
         "承办单位/协办", "承办单位/协办单位", "协办部门", "会办部门", "会办单位名称",
         "承办单位/配合单位"),
        F.ASSISTING,
    ),
    **dict.fromkeys(("分办单位", "分办", "承办单位/分办", "承办单位/分办单位"), F.SEPARATE),
    **dict.fromkeys(("承办性质", "办理类型", "办理方式", "承办方式"), F.ROLE),
    **dict.fromkeys(("分办内容", "办理内容"), F.PART),
    **dict.fromkeys(
        ("提交时间", "提交日期", "收到时间", "收到日期", "收件时间", "收件日期", "收文日期"),
        F.RECEIVED_ON,
    ),
    **dict.fromkeys(("交办日期", "交办时间"), F.ASSIGNED_ON),
    **dict.fromkeys(
        ("要求结办日期", "要求办结日期", "计划办结日期", "办理时限", "完成时限", "答复期限",
         "办结期限", "办理期限", "反馈时间", "办结时限", "办理截止时间", "答复时限", "完成时间",
         "截止日期", "截止时间", "回复期限", "回复时限", "要求答复时间", "要求答复日期",
         "办复时限", "办复期限", "要求办复日期", "要求办复时间", "反馈时限", "反馈期限",
         "答复截止日期", "办理截止日期", "要求完成时间", "完成期限", "要求办结时间",
         "计划办结时间", "答复截止时间"),
        F.DUE_ON,
    ),
    **dict.fromkeys(("签收日期", "签收时间"), F.SIGNED_ON),
    **dict.fromkeys(("承办人", "经办人", "具体承办人"), F.HANDLER),
    **dict.fromkeys(
        ("主办答复时间", "办复时间", "实际办结日期", "签发日期", "答复日期", "答复时间",
         "办复日期"),
        F.REPLIED_ON,
    ),
    **dict.fromkeys(("文号", "答复文号", "复函文号", "办复文号"), F.DOCUMENT_NUMBER),
    **dict.fromkeys(("签发人", "主办签发人"), F.SIGNER),
    **dict.fromkeys(("类别标记", "办理类别", "答复类别"), F.REPLY_CLASS),
    **dict.fromkeys(("办理结果", "解决程度"), F.RESULT),
    **dict.fromkeys(
        ("满意度", "代表测评情况", "意见反馈", "测评结果", "满意", "基本满意", "不满意",
         "代表测评情况/满意", "代表测评情况/基本满意", "代表测评情况/不满意"),
        F.RATING,
    ),
}  # fmt: skip
ALIASES |= {
    **dict.fromkeys(
        ("是否公开", "是否同意公开", "信息公开选项", "公开属性", "公开方式", "答复公开"),
        F.DISCLOSURE,
    ),
    **dict.fromkeys(("承诺事项", "计划落实事项", "承诺内容", "承诺办理事项"), F.PROMISE),
    **dict.fromkeys(
        ("落实时限", "承诺时限", "承诺完成时间", "承诺完成日期", "承诺期限"), F.PROMISE_DUE_ON
    ),
    **dict.fromkeys(
        ("是否重点提案", "是否重点建议", "是否重点", "重点件", "重点督办", "是否重点件"), F.KEY_ITEM
    ),
    **dict.fromkeys(
        ("是否保密", "要求保密", "是否要求保密", "姓名保密", "姓名是否保密", "提出者要求保密"),
        F.CONFIDENTIAL,
    ),
    **dict.fromkeys(("备注", "其他", "备考", "附注", "说明"), F.REMARKS),
}
UNIT_TABLE = frozenset(
    {"承办代表建议单位", "承办建议数", "承办件数", "单位名称", "待承办提案", "主办提案", "协办提案",
     "排名", "合计", "办复率", "满意率", "项目", "提案数", "建议数", "办复数", "办复比例"}
)  # fmt: skip


def field_of(parent: str, heading: str) -> Field | None:
    """Return the field that a heading under a parent names, None where it is not known.

    `单位` under a person is where he or she works, never a handling unit.
    """
    over, own = tidy(parent), tidy(heading)
    of_person = own == "单位" and ALIASES.get(over) is F.LEAD
    if of_person and f"{over}{JOIN}{own}" not in ALIASES:
        return F.WORK_UNIT
    return meaning(ALIASES, parent, heading)


def is_below(parent: str, heading: str) -> bool:
    """Whether a heading belongs under a parent: 姓名 under 提建议人, 主办 under 承办单位."""
    of_person = tidy(heading) in ("单位", "姓名") and ALIASES.get(tidy(parent)) is F.LEAD
    return of_person or headings.is_below(ALIASES, parent, heading)


def is_unit_table(texts: Sequence[str]) -> bool:
    """Whether headings are those of a table by unit, with counts instead of cases."""
    found = {tidy(text) for text in texts}
    return len(found & UNIT_TABLE) >= 2


def is_rating_table(texts: Sequence[str]) -> bool:
    """Whether headings are those of a satisfaction table."""
    found = {tidy(text) for text in texts}
    columns = {"满意", "基本满意", "不满意"}
    return "代表测评情况" in found or columns <= found
