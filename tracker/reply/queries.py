"""Reading letters and promises: which counts, who may see it, what may be done."""

from __future__ import annotations

from functools import cache
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import immediateload, joinedload

from tracker.assign import own_acts
from tracker.assign import queries as assign
from tracker.assign.models import Assignment
from tracker.cases import queries as cases
from tracker.cases.indexing import Found
from tracker.cases.models import Case
from tracker.cases.sheet import hides_names
from tracker.kernel.access import Viewer
from tracker.kernel.db import NUMBER, Needs, anew, db, remembered_rows
from tracker.kernel.offers import Offer
from tracker.reply import acts, lines, promise_acts
from tracker.reply.lifecycle import FOLLOWED, SUBMITTED, UNDER_WAY
from tracker.reply.models import Commitment, Reply, ReplyDraft
from tracker.reply.recipients import recipients, unreached
from tracker.roles import OFFICE, UNIT
from tracker.terms import AssignmentState, CommitmentState, ReplyState
from tracker.timeline.events import Event

PAGES = {
    acts.Act.START: "edit",
    acts.Act.EDIT: "edit",
    acts.Act.SUBMIT: "submit",
    acts.Act.RECALL: "recall",
    acts.Act.SIGN: "edit",
    acts.Act.CHECK: "edit",
    acts.Act.ISSUE: "issue",
    acts.Act.ENTER: "enter_on_behalf",
    acts.Act.DELIVER: "deliver",
    acts.Act.SCAN: "attach_scan",
    acts.Act.MEND: "mend",
}


def current(assignment: Assignment) -> Reply | None:
    """Return the letter of the present round: the latest edition, in whatever state."""
    place = (assignment.id, assignment.round)
    rows = [row for row in of_case(assignment.case_id) if (row.assignment_id, row.round) == place]
    return max(rows, key=lambda row: row.edition, default=None)


def correction(assignment: Assignment) -> Reply | None:
    """Return the correction of the letter in force that is not issued yet."""
    row = current(assignment)
    return row if row is not None and row.edition > 1 and row.state in UNDER_WAY else None


@cache
def whole() -> Needs:
    """Return what a letter is asked with where it is acted on; what is here is not asked again."""
    return (
        immediateload(Reply.case).options(*cases.whole()),
        immediateload(Reply.assignment).options(*assign.whole()),
        joinedload(Reply.deliveries),
    )


@cache
def _by_id_rows() -> Select[Any]:
    return anew(select(Reply).where(Reply.id == NUMBER), whole())


def by_id(reply_id: int, *, locked: bool = False) -> Reply:
    """Return the letter with this number, which exists; `locked` against other writers."""
    query = _by_id_rows().with_for_update(of=Reply) if locked else _by_id_rows()
    row: Reply = db.session.scalars(query, {"number": reply_id}).unique().one()
    return row


def drafts_of(reply_id: int) -> list[ReplyDraft]:
    """Return the saved texts of a letter, the oldest first."""
    query = select(ReplyDraft).filter_by(reply_id=reply_id).order_by(ReplyDraft.id)
    return list(db.session.scalars(query))


@cache
def _authors_of_rows() -> Select[Any]:
    return select(ReplyDraft.author_id).where(ReplyDraft.reply_id == NUMBER).distinct()


def authors_of(reply_id: int) -> frozenset[int]:
    """Return the accounts that wrote on a letter; none of them may sign it off."""
    found = remembered_rows(("authors", reply_id), _authors_of_rows, reply_id)
    return frozenset(filter(None, found))


@cache
def _of_case_rows() -> Select[Any]:
    return select(Reply).where(Reply.case_id == NUMBER).options(*whole()).order_by(Reply.id)


def of_case(case_id: int) -> list[Reply]:
    """Return every letter of a case in every state, oldest first."""
    return remembered_rows(("replies", case_id), _of_case_rows, case_id)


