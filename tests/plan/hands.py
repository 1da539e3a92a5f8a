"""One process of several that act on the same cases at the same time."""

from __future__ import annotations

import copy
import json
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from random import Random

from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm.exc import StaleDataError

from config import Config
from tests.lifecycle.takes import ACTS
from tests.lifecycle.walk import PEOPLE, Walk, name_of
from tests.scenes import START, District
from tracker import create_app
from tracker.kernel import clock
from tracker.kernel.db import db, is_overtaken
from tracker.kernel.errors import Refused
from tracker.kernel.offers import Offer
from tracker.plan.jobs import run_day

ENDINGS = {"assign.withdraw", "assign.hand_out", "cases.void"}  # little comes after them


class Hand(Walk):
    """A person's hand on one of the cases that others work on, too."""

    def __init__(self, district: District, cases: Sequence[int], random: Random) -> None:
        """Take up the first case."""
        self.random, self.district, self.cases = random, district, cases
        self.people = {name: district.person(name) for name in PEOPLE}
        self.day, self.value, self.silent, self.done = START, 0, False, Counter()
        self.case_id = cases[0]

    def move(self) -> str:
        """Do something that the page offers to somebody; return what came of it."""
        self.case_id = self.random.choice(self.cases)
        self.draw()
        found = [(who, row) for who, row in self.offered(*PEOPLE) if name_of(row) not in ENDINGS]
        main = [pair for pair in found if pair[1].main]
        if not found:
            return "nothing"
        who, offer = self.random.choice(main or found)
        try:
            with self.district.act(who, self.day, 10):
                ACTS[name_of(offer)](self, dict(offer.args))
        except (Refused, StaleDataError):
            return "refused"
        except DBAPIError as error:
            if is_overtaken(error):
                return "overtaken"
            raise
        except (AttributeError, LookupError, StopIteration):
            if self._still_offered(who, offer):
                raise
            return "refused"  # what the act is about went away between the page and the press
        return "done"

    def _still_offered(self, who: str, offer: Offer) -> bool:
        """Whether nobody took the act away meanwhile."""
        return offer in [row for _who, row in self.offered(who)]


def work(
    config: Config, district: District, cases: Sequence[int], seed: int, acts: int, told: Path
) -> None:
    """Act so many times, do a day's job in between, and write down what came of it."""
    app = create_app(config)
    with app.app_context():
        hand, came = Hand(copy.deepcopy(district), cases, Random(seed)), Counter()
        for number in range(acts):
            came[hand.move()] += 1
            if number % 10 == seed % 10:
                with clock.moved_to(clock.at(START, 6)):
                    run_day(START)
        db.session.remove()
        db.engine.dispose()
    told.write_text(json.dumps(came), encoding="utf-8")
