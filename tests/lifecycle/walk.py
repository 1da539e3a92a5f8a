"""One case on a random walk: who is offered what, and who may not."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

from tests import scenes
from tests.lifecycle.takes import ACTS
from tracker.assign.models import Assignment
from tracker.cases.models import Case
from tracker.desk.case_page import offers_of
from tracker.kernel import clock
from tracker.kernel.access import acting
from tracker.kernel.db import db, transaction
from tracker.kernel.errors import Refused
from tracker.kernel.files import keep_bytes
from tracker.kernel.offers import Offer
from tracker.reply import queries as replies
from tracker.reply.models import Reply
from tracker.supervise.jobs import run_day
from tracker.units.models import Unit

PEOPLE = (
    "clerk", "leader", "handler", "head", "finance_handler", "finance_head", "city_handler",
    "city_head", "deputy", "congress_office",
)  # fmt: skip
WITH_FORMS = {"cases.correct", "cases.attach"}  # their forms have tests of their own


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
            found = offers_of(self.case(), self.district.person(who))
        found = [row for row in found if name_of(row) not in WITH_FORMS]
        db.session.rollback()
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
