"""What is done to a case itself."""

from __future__ import annotations

from werkzeug.datastructures import FileStorage

from tracker.accounts.models import Account
from tracker.cases import acts, filing, indexing, parties, queries
from tracker.cases.asking import ask
from tracker.cases.facts import CaseFacts, check
from tracker.cases.lifecycle import MOVES, UNASKED
from tracker.cases.models import Case, CaseAttachment, Submitter, kind_of
from tracker.cases.numbering import number_key
from tracker.deputies.models import Deputy
from tracker.deputies.names import name_key
from tracker.kernel import clock, files
from tracker.kernel.access import viewer
from tracker.kernel.db import db
from tracker.kernel.errors import Invalid, Refused
from tracker.kernel.given import needed
from tracker.notices import actions as notices
from tracker.roles import Relation, Role
from tracker.settings import books
from tracker.terms import CaseState, Kind
from tracker.timeline import queries as timeline
from tracker.timeline.actions import Act, begin, change_state, note
from tracker.timeline.events import Event


def register(facts: CaseFacts) -> Case:
    """Register a case (C1); a proposal is filed already unless it is said to wait for that.

    Without a number it is registered as unnumbered and gets one by a correction.

    :raises Invalid: the number is taken or none, a field is missing, the date lies ahead.
    """
    check(facts)
    case = made(facts)
    db.session.add(case)
    db.session.flush()
    parties.enter(case)
    indexing.index_case(case)
    begin(case, registration(case))
    follow_filing(case, facts)
    return case


def made(facts: CaseFacts) -> Case:
    """Return a new case of facts that were checked."""
    state = CaseState.SUBMITTED if facts.waits_for_filing else CaseState.REGISTERED
    case = Case(state=state, registered_at=clock.now(), book_id=books.of_today())
    _fill(case, facts)
    case.key_item, case.confidential = facts.key_item, facts.confidential
    case.submitters = _submitters(facts)
    return case


def registration(case: Case) -> Act:
    """Return the act by which a new case begins."""
    sentence = f"登记{case.label}“{case.title}”。"
    return Act(case.id, Event.CASE_REGISTERED, sentence, case.received_on)


def follow_filing(case: Case, facts: CaseFacts) -> None:
    """Ask the body about a new proposal that waits, or keep by which paper it is filed."""
    if facts.waits_for_filing:
        told = f"{case.label}“{case.title}”已登记，等待立案决定，请审查后登记。"
        notices.tell_body(case.id, case.body.type, told)
    elif facts.filing_document:
        filing.enter_filed(case, facts.received_on, facts.filing_document)


def correct(case: Case, facts: CaseFacts, reason: str) -> Case:
    """Correct a registration; once assigned a reason is needed, identity is the leader's (C1).

    The marks of the case stay as they are: `mark` changes them.

    :raises Refused: not allowed now.
    :raises Invalid: see `register`; the reason is missing.
    """
    ask(case, acts.Act.CORRECT)
    with db.session.no_autoflush:
        check(facts, case)
    if case.assigned_on and facts.received_on > case.assigned_on:
        raise Invalid("received_on", f"收件日期不能晚于交办日期 {case.assigned_on}。")
    identity = (facts.session.id, facts.level, facts.period, number_key(facts.number))
    known = (case.session_id, case.level, case.period, case.number_key or identity[-1])
    changed = identity != known  # giving a number to what had none changes no identity
    if case.state not in UNASKED:
        if not reason.strip():
            raise Invalid("reason", "交办以后更正登记，请填写理由。")
        if changed and not viewer().is_one_of(Role.OL):
            raise Refused("交办以后更正届次或编号，须由政府办领导办理。")
    if case.state == CaseState.SUBMITTED and kind_of(facts.session.body) is Kind.SUGGESTION:
        raise Invalid("session_id", "这一件在等待立案，不能改为代表建议；请先登记立案决定或作废。")
    if len(facts.submitters) < len(case.submitters) and queries.letter_issued(case.id):
        raise Invalid("co_signers", "答复印发以后不能减少提出者；姓名写错的，请改成正确的姓名。")
    before = {row.deputy_id for row in case.submitters if row.deputy_id}
    _fill(case, facts)
    _correct_submitters(case, facts)
    db.session.flush()
    parties.enter(case)
    indexing.index_case(case)
    why = f"：{reason.strip().rstrip('。')}" if reason.strip() else ""
    left = sorted(before - {row.deputy_id for row in case.submitters})
    detail = {"left": left} if left else None
    note(case, Act(case.id, Event.CASE_CORRECTED, f"更正登记{why}。", detail=detail))
    return case


def void(case: Case, reason: str) -> None:
    """Make a registration error void (C13); the number is free again.

    :raises Refused: not allowed now.
    :raises Invalid: the reason is missing.
    """
    ask(case, acts.Act.VOID)
    act = Act(case.id, Event.CASE_VOIDED, f"作废：{needed(reason)}")
    change_state(case, CaseState.VOID, MOVES, act)


def void_with_list(case: Case, reason: str) -> None:
    """Make a case void with the list that registered it, which is taken back whole.

    The importer sees to it that nobody has acted on the case since, and ends what the list
    entered as done on paper.

    :raises Refused: it is up for approval, or its end came after the list.
    """
    if CaseState.VOID not in MOVES[case.state]:
        raise Refused(f"{case.label}导入以后又有人办理，不能随清单作废。")
    change_state(case, CaseState.VOID, MOVES, Act(case.id, Event.CASE_VOIDED, f"作废：{reason}"))


