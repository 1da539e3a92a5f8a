"""Names of lists that the registers did not know, and whom they may mean by now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from tracker.assign.models import Assignment
from tracker.bodies.models import CongressSession
from tracker.cases import linking
from tracker.cases.linking import Holders
from tracker.cases.models import Case, Submitter
from tracker.deputies.likeness import SURNAME, like
from tracker.deputies.names import name_key
from tracker.intake.comparing.directory import directory
from tracker.intake.comparing.known_people import people_of
from tracker.intake.reading.lead_types import may_be_person
from tracker.kernel.db import db
from tracker.terms import AssignmentState, CaseState, LeadType
from tracker.units.names import unit_key

PROPOSED = 3
Offered = list[tuple[int, str]]  # ids with names


@dataclass
class UnknownUnit:
    """A unit's name that the register does not have: the proposals that wait for it.

    `like`: whom it may mean, the likeliest first; `likely`: who bears the name by now, 0 for none.
    """

    key: str
    text: str
    rows: list[Assignment] = field(default_factory=list)
    like: Offered = field(default_factory=list)
    likely: int = 0

    @property
    def cases(self) -> list[Case]:
        """The cases in whose proposals it stands."""
        return [row.case for row in self.rows]


@dataclass
class UnknownPerson:
    """A proposer's name that the register did not know, in a session's body and term.

    `like`: whom it may mean, the likeliest first; `others`: those and who has the same surname.
    """

    key: str
    name: str
    group: str
    session: CongressSession
    term: str
    rows: list[tuple[Case, Submitter]] = field(default_factory=list)
    like: Offered = field(default_factory=list)
    others: Offered = field(default_factory=list)
    likely: int = 0

    @property
    def cases(self) -> list[Case]:
        """The cases that the person put or signed."""
        return [case for case, _ in self.rows]


def unknown_units() -> list[UnknownUnit]:
    """Return the names of units that proposals wait for, the most frequent first."""
    query = (
        select(Assignment)
        .join(Case, Case.id == Assignment.case_id)
        .where(
            Assignment.state == AssignmentState.PROPOSED,
            Assignment.unit_id.is_(None),
            Assignment.unit_text != "",
            Case.state == CaseState.REGISTERED,
        )
        .order_by(Assignment.id)
        .options(contains_eager(Assignment.case))
    )
    among, found = directory(), dict[str, UnknownUnit]()
    for row in db.session.scalars(query):
        key = unit_key(row.unit_text)
        one = found.setdefault(key, UnknownUnit(key, row.unit_text))
        one.rows.append(row)
    for one in found.values():
        unit = among.unit(one.text)
        one.likely = unit.id if unit and unit.active else 0
        one.like = [(unit.id, unit.name) for unit in among.like(one.text)]
    return sorted(found.values(), key=lambda one: (-len(one.rows), one.text))


def unknown_people() -> list[UnknownPerson]:
    """Return the proposers whom the register did not know, the most frequent first."""
    query = (
        select(Case, Submitter)
        .join(Submitter, Submitter.case_id == Case.id)
        .where(Submitter.deputy_id.is_(None), Case.state != CaseState.VOID, _is_person())
        .order_by(Submitter.id)
        .options(joinedload(Case.session), joinedload(Case.body), selectinload(Case.submitters))
    )
    found: dict[str, UnknownPerson] = {}
    for case, row in db.session.execute(query):
        if row.position and not may_be_person(row.name):
            continue
        key = f"{case.session.body_id}-{case.session.term}-{row.name_key}-{row.group_name}"
        if key not in found:
            term = f"{case.body.name}第 {case.session.term} 届"
            found[key] = UnknownPerson(key, row.name, row.group_name, case.session, term)
        found[key].rows.append((case, row))
    _find_like(found.values())
    return sorted(found.values(), key=lambda one: (-len(one.rows), one.key))


def _is_person() -> ColumnElement[bool]:
    """Return the condition for a proposer who is a person, no organisation."""
    return or_(Case.lead_type == LeadType.PERSON, Submitter.position > 0)


def _find_like(people: Iterable[UnknownPerson]) -> None:
    """Find who of the same term bears the name or one like it."""
    known: dict[tuple[int, int], Holders] = {}
    for person in people:
        term = (person.session.body_id, person.session.term)
        if term not in known:
            known[term] = linking.holders(person.session)
        among = known[term]
        near = [name for name, _ in like(person.name, person.group, people_of(among))]
        surname = name_key(person.name)[:SURNAME]
        person.others = _offered(
            among, [*near, *sorted(n for n in among if n[:SURNAME] == surname)]
        )
        person.like = _offered(among, near)[:PROPOSED]
        certain = linking.certain(among, person.name, person.group)
        person.likely = certain.id if certain else 0


def _offered(among: Holders, names: Iterable[str]) -> Offered:
    """Return deputies to choose from, with what tells two of one name apart."""
    return [
        (deputy.id, f"{deputy.name}（{group or '未填代表团或界别'}）")
        for name in dict.fromkeys(names)
        for deputy, group in among[name]
    ]
