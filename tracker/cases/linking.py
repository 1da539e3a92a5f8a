"""Finding the deputy that a name on a list means."""

from __future__ import annotations

from sqlalchemy import select

from tracker.bodies.models import CongressSession, Group
from tracker.cases.actions import SubmitterFacts
from tracker.deputies.models import Deputy, Mandate
from tracker.deputies.names import name_key
from tracker.kernel.db import db


def find(session: CongressSession, name: str, group_name: str = "") -> Deputy | None:
    """Return the one deputy of that name in the session's term, None where it is not certain.

    Two of one name are told apart by delegation or sector.
    """
    holders = list(
        db.session.execute(
            select(Deputy, Group.name)
            .join(Mandate, Mandate.deputy_id == Deputy.id)
            .outerjoin(Group, Group.id == Mandate.group_id)
            .where(
                Deputy.name_key == name_key(name),
                Mandate.body_id == session.body_id,
                Mandate.term == session.term,
            )
        )
    )
    if len(holders) > 1 and group_name:
        holders = [row for row in holders if row[1] == "".join(group_name.split())]
    return holders[0][0] if len(holders) == 1 else None


def submitter(
    session: CongressSession, name: str, group: str = "", phone: str = ""
) -> SubmitterFacts:
    """Return a proposer as entered, linked to the register where the name is certain."""
    deputy = find(session, name, group)
    if deputy is not None:
        mandate = next(
            m for m in deputy.mandates if (m.body_id, m.term) == (session.body_id, session.term)
        )
        group = group or (mandate.group.name if mandate.group else "")
        phone = phone or deputy.phone
    return SubmitterFacts(name=name, group_name=group, phone=phone, deputy=deputy)
