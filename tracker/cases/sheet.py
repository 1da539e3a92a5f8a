"""The facts of a case as one viewer may read them: names and telephones masked."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.accounts.models import Account
from tracker.cases.models import Case, CaseAttachment, Submitter
from tracker.cases.queries import (
    files_of,
    former_until,
    is_former,
    leader_of,
    relations,
)
from tracker.cases.secrecy import names_told, without_names
from tracker.deputies.names import mask_phone
from tracker.kernel import clock
from tracker.kernel.access import Viewer
from tracker.kernel.db import db
from tracker.roles import OFFICE, UNIT, Relation
from tracker.terms import LeadType

HIDDEN = "（应要求保密）"


@dataclass(frozen=True)
class Sheet:
    """What the page shows of a case itself."""

    label: str
    session: str
    period: str
    level: str
    lead: str
    lead_type: str
    group: str
    phone: str
    may_show_phone: bool
    co_signers: tuple[str, ...]
    signer_count: int
    topic: str
    text: str
    remarks: str
    received_on: str
    marks: tuple[str, ...]
    leader: str
    files: tuple[CaseAttachment, ...]
    files_hidden: bool
    named_in_title: tuple[str, ...]


def hides_names(case: Case, person: Viewer) -> bool:
    """Whether the proposers' names are masked from this person (保密)."""
    return case.confidential and person.is_one_of(*UNIT)


def masked(text: str, case: Case) -> str:
    """Return a text without the names of the proposers and of their groups."""
    return without_names(text, [name for row in case.submitters for name in _names(row)])


def _names(row: Submitter) -> tuple[str, str]:
    """Return what names a proposer."""
    return row.name, row.group_name


def sheet_of(case: Case, person: Viewer) -> Sheet:
    """Return the facts of a case for one viewer."""
    hidden, lead = hides_names(case, person), case.lead
    names = () if hidden else tuple(row.name for row in case.submitters[1:])
    marks = [("重点件", case.key_item), ("保密", case.confidential)]
    return Sheet(
        label=case.label,
        session=case.session.title,
        period=case.period.label,
        level=case.level.label,
        lead=HIDDEN if hidden else lead.name,
        lead_type=LeadType(case.lead_type).label,
        group="" if hidden else lead.group_name,
        phone="" if hidden else mask_phone(lead.phone),
        may_show_phone=bool(lead.phone) and not hidden and _may_call(case, person),
        co_signers=names,
        signer_count=case.signer_count,
        topic=case.topic,
        text=masked(case.text, case) if hidden else case.text,
        remarks=masked(case.remarks, case) if hidden else case.remarks,
        received_on=case.received_on.isoformat(),
        marks=tuple(word for word, on in marks if on),
        leader=_leader(case),
        files=readable_files(case, person),
        files_hidden=hidden and any(not row.nameless for row in files_of(case.id)),
        named_in_title=_named_in_title(case) if person.is_one_of(*OFFICE) else (),
    )


def readable_files(case: Case, person: Viewer) -> tuple[CaseAttachment, ...]:
    """Return the files that a person may read.

    On a confidential case a scan may show names; a unit that handed the case over reads what
    was attached until then.
    """
    hidden = hides_names(case, person)
    until = former_until(case, person) if is_former(case, person) else None
    return tuple(
        row
        for row in files_of(case.id)
        if (row.nameless or not hidden)
        and (until is None or clock.local(row.file.uploaded_at).date() <= until)
    )


def _named_in_title(case: Case) -> tuple[str, ...]:
    """Return the secret names that the title gives away: it stands in every list of the units."""
    names = [row.name for row in case.submitters]
    return names_told(case.title, names) if case.confidential else ()


def _may_call(case: Case, person: Viewer) -> bool:
    """Whether a person may see the lead's telephone: office, who answers, the lead."""
    if person.is_one_of(*OFFICE):
        return True
    found = relations(case, person)
    if person.is_one_of(*UNIT):
        return not found.isdisjoint({Relation.HOST, Relation.PART})
    return Relation.LEAD in found


def _leader(case: Case) -> str:
    """Return the name of the district leader who leads the case."""
    row = leader_of(case)
    account = db.session.get(Account, row.account_id) if row else None
    return account.name if account else ""
