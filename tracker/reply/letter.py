"""The wording of a letter around its text; pure. Source: domain §5.1 (formulas).

Title, salutation and opening follow the register, so that body, 代表 or 委员, 建议 or 提案,
number and session are always right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from tracker.cases.numbering import said_number
from tracker.terms import Kind, LeadType, Period

OPENED = "收悉"


@dataclass(frozen=True)
class Subject:
    """What the register says of the case; `session` as offices write it, `number` as given."""

    kind: Kind
    period: Period
    session: str
    number: str
    title: str
    lead: str
    lead_type: LeadType
    signers: int


def heading(subject: Subject) -> str:
    """Return the title: 关于区十八届人大三次会议第015号建议的答复."""
    word = "建议" if subject.kind is Kind.SUGGESTION else "提案"
    between = ""
    if subject.period is Period.INTERSESSION:
        between = "闭会期间" if subject.kind is Kind.SUGGESTION else "平时"
    return f"关于{subject.session}{between}{said_number(subject.number)}{word}的答复"


def salutation(subject: Subject) -> str:
    """Return the salutation; an organisation or delegation is addressed by its name.

    An empty name (保密) leaves only 代表 or 委员, of several signers 各位代表 or 各位委员.
    """
    if subject.lead_type is not LeadType.PERSON:
        return f"{subject.lead or '提出单位'}："
    word = "代表" if subject.kind is Kind.SUGGESTION else "委员"
    if subject.signers > 1 and not subject.lead:
        return f"各位{word}："
    if subject.signers > 1:
        return f"{subject.lead}等{subject.signers}位{word}："
    return f"{subject.lead}{word}："


def opening(subject: Subject, assisting: Sequence[str], earlier: str = "", round_: int = 1) -> str:
    """Return the opening paragraph; a later round refers to the letter before.

    :param assisting: units whose opinion was used.
    :param earlier: how the round before was answered: 以 its number, or 于 its day.
    """
    person = "您" if subject.signers == 1 and subject.lead_type is LeadType.PERSON else "你们"
    number = said_number(subject.number)
    named = f"{person}提出的《{subject.title}》{f'（{number}）' if number else ''}"
    asked = f"经商{'、'.join(assisting)}，" if assisting else ""
    if round_ > 1:
        before = f"我单位曾{earlier}答复，" if earlier else ""
        return f"{named}，{before}现经再次沟通和研究，{asked}再次答复如下："
    return f"{named}{OPENED}。{asked}现答复如下："


def written_day(day: date) -> str:
    """Return a day as official papers write it: 2026年5月6日."""
    return f"{day.year}年{day.month}月{day.day}日"


def paragraphs(text: str) -> tuple[str, ...]:
    """Return the paragraphs of a text, one to a line."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


def opens_itself(text: str) -> bool:
    """Whether the text brings its own opening, so that none is printed before it."""
    lines = paragraphs(text)
    return any(OPENED in line or "答复如下" in line for line in lines[:2])
