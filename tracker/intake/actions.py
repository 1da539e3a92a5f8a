"""Confirming a list: everything that was ticked goes in, or nothing does."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from tracker.assign import actions as assign
from tracker.assign import paper
from tracker.assign import queries as assignments
from tracker.assign.actions import ShareFacts
from tracker.audit.actions import record
from tracker.bodies.models import CongressSession
from tracker.cases import actions as cases
from tracker.cases import linking, queries
from tracker.cases.actions import CaseFacts
from tracker.cases.models import Case
from tracker.intake.preview import Entry, SheetPreview
from tracker.kernel import clock
from tracker.kernel.errors import Refused
from tracker.reply import issuing
from tracker.reply.letter_check import IssueFacts, LetterFacts
from tracker.terms import AssignRole, CaseState, Level, ReplyClass
from tracker.units import queries as units


@dataclass(frozen=True)
class Ticked:
    """What the clerk ticked: rows by sheet name; `on_paper` where units already have them."""

    rows: frozenset[tuple[str, int]]
    on_paper: bool = False


@dataclass(frozen=True)
class Outcome:
    """How many cases were registered and how many were changed."""

    registered: int
    changed: int


def confirm(
    sheets: Iterable[tuple[SheetPreview, CongressSession]], ticked: Ticked, file: str
) -> Outcome:
    """Register and change what was ticked.

    :raises Refused: nothing was ticked, or a row changed its standing since the preview.
    """
    registered = changed = 0
    for sheet, session in sheets:
        for entry in sheet.rows:
            if (sheet.name, entry.row) not in ticked.rows:
                continue
            if entry.decision == "new":
                _register(entry, session, ticked.on_paper)
                registered += 1
            elif entry.decision == "changed":
                _change(entry, session)
                changed += 1
            else:
                raise Refused(f"第 {entry.row} 行的情况已变，请重新预览后再确认。")
    if not registered + changed:
        raise Refused("没有选中任何一行。新增和有变化的行打勾后再确认。")
    detail: dict[str, object] = {"file": file, "registered": registered, "changed": changed}
    record("intake.confirmed", "intake", None, detail)
    return Outcome(registered, changed)


def _register(entry: Entry, session: CongressSession, on_paper: bool) -> Case:
    """Register one row with its proposed units, or with what was done on paper."""
    case = cases.register(_facts(entry, session))
    shares = shares_of(entry)
    if not shares:
        return case
    if on_paper and entry.assigned_on:
        _enter_paper(case, entry, shares)
    else:
        assign.propose(case, shares)
    return case


def _enter_paper(case: Case, entry: Entry, shares: list[ShareFacts]) -> None:
    """Enter what happened on paper before: assigned, signed for, answered; tells nobody."""
    assigned_on = entry.assigned_on or case.received_on
    assign.enter_on_paper(case, shares, assigned_on)
    signed_on = entry.signed_on or entry.replied_on
    if signed_on is None:
        return
    for row in assignments.live(case.id):
        paper.sign(row, signed_on, entry.handler)
    if entry.replied_on is None or not entry.reply_class:
        return
    answering = assignments.answering(case.id)
    if len(answering) > 1:
        raise Refused(f"{case.label}分办有几份答复，清单只有一个答复日期，请不勾选后逐份代录。")
    not_stated = not (entry.document_number and entry.signer)
    letter = LetterFacts(text="", reply_class=ReplyClass(entry.reply_class))
    facts = IssueFacts(entry.document_number, entry.replied_on, entry.signer, not_stated)
    issuing.enter_issued_on_behalf(answering[0], letter, facts, paper=True)


def _change(entry: Entry, session: CongressSession) -> None:
    """Apply what the list says differently."""
    case = queries.same(session.id, Level.DISTRICT, entry.period, entry.number)
    if case is None:
        raise Refused(f"第 {entry.row} 行的件已不在，请重新预览。")
    before = _facts(entry, session)
    facts = CaseFacts(
        session=case.session,
        period=before.period,
        number=case.number,
        title=before.title,
        submitters=before.submitters if entry.co_signers else _kept(before, case),
        received_on=case.received_on,
        lead_type=before.lead_type,
        signer_count=before.signer_count,
        text=before.text or case.text,
        topic=before.topic or case.topic,
        level=Level(case.level),
        batch=case.batch,
        key_item=case.key_item,
        confidential=case.confidential,
    )
    cases.correct(case, facts, "按人大、政协机关的新清单更正")
    if case.state == CaseState.REGISTERED and (shares := shares_of(entry)):
        assign.propose(case, shares)


def _kept(facts: CaseFacts, case: Case) -> tuple[cases.SubmitterFacts, ...]:
    """Return the new lead with the co-signers that are registered."""
    kept = [
        cases.SubmitterFacts(row.name, row.group_name, row.phone, row.deputy)
        for row in case.submitters[1:]
    ]
    return (facts.submitters[0], *kept)


def _facts(entry: Entry, session: CongressSession) -> CaseFacts:
    """Return a row as the facts of a case."""
    lead = linking.submitter(session, entry.lead, entry.group, entry.phone)
    others = (linking.submitter(session, name) for name in entry.co_signers)
    days = [day for day in (entry.assigned_on, session.closed_on) if day]
    return CaseFacts(
        session=session,
        period=entry.period,
        number=entry.number,
        title=entry.title,
        submitters=(lead, *others),
        received_on=min([*days, clock.today()]),
        lead_type=entry.lead_type,
        signer_count=entry.signer_count,
        text=entry.text,
        topic=entry.topic,
    )


def shares_of(entry: Entry) -> list[ShareFacts]:
    """Return the units of a row as a proposed assignment; an unknown one leaves a gap."""
    if entry.separate:
        roles = [(name, AssignRole.SEPARATE) for name in (*entry.hosts, *entry.separate)]
    elif len(entry.hosts) == 1 and not entry.assisting:
        roles = [(entry.hosts[0], AssignRole.INDEPENDENT)]
    else:
        roles = [(name, AssignRole.HOST) for name in entry.hosts]
    roles += [(name, AssignRole.ASSISTING) for name in entry.assisting]
    return [ShareFacts(units.named(name), role, "", name) for name, role in roles]
