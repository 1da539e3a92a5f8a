"""One case on a random walk: who is offered what, and who may not."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from sqlalchemy import select

from tests import scenes
from tests.lifecycle.takes import ACTS
from tracker.assign.models import Assignment
from tracker.cases.models import Case
from tracker.contact import acts as contact_acts
from tracker.contact.models import Contact
from tracker.contact.queries import facts as contact_facts
from tracker.desk.case_page import offers_of
from tracker.kernel import clock
from tracker.kernel.access import acting
from tracker.kernel.db import db, transaction
from tracker.kernel.errors import Refused
from tracker.kernel.files import keep_bytes
from tracker.kernel.offers import Offer
from tracker.reply import queries as replies
from tracker.reply.models import Reply
from tracker.roles import Role
from tracker.supervise.jobs import run_day
from tracker.supervise.models import FollowUpAct
from tracker.units.models import Unit

PEOPLE = (
    "clerk", "leader", "handler", "head", "finance_handler", "finance_head", "city_handler",
    "city_head", "deputy", "congress_office",
)  # fmt: skip


class Walk:
    """A case, the day, and what was done so far; `value` steers what is chosen."""

    succeeded: Counter[str] = Counter()
    refused: Counter[tuple[str, str]] = Counter()

    def __init__(self, district: scenes.District, number: str) -> None:
        """Register a case."""
        self.district, self.day, self.value = district, scenes.START, 0
        self.done: Counter[str] = Counter()
        self.case_id = scenes.register(district, number)

    def offered(self, who: str) -> list[Offer]:
        """Return what a person is offered today."""
        with clock.moved_to(clock.at(self.day, 10)), acting(self.district.person(who)):
            found = [*offers_of(self.case(), self.district.person(who)), *self._beside(who)]
        db.session.rollback()
        return found

    def _beside(self, who: str) -> list[Offer]:
        """Return what the page offers beside a talk and beside an act of supervision."""
        person, found = self.district.person(who), []
        query = select(Contact).join(Assignment).where(Assignment.case_id == self.case_id)
        for row in db.session.scalars(query):
            facts = contact_facts(row.assignment, person, row)
            if contact_acts.Act.CORRECT in contact_acts.allowed(facts):
                found.append(Offer("correct", "更正", "contact.correct", {"contact_id": row.id}))
        acts = select(FollowUpAct.id).filter_by(case_id=self.case_id, result="")
        if person.is_one_of(Role.OH, Role.OL):
            found += [
                Offer("result", "登记结果", "supervise.result", {"act_id": act_id})
                for act_id in db.session.scalars(acts)
            ]
        return found

    def take(self, who: str, offer: Offer) -> None:
        """Do what was offered; count that it was done, or why it was refused."""
        name = name_of(offer)
        try:
            with self.district.act(who, self.day, 10):
                said = ACTS[name](self, dict(offer.args))
        except Refused as refusal:
            self.refused[name, str(refusal)] += 1
            return
        self.done[name] += 1
        self.succeeded[said if isinstance(said, str) else name] += 1

    def tries(self, who: str, offer: Offer) -> None:
        """Do what was offered to somebody else only: it must be refused."""
        name = name_of(offer)
        try:
            with self.district.act(who, self.day, 10):
                ACTS[name](self, dict(offer.args))
        except Refused:
            return
        raise AssertionError(f"{who} was not offered {name} and did it")

    def sleep(self, days: int) -> None:
        """Let days pass and run the daily job."""
        self.day += timedelta(days=days)
        with clock.moved_to(clock.at(self.day, 6)), transaction():
            self.succeeded["daily.lapse"] += run_day(self.day).lapsed

    def case(self) -> Case:
        """Return the case."""
        return db.session.get_one(Case, self.case_id)

    def row(self, args: dict) -> Assignment:
        """Return the assignment that an offer is about."""
        return db.session.get_one(Assignment, args["assignment_id"])

    def letter(self, args: dict) -> Reply:
        """Return the letter that an offer is about."""
        if "reply_id" in args:
            return db.session.get_one(Reply, args["reply_id"])
        row = self.row(args)
        return replies.current(row) or replies.latest_issued(row)

    def scan(self):
        """Store a scan."""
        return keep_bytes(scenes.SCAN, "扫描件.pdf", None)

    def unit(self, key: str) -> Unit:
        """Return a unit."""
        return self.district.row(Unit, key)


def name_of(offer: Offer) -> str:
    """Return the feature and the act of an offer."""
    return f"{offer.endpoint.split('.')[0]}.{offer.code}"
