"""Confirming a list: everything that was ticked goes in, or nothing does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from tracker.assign import actions as assign
from tracker.assign import paper
from tracker.assign import queries as assignments
from tracker.assign.actions import ShareFacts
from tracker.audit.actions import record
from tracker.bodies.models import CongressSession
from tracker.cases import actions as cases
from tracker.cases import linking, queries
from tracker.cases.actions import CaseFacts, SubmitterFacts
from tracker.cases.models import Case, Submitter
from tracker.deputies.names import name_key
from tracker.intake.directory import Directory, directory
from tracker.intake.preview import Entry, SheetPreview
from tracker.kernel import clock
from tracker.kernel.errors import Refused
from tracker.reply import issuing
from tracker.reply.letter_check import IssueFacts, LetterFacts
from tracker.terms import AssignRole, CaseState, Level, ReplyClass


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
    among = directory()
    for sheet, session in sheets:
        for entry in sheet.rows:
            if (sheet.name, entry.row) not in ticked.rows:
                continue
            try:
                _enter(entry, session, among, on_paper=ticked.on_paper)
            except Refused as error:
                said = f"工作表“{sheet.name}”第 {entry.row} 行（{entry.number}）：{error}"
                raise Refused(f"{said}全部没有导入。") from error
            registered += entry.decision == "new"
            changed += entry.decision == "changed"
    if not registered + changed:
        raise Refused("没有选中任何一行。新增和有变化的行打勾后再确认。")
    detail: dict[str, object] = {"file": file, "registered": registered, "changed": changed}
    record("intake.confirmed", "intake", None, detail)
    return Outcome(registered, changed)


def _enter(entry: Entry, session: CongressSession, among: Directory, *, on_paper: bool) -> None:
    """Register or change one row.

    :raises Refused: the row changed its standing since the preview, or its facts are refused.
    """
    if entry.decision == "new":
        _register(entry, session, among, on_paper=on_paper)
    elif entry.decision == "changed":
        _change(entry, session, among)
    else:
        raise Refused("情况已变，请重新预览后再确认。")


def _register(entry: Entry, session: CongressSession, among: Directory, *, on_paper: bool) -> None:
    """Register one row with its proposed units, or with what was done on paper."""
    case = cases.register(_facts(entry, session))
    shares = shares_of(entry, among)
    if on_paper and entry.assigned_on:
        if gap := next((share.unit_text for share in shares if share.unit is None), None):
            raise Refused(f"“{gap}”不在名册中，请先登记这个单位。")
        _enter_paper(case, entry, shares)
    elif shares:
        assign.propose(case, shares)


def _enter_paper(case: Case, entry: Entry, shares: list[ShareFacts]) -> None:
    """Enter what happened on paper before: assigned, signed for, answered; tells nobody."""
    assigned_on = entry.assigned_on or case.received_on
    assign.enter_on_paper(case, shares, assigned_on)
    if entry.due_on is not None:
        for row in assignments.answering(case.id):
            paper.set_due(row, entry.due_on)
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


def _change(entry: Entry, session: CongressSession, among: Directory) -> None:
    """Apply what the list says differently; what it does not say stays."""
    case = queries.same(session.id, Level.DISTRICT, entry.period, entry.number)
    if case is None:
        raise Refused("这一件已不在，请重新预览。")
    said = _facts(entry, session)
    others = said.submitters[1:] if entry.co_signers else _kept(session, case.submitters[1:])
    facts = replace(
        said,
        session=case.session,
        number=case.number,
        submitters=tuple(_still_linked(row, case) for row in (said.submitters[0], *others)),
        received_on=case.received_on,
        signer_count=entry.signer_count or case.signer_count,
        text=said.text or case.text,
        topic=said.topic or case.topic,
        level=Level(case.level),
        batch=case.batch,
        key_item=case.key_item,
        confidential=case.confidential,
    )
    cases.correct(case, facts, "按人大、政协机关的新清单更正")
    shares = shares_of(entry, among)
    if case.state == CaseState.REGISTERED and entry.other_units:
        assign.propose(case, shares)


def _kept(session: CongressSession, rows: Sequence[Submitter]) -> tuple[SubmitterFacts, ...]:
    """Return proposers whom the list does not name, linked where the register knows them now."""
    return tuple(
        row if row.deputy else linking.submitter(session, row.name, row.group_name, row.phone)
        for row in _as_facts(rows)
    )


def _as_facts(rows: Sequence[Submitter]) -> tuple[SubmitterFacts, ...]:
    """Return registered proposers as facts."""
    return tuple(SubmitterFacts(row.name, row.group_name, row.phone, row.deputy) for row in rows)


def _still_linked(fresh: SubmitterFacts, case: Case) -> SubmitterFacts:
    """Keep the link to the register that the office made by hand, for the same name."""
    if fresh.deputy is None:
        for row in _as_facts(case.submitters):
            if row.deputy and name_key(row.name) == name_key(fresh.name):
                return row
    return fresh


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
        signer_count=entry.signers,
        text=entry.text,
        topic=entry.topic,
    )


def shares_of(entry: Entry, among: Directory) -> list[ShareFacts]:
    """Return the units of a row as a proposed assignment; an unknown one leaves a gap."""
    if entry.separate:
        roles = [(name, AssignRole.SEPARATE) for name in (*entry.hosts, *entry.separate)]
    elif len(entry.hosts) == 1 and not entry.assisting:
        roles = [(entry.hosts[0], AssignRole.INDEPENDENT)]
    else:
        roles = [(name, AssignRole.HOST) for name in entry.hosts]
    roles += [(name, AssignRole.ASSISTING) for name in entry.assisting]
    return [ShareFacts(among.unit(name), role, "", name) for name, role in roles]
