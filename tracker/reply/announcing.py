"""Who is told that a letter is out: proposers, office, body and assisting units. Domain R5, R6."""

from __future__ import annotations

from tracker.assign import queries as assignments
from tracker.notices import actions as notices
from tracker.reply.models import Reply
from tracker.terms import AssignRole


def tell_all(reply: Reply) -> None:
    """Tell proposers, office, body and assisting units that the letter is out."""
    case, unit = reply.case, reply.assignment.unit_name
    word = "更正后的答复" if reply.edition > 1 else "答复"
    for person in case.submitters:
        rate = "请阅看并评价。" if person.is_lead and reply.edition == 1 else "请阅看。"
        said = f"{unit}已对您提出的{case.label}“{case.title}”作出{word}，{rate}"
        notices.inform_deputy(case.id, person.deputy_id, said)
    said = f"{case.label}“{case.title}”：{unit}已印发{word}（{reply.number or '未注明文号'}）。"
    notices.tell_office(case.id, said)
    notices.tell_body(case.id, case.body.type, said)
    for row in assignments.live(case.id):
        if row.role == AssignRole.ASSISTING and row.unit is not None:
            notices.tell_unit(case.id, row.unit, said)


def tell_own_unit(reply: Reply) -> None:
    """Tell a unit that logs in of its paper letter, which the office entered for it."""
    case, unit = reply.case, reply.assignment.unit
    if unit is not None and unit.online:
        number = reply.number or "未注明文号"
        what = f"政府办已照贵单位的纸质答复函（{number}）代录"
        said = f"{case.label}：{what}，请核对；有误的请办更正答复。"
        notices.tell_unit(case.id, unit, said)
