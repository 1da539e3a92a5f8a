"""Every figure of every day equals what plain SQL on the base tables says, whatever waits."""

from __future__ import annotations

from datetime import date
from random import Random
from typing import Any

import pytest
from sqlalchemy import select

from tests import scenes
from tests.applications import application_at
from tests.at_once import own_database
from tests.reports import corners
from tests.reports.second_way import differences, eventful, some_days, spoil
from tests.reports.village import day, live
from tracker.cases.models import Case
from tracker.kernel.db import db, transaction
from tracker.reports.counting import DIMENSIONS
from tracker.reports.sums import Reading, Scope
from tracker.reports.tallies import Tallies
from tracker.standing import keeping
from tracker.standing.models import CaseStanding
from tracker.terms import Kind
from tracker.units.models import Unit

SEED = "the second way"


def test_in_the_village_both_ways_agree(village):
    assert differences(eventful()[::4]) == []
    assert differences(some_days(SEED, 8)) == [], SEED


@pytest.mark.nightly
def test_in_the_village_both_ways_agree_on_every_day(village):
    assert differences(eventful()) == []
    assert differences(some_days(SEED, 40)) == [], SEED


def test_at_the_corners_both_ways_agree(district):
    corners.live(district)
    assert differences(eventful()[::3]) == []


@pytest.mark.nightly
def test_at_the_corners_both_ways_agree_on_every_day(district):
    corners.live(district)
    assert differences(eventful()) == []


def test_on_postgresql_both_ways_agree(make_config, tmp_path, request):
    with application_at(make_config(own_database("postgresql", tmp_path, request))):
        db.create_all()
        district = scenes.build()
        assert len(list(live(district))) == 16
        corners.live(district)
        assert differences(some_days(SEED, 12)) == [], SEED
        assert keeping.verify() == []
        groups = Reading(Scope(), day(6, 30)).by("reply_class")
        assert {"A", "B"} <= set(groups)


def told(days: list[date]) -> dict[tuple[Any, ...], Any]:
    """Everything that is read of some days: all cases and suggestions alone, and each unit."""
    found: dict[tuple[Any, ...], Any] = {}
    suggestions = select(Case.id).where(Case.kind == Kind.SUGGESTION)
    scopes = {
        "": Scope(),
        "plain": Scope({"kind": Kind.SUGGESTION}),
        "chosen": Scope({}, suggestions),
    }
    for name, scope in scopes.items():
        for on in days:
            for unit in (None, *db.session.scalars(select(Unit.id))):
                reading = Reading(scope, on, unit)
                found[name, on, unit] = (_plain(reading.tallies()), reading.late())
            found[name, on] = {
                by: {key: +counts for key, counts in Reading(scope, on).by(by).items()}
                for by in DIMENSIONS
            }
    db.session.rollback()
    return found


def _plain(found: Tallies) -> tuple[Any, ...]:
    """What was counted, without what is none."""
    units = {
        key: (+one.items, +one.parts, one.late, one.oldest) for key, one in found.units.items()
    }
    return +found.states, +found.items, units, +found.contact_days, +found.answer_days


@pytest.mark.parametrize(
    "waiting", [3, *(pytest.param(n, marks=pytest.mark.nightly) for n in (1, 7))]
)
def test_what_waits_to_be_written_is_counted_from_the_facts(village, waiting):
    random = Random(f"{SEED} {waiting}")
    days = [day(3, 26), day(6, 30), *some_days(f"{SEED} {waiting}", 4)]
    before = told(days)
    spoil(random.sample(list(db.session.scalars(select(Case.id))), waiting), random)
    assert told(days) == before
    assert differences(days) == []
    with transaction():
        keeping.write(keeping.waiting())
    assert keeping.verify() == []
    assert told(days) == before


def test_rows_that_are_wrong_and_do_not_wait_are_found(village):
    with transaction():
        row = db.session.query(CaseStanding).filter_by(answered=True).first()
        row.answered = False
        on = row.since
    assert [one.case_id for one in keeping.verify()] == [row.case_id]
    assert differences([on]) != []
