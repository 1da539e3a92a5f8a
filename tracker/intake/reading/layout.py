"""How the columns of a sheet are taken where a clerk says it: by position, not by heading; pure."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from tracker.intake.reading.headers import Field
from tracker.kernel.sheets import Sheet
from tracker.kernel.texts import comparable

F = Field
LOOKED_AT = 15
LABELS: Mapping[Field, str] = {
    F.OTHER: "（随件保存）",
    F.INDEX: "序号",
    F.NUMBER: "编号",
    F.TITLE: "标题（案由）",
    F.LEAD: "领衔代表（第一提案人）",
    F.CO_SIGNERS: "联名人",
    F.SIGNER_COUNT: "提出者人数",
    F.GROUP: "代表团或界别",
    F.LEAD_TYPE: "提出者的性质",
    F.PHONE: "联系电话",
    F.BODY_TEXT: "正文",
    F.TOPIC: "分类",
    F.KIND: "种类（建议、提案）",
    F.TERM: "届次",
    F.PERIOD: "大会或闭会",
    F.HOST: "主办单位",
    F.UNIT: "承办单位",
    F.ASSISTING: "会办单位",
    F.SEPARATE: "分办单位",
    F.ROLE: "承办性质",
    F.PART: "分办内容",
    F.RECEIVED_ON: "收件日期",
    F.ASSIGNED_ON: "交办日期",
    F.DUE_ON: "办理时限",
    F.SIGNED_ON: "签收日期",
    F.HANDLER: "承办人",
    F.REPLIED_ON: "答复日期",
    F.DOCUMENT_NUMBER: "答复文号",
    F.SIGNER: "签发人",
    F.REPLY_CLASS: "办理类别",
    F.RESULT: "办理结果",
    F.RATING: "满意度",
    F.DISCLOSURE: "公开属性",
    F.PROMISE: "承诺事项",
    F.PROMISE_DUE_ON: "承诺完成日期",
    F.KEY_ITEM: "重点件",
    F.CONFIDENTIAL: "提出者要求保密",
    F.REMARKS: "备注",
}


@dataclass(frozen=True)
class Layout:
    """The columns of one sheet as a clerk named them.

    `heading_row` counts from 0, None where the list has no headings and begins in row `begins`;
    `fields` are by column from 0.
    """

    heading_row: int | None
    begins: int
    fields: Mapping[int, Field]


def signature(sheet: Sheet, row: int) -> str:
    """Return what a list of the same sender is known by again: the texts of a row, in order."""
    texts = [comparable(cell.text) for cell in sheet.rows[row]] if row < len(sheet.rows) else []
    while texts and not texts[-1]:
        texts.pop()
    return hashlib.sha256("\x1f".join(texts).encode()).hexdigest()


def remembered(sheet: Sheet, known: Mapping[str, Mapping[int, Field]]) -> Layout | None:
    """Return how the columns of a list with these headings were taken before, if they were."""
    for row in range(min(LOOKED_AT, len(sheet.rows)) if known else 0):
        if fields := known.get(signature(sheet, row)):
            return Layout(row, row + 1, fields)
    return None
