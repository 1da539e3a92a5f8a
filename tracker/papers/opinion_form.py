"""The opinion form (征询意见表) that goes with a letter; domain §5.2.

Source: 《浙江省人民代表大会代表建议、批评和意见办理的规定》第二十三条 (the form goes to the lead
with the letter). Facts are those of register and letter, answers those of the place's rulebook.
"""

from __future__ import annotations

from flask import current_app

from tracker.cases.models import Case
from tracker.cases.sheet import hides_names, masked
from tracker.kernel.access import Viewer
from tracker.papers.printed import NO_NAME, OpinionForm, Question
from tracker.rating.actions import dimensions
from tracker.reply import document
from tracker.reply.models import Reply
from tracker.settings.in_force import book_of
from tracker.terms import ContactForm, Dimension, Kind, Satisfaction

YES_NO = ("是", "否")


def form_of(reply: Reply, paper: document.Paper, person: Viewer) -> OpinionForm:
    """Return the form of a letter; a confidential proposer is named to units by no form."""
    case = reply.case
    title = masked(case.title, case) if hides_names(case, person) else case.title
    word = "代表建议" if case.kind is Kind.SUGGESTION else "政协提案"
    return OpinionForm(
        title=(case.session.title, f"{word}办理情况征询意见表"),
        facts=_facts(reply, paper, title),
        contact=(
            Question("答复前是否与您沟通", YES_NO),
            Question("沟通方式（可多选）", tuple(one.label for one in ContactForm)),
        ),
        rating=tuple(
            Question(
                f"{one.label}评价" if one is Dimension.OVERALL else one.label,
                tuple(value.label for value in Satisfaction),
            )
            for one in dimensions(case)
        ),
        wishes=(
            Question("是否要求重新办理", YES_NO),
            Question("是否同意公开建议和答复", YES_NO)
            if case.kind is Kind.SUGGESTION
            else Question("是否同意公开提案和答复", YES_NO),
        ),
        back=_back(case),
    )


def _facts(reply: Reply, paper: document.Paper, title: str) -> tuple[tuple[str, str], ...]:
    """Return what is filled in already."""
    case, row = reply.case, reply.assignment
    return (
        ("编号", case.label),
        ("提出者", paper.salutation.rstrip("：")),
        ("标题", title),
        ("承办单位", f"{paper.unit}（{row.role.label}）"),
        ("答复文号", paper.number or NO_NAME),
        ("答复日期", paper.day or NO_NAME),
        ("办理类别", paper.class_mark or NO_NAME),
        ("承办人、电话", f"{paper.handler or NO_NAME}　{paper.phone}".strip()),
    )


def _back(case: Case) -> str:
    """Return until when and to whom the form goes back."""
    limit = book_of(case).limit("feedback")
    office = current_app.config["TRACKER"].office_name
    return (
        f"请在收到答复函之日起 {limit.value} {limit.unit.label}内填写，一式两份，"
        f"分别送{case.body.office_name}和{office}。评价不满意的，请写明理由。"
    )
