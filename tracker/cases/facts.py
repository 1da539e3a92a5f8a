"""What is entered about a case, and what of it cannot be one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tracker.bodies.models import Batch, CongressSession
from tracker.cases import queries
from tracker.cases.models import Case
from tracker.cases.numbering import number_key
from tracker.deputies.models import Deputy
from tracker.deputies.names import name_key
from tracker.kernel.errors import Invalid
from tracker.kernel.given import check_done
from tracker.terms import LeadType, Level, Period

TITLE_LENGTH, NUMBER_LENGTH, NAME_LENGTH, REMARKS_LENGTH = 300, 40, 80, 2000


@dataclass(frozen=True)
class SubmitterFacts:
    """One proposer as entered; `deputy` where the register knows him or her."""

    name: str
    group_name: str = ""
    phone: str = ""
    deputy: Deputy | None = None


@dataclass(frozen=True)
class CaseFacts:
    """What is entered about a case; the first submitter is the lead."""

    session: CongressSession
    period: Period
    number: str
    title: str
    submitters: tuple[SubmitterFacts, ...]
    received_on: date
    lead_type: LeadType = LeadType.PERSON
    signer_count: int = 0
    text: str = ""
    topic: str = ""
    remarks: str = ""
    level: Level = Level.DISTRICT
    batch: Batch | None = None
    key_item: bool = False
    confidential: bool = False


def check(facts: CaseFacts, case: Case | None = None) -> None:
    """Refuse facts that cannot be a case; the field is named.

    :raises Invalid: see `register`.
    """
    if facts.number.strip() and not number_key(facts.number):
        raise Invalid("number", "请填写编号，如 015；还没有编号的，请留空。")
    if max(len(facts.number), len(number_key(facts.number))) > NUMBER_LENGTH:
        raise Invalid("number", f"编号不能超过 {NUMBER_LENGTH} 个字。")
    _check_texts(facts)
    if not facts.submitters or not facts.submitters[0].name.strip():
        raise Invalid("lead", "请填写领衔代表（第一提案人）或提出单位。")
    _check_names(facts)
    check_done("received_on", facts.received_on, "收件日期")
    other = queries.same(facts.session.id, facts.level, facts.period, facts.number)
    if other is not None and other is not case:
        raise Invalid("number", f"{other.label}已经登记：“{other.title}”。请核对编号或届次。")


def _check_texts(facts: CaseFacts) -> None:
    """Refuse a title or remarks that do not fit."""
    if not facts.title.strip():
        raise Invalid("title", "请填写标题。")
    if len(facts.title) > TITLE_LENGTH:
        raise Invalid("title", f"标题不能超过 {TITLE_LENGTH} 个字。")
    if len(facts.remarks) > REMARKS_LENGTH:
        raise Invalid("remarks", f"备注不能超过 {REMARKS_LENGTH} 个字。")


def _check_names(facts: CaseFacts) -> None:
    """Refuse names that do not fit; for comparing, ㈠ becomes three characters."""
    for place, row in enumerate(facts.submitters):
        if max(len(row.name), len(name_key(row.name))) > NAME_LENGTH:
            field = "co_signers" if place else "lead"
            raise Invalid(field, f"“{row.name[:8]}……”超过 {NAME_LENGTH} 个字，请核对。")
