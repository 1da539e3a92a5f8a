"""Confirming a list: everything that was ticked goes in, or nothing does."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from tracker.assign import actions as assign
from tracker.assign import queries as assignments
from tracker.assign.many import propose_all
from tracker.audit.actions import record
from tracker.bodies.models import CongressSession
from tracker.cases import actions as cases
from tracker.cases import linking, many, queries
from tracker.cases.facts import CaseFacts
from tracker.cases.models import Case
from tracker.deputies.names import name_key
from tracker.intake.comparing import due, received, signers
from tracker.intake.comparing import on_paper as paper_facts
from tracker.intake.comparing.directory import Directory, directory
from tracker.intake.comparing.shares import joined, shares_of
from tracker.intake.entering import done_on_paper, keeping
from tracker.intake.models import ImportedList
from tracker.intake.reading.handed import ListRow, ListSheet
from tracker.kernel.errors import Refused
from tracker.terms import BodyType, CaseState, Level

ENTERED = ("new", "changed")
AT_ONCE = 200  # rows that are registered together


@dataclass(frozen=True)
class Ticked:
    """What the clerk ticked: `ListRow.mark` of each row as it was shown, by sheet name and row.

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


@dataclass(frozen=True)
class Into:
    """What the rows of a sheet are entered with: the kept list, the session, who is known.

    `on_paper` where units already have them.
    """

    kept: ImportedList
    sheet: str
    session: CongressSession
    among: Directory
    holders: linking.Holders
    on_paper: bool


class RowsRefused(Refused):
    """Rows that cannot go in, one sentence for each; nothing went in."""

    def __init__(self, rows: Sequence[str]) -> None:
        """Keep the sentences; together they are the message."""
        super().__init__("".join(rows))
        self.rows = tuple(rows)


def confirm(
    sheets: Iterable[tuple[ListSheet, CongressSession]], ticked: Ticked, source: Source
) -> Outcome:
    """Register and change what was ticked.

    :raises RowsRefused: rows changed their standing since the preview, or are refused; every
        one is tried, so that all are named at once. What was written then must be undone.
    :raises Refused: nothing was ticked.
    """
    kept, among = keeping.begin(source.file, source.digest), directory()
    refused: list[str] = []
    entered: Counter[str] = Counter()
    for sheet, session in sheets:
        into = Into(kept, sheet.name, session, among, linking.holders(session), ticked.on_paper)
        rows = [row for row in sheet.rows if (sheet.name, row.row) in ticked.rows]
        for some in _batches(rows, on_paper=ticked.on_paper):
            refused += _enter_some(some, into, ticked)
        entered.update(entry.decision for entry in rows)
    registered, changed = entered["new"], entered["changed"]
    if refused:
        raise RowsRefused(refused)
    if not registered + changed:
        raise Refused("没有选中任何一行。新增和有变化的行打勾后再确认。")
    keeping.finish(kept, registered, changed)
    detail = {"file": source.file, "registered": registered, "changed": changed}
    record("intake.confirmed", "imported_list", kept.id, detail)
    return Outcome(registered, changed)


def _batches(rows: Iterable[ListRow], *, on_paper: bool) -> Iterator[list[ListRow]]:
    """Give rows in their order: those that are only registered many at once, others alone."""
    some: list[ListRow] = []
    for entry in rows:
        alone = entry.decision != "new" or bool(on_paper and entry.assigned_on)
        if some and (alone or len(some) == AT_ONCE):
            yield some
            some = []
        if alone:
            yield [entry]
        else:
            some.append(entry)
    if some:
        yield some


def _enter_some(some: Sequence[ListRow], into: Into, ticked: Ticked) -> list[str]:
    """Enter rows and keep what they said; return a sentence for each that is refused."""
    found: dict[int, tuple[Case, str] | Refused] = {}
    shown = []
    for entry in some:
        try:
            _check_shown(entry, ticked.rows[(into.sheet, entry.row)])
        except Refused as refusal:
            found[entry.row] = refusal
        else:
            shown.append(entry)
    found |= zip((entry.row for entry in shown), _entered(shown, into), strict=True)
    refused, entered = [], []
    for entry in some:
        outcome = found[entry.row]
        if isinstance(outcome, Refused):
            said = f"工作表“{into.sheet}”第 {entry.row} 行（{entry.number}）"
            refused.append(f"{said}：{outcome}")
        else:
            entered.append((entry, *outcome))
    keeping.keep_rows(into.kept, into.sheet, entered)
    return refused


def _entered(some: Sequence[ListRow], into: Into) -> list[tuple[Case, str] | Refused]:
    """Register or change rows; return each case and what it was before, or why it is refused."""
    if len(some) > 1:
        return _register_all(some, into)
    found: list[tuple[Case, str] | Refused] = []
    for entry in some:
        try:
            found.append(_enter(entry, into))
        except Refused as refusal:
            found.append(refusal)
    return found


def _register_all(some: Sequence[ListRow], into: Into) -> list[tuple[Case, str] | Refused]:
    """Register many rows with their proposed units."""
    found = many.register_all([_facts(entry, into) for entry in some])
    cases_of = [
        (case, shares_of(entry, into.among))
        for entry, case in zip(some, found, strict=True)
        if isinstance(case, Case) and case.state == CaseState.REGISTERED
    ]
    propose_all([(case, shares) for case, shares in cases_of if shares])
    return [(case, "") if isinstance(case, Case) else case for case in found]


def _check_shown(entry: ListRow, mark: str) -> None:
    """Refuse a row that is not what the clerk saw and ticked.

    :raises Refused: somebody registered or changed the case since the preview.
    """
    if mark != entry.mark or entry.decision not in ENTERED:
        raise Refused("预览以后这一件的登记情况已变，现在的情况见下表，请看过再确认。")


def _enter(entry: ListRow, into: Into) -> tuple[Case, str]:
    """Register or change one row; return the case, and what it was before a change.

    :raises Refused: its facts are refused.
    """
    return (_register(entry, into), "") if entry.decision == "new" else _change(entry, into)


def _register(entry: ListRow, into: Into) -> Case:
    """Register one row with its proposed units, or with what was done on paper.

    :raises Refused: see `cases.register`; what was done on paper cannot be so.
    """
    done, among = entry.assigned_on if into.on_paper else None, into.among
    if done and (found := paper_facts.faults(entry, into.session, among)):
        raise Refused("".join(sentence for _, sentence in found))
    case = cases.register(_facts(entry, into))
    if done:
        done_on_paper.enter(case, entry, paper_facts.shares(entry, among), done)
    elif case.state == CaseState.REGISTERED and (shares := shares_of(entry, among)):
        assign.propose(case, shares)
    return case


def _change(entry: ListRow, into: Into) -> tuple[Case, str]:
    """Apply what the list says differently; what it does not say stays."""
    case = queries.registered(entry.case_id or 0)
    if case is None:
        raise Refused("这一件已不在，请重新预览。")
    written = keeping.before_of(case)
    said, is_open = _facts(entry, into), case.state == CaseState.REGISTERED
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
        assign.propose(case, joined(shares_of(entry, into.among), before, into.among))
    return case, written


def _facts(entry: ListRow, into: Into) -> CaseFacts:
    """Return a row as the facts of a case."""
    session, known = into.session, into.holders
    lead = linking.submitter(session, entry.lead, entry.group, entry.phone, known)
    others = (
        linking.submitter(session, name, phone=entry.phones.get(name_key(name), ""), among=known)
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
        waits_for_filing=entry.waits_for_filing and session.body.type == BodyType.CPPCC,
    )