def issued(case_id: int) -> list[Reply]:
    """Return every issued letter of a case, corrected editions too, oldest first."""
    return [row for row in of_case(case_id) if row.state == ReplyState.ISSUED]


def letters(case_id: int) -> list[Reply]:
    """Return the letter in force of each assignment and round: its latest issued edition."""
    newest = {(row.assignment_id, row.round): row for row in issued(case_id)}
    return list(newest.values())


def latest_issued(assignment: Assignment) -> Reply | None:
    """Return the last letter that the assignment issued in any round."""
    rows = [row for row in issued(assignment.case_id) if row.assignment_id == assignment.id]
    return max(rows, key=lambda row: (row.round, row.edition), default=None)


def one(case: Case, reply_id: int, person: Viewer) -> Reply | None:
    """Return a letter of this case if the person may see it."""
    row = next((row for row in of_case(case.id) if row.id == reply_id), None)
    return row if row is not None and may_see(row, person) else None


def may_see(reply: Reply, person: Viewer) -> bool:
    """Whether a person who sees the case sees this letter.

    A draft: its own unit and the office. An issued letter: every party, a former unit what
    was issued before it handed the case over.
    """
    if person.is_one_of(*OFFICE):
        return True
    if person.is_one_of(*UNIT) and reply.assignment.unit_id == person.unit_id:
        return True
    if reply.state != ReplyState.ISSUED or reply.issued_on is None:
        return False
    if cases.relations(reply.case, person):
        return True
    until = cases.former_until(reply.case, person)
    return until is not None and reply.issued_on <= until


def may_see_scan(reply: Reply, person: Viewer) -> bool:
    """Whether a reader may see the sealed letter: on a confidential case it shows the name."""
    return not hides_names(reply.case, person) or reply.assignment.unit_id == person.unit_id


def found_by(reply: Reply) -> Found:
    """Return what a case is found by once a letter is issued, by whoever may see the letter."""
    pieces = (reply.number, reply.text)
    return Found(f"reply.{reply.id}", pieces, reply.assignment.unit_id, reply.issued_on)


def line_of(reply: Reply, person: Viewer) -> lines.LetterLine:
    """Return a letter as a line for a person who sees it."""
    scan = may_see_scan(reply, person)
    return lines.letter_line(reply, len(recipients(reply.case)), may_see_scan=scan)


@cache
def whole_promise() -> Needs:
    """Return what a promise is asked with where it is acted on: its unit's part, its progress."""
    return (
        immediateload(Commitment.assignment).options(*assign.whole()),
        joinedload(Commitment.progress),
    )


def promise_by_id(commitment_id: int, *, locked: bool = False) -> Commitment:
    """Return the promise with this number, which exists; `locked` against other writers."""
    query = anew(select(Commitment).where(Commitment.id == commitment_id), whole_promise())
    query = query.with_for_update(of=Commitment) if locked else query
    row: Commitment = db.session.scalars(query).unique().one()
    return row


@cache
def _commitments_rows() -> Select[Any]:
    return (
        select(Commitment)
        .where(Commitment.case_id == NUMBER)
        .options(*whole_promise())
        .order_by(Commitment.id)
    )


def commitments(case_id: int) -> list[Commitment]:
    """Return every promise of a case, oldest first."""
    return remembered_rows(("commitments", case_id), _commitments_rows, case_id)


def open_commitments(case_id: int) -> list[Commitment]:
    """Return the promises of a case that are still followed, carried over ones too."""
    return [row for row in commitments(case_id) if row.state in FOLLOWED]


def one_commitment(case: Case, commitment_id: int) -> Commitment | None:
    """Return a promise of this case."""
    return next((row for row in commitments(case.id) if row.id == commitment_id), None)


def may_see_commitment(row: Commitment, person: Viewer) -> bool:
    """Whether a person who sees the case sees its promise: not assisting or former units."""
    if not person.is_one_of(*UNIT) or person.is_one_of(*OFFICE):
        return True
    mine = assign.own(row.assignment.case, person)
    return mine is not None and mine.role.answers


