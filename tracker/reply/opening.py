"""What every page of a letter opens: the case, the assignment, the letter, if it may."""

from __future__ import annotations

from typing import TypeVar

from flask import abort

from tracker.assign import queries as assign
from tracker.assign.models import Assignment
from tracker.cases.gate import visible_case
from tracker.cases.models import Case
from tracker.kernel import files
from tracker.kernel.access import viewer
from tracker.kernel.errors import Refused
from tracker.kernel.fields import VersionedForm
from tracker.kernel.files import StoredFile
from tracker.reply import acts, promise_acts, queries
from tracker.reply.lifecycle import PRINTABLE
from tracker.reply.models import Commitment, Reply
from tracker.roles import OFFICE, UNIT

Page = TypeVar("Page", bound=VersionedForm)


def open_assignment(case_id: int, assignment_id: int) -> Assignment:
    """Return an answering assignment of a case that the viewer sees, or answer 404."""
    case = visible_case(case_id)
    row = assign.one(case, assignment_id)
    if row is None or not row.role.answers:
        abort(404)
    return row


def open_letter(row: Assignment, act: acts.Act) -> Reply:
    """Return the letter of the present round for an act on it, or answer 404, 403 or 409."""
    reply = queries.current(row)
    if reply is not None and not queries.may_see(reply, viewer()):
        abort(404)
    permit(row, act, reply)
    if reply is None:
        raise Refused("还没有答复稿，请刷新页面查看。")
    return reply


def open_reply(case_id: int, reply_id: int) -> Reply:
    """Return a letter that the viewer may see, or answer 404."""
    case = visible_case(case_id)
    reply = queries.one(case, reply_id, viewer())
    if reply is None:
        abort(404)
    return reply


def open_printable(case_id: int, reply_id: int) -> Reply:
    """Return a letter that the viewer may print, from the check on, or answer 404.

    Assisting units read it on the page, and so do those who handed the case over.
    """
    reply, person = open_reply(case_id, reply_id), viewer()
    foreign = person.is_one_of(*UNIT) and not person.is_one_of(*OFFICE)
    if reply.state not in PRINTABLE or (foreign and reply.assignment.unit_id != person.unit_id):
        abort(404)
    return reply


def permit(row: Assignment, act: acts.Act, reply: Reply | None = None) -> None:
    """Answer 403 where it is not the viewer's to do, 409 where it is not open now."""
    facts = queries.facts(row, viewer(), reply)
    if act not in acts.rights(facts):
        abort(403)
    if act not in acts.allowed(facts):
        raise Refused(acts.why_not(facts, act))


def open_promise(
    case_id: int, commitment_id: int, act: promise_acts.PromiseAct
) -> tuple[Case, Commitment]:
    """Return a promise for an act on it, or answer 404, 403 or 409."""
    case = visible_case(case_id)
    row = queries.one_commitment(case, commitment_id)
    if row is None or not queries.may_see_commitment(row, viewer()):
        abort(404)
    facts = queries.promise_facts(row, viewer())
    if act not in promise_acts.rights(facts):
        abort(403)
    if act not in promise_acts.allowed(facts):
        raise Refused(promise_acts.why_not(facts, act))
    return case, row


def fresh(form: Page, record: Reply | Commitment) -> Page:
    """Return the form with the record's version, which a sent form brings along itself."""
    if not form.is_submitted():
        form.version.data = str(record.version)
    return form


def kept(upload: object, field: str = "scan") -> StoredFile | None:
    """Store an upload, None where none was chosen."""
    if not upload:
        return None
    return files.keep(upload, viewer().account_id, field)  # type: ignore[arg-type]
