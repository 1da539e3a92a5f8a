"""Finding the deputy that a name on a list means."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import ColumnElement, select

from tracker.bodies.models import CongressSession, Group
from tracker.bodies.titles import group_key
from tracker.cases.facts import SubmitterFacts
from tracker.deputies.models import Deputy, Mandate
from tracker.deputies.names import name_key
from tracker.kernel.db import db

Holders = dict[str, list[tuple[Deputy, str | None]]]


def find(session: CongressSession, name: str, group_name: str = "") -> Deputy | None:
    """Return the one deputy of that name in the session's term, None where it is not certain.

    Two of one name are told apart by delegation or sector.
    """
    return certain(holders(session, Deputy.name_key == name_key(name)), name, group_name)


def holders(session: CongressSession, *conditions: ColumnElement[bool]) -> Holders:
    """Return who holds a mandate in the session's term, with their group, by name to compare."""
    query = (
        select(Deputy, Group.name)
        .join(Mandate, Mandate.deputy_id == Deputy.id)
        .outerjoin(Group, Group.id == Mandate.group_id)
        .where(Mandate.body_id == session.body_id, Mandate.term == session.term, *conditions)
    )
    found: Holders = defaultdict(list)
    for deputy, group_name in db.session.execute(query):
        found[deputy.name_key].append((deputy, group_name))
    return found


def certain(among: Holders, name: str, group_name: str = "") -> Deputy | None:
    """Return the one deputy of that name among the holders, None where it is not certain."""
    rows = among.get(name_key(name), [])
    if len(rows) > 1 and group_name:
        rows = [row for row in rows if group_key(row[1] or "") == group_key(group_name)]
    return rows[0][0] if len(rows) == 1 else None


def submitter(
    session: CongressSession,
    name: str,
    group: str = "",
    phone: str = "",
    among: Holders | None = None,
) -> SubmitterFacts:
    """Return a proposer as entered, linked to the register where the name is certain.

    :param among: the holders of the session's term, where they are read for many names.
    """
    found = holders(session, Deputy.name_key == name_key(name)) if among is None else among
    deputy = certain(found, name, group)
    if deputy is not None:
        group = group or _group_of(deputy, found)
        phone = phone or deputy.phone
    return SubmitterFacts(name=name, group_name=group, phone=phone, deputy=deputy)


def _group_of(deputy: Deputy, among: Holders) -> str:
    """Return the delegation or sector of a deputy in the term, empty where unknown."""
    groups = (group for held, group in among[deputy.name_key] if held is deputy and group)
    return next(groups, "")
