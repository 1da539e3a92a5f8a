"""A demonstration case until its sign-for: each step is a real action on its own day."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.assign import actions as assign
from tracker.assign import queries as assignments
from tracker.assign import signing
from tracker.assign.actions import ShareFacts
from tracker.assign.models import Assignment
from tracker.cases import actions as cases
from tracker.cases import linking
from tracker.cases.actions import CaseFacts
from tracker.cases.models import Case
from tracker.demo import places
from tracker.demo.places import District
from tracker.deputies.models import Deputy
from tracker.kernel import clock, files
from tracker.kernel.access import acting
from tracker.kernel.db import db, transaction
from tracker.terms import (
    AssignRole,
    BodyType,
    Period,
)
from tracker.units.models import Unit

SCAN = b"%PDF-1.4\n%demonstration scan\n%%EOF\n"


@dataclass
class Tale:
    """One case on its way: who handles it, on which day it is, what it says."""

    district: District
    topic: dict[str, Any]
    place: str
    kind: BodyType
    number: str
    session: int
    deputy: int
    period: Period = Period.SESSION
    case_id: int = 0
    key_item: bool = False
    confidential: bool = False

    @property
    def case(self) -> Case:
        """The case as it is now."""
        return db.session.get_one(Case, self.case_id)

    @property
    def unit(self) -> str:
        """The unit that answers."""
        return str(self.topic["unit"])

    def say(self, key: str) -> str:
        """Return one of the topic's texts about this place."""
        return str(self.topic[key]).format(place=self.place)

    @contextmanager
    def by(self, login: str, on: date, hour: int = 9) -> Iterator[None]:
        """Let a person act on a day."""
        moved = clock.moved_to(clock.at(on, hour))
        with moved, transaction(), acting(self.district.person(login)):
            yield


def register(tale: Tale, on: date) -> None:
    """Register the case."""
    word = "建议" if tale.kind is BodyType.CONGRESS else "提案"
    with tale.by("clerk", on):
        session = places.session_of(tale.district, tale.kind, tale.session)
        people = tale.district.deputies[tale.kind]
        lead = db.session.get_one(Deputy, people[tale.deputy % len(people)])
        joint = [db.session.get_one(Deputy, people[(tale.deputy + 7) % len(people)])]
        names = [lead, *(joint if tale.deputy % 3 == 0 else [])]
        facts = CaseFacts(
            session=session,
            period=tale.period,
            number=tale.number,
            title=f"关于{tale.say('title')}的{word}",
            submitters=tuple(linking.submitter(session, person.name) for person in names),
            received_on=on,
            signer_count=5 if tale.deputy % 6 == 0 else 0,
            text=tale.say("text"),
            topic=str(tale.topic["topic"]),
            key_item=tale.key_item,
            confidential=tale.confidential,
        )
        tale.case_id = cases.register(facts).id


def shares_of(tale: Tale, mode: str) -> list[ShareFacts]:
    """Return the shares of a mode: independent, host, separate."""

    def unit(name: str) -> Unit:
        return db.session.get_one(Unit, tale.district.units[name])

    others = [name for name in tale.topic["assisting"] if name != tale.unit]
    if mode == "separate":
        second = "城市管理局" if tale.unit != "城市管理局" else "住房和城乡建设局"
        return [
            ShareFacts(unit(tale.unit), AssignRole.SEPARATE, "主要诉求的办理"),
            ShareFacts(unit(second), AssignRole.SEPARATE, "周边环境整治"),
        ]
    if mode == "host":
        helping = [ShareFacts(unit(name), AssignRole.ASSISTING) for name in others]
        return [ShareFacts(unit(tale.unit), AssignRole.HOST), *helping]
    return [ShareFacts(unit(tale.unit), AssignRole.INDEPENDENT)]


def propose(tale: Tale, on: date, mode: str, submit: bool = True) -> None:
    """Propose the units, and submit the proposal."""
    with tale.by("clerk", on, 10):
        assign.propose(tale.case, shares_of(tale, mode))
        if submit:
            assign.submit(tale.case)


def approve(tale: Tale, on: date) -> None:
    """Approve the proposal."""
    with tale.by("leader", on, 11):
        assign.approve(tale.case, on)


def sign_all(tale: Tale, on: date) -> None:
    """Let every unit sign for it; the office signs for those without log-in."""
    for row in assignments.live(tale.case_id):
        login = handler_of(row)
        with tale.by(login or "clerk", on, 14):
            fresh = db.session.get_one(Assignment, row.id)
            if login:
                signing.sign(fresh, on, "", "010-55521234")
            elif fresh.unit is not None and not fresh.unit.online:
                signing.sign_on_behalf(fresh, on, files.keep_bytes(SCAN, "签收单.pdf", None))


def name_of(row: Assignment) -> str:
    """Return a unit's name without the district."""
    return row.unit.name.removeprefix(places.DISTRICT) if row.unit else ""


def handler_of(row: Assignment) -> str | None:
    """Return the log-in of a unit's handler, None where it has none."""
    logins = places.logins_of(name_of(row))
    return logins[0] if logins else None
