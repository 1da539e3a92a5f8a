"""Rows with their relations, as the product asks for them: no relation loads itself."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from tracker.accounts import queries as accounts
from tracker.accounts.models import Account
from tracker.assign import queries as assign
from tracker.assign.models import Assignment
from tracker.audit.models import AuditEntry
from tracker.bodies import queries as bodies
from tracker.bodies.models import CongressSession
from tracker.cases import queries as cases
from tracker.cases.models import Case, Submitter
from tracker.contact import queries as contact
from tracker.contact.models import Contact
from tracker.deputies import queries as deputies
from tracker.deputies.models import Deputy
from tracker.kernel.db import Needs, anew, db
from tracker.notices.models import Notice
from tracker.rating import queries as rating
from tracker.rating.models import Rating
from tracker.reply import queries as reply
from tracker.reply.models import Commitment, Reply
from tracker.units import queries as units
from tracker.units.models import Unit

NEEDS: dict[Any, Needs] = {
    Account: accounts.whole(),
    Assignment: assign.whole(),
    Case: (*cases.whole(), selectinload(Case.submitters).joinedload(Submitter.deputy)),
    Commitment: reply.whole_promise(),
    CongressSession: bodies.whole(),
    Contact: contact.parts(),
    Deputy: deputies.whole(),
    Notice: (selectinload(Notice.lines),),
    Rating: rating.whole(),
    Reply: reply.whole(),
    Unit: units.whole(),
}


def every(model: Any, *conditions: Any) -> list[Any]:
    """Return the rows under some conditions, the oldest first."""
    query = anew(select(model).where(*conditions), NEEDS.get(model, ()))
    return list(db.session.scalars(query.order_by(model.id)).unique())


def the(model: Any, number: int) -> Any:
    """Return the row with a number, which exists."""
    (row,) = every(model, model.id == number)
    return row


def written(*begins: str) -> list[str]:
    """Return what the audit log says was done to such things, the oldest first."""
    actions = db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.seq))
    return [action for action in actions if action.split(".")[0] in begins]
