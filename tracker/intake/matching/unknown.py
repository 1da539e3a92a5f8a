"""Names of lists that the registers did not know, and whom they may mean by now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches

from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from tracker.assign.models import Assignment
from tracker.bodies.models import CongressSession
from tracker.cases import linking
from tracker.cases.linking import Holders
from tracker.cases.models import Case, Submitter
from tracker.intake.comparing.directory import directory
from tracker.intake.reading.lead_types import may_be_person
from tracker.kernel.db import db
from tracker.terms import AssignmentState, CaseState, LeadType
from tracker.units.names import unit_key

CANDIDATES, CLOSE = 5, 0.6


@dataclass
class UnknownUnit:
    """A unit's name that the register does not have: the proposals that wait for it."""

    key: str
    text: str
    rows: list[Assignment] = field(default_factory=list)
    likely: int = 0

    @property
    def cases(self) -> list[Case]:
        """The cases in whose proposals it stands."""
        return [row.case for row in self.rows]


@dataclass
class UnknownPerson:
    """A proposer's name that the register did not know; `candidates` are ids with names."""

    key: str
    name: str
    group: str
    term: str
    rows: list[tuple[Case, Submitter]] = field(default_factory=list)
    candidates: list[tuple[int, str]] = field(default_factory=list)
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
    terms: dict[str, CongressSession] = {}
    for case, row in db.session.execute(query):
        if row.position and not may_be_person(row.name):
            continue
        key = f"{case.session.body_id}-{case.session.term}-{row.name_key}-{row.group_name}"
        if key not in found:
            term = f"{case.body.name}第 {case.session.term} 届"
            found[key] = UnknownPerson(key, row.name, row.group_name, term)
            terms[key] = case.session
        found[key].rows.append((case, row))
    _find_candidates(found, terms)
    return sorted(found.values(), key=lambda one: (-len(one.rows), one.key))


def _is_person() -> ColumnElement[bool]:
    """Return the condition for a proposer who is a person, no organisation."""
    return or_(Case.lead_type == LeadType.PERSON, Submitter.position > 0)


def _find_candidates(
    found: Mapping[str, UnknownPerson], terms: Mapping[str, CongressSession]
) -> None:
    """Find who of the same term bears the name or one like it."""
    known: dict[tuple[int, int], Holders] = {}
    same: dict[tuple[int, int], list[str]] = defaultdict(list)
    for key, session in terms.items():
        term = (session.body_id, session.term)
        if term not in known:
            known[term] = linking.holders(session)
            same[term] = list(known[term])
        person = found[key]
        name_key = person.rows[0][1].name_key
        names = get_close_matches(name_key, same[term], CANDIDATES, CLOSE)
        person.candidates = _offered(known[term], names)
        certain = linking.certain(known[term], person.name, person.group)
        person.likely = certain.id if certain else 0


def _offered(among: Holders, names: Iterable[str]) -> list[tuple[int, str]]:
    """Return deputies to choose from, with what tells two of one name apart."""
    return [
        (deputy.id, f"{deputy.name}（{group or '未填代表团或界别'}）")
        for name in names
        for deputy, group in among[name]
    ]
