"""One case on a random walk: who is offered what, and who may not."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from random import Random

from sqlalchemy import delete, select

from tests import scenes
from tests.lifecycle.takes import ACTS
from tests.rows import the
from tracker.assign import queries as assignments
from tracker.assign.models import Assignment
from tracker.cases.models import Case
from tracker.contact import acts as contact_acts
from tracker.contact.models import Contact
from tracker.contact.queries import facts as contact_facts
from tracker.desk.case_page import offers_of
from tracker.kernel import clock
from tracker.kernel.access import Viewer, acting
from tracker.kernel.db import db, transaction
from tracker.kernel.errors import Refused
from tracker.kernel.files import keep_bytes
from tracker.kernel.offers import Offer
from tracker.plan.jobs import run_day
from tracker.plan.models import DailyRun
from tracker.reply import acts as reply_acts
from tracker.reply import queries as replies
from tracker.reply.models import Reply
from tracker.roles import Role
from tracker.supervise.models import FollowUpAct
from tracker.units.models import Unit

PEOPLE = (
    "clerk", "leader", "handler", "head", "finance_handler", "finance_head", "city_handler",
    "city_head", "deputy", "congress_office",
)  # fmt: skip


BESIDE_THE_DRAFT = (reply_acts.Act.SEND_BACK, reply_acts.Act.CLASSIFY)
SILENT, ENDED, PROPOSALS = 0.35, 0.1, 0.12
WAITS, LONG_WAITS = (1, 1, 2, 3, 5, 7, 9, 60), (1, 5, 20, 40, 90)
ENDINGS = {"withdraw", "hand_out", "void"}
SETBACKS = {"take_back_approval", "take_back_filing"}


class Walk:
    """A case, the day, and what was done so far; `value` steers what is chosen."""

    succeeded: Counter[str] = Counter()
    taken: Counter[str] = Counter()
    refused: Counter[tuple[str, str]] = Counter()

    def __init__(self, district: scenes.District, number: str, source: str) -> None:
        """Register a case, now and then a proposal to be filed; `source` seeds what is drawn."""
        self.random = Random(source)
        self.silent = self.random.random() < SILENT
        self.lapsed = False
        self.may_end = self.random.random() < ENDED
        self.district, self.day, self.value = district, scenes.START, 0
        self.people = {name: district.person(name) for name in PEOPLE}
        self.done: Counter[str] = Counter()
        self.stuck: set[str] = set()
        self.names: dict[str, str] = {}
        waits = Random(f"{source} kind").random() < PROPOSALS
        if waits:  # the other body's office is the one that sees it
            self.names["congress_office"] = "cppcc_office"
            self.people["congress_office"] = district.person("cppcc_office")
        more = {"session": "cppcc_session", "waits_for_filing": True} if waits else {}
        self.case_id = scenes.register(district, number, **more)

    def offered(self, *people: str) -> list[tuple[str, Offer]]:
        """Return what people are offered today, read in one session: the case is the same."""
        found: list[tuple[str, Offer]] = []
        with clock.moved_to(clock.at(self.day, 10)):
            case = self.case()
            for who in people:
                person = self.people[who]
                with acting(person):
                    offers = (*offers_of(case, person), *self._beside(person))
                found += [(who, row) for row in offers]
        db.session.rollback()
        return found

    def _beside(self, person: Viewer) -> list[Offer]:
        """Return what is offered beside a talk, a draft, and an act of supervision."""
        found = []
        for share in assignments.answering(self.case_id):
            draft = replies.current(share)
            may = reply_acts.allowed(replies.facts(share, person, draft)) if draft else ()
            found += [
                Offer(act, act, f"reply.{act}", {"assignment_id": share.id})
                for act in BESIDE_THE_DRAFT
                if act in may
            ]
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

    def anybody(self) -> str:
        """Return one of the people."""
        return self.random.choice(PEOPLE)

    def days(self) -> int:
        """Return how many days pass."""
        return self.random.choice(LONG_WAITS if self.silent else WAITS)

    def draw(self) -> int:
        """Return a number from 0 to 99, and draw anew what a form is filled in with."""
        self.value = self.random.randrange(12)
        return self.random.randrange(100)

    def fits(self, offer: Offer, pick: int) -> bool:
        """Whether an offer may be taken: not where it was refused as things stand.

        What ends a history is taken in few of them, or too little would come after it; what leads
        back to its beginning seldom. In some no rating comes, neither from the deputy nor on
        paper, unless it comes late.
        """
        waits = self.silent and not (self.lapsed and pick % 3 == 0)
        if name_of(offer) in self.stuck or (waits and offer.endpoint.startswith("rating.")):
            return False
        if offer.code in SETBACKS:
            return pick % 4 == 0
        return offer.code not in ENDINGS or (self.may_end and pick % 2 == 0)

    def rank(self, offer: Offer) -> tuple[int, float]:
        """Return how often all histories did it; of two equals one is drawn."""
        return self.taken[name_of(offer)], self.random.random()

    def done_least(self, *ways: str) -> str:
        """Return the way out of a decision that all histories took least often."""
        return min(ways, key=lambda way: self.succeeded[way])

    def take(self, who: str, offer: Offer) -> None:
        """Do what was offered; count that it was done, or why it was refused."""
        name = name_of(offer)
        try:
            with self.district.act(self.names.get(who, who), self.day, 10):
                said = ACTS[name](self, dict(offer.args))
        except Refused as refusal:
            self.refused[name, str(refusal)] += 1
            self.stuck.add(name)
            return
        self.stuck.clear()
        self.done[name] += 1
        self.taken[name] += 1
        self.succeeded[said if isinstance(said, str) else name] += 1

    def tries(self, who: str, offer: Offer) -> None:
        """Do what was offered to somebody else only: it must be refused."""
        name = name_of(offer)
        try:
            with self.district.act(self.names.get(who, who), self.day, 10):
                ACTS[name](self, dict(offer.args))
        except Refused:
            return
        raise AssertionError(f"{who} was not offered {name} and did it")

    def sleep(self, days: int) -> None:
        """Let days pass and run the daily job, in a calendar of this walk's own."""
        self.day += timedelta(days=days)
        with transaction():
            db.session.execute(delete(DailyRun))
        with clock.moved_to(clock.at(self.day, 6)):
            lapsed = run_day(self.day).lapsed
        self.succeeded["daily.lapse"] += lapsed
        self.lapsed = self.lapsed or lapsed > 0

    def case(self) -> Case:
        """Return the case."""
        return the(Case, self.case_id)

    def row(self, args: dict) -> Assignment:
        """Return the assignment that an offer is about."""
        return the(Assignment, args["assignment_id"])

    def letter(self, args: dict) -> Reply:
        """Return the letter that an offer is about."""
        if "reply_id" in args:
            return the(Reply, args["reply_id"])
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
