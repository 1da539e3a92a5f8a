"""Several processes act on the same cases at the same moment, on PostgreSQL."""

from __future__ import annotations

import json
import multiprocessing
from collections import Counter
from pathlib import Path

import pytest

from tests import plain_sql, scenes
from tests.at_once import own_database
from tests.oracles import duties
from tests.plan.hands import work
from tracker.kernel.db import db
from tracker.plan import keeping

SHARES = (
    (("education", "independent"),),
    (("education", "host"), ("finance", "assisting")),
    (("city", "separate", "停车"), ("education", "separate", "学位")),
    (("post", "independent"),),
)


@pytest.fixture
def database_url(tmp_path, request):
    """A fresh database of PostgreSQL."""
    return own_database("postgresql", tmp_path, request)


def _cases(district: scenes.District, count: int) -> list[int]:
    """Register cases and assign them, each in another shape."""
    found = [scenes.register(district, f"{number + 101}") for number in range(count)]
    for number, case_id in enumerate(found):
        scenes.assign_to(district, case_id, *SHARES[number % len(SHARES)])
    return found


def _together(app, tmp_path: Path, processes: int, cases: int, acts: int) -> Counter[str]:
    """Let processes act on the same cases; return what came of all their acts."""
    district = scenes.build()
    numbers = _cases(district, cases)
    db.session.remove()
    db.engine.dispose()
    told = [tmp_path / f"{seed}.json" for seed in range(processes)]
    start = multiprocessing.get_context("fork").Process
    config = app.config["TRACKER"]
    people = [
        start(target=work, args=(config, district, numbers, seed, acts, told[seed]))
        for seed in range(processes)
    ]
    for person in people:
        person.start()
    for person in people:
        person.join(540)
    assert [person.exitcode for person in people] == [0] * processes
    came: Counter[str] = Counter()
    for path in told:
        came.update(json.loads(path.read_text(encoding="utf-8")))
    return came


def _the_plan_is_kept() -> None:
    assert keeping.verify() == []
    owed = duties.owed(plain_sql.rows)
    assert duties.kept(plain_sql.rows) == owed
    assert owed


def test_three_processes_on_two_cases_leave_the_plan_as_the_facts_say(app, tmp_path):
    came = _together(app, tmp_path, processes=3, cases=2, acts=8)
    assert came["done"] >= 8
    _the_plan_is_kept()


@pytest.mark.nightly
def test_eight_processes_on_twenty_cases_leave_the_plan_as_the_facts_say(app, tmp_path):
    came = _together(app, tmp_path, processes=8, cases=20, acts=60)
    assert came["done"] >= 200
    _the_plan_is_kept()
