"""Random histories of a case: no walk breaks what has to hold at every moment."""

from __future__ import annotations

import copy
import shutil
from collections import Counter
from collections.abc import Callable, Iterator
from itertools import count

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import select, text

from tests.lifecycle.takes import ACTS
from tests.lifecycle.walk import PEOPLE, Walk, name_of
from tests.oracles import lifecycle
from tests.scenes import District
from tracker.assign import acts as assign_acts
from tracker.audit.queries import verify
from tracker.cases import acts as case_acts
from tracker.cases.models import Case
from tracker.contact import acts as contact_acts
from tracker.kernel.db import db
from tracker.rating import lifecycle as rating_acts
from tracker.reply import acts as reply_acts
from tracker.reply import promise_acts
from tracker.reports.queries import load
from tracker.reports.statistics import compute
from tracker.supervise import acts as supervise_acts

ENDINGS = {"withdraw", "hand_out", "void"}
STEPS, PER_DATABASE = 36, 8
# offered, yet refused where a talk or an opinion is missing, or a limit is over
MAY_BE_REFUSED = {"reply.submit", "handling.set_deadline"}
MAY_BE_REFUSED |= {"handling.request_return", "handling.enter_return"}
SPLIT = {
    "handling.decide_return": {"handling.decide_return.grant", "handling.decide_return.refuse"},
    "handling.decide_opinion": {"handling.decide_opinion.accept", "handling.decide_opinion.back"},
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
    "handling": (assign_acts.Act,),
    "cases": (case_acts.Act,),
    "contact": (contact_acts.Act,),
    "reply": (reply_acts.Act, promise_acts.PromiseAct),
    "rating": (rating_acts.Act,),
    "supervise": (supervise_acts.Act,),
}
EVERY = {name for act in ACTS for name in SPLIT.get(act, {act})} | {"daily.lapse"}


def rows(query: str) -> list[tuple]:
    """Run a plain query and end the reading."""
    found = [tuple(row) for row in db.session.execute(text(query))]
    db.session.rollback()
    return found


def counted_once() -> None:
    """Every case is counted once in every statistic, and the sums are the number of cases."""
    assert verify().intact
    day = max(row[0] for row in rows('SELECT max("on") FROM history_entry'))
    as_of = lifecycle.day_of(day)
    found = compute(load(select(Case.id)), as_of)
    db.session.rollback()
    assert found.counts == lifecycle.counts(rows)
    assert sum(found.counts.values()) == 2 * found.counts["received"]
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
    """One history of one case, on a database that is made anew every so many histories."""

    place: Callable[[], District]
    numbers: Iterator[int]
    district: District

    def __init__(self) -> None:
        """Begin a history."""
        super().__init__()
        number = next(self.numbers)
        if number % PER_DATABASE == 0:
            if number:
                counted_once()
            type(self).district = self.place()
        self.walk = Walk(self.district, f"{number % PER_DATABASE + 1}")

    @rule(who=st.sampled_from(PEOPLE), pick=st.integers(0, 99), value=st.integers(0, 11))
    def somebody_does_what_is_offered(self, who: str, pick: int, value: int) -> None:
        """The person, or the next one who is offered anything new, takes an offer."""
        self.walk.value = value
        for one in _from(who):
            found = [r for r in self.walk.offered(one) if r.code not in ENDINGS or pick == value]
            fresh = [row for row in found if not self.walk.done[name_of(row)]]
            if fresh or (found and value == 0):
                self.walk.take(one, (fresh or found)[pick % len(fresh or found)])
                return

    @rule(who=st.sampled_from(PEOPLE), pick=st.integers(0, 99), value=st.integers(0, 11))
    def somebody_does_the_main_thing(self, who: str, pick: int, value: int) -> None:
        """The person, or the next one, does what the page draws as the main button."""
        self.walk.value = value
        for one in _from(who):
            found = [row for row in self.walk.offered(one) if row.main]
            if found:
                self.walk.take(one, found[pick % len(found)])
                return

    @rule(
        who=st.sampled_from(PEOPLE),
        other=st.sampled_from(PEOPLE),
        pick=st.integers(0, 99),
        days=st.integers(1, 9),
    )
    def nobody_else_can_and_days_pass(self, who: str, other: str, pick: int, days: int) -> None:
        """What another is offered and this one is not is refused; then the daily job runs."""
        mine = {(row.endpoint, str(row.args)) for row in self.walk.offered(who)}
        theirs = [r for r in self.walk.offered(other) if (r.endpoint, str(r.args)) not in mine]
        if theirs:
            self.walk.tries(who, theirs[pick % len(theirs)])
        self.walk.sleep(days)

    @invariant()
    def nothing_is_broken(self) -> None:
        """What has to hold at every moment holds."""
        assert lifecycle.broken(rows) == []


@pytest.fixture
def machine(app, tmp_path, built_district):
    """The machine on copies of the small district."""
    folder, made = built_district

    def place() -> District:
        db.session.remove()
        db.engine.dispose()
        for name in ("tracker.db", "audit.key"):
            shutil.copy(folder / name, tmp_path / name)
        return copy.deepcopy(made)

    Walk.succeeded, Walk.refused = Counter(), Counter()
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


def test_sixteen_histories_break_nothing(machine):
    succeeded = _run(machine, 16)
    assert sum(succeeded.values()) > 150
    assert len(EVERY - set(succeeded)) <= len(EVERY) // 2


@pytest.mark.nightly
@pytest.mark.parametrize("half", [1, 2])
def test_two_thousand_histories_break_nothing_and_every_act_succeeded_twenty_times(machine, half):
    """Two halves for two processes: in each of them every act succeeds ten times."""
    succeeded = _run(seed(half)(machine), 1_000)
    assert {name: succeeded[name] for name in EVERY if succeeded[name] < 10} == {}
