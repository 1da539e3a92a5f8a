"""Who has to do with a case: rows that visibility reads, written as parties come and go."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from sqlalchemy import insert, select

from tracker.cases.models import Case, Filing, Participant, Submitter
from tracker.kernel import clock
from tracker.kernel.db import db
from tracker.roles import Relation
from tracker.terms import Kind

Party = tuple[str, int]


def join(case: Case, relation: Relation, since: date | None = None, **party: int | None) -> None:
    """Make a unit, deputy, body or leader party to the case; once only."""
    found = db.session.scalar(
        select(Participant).filter_by(case_id=case.id, relation=relation, until=None, **party)
    )
    if found is None:
        day = since or clock.today()
        db.session.add(Participant(case_id=case.id, relation=relation, since=day, **party))
        db.session.flush()


def leave(case: Case, unit_id: int, on: date) -> None:
    """End a unit's part; it stays a former party."""
    query = select(Participant).filter_by(case_id=case.id, unit_id=unit_id, until=None)
    for row in db.session.scalars(query):
        row.until = max(on, row.since)


def come_back(case: Case, unit_id: int, relation: Relation) -> None:
    """Let a unit that left by mistake be party again, as if it had not left."""
    query = select(Participant).filter_by(case_id=case.id, unit_id=unit_id, relation=relation)
    row = db.session.scalars(query.order_by(Participant.id.desc())).first()
    if row is not None:
        row.until = None
        db.session.flush()


def enter(case: Case) -> None:
    """Make the body and the proposers party to the case; who is no longer one leaves.

    Those of a proposal that is merged into it read along as co-signers do.
    """
    db.session.flush()  # whom a proposer was just linked to has a number
    wanted = _wanted(case)
    for deputy_id in _merged(case):
        wanted.setdefault(("deputy_id", deputy_id), Relation.CO)
    own = select(Participant).filter_by(case_id=case.id, until=None)
    for party in db.session.scalars(own):
        named = [(name, getattr(party, name)) for name in ("body_id", "deputy_id")]
        key = next((one for one in named if one[1]), None)
        if key and wanted.get(key) == party.relation:
            del wanted[key]
        elif key:
            db.session.delete(party)
    for row in _parties(case, wanted):
        db.session.add(Participant(**row))
    db.session.flush()


def enter_new(cases: Iterable[Case]) -> None:
    """Make body and proposers party to cases that were just made and have no party yet."""
    rows = [row for case in cases for row in _parties(case, _wanted(case))]
    if rows:
        db.session.execute(insert(Participant), rows)


def _wanted(case: Case) -> dict[Party, Relation]:
    """Return who is party to a case by its registration, with the relation."""
    wanted: dict[Party, Relation] = {("body_id", case.body_id): Relation.BODY}
    for row in case.submitters:
        if row.deputy_id:
            relation = Relation.LEAD if row.is_lead else Relation.CO
            wanted.setdefault(("deputy_id", row.deputy_id), relation)
    return wanted


def _parties(case: Case, wanted: Mapping[Party, Relation]) -> Iterator[dict[str, Any]]:
    """Give the columns of parties that come to a case."""
    nobody = dict.fromkeys(("body_id", "deputy_id"))
    for (name, number), relation in wanted.items():
        party = {"case_id": case.id, "relation": relation, "since": case.received_on}
        yield {**party, **nobody, name: number}


def _merged(case: Case) -> list[int]:
    """Return the proposers of the proposals that are merged into this one."""
    if case.kind is not Kind.PROPOSAL:
        return []
    query = select(Submitter.deputy_id).join(Filing, Filing.case_id == Submitter.case_id)
    query = query.where(Filing.leading_id == case.id, Filing.taken_back_at.is_(None))
    found = db.session.scalars(query.order_by(Submitter.case_id, Submitter.position))
    return [number for number in found if number is not None]