def reinstate(case: Case, reason: str) -> None:
    """Take back that a registration was made void: it is what it was before (corrects C13).

    :raises Refused: not allowed now, or another case has its number by now.
    :raises Invalid: the reason is missing.
    """
    ask(case, acts.Act.REINSTATE)
    why = needed(reason)
    voided = timeline.last(case.id, Event.CASE_VOIDED)
    before = CaseState(str(voided.old_state)) if voided else CaseState.REGISTERED
    if before not in UNASKED:
        raise Refused("这一件随清单撤销导入而作废，纸面记入的也已终止。请重新导入或登记。")
    other = queries.same(case.session_id, case.level, case.period, case.number)
    if other is not None:
        raise Refused(
            f"编号已由“{other.title}”使用，不能撤销作废。如确需恢复，请先更正那一件的编号。"
        )
    act = Act(case.id, Event.CASE_REINSTATED, f"撤销作废：{why}")
    change_state(case, before, MOVES, act)


def mark(case: Case, key_item: bool, confidential: bool, reason: str = "") -> None:
    """Mark a key item (重点件) or a confidential proposer (保密).

    :raises Refused: not allowed now.
    :raises Invalid: confidence is taken off without a reason.
    """
    ask(case, acts.Act.MARK)
    opened = case.confidential and not confidential
    if opened and not reason.strip():
        raise Invalid("reason", "取消保密请填写理由，如提出者已书面同意公开姓名。")
    case.key_item, case.confidential = key_item, confidential
    indexing.index_case(case)
    words = [word for word, on in (("重点件", key_item), ("保密", confidential)) if on]
    why = f"取消保密：{reason.strip()}" if opened else ""
    note(case, Act(case.id, Event.CASE_MARKED, f"标记：{'、'.join(words) or '无'}。{why}"))


def name_leader(case: Case, account: Account | None) -> None:
    """Name the district leader who leads a key item (领办), or none.

    :raises Refused: not allowed now.
    """
    ask(case, acts.Act.NAME_LEADER)
    before = queries.leader_of(case)
    if (before.account_id if before else None) == (account.id if account else None):
        return
    if before is not None:
        before.until = clock.today()
    if account is not None:
        parties.join(case, Relation.LED, account_id=account.id)
        notices.tell([account], case.id, f"{case.label}“{case.title}”由您领办。")
    sentence = f"由{account.name}领办。" if account else "不再指定领办区领导。"
    note(case, Act(case.id, Event.CASE_LEADER_NAMED, sentence))


def attach(
    case: Case, upload: FileStorage, *, nameless: bool = False, field: str = "upload"
) -> CaseAttachment:
    """Attach a scan or text of the suggestion.

    :param nameless: it shows no proposer's name, so that units may read it on a confidential
        case.

    :raises Refused: not allowed now.
    :raises Invalid: the file cannot be taken.
    """
    ask(case, acts.Act.ATTACH)
    stored = files.keep(upload, viewer().account_id, field)
    row = CaseAttachment(case_id=case.id, file_id=stored.id, nameless=nameless)
    db.session.add(row)
    note(case, Act(case.id, Event.CASE_ATTACHED, "上传附件。", detail={"file": stored.name}))
    return row


def link(case: Case, submitter: Submitter, deputy: Deputy) -> None:
    """Link a proposer that the register did not know to a deputy entered later.

    :raises Refused: the proposer is linked already.
    """
    if submitter.deputy_id:
        raise Refused("这位提出者已经对应到名册，请刷新页面。")
    submitter.deputy = deputy
    parties.enter(case)
    sentence = f"第 {submitter.position + 1} 位提出者对应到名册。"
    note(case, Act(case.id, Event.CASE_SUBMITTER_LINKED, sentence))


def move(case: Case, new: CaseState, act: Act) -> None:
    """Move the case along its table of moves."""
    change_state(case, new, MOVES, act)


def _fill(case: Case, facts: CaseFacts) -> None:
    """Copy the facts; the kind follows from the body."""
    case.body, case.session, case.batch = facts.session.body, facts.session, facts.batch
    case.kind, case.level, case.period = kind_of(facts.session.body), facts.level, facts.period
    case.number, case.number_key = facts.number.strip(), number_key(facts.number)
    case.title, case.text, case.topic = facts.title.strip(), facts.text.strip(), facts.topic
    case.remarks = facts.remarks.strip()
    case.lead_type = facts.lead_type
    case.signer_count = max(facts.signer_count, len(facts.submitters))
    case.received_on = facts.received_on


def _submitters(facts: CaseFacts) -> list[Submitter]:
    """Return the proposers in order, frozen as entered."""
    return [
        Submitter(
            position=position,
            deputy=row.deputy,
            name=row.name.strip(),
            name_key=name_key(row.name),
            group_name=row.group_name,
            phone=row.phone,
        )
        for position, row in enumerate(facts.submitters)
    ]


def _correct_submitters(case: Case, facts: CaseFacts) -> None:
    """Correct proposers place by place: letters and ratings point to them."""
    fresh = _submitters(facts)
    for old, new in zip(case.submitters, fresh, strict=False):
        same = old.name_key == new.name_key
        old.name, old.name_key, old.deputy = new.name, new.name_key, new.deputy
        old.group_name = new.group_name
        old.phone = new.phone or (old.phone if same else "")
    kept = case.submitters[: len(fresh)]
    case.submitters = [*kept, *fresh[len(kept) :]]