def facts(assignment: Assignment, person: Viewer, reply: Reply | None = None) -> acts.Facts:
    """Return what decides about a letter: the given one, or that of the present round."""
    row = reply or current(assignment)
    mine = assign.own(assignment.case, person)
    answers = bool(assignment.role.answers)
    return acts.Facts(
        roles=person.roles if answers else frozenset(),
        own=mine is not None and mine.id == assignment.id,
        online=bool(assignment.unit and assignment.unit.online),
        assignment=AssignmentState(assignment.state),
        state=ReplyState(row.state) if row else None,
        author=_writes(row, person.account_id),
        edition=row.edition if row else 1,
        has_scan=row is not None and row.scan_id is not None,
        delivered=row is not None and not unreached(row),
        submitted=row is not None and _sent_by(row, person),
        on_behalf=row is not None and row.on_behalf,
    )


def _writes(reply: Reply | None, account_id: int | None) -> bool:
    """Whether somebody wrote on a letter that is not issued yet."""
    if reply is None or reply.state not in UNDER_WAY:
        return False
    return account_id in authors_of(reply.id)


def _sent_by(reply: Reply, person: Viewer) -> bool:
    """Whether the person sent the letter for signing and nobody has signed since."""
    if reply.state not in SUBMITTED or reply.signed_by:
        return False
    return own_acts.was_last(person, reply.case_id, Event.REPLY_SUBMITTED, reply.id)


def promise_facts(row: Commitment, person: Viewer) -> promise_acts.PromiseFacts:
    """Return what decides about a promise."""
    mine = assign.own(row.assignment.case, person)
    return promise_acts.PromiseFacts(
        roles=person.roles,
        own=mine is not None and mine.id == row.assignment_id,
        online=bool(row.assignment.unit and row.assignment.unit.online),
        state=CommitmentState(row.state),
    )


def offers(case: Case, person: Viewer) -> list[Offer]:
    """Return what the person may do about letters and promises of this case."""
    found = [offer for row in assign.answering(case.id) for offer in _offers_of(row, person)]
    for promise in open_commitments(case.id):
        open_acts = promise_acts.allowed(promise_facts(promise, person))
        args = {"case_id": case.id, "commitment_id": promise.id}
        note = promise.assignment.unit_name
        found += [
            Offer(act, promise_acts.LABELS[act], f"reply.{act}", args, note=note)
            for act in promise_acts.PromiseAct
            if act in open_acts
        ]
    return found


def section(case: Case, person: Viewer) -> lines.ReplySection:
    """Return the section of the case page: the letters and promises this person may see."""
    promises = [row for row in commitments(case.id) if may_see_commitment(row, person)]
    return lines.ReplySection(
        case_id=case.id,
        letters=tuple(line_of(row, person) for row in of_case(case.id) if may_see(row, person)),
        promises=tuple(lines.promise_line(row) for row in promises),
    )


def _offers_of(row: Assignment, person: Viewer) -> list[Offer]:
    """Return the buttons of one assignment's letter."""
    reply, own = current(row) or latest_issued(row), facts(row, person)
    open_acts, main_acts = set(acts.allowed(own)), acts.main_acts(own)
    if reply is not None and reply.state == ReplyState.ISSUED:
        open_acts |= acts.allowed(facts(row, person, reply)) & {acts.Act.DELIVER, acts.Act.SCAN}
    found = []
    for act, page in PAGES.items():
        if act not in open_acts:
            continue
        args = {"case_id": row.case_id, "assignment_id": row.id}
        if act in (acts.Act.DELIVER, acts.Act.SCAN) and reply is not None:
            args = {"case_id": row.case_id, "reply_id": reply.id}
        endpoint, post, main = f"reply.{page}", act is acts.Act.RECALL, act in main_acts
        found.append(Offer(act, acts.LABELS[act], endpoint, args, post, main, row.unit_name))
    return found
