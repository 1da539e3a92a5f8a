"""A step that is put back leaves what the step leaves; where anything is otherwise it is taken."""

from __future__ import annotations

from contextlib import nullcontext
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from tests import books, built, factories, scenes
from tests.backup.earlier.loading import everything
from tests.bench.office import counted
from tests.reply.letters import DAY, Letters
from tests.steps import here, step
from tracker.audit.queries import verify
from tracker.kernel import clock
from tracker.kernel.db import db, transaction
from tracker.kernel.files import StoredFile, path_of


@pytest.fixture
def again(app, tmp_path, built_district):
    """A function that gives the district anew, in the state in which it was built."""
    return lambda: built.copied(*built_district, tmp_path)


def _walk(app, district, number: str) -> tuple[Letters, int]:
    """Go as far as an opinion; return how many statements were sent."""
    letters = Letters(app, district)
    with clock.moved_to(clock.at(DAY)), counted() as sent:
        letters.assign(("post", "host"), ("finance", "assisting"), number=number)
        letters.sign_for_offline()
        letters.opinion("finance")
    return letters, len(sent)


def test_steps_taken_twice_are_put_back_with_files_and_numbers_and_the_log_goes_on(app, again):
    first, taken = _walk(app, again(), "S01")
    wanted = everything()
    _walk(app, again(), "S01")
    third, sent = _walk(app, again(), "S01")
    assert (taken > 50, sent) == (True, 0)
    assert everything() == wanted
    assert (third.case_id, third.rows) == (first.case_id, first.rows)
    assert path_of(db.session.scalar(select(StoredFile.digest))).read_bytes() == scenes.SCAN
    with transaction():
        factories.make_unit("云岭区水务局")
    assert verify().intact


@pytest.mark.parametrize("otherwise", ["write", "number", "clock", "rules"])
def test_where_anything_is_otherwise_the_step_is_taken(again, otherwise):
    for _turn in range(3):
        scenes.register(again(), "S02")
    district = again()
    if otherwise == "write":
        with transaction():
            factories.make_unit("云岭区水务局")
    number = "S03" if otherwise == "number" else "S02"
    held = clock.moved_to(clock.at(DAY)) if otherwise == "clock" else nullcontext()
    rules = books.in_use(books.DEFAULT)
    with counted() as sent, held, rules if otherwise == "rules" else nullcontext():
        scenes.register(district, number)
    assert sent


def test_a_step_that_hangs_on_what_cannot_be_compared_is_taken(again):
    @step
    def found(_district, named: SimpleNamespace) -> None:
        with transaction():
            factories.make_unit(named.name)

    for _turn in range(3):
        with counted() as sent:
            found(again(), SimpleNamespace(name="云岭区水务局"))
        assert sent


def test_where_a_test_patches_the_program_every_step_is_taken(again, monkeypatch):
    assert not here.is_open
    for _turn in range(3):
        with counted() as sent:
            scenes.register(again(), "S05")
        assert sent
