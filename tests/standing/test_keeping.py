"""The rows of how cases stood are written with each act, and equal a recount at any time."""

from __future__ import annotations

import pytest
from flask_migrate import stamp
from sqlalchemy import delete, func, select, text, update

from tests import scenes
from tests.reports.pages import table
from tests.reports.village import day
from tests.reports.walk import Walk
from tracker.cases.models import Case
from tracker.kernel import clock
from tracker.kernel.db import db, mark, transaction
from tracker.reports.sums import Reading, Scope
from tracker.standing import jobs, keeping
from tracker.standing.models import CaseStanding, PartStanding, StaleStanding

TODAY = day(7, 1)


def figures(day_):
    """Everything that is counted as of a day."""
    found = Reading(Scope(), day_).tallies()
    db.session.rollback()
    return found


def waiting() -> list[int]:
    """The cases whose rows are to be written."""
    found = keeping.waiting()
    db.session.rollback()
    return found


def spans(case_id: int) -> list[tuple]:
    """The rows of a case."""
    query = select(CaseStanding.since, CaseStanding.until, CaseStanding.state)
    found = db.session.execute(query.where(CaseStanding.case_id == case_id).order_by("since"))
    rows = [tuple(row) for row in found]
    db.session.rollback()
    return rows


def test_an_act_writes_how_its_case_stood_in_its_own_transaction(district):
    walk = Walk(district).assign("015")
    before = spans(walk.case_id)
    assert [row[2] for row in before] == ["registered", "assigned", "assigned"]
    walk.sign(day(3, 19))
    after = spans(walk.case_id)
    assert after[:1] == before[:1]
    assert [(row[0], row[2]) for row in after][1:] == [
        (day(3, 18), "assigned"),
        (day(3, 19), "handling"),
        (day(6, 19), "handling"),  # its limit of 18 June is over
    ]


def test_the_rows_of_a_district_equal_a_recount(village):
    assert keeping.verify() == []
    cases = db.session.scalar(select(func.count()).select_from(Case))
    assert db.session.scalar(select(func.count()).select_from(CaseStanding)) > 3 * cases


@pytest.mark.parametrize("model", [CaseStanding, PartStanding])
def test_a_row_that_is_wrong_missing_or_too_much_is_named(village, model):
    row = db.session.scalars(select(model).order_by(model.id)).first()
    case_id, number = row.case_id, row.id
    db.session.rollback()
    with transaction():
        db.session.execute(update(model).where(model.id == number).values(answer_days=99))
    (found,) = keeping.verify()
    assert (found.case_id, "answer_days" in found.what) == (case_id, True)
    with transaction():
        db.session.execute(delete(model).where(model.id == number))
    (found,) = keeping.verify()
    assert "缺少一段" in found.what
    db.session.rollback()
    with transaction():
        keeping.rebuild()
    assert keeping.verify() == []


def test_an_act_over_many_cases_marks_them_and_the_figures_are_right_at_once(village):
    before, behind = figures(day(6, 30)), figures(day(4, 30))
    ids = list(db.session.scalars(select(Case.id)))
    db.session.rollback()
    with transaction():
        db.session.execute(delete(CaseStanding))
        db.session.execute(delete(PartStanding))
        keeping.put_off(ids)
    assert waiting() == sorted(ids)
    assert (figures(day(6, 30)), figures(day(4, 30))) == (before, behind)
    assert before.states.total() == len(ids)
    assert keeping.verify() == []
    assert jobs.catch_up() == len(ids)
    assert waiting() == []
    assert (figures(day(6, 30)), figures(day(4, 30))) == (before, behind)


def test_some_that_wait_are_counted_once(village):
    before = figures(day(6, 30))
    some = list(db.session.scalars(select(Case.id).order_by(Case.id).limit(3)))
    db.session.rollback()
    with transaction():
        keeping.put_off(some)
        keeping.put_off(some)
    assert figures(day(6, 30)) == before
    assert waiting() == some


def test_more_cases_than_one_act_writes_itself_are_marked(district, monkeypatch):
    monkeypatch.setattr(keeping, "AT_ONCE", 1)
    first, second = (Walk(district).assign(number).case_id for number in ("015", "016"))
    with transaction():
        mark("figures", first)
        mark("figures", second)
    assert waiting() == [first, second]


def test_the_job_writes_in_batches(village, monkeypatch):
    monkeypatch.setattr(keeping, "BATCH", 2)
    ids = list(db.session.scalars(select(Case.id)))
    db.session.rollback()
    with transaction():
        keeping.put_off(ids)
    assert len(keeping.waiting(2)) == 2
    db.session.rollback()
    assert jobs.catch_up() == len(ids)
    assert db.session.scalar(select(func.count()).select_from(StaleStanding)) == 0


def test_the_commands_name_what_differs_and_put_it_right(app, village):
    stamp()
    run = app.test_cli_runner().invoke
    assert "一致" in run(args=["standing", "verify"]).output
    with transaction():
        db.session.execute(text("UPDATE case_standing SET met = NOT met"))
    told = run(args=["standing", "verify"])
    assert told.exit_code == 2
    assert "met" in told.output
    assert "件的事实重新生成" in run(args=["standing", "rebuild"]).output
    assert run(args=["standing", "verify"]).exit_code == 0


def test_the_page_shows_the_same_while_rows_wait(app, village):
    with clock.moved_to(clock.at(TODAY, 9)):
        client = scenes.client_of(app, village, "clerk")
        names = ("比率", "各单位办理情况", "逾期未答复", "办理用时")
        before = [table(client, "/statistics", name) for name in names]
        ids = list(db.session.scalars(select(Case.id)))
        db.session.rollback()
        with transaction():
            db.session.execute(delete(PartStanding))
            keeping.put_off(ids)
        assert [table(client, "/statistics", name) for name in names] == before
