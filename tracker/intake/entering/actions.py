"""Confirming a list: everything that was ticked goes in, or nothing does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from tracker.assign import actions as assign
from tracker.assign import queries as assignments
from tracker.audit.actions import record
from tracker.bodies.models import CongressSession
from tracker.cases import actions as cases
from tracker.cases import linking, queries
from tracker.cases.facts import CaseFacts
from tracker.cases.models import Case
from tracker.deputies.names import name_key
from tracker.intake.comparing import due, received, signers
from tracker.intake.comparing import on_paper as paper_facts
from tracker.intake.comparing.directory import Directory, directory
from tracker.intake.comparing.shares import joined, shares_of
from tracker.intake.entering import done_on_paper, keeping
from tracker.intake.reading.preview import Entry, SheetPreview
from tracker.kernel.errors import Refused
from tracker.terms import CaseState, Level

ENTERED = ("new", "changed")


@dataclass(frozen=True)
class Ticked:
    """What the clerk ticked: `Entry.mark` of each row as it was shown, by sheet name and row.

    `on_paper` where units already have them.
    """

    rows: Mapping[tuple[str, int], str]
    on_paper: bool = False


@dataclass(frozen=True)
class Source:
    """The file that a list came in: its name, and its SHA-256 in hex."""

    file: str
    digest: str


@dataclass(frozen=True)
class Outcome:
    """How many cases were registered and how many were changed."""

    registered: int
    changed: int


class RowsRefused(Refused):
    """Rows that cannot go in, one sentence for each; nothing went in."""

    def __init__(self, rows: Sequence[str]) -> None:
        """Keep the sentences; together they are the message."""
        super().__init__("".join(rows))
        self.rows = tuple(rows)


def confirm(
    sheets: Iterable[tuple[SheetPreview, CongressSession]], ticked: Ticked, source: Source
) -> Outcome:
    """Register and change what was ticked.

    :raises RowsRefused: rows changed their standing since the preview, or are refused; every
        one is tried, so that all are named at once. What was written then must be undone.
    :raises Refused: nothing was ticked.
    """
    registered = changed = 0
    among, refused = directory(), []
    kept = keeping.begin(source.file, source.digest)
    for sheet, session in sheets:
        for entry in sheet.rows:
            mark = ticked.rows.get((sheet.name, entry.row))
            if mark is None:
                continue
            try:
                _check_shown(entry, mark)
                case, before = _enter(entry, session, among, on_paper=ticked.on_paper)
                keeping.keep_row(kept, sheet.name, entry, case, before)
            except Refused as error:
                said = f"工作表“{sheet.name}”第 {entry.row} 行（{entry.number}）"
                refused.append(f"{said}：{error}")
            registered += entry.decision == "new"
            changed += entry.decision == "changed"
    if refused:
        raise RowsRefused(refused)
    if not registered + changed:
        raise Refused("没有选中任何一行。新增和有变化的行打勾后再确认。")
    keeping.finish(kept, registered, changed)
    detail = {"file": source.file, "registered": registered, "changed": changed}
    record("intake.confirmed", "imported_list", kept.id, detail)
    return Outcome(registered, changed)


def _check_shown(entry: Entry, mark: str) -> None:
    """Refuse a row that is not what the clerk saw and ticked.

    :raises Refused: somebody registered or changed the case since the preview.
    """
    if mark != entry.mark or entry.decision not in ENTERED:
        raise Refused("预览以后这一件的登记情况已变，现在的情况见下表，请看过再确认。")


def _enter(
    entry: Entry, session: CongressSession, among: Directory, *, on_paper: bool
) -> tuple[Case, str]:
    """Register or change one row; return the case, and what it was before a change.

    :raises Refused: its facts are refused.
    """
    if entry.decision == "new":
        return _register(entry, session, among, on_paper=on_paper), ""
    return _change(entry, session, among)


def _register(entry: Entry, session: CongressSession, among: Directory, *, on_paper: bool) -> Case:
    """Register one row with its proposed units, or with what was done on paper.

    :raises Refused: see `cases.register`; what was done on paper cannot be so.
    """
    done = entry.assigned_on if on_paper else None
    if done and (found := paper_facts.faults(entry, session, among)):
        raise Refused("".join(sentence for _, sentence in found))
    case = cases.register(_facts(entry, session))
    if done:
        done_on_paper.enter(case, entry, paper_facts.shares(entry, among), done)
    elif shares := shares_of(entry, among):
        assign.propose(case, shares)
    return case


def _change(entry: Entry, session: CongressSession, among: Directory) -> tuple[Case, str]:
    """Apply what the list says differently; what it does not say stays."""
    case = queries.registered(entry.case_id or 0)
    if case is None:
        raise Refused("这一件已不在，请重新预览。")
    written = keeping.before_of(case)
    said, is_open = _facts(entry, session), case.state == CaseState.REGISTERED
    facts = replace(
        signers.corrected(said, entry, case),
        session=case.session,
        number=case.number or entry.number,
        received_on=said.received_on if entry.received_on and is_open else case.received_on,
        text=said.text or case.text,
        topic=said.topic or case.topic,
        remarks=said.remarks or case.remarks,
        level=Level(case.level),
        batch=(said.batch if is_open else None) or case.batch,
        key_item=case.key_item,
        confidential=case.confidential,
    )
    cases.correct(case, facts, "按人大、政协机关的新清单更正")
    if is_open and entry.other_units:
        before = assignments.proposed(case.id)
        assign.propose(case, joined(shares_of(entry, among), before, among))
    return case, written


def _facts(entry: Entry, session: CongressSession) -> CaseFacts:
    """Return a row as the facts of a case."""
    lead = linking.submitter(session, entry.lead, entry.group, entry.phone)
    others = (
        linking.submitter(session, name, phone=entry.phones.get(name_key(name), ""))
        for name in entry.co_signers
    )
    return CaseFacts(
        session=session,
        period=entry.period,
        number=entry.number,
        title=entry.title,
        submitters=(lead, *others),
        received_on=received.received_on(entry, session),
        lead_type=entry.lead_type,
        signer_count=entry.signers,
        text=entry.text,
        topic=entry.topic,
        remarks=entry.remarks,
        key_item=entry.key_item,
        confidential=entry.confidential,
        batch=due.batch_of(entry, session),
    )
