"""What is done to deputies and members."""

from __future__ import annotations

from tracker.audit.actions import record
from tracker.bodies.models import Body, Group
from tracker.deputies.models import Deputy, Mandate
from tracker.deputies.names import name_key
from tracker.kernel.db import db
from tracker.kernel.errors import Invalid


def save(name: str, phone: str, work_unit: str, deputy: Deputy | None = None) -> Deputy:
    """Enter a deputy or member, or correct one; the telephone stays out of the audit log."""
    created = deputy is None
    deputy = deputy or Deputy(mandates=[])
    deputy.name, deputy.name_key = name.strip(), name_key(name)
    deputy.phone, deputy.work_unit = phone.strip(), work_unit.strip()
    db.session.add(deputy)
    db.session.flush()
    detail: dict[str, object] = {"name": deputy.name}
    record("deputy.created" if created else "deputy.changed", "deputy", deputy.id, detail)
    return deputy


def add_mandate(deputy: Deputy, body: Body, term: int, group: Group | None) -> Mandate:
    """Enter a mandate in one term.

    :raises Invalid: it is entered already, or the group is another body's.
    """
    if any(m.body_id == body.id and m.term == term for m in deputy.mandates):
        raise Invalid("term", f"该人{body.short_name}第 {term} 届的资格已经登记。")
    if group and group.body_id != body.id:
        raise Invalid("group_id", f"“{group.name}”不属于{body.short_name}。")
    mandate = Mandate(body=body, term=term, group=group)
    deputy.mandates.append(mandate)
    db.session.flush()
    detail: dict[str, object] = {"body": body.short_name, "term": term}
    record("deputy.mandate_added", "deputy", deputy.id, detail)
    return mandate


def remove_mandate(deputy: Deputy, mandate: Mandate) -> None:
    """Take back a mandate entered by mistake; cases keep the words that were frozen on them."""
    detail: dict[str, object] = {"body": mandate.body.short_name, "term": mandate.term}
    deputy.mandates.remove(mandate)
    db.session.flush()
    record("deputy.mandate_removed", "deputy", deputy.id, detail)
