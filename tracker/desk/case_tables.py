"""Which tables hold something about a case: one statement saves one for each that is empty.

Every feature reads its rows of the case under a key of its own (`kernel.db.remembered`); what is
not there is remembered as nothing before any of them asks.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select

from tracker.assign.models import Assignment, ExtensionRequest, Opinion, ReturnRequest
from tracker.cases.models import Case, CaseAttachment, Participant
from tracker.contact.models import Contact
from tracker.kernel.db import db, remembered
from tracker.plan.models import Reminder
from tracker.plan_terms import ReminderState
from tracker.rating.models import Rating
from tracker.reply.models import Commitment, Reply
from tracker.roles import Relation
from tracker.supervise.models import FollowUpAct, FollowUpPause, ReworkDecision
from tracker.supervise.queries import following

OF_CASE: Mapping[str, Any] = {
    "contacts": Contact,
    "replies": Reply,
    "commitments": Commitment,
    "ratings": Rating,
    "rework decisions": ReworkDecision,
    "pauses": FollowUpPause,
    "follow-up acts": FollowUpAct,
}
OF_ASSIGNMENT: Mapping[str, Any] = {
    "returns": ReturnRequest,
    "extensions": ExtensionRequest,
    "opinions": Opinion,
}


def remember_what_is_missing(case: Case) -> None:
    """Ask once which rows the case has, and remember those that it has not."""
    found = db.session.execute(select(*_questions(case.id))).one()._mapping
    for name in (*OF_CASE, *OF_ASSIGNMENT, "leader", "files"):
        if not found[name]:
            remembered((name, case.id), tuple)
    remembered(("followed", case.id), lambda: (case.id,) if found["followed"] else ())
    remembered(("reminders sent", case.id), lambda: found["reminders sent"] or 0)


def _questions(number: int) -> list[Any]:
    """Return what is asked, each under the name of its key."""
    tables = [
        select(table.id).where(table.case_id == number).exists().label(name)
        for name, table in OF_CASE.items()
    ]
    parts = [
        select(table.id)
        .join(Assignment, Assignment.id == table.assignment_id)
        .where(Assignment.case_id == number)
        .exists()
        .label(name)
        for name, table in OF_ASSIGNMENT.items()
    ]
    led = (Participant.case_id == number, Participant.relation == Relation.LED)
    sent = (Reminder.case_id == number, Reminder.state == ReminderState.SENT)
    files = select(CaseAttachment.id).where(CaseAttachment.case_id == number)
    return [
        *tables,
        *parts,
        select(Participant.id).where(*led, Participant.until.is_(None)).exists().label("leader"),
        files.exists().label("files"),
        select(Case.id).where(Case.id == number, following()).exists().label("followed"),
        select(func.count(Reminder.id)).where(*sent).scalar_subquery().label("reminders sent"),
    ]
