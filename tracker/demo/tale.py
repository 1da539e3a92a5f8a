"""A demonstration case until its sign-for: each step is a real action on its own day."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from typing import Any, TypeVar

from werkzeug.datastructures import FileStorage

from tracker.accounts import queries as accounts
from tracker.assign import actions as assign
from tracker.assign import queries as assignments
from tracker.assign import signing
from tracker.assign.actions import ShareFacts
from tracker.assign.models import Assignment
from tracker.bodies.models import CongressSession
from tracker.cases import actions as cases
from tracker.cases import linking
from tracker.cases import queries as registered
from tracker.cases.facts import CaseFacts, SubmitterFacts
from tracker.cases.models import Case
from tracker.demo import places
from tracker.demo.paper import SCAN
from tracker.demo.places import District, Staff
from tracker.deputies.models import Deputy
from tracker.kernel import clock, files
from tracker.kernel.access import acting
from tracker.kernel.db import db, transaction
from tracker.terms import (
    AssignRole,
    BodyType,
    LeadType,
    Period,
)
from tracker.units.models import Unit

Item = TypeVar("Item")
STRANGER = 62  # so many cases apart somebody has signed whom the register does not know


@dataclass
class Tale:
    """One case on its way: who handles it, on which day it is, what it says.

    `turn` is its place among the cases and chooses between wordings; `collective` is the
    organisation that puts a proposal.
    """

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
    turn: int = 0
    lead_type: LeadType = LeadType.PERSON
    collective: str = ""
    waits_for_filing: bool = False

    @property
    def case(self) -> Case:
        """The case as it is now."""
        return registered.by_id(self.case_id)

    @property
    def unit(self) -> str:
        """The unit that answers."""
        return str(self.topic["unit"])

    def say(self, key: str) -> str:
        """Return one of the topic's texts about this place."""
        return str(self.topic[key]).format(place=self.place)

    def one_of(self, choices: Sequence[Item]) -> Item:
        """Return one of several, another for the next case."""
        return choices[self.turn % len(choices)]

    @contextmanager
    def by(self, login: str, on: date, hour: int = 9) -> Iterator[None]:
        """Let a person act on a day."""
        moved = clock.moved_to(clock.at(on, hour))
        with moved, transaction(), acting(self.district.person(login)):
            yield


def register(tale: Tale, on: date) -> None:
    """Register the case; a key item gets its district leader, some get a file."""
    word = "建议" if tale.kind is BodyType.CONGRESS else "提案"
    with tale.by("clerk", on):
        session = places.session_of(tale.district, tale.kind, tale.session)
        facts = CaseFacts(
            session=session,
            period=tale.period,
            number=tale.number,
            title=f"关于{tale.say('title')}的{word}",
            submitters=_submitters(tale, session),
            received_on=on,
            lead_type=tale.lead_type,
            signer_count=5 if tale.turn % 12 == 0 else 0,
            text=tale.say("text"),
            topic=str(tale.topic["topic"]),
            key_item=tale.key_item,
            confidential=tale.confidential,
            waits_for_filing=tale.waits_for_filing,
        )
        tale.case_id = cases.register(facts).id
        if tale.turn % 9 == 4:
            cases.attach(tale.case, FileStorage(BytesIO(SCAN), f"{word}原件.pdf"))
    if tale.key_item:
        with tale.by("leader", on, 15):
            account = accounts.by_login("district-leader")
            cases.name_leader(tale.case, account)


def _submitters(tale: Tale, session: CongressSession) -> tuple[SubmitterFacts, ...]:
    """Return who puts the case: one, several, or a collective with its contact person."""
    people = tale.district.deputies[tale.kind]

    def person(place: int) -> SubmitterFacts:
        name = db.session.get_one(Deputy, people[place % len(people)]).name
        return linking.submitter(session, name)

    lead = person(tale.deputy)
    if tale.lead_type is LeadType.DELEGATION:
        return (SubmitterFacts(lead.group_name, lead.group_name, lead.phone, lead.deputy),)
    if tale.lead_type is LeadType.ORGANISATION:
        return (SubmitterFacts(tale.collective, "", lead.phone, lead.deputy),)
    joint = (7, 13, 19)[: max(0, tale.turn % 5 - 1)]
    unknown = [SubmitterFacts("赵一鸣")] if tale.turn % STRANGER == 0 else []
    return (lead, *(person(tale.deputy + step) for step in joint), *unknown)


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


def propose(tale: Tale, on: date, mode: str, submit: bool = True, unknown: str = "") -> None:
    """Propose the units, with one that the register does not know, and submit the proposal."""
    gap = [ShareFacts(None, AssignRole.ASSISTING, unit_text=unknown)] if unknown else []
    with tale.by("clerk", on, 10):
        assign.propose(tale.case, [*shares_of(tale, mode), *gap])
        if submit:
            assign.submit(tale.case)


def approve(tale: Tale, on: date) -> None:
    """Approve the proposal."""
    with tale.by("leader", on, 11):
        assign.approve(tale.case, on)


def sign_all(tale: Tale, on: date) -> None:
    """Let every unit sign for it; the office signs for those without log-in."""
    for row in assignments.live(tale.case_id):
        staff, phone = staff_of(tale, row), row.unit.phone if row.unit else ""
        with tale.by(staff.handler if staff else "clerk", on, 14):
            fresh = assignments.by_id(row.id)
            if staff:
                signing.sign(fresh, on, signing.Slip(handler_phone=phone))
            else:
                scan = files.keep_bytes(SCAN, "签收单.pdf", None)
                signing.sign_on_behalf(fresh, on, scan)


def name_of(row: Assignment) -> str:
    """Return a unit's name without the district."""
    return row.unit.name.removeprefix(places.DISTRICT) if row.unit else ""


def staff_of(tale: Tale, row: Assignment) -> Staff | None:
    """Return the log-ins of the unit, None where it has none."""
    return tale.district.staff.get(name_of(row))
