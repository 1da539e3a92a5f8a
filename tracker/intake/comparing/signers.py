"""Who has signed a case once a revised list is applied: what the list does not say stays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from tracker.bodies.models import CongressSession
from tracker.cases import linking, queries
from tracker.cases.facts import CaseFacts, SubmitterFacts
from tracker.cases.models import Case, Submitter
from tracker.deputies.names import mask_phone, name_key
from tracker.intake.reading.handed import Row
from tracker.intake.reading.headers import Field
from tracker.intake.reading.preview import Entry, SheetPreview
from tracker.kernel.telephones import digits_of
from tracker.terms import LeadType


@dataclass(frozen=True)
class Signers:
    """The co-signers of a case by name, and how many have signed in all."""

    names: tuple[str, ...]
    count: int


def after(entry: Row, case: Case) -> Signers:
    """Return the co-signers and the number that a case has once the row is applied."""
    registered = [row.name for row in case.submitters[1:]]
    return put(entry, registered, case.signer_count)


def put(entry: Row, registered: Sequence[str], count: int) -> Signers:
    """Lay a row over the co-signers and the number that are registered; pure.

    A row that names nobody beside the lead keeps them, unless it says that there is nobody.
    Names behind which 等 stands, or fewer names than the number, are added to them.
    """
    lead = name_key(entry.lead)
    others = tuple(name for name in registered if name_key(name) != lead)
    names = () if entry.alone else _names(entry, others) if entry.co_signers else others
    stated = entry.signer_count if entry.counted or entry.alone else None
    return Signers(names, max(stated or count, 1 + len(names)))


def _names(entry: Row, others: tuple[str, ...]) -> tuple[str, ...]:
    """Return the co-signers where the row names some; those who stay keep their places."""
    listed = {name_key(name) for name in entry.co_signers}
    known = {name_key(name) for name in others}
    fresh = tuple(name for name in entry.co_signers if name_key(name) not in known)
    together = 1 + len(others) + len(fresh)
    if entry.partial and (entry.signer_count is None or together <= entry.signer_count):
        return others + fresh
    return tuple(name for name in others if name_key(name) in listed) + fresh


def changes(entry: Row, case: Case) -> list[tuple[str, str, str]]:
    """Return what a row changes about the proposers: name, before, after."""
    found, before = after(entry, case), [row.name for row in case.submitters[1:]]
    said = [
        ("领衔", case.lead.name, entry.lead),
        ("人数", str(case.signer_count), str(found.count)),
        ("联名", _in_order(before), _in_order(found.names)),
    ]
    if entry.group:
        said.append(("代表团或界别", case.lead.group_name, entry.group))
    return said


def phone_change(entry: Row, case: Case) -> str:
    """Return in words that the lead's telephone changes, with its middle hidden, or nothing."""
    before = case.lead.phone
    if not entry.phone or digits_of(entry.phone) == digits_of(before):
        return ""
    return f"电话：{mask_phone(before) or '（空）'} → {mask_phone(entry.phone)}"


def note_fewer(entry: Entry, sheet: SheetPreview, case: Case) -> None:
    """Note that the row states fewer signers than are registered by name: it takes none away."""
    stated, named = entry.signer_count or 0, len(case.submitters)
    silent = not entry.co_signers and not entry.alone
    if entry.counted and silent and stated < named:
        column = sheet.column(Field.SIGNER_COUNT) or sheet.column(Field.LEAD)
        sentence = f"写着 {stated} 人，已登记的姓名有 {named} 个，人数和姓名都不改，请核对。"
        entry.doubt(column, sentence)


def is_stuck(entry: Row, case: Case) -> bool:
    """Whether the row takes away proposers of a case whose letter is issued."""
    fewer = 1 + len(after(entry, case).names) < len(case.submitters)
    return fewer and queries.letter_issued(case.id)


def corrected(said: CaseFacts, entry: Row, case: Case) -> CaseFacts:
    """Return the facts of a row with the proposers that the case has once it is applied."""
    found, same_lead = after(entry, case), name_key(entry.lead) == case.lead.name_key
    others = (_co_signer(name, entry, case, said.session) for name in found.names)
    return replace(
        said,
        submitters=(_lead(entry, case, said.session), *others),
        signer_count=found.count,
        lead_type=LeadType(case.lead_type) if same_lead else said.lead_type,
    )


def _lead(entry: Row, case: Case, session: CongressSession) -> SubmitterFacts:
    """Return the lead; group and telephone that the row does not give stay with the name."""
    row = _row(entry.lead, case)
    group = entry.group or (row.group_name if row else "")
    phone = entry.phone or (row.phone if row else "")
    return _linked(linking.submitter(session, entry.lead, group, phone), case)


def _co_signer(name: str, entry: Row, case: Case, session: CongressSession) -> SubmitterFacts:
    """Return a co-signer: as registered, linked where the register knows the name by now."""
    row = _row(name, case)
    if row is None:
        phone = entry.phones.get(name_key(name), "")
        return linking.submitter(session, name, phone=phone)
    if row.deputy:
        return SubmitterFacts(row.name, row.group_name, row.phone, row.deputy)
    return linking.submitter(session, row.name, row.group_name, row.phone)


def _linked(fresh: SubmitterFacts, case: Case) -> SubmitterFacts:
    """Keep the link to the register that the office made by hand, for the same name."""
    row = _row(fresh.name, case)
    if fresh.deputy is not None or row is None or row.deputy is None:
        return fresh
    group, phone = fresh.group_name or row.group_name, fresh.phone or row.phone
    return SubmitterFacts(fresh.name, group, phone, row.deputy)


def _row(name: str, case: Case) -> Submitter | None:
    """Return the registered proposer of this name."""
    key = name_key(name)
    return next((row for row in case.submitters if row.name_key == key), None)


def _in_order(names: Sequence[str]) -> str:
    """Return names for comparing and showing, whatever their order."""
    return "、".join(sorted(map(name_key, names)))
