"""Random histories of a case: no walk breaks what has to hold at every moment."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from itertools import count

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import select

from tests import built, plain_sql
from tests.lifecycle.takes import ACTS
from tests.lifecycle.walk import PEOPLE, Walk
from tests.oracles import duties, lifecycle
from tests.oracles.workdays import day_of
from tests.reports.counted import compute
from tests.reports.second_way import differences, some_days
from tests.scenes import District
from tracker.assign import acts as assign_acts
from tracker.assign import extension_acts
from tracker.audit.queries import verify
from tracker.cases import acts as case_acts
from tracker.cases.models import Case
from tracker.contact import acts as contact_acts
from tracker.kernel.db import db
from tracker.plan import keeping
from tracker.rating import lifecycle as rating_acts
from tracker.reply import acts as reply_acts
from tracker.reply import promise_acts
from tracker.standing import keeping as standing
from tracker.standing.loading import load
from tracker.supervise import acts as supervise_acts

STEPS, PER_DATABASE, DAYS = 44, 8, 5
# offered, yet refused where a talk or an opinion is missing, a limit or a promised date is over
MAY_BE_REFUSED = {"reply.submit", "reply.issue", "handling.set_deadline"}
MAY_BE_REFUSED |= {"handling.enter_return", "handling.enter_extension"}
MAY_BE_REFUSED |= {"assign.add_assisting"}
SPLIT = {
    "handling.decide_return": {"handling.decide_return.grant", "handling.decide_return.refuse"},
    "handling.sign_opinion": {"handling.sign_opinion.sign", "handling.sign_opinion.back"},
    "handling.decide_opinion": {"handling.decide_opinion.accept", "handling.decide_opinion.back"},
    "handling.decide_extension": {
        "handling.decide_extension.grant",
        "handling.decide_extension.refuse",
    },
    "rating.rate": {
        "rating.rate.satisfied",
        "rating.rate.basically_satisfied",
        "rating.rate.unsatisfied",
    },
    "rating.confirm": {"rating.confirm", "rating.reject"},
    "reply.close": {"reply.close.done", "reply.close.not_done"},
}
FEATURES = {
    "assign": (assign_acts.CaseAct,),
    "handling": (assign_acts.Act, extension_acts.ExtensionAct),
    "cases": (case_acts.Act,),
    "contact": (contact_acts.Act,),
    "reply": (reply_acts.Act, promise_acts.PromiseAct),
    "rating": (rating_acts.Act,),
    "supervise": (supervise_acts.Act,),
}
EVERY = {name for act in ACTS for name in SPLIT.get(act, {act})} | {"daily.lapse"}


def rows(query: str) -> list[tuple]:
    """Run a plain query and end the reading."""
    found = plain_sql.rows(query)
    db.session.rollback()
    return found


def plan_is_kept(case_id: int) -> None:
    """What is owed on every case is what plain SQL says, and what a recount says of this one."""
    assert keeping.verify([case_id]) == []
    assert duties.kept(plain_sql.rows) == duties.owed(plain_sql.rows)
    assert duties.miscounted(plain_sql.rows) == []
    db.session.rollback()


def standing_is_kept(case_id: int) -> None:
    """How the case stood on every day is what a recount says."""
    assert standing.verify([case_id]) == []
    db.session.rollback()


def counted_once() -> None:
    """Every case is counted once in every statistic, and the sums are the number of cases."""
    assert verify().intact
    day = max(row[0] for row in rows('SELECT max("on") FROM history_entry'))
    as_of = day_of(day)
    found = compute(load(select(Case.id)), as_of)
    db.session.rollback()
    assert found.counts == lifecycle.counts(rows)
    counts = found.counts
    assert sum(counts.values()) == 2 * counts["received"] + counts["void"]
    figures = {row.key: row for row in found.figures}
    answered, closed = found.counts["replied"] + found.counts["closed"], found.counts["closed"]
    assert figures["closing_rate"].numerator == closed
    alive = sum(found.counts[name] for name in ("assigned", "handling", "replied", "closed"))
    assert figures["answer_rate"].denominator == alive
    assert alive >= figures["answer_rate"].numerator >= answered
    for names in ("class_{}_share", "{}_rate"):
        parts = [figures[names.format(one)] for one in lifecycle.PARTS[names]]
        assert len({part.denominator for part in parts}) == 1
        assert sum(part.numerator for part in parts) == parts[0].denominator <= alive


def _from(who: str) -> tuple[str, ...]:
    """Return everybody, beginning with one person."""
    start = PEOPLE.index(who)
    return (*PEOPLE[start:], *PEOPLE[:start])


class Histories(RuleBasedStateMachine):
    """One history of one case, on a database that is made anew every so many histories.

    Which rule comes next is drawn by the machine; who acts and what is chosen by the history's own
    source, since the machine's draws favour the same few values and leave rare acts undone.
    """

    place: Callable[[], District]
    numbers: Iterator[int]
    part: int = 0
    district: District

    def __init__(self) -> None:
        """Begin a history."""
        super().__init__()
        number = next(self.numbers)
        if number % PER_DATABASE == 0:
            if number:
                counted_once()
            type(self).district = self.place()
        self.walk = Walk(self.district, f"{number % PER_DATABASE + 1}", f"{self.part}-{number}")

    @rule()
    def somebody_does_what_is_done_least(self) -> None:
        """Of all that is offered to anybody, what all histories have done least is done."""
        pick = self.walk.draw()
        found = self.walk.offered(*PEOPLE)
        fitting = [(one, row) for one, row in found if self.walk.fits(row, pick)]
        if fitting:
            self.walk.take(*min(fitting, key=lambda pair: self.walk.rank(pair[1])))

    @rule()
    def somebody_does_the_main_thing(self) -> None:
        """A person, or the next one, does what the page draws as the main button."""
        self._do_the_main_thing()

    def _do_the_main_thing(self) -> None:
        pick = self.walk.draw()
        people = _from(self.walk.anybody())
        main = [pair for pair in self.walk.offered(*people) if pair[1].main]
        fitting = [(one, row) for one, row in main if self.walk.fits(row, pick)]
        if fitting:
            first = [row for one, row in fitting if one == fitting[0][0]]
            self.walk.take(fitting[0][0], first[pick % len(first)])

    @rule()
    def somebody_goes_on(self) -> None:
        """The main thing again: half of all steps lead on, so that histories come to their end."""
        self._do_the_main_thing()

    @rule()
    def nobody_else_can_and_days_pass(self) -> None:
        """What another is offered and this one is not is refused; then the daily job runs."""
        who, other, pick = self.walk.anybody(), self.walk.anybody(), self.walk.draw()
        mine = {(row.endpoint, str(row.args)) for _, row in self.walk.offered(who)}
        offers = [row for _, row in self.walk.offered(other)]
        theirs = [row for row in offers if (row.endpoint, str(row.args)) not in mine]
        if theirs:
            self.walk.tries(who, theirs[pick % len(theirs)])
        self.walk.sleep(self.walk.days())

    @invariant()
    def nothing_is_broken(self) -> None:
        """What has to hold at every moment holds."""
        assert lifecycle.broken(rows) == []
        plan_is_kept(self.walk.case_id)
        standing_is_kept(self.walk.case_id)

    def teardown(self) -> None:
        """After a history every figure of a few days is what plain SQL says."""
        seed = f"{self.part} {self.walk.case_id} {self.walk.done.total()}"
        assert differences(some_days(seed, DAYS)) == [], seed


@pytest.fixture
def machine(app, tmp_path, built_district):
    """The machine on copies of the small district."""
    folder, made = built_district

    def place() -> District:
        return built.copied(folder, made, tmp_path)

    Walk.succeeded, Walk.taken, Walk.refused = Counter(), Counter(), Counter()
    Histories.place, Histories.numbers = staticmethod(place), count()
    return Histories


def _run(machine, examples: int) -> Counter[str]:
    wanted = settings(
        max_examples=examples,
        stateful_step_count=STEPS,
        phases=[Phase.generate],
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    run_state_machine_as_test(machine, settings=wanted)
    counted_once()
    assert {name for name, _ in Walk.refused} <= MAY_BE_REFUSED
    return Walk.succeeded


def test_the_walk_knows_every_act_of_every_feature():
    acts = {f"{name}.{act}" for name, enums in FEATURES.items() for enum in enums for act in enum}
    assert acts | {"supervise.result"} == set(ACTS)


def test_six_histories_break_nothing(machine):
    machine.part = 21  # six that do many of the acts
    succeeded = _run(machine, 6)
    assert sum(succeeded.values()) > 40
    assert len(EVERY - set(succeeded)) <= len(EVERY) // 2


@pytest.mark.nightly
@pytest.mark.parametrize("half", [1, 2])
def test_two_thousand_histories_break_nothing_and_every_act_succeeded_twenty_times(machine, half):
    """Two halves for two processes: in each of them every act succeeds ten times."""
    machine.part = half
    succeeded = _run(machine, 1_000)
    assert {name: succeeded[name] for name in EVERY if succeeded[name] < 10} == {}
