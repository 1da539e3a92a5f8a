"""The rows of what is owed are kept: by one writer, and whatever outside a case they hang on."""

from __future__ import annotations

import ast
import re
import tomllib
from datetime import date

import pytest

from tests import factories, plain_sql, scenes
from tests.house.sources import ROOT, Source, product
from tests.oracles import duties
from tests.rating.answered import deliver
from tests.reply.letters import DAY, DONE, Letters
from tests.rows import the
from tracker.accounts import actions as accounts
from tracker.accounts.models import Account
from tracker.accounts.queries import by_login
from tracker.bodies import actions as bodies
from tracker.bodies.models import Batch, CongressSession
from tracker.cases.models import Case
from tracker.kernel import clock
from tracker.kernel.db import db, transaction
from tracker.plan import keeping, recounting
from tracker.roles import Role
from tracker.settings import actions as settings
from tracker.terms import Period
from tracker.units import actions as units
from tracker.units.actions import UnitFacts
from tracker.units.models import Unit

WRITERS = {f"tracker/plan/{name}.py" for name in ("keeping", "reminding", "righting")}
IN_SQL = re.compile(r"(INSERT INTO|UPDATE|DELETE FROM)\s+duty\b", re.IGNORECASE)


def _writes(source: Source) -> bool:
    """Whether a file makes, changes or deletes rows of the table."""
    if IN_SQL.search(source.text):
        return True
    if "DutyRow" not in source.text:
        return False
    calls = [node for node in source.nodes(ast.Call) if isinstance(node, ast.Call)]
    names = {ast.unparse(node.func).rsplit(".", 1)[-1] for node in calls}
    sets = any(
        isinstance(target, ast.Attribute) and target.attr == "next_on"
        for node in source.nodes(ast.Assign)
        for target in node.targets  # type: ignore[attr-defined]
    )
    return bool(names & {"insert", "update", "delete", "DutyRow"}) or sets


def test_only_the_plan_writes_what_is_owed():
    assert {source.name for source in product() if _writes(source)} == WRITERS


def test_only_their_keeper_writes_how_cases_stood():
    tables = ("CaseStanding", "PartStanding", "StaleStanding", "CASES", "PARTS", "STALE")
    changing = re.compile(r"\b(insert|update|delete)\((" + "|".join(tables) + r")\b")
    by_hand = re.compile(
        r"(INSERT INTO|UPDATE|DELETE FROM)\s+(case|part|stale)_standing", re.IGNORECASE
    )
    found = {one.name for one in product() if changing.search(one.text) or by_hand.search(one.text)}
    assert found == {"tracker/standing/keeping.py"}


def test_nothing_below_the_plan_knows_it():
    settings_file = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    (layers,) = [
        one["layers"]
        for one in settings_file["tool"]["importlinter"]["contracts"]
        if "tracker.plan" in one.get("layers", ())
    ]
    below = layers[layers.index("tracker.plan") + 1 :]
    assert "tracker.supervise" in below
    folders = tuple(name.replace(".", "/") for one in below for name in one.split(" | "))
    found = [
        (source.name, module)
        for source in product()
        if source.name.startswith(folders) and not source.name.startswith("tracker/plan")
        for module in source.imported()
        if module == "tracker.plan" or module.startswith("tracker.plan.")
    ]
    assert found == []


@pytest.fixture
def stage(app, district):
    """A letter that reached the lead on 3 April, a case at a unit, one that is not assigned."""
    with clock.moved_to(clock.at(DAY)):
        letters = Letters(app, district)
        letters.issued(DONE)
        deliver(letters)
        at_unit = scenes.register(district, "021")
        scenes.assign_to(district, at_unit, ("city", "independent"))
        scenes.register(district, "022")
        yield letters


def owed(kind: str) -> list[tuple[str, bool, str]]:
    """Return whose turn it is for duties of a kind, and until when."""
    found = [one for one in duties.kept(plain_sql.rows) if one.kind == kind]
    return sorted((one.party, one.on_behalf, str(one.due)) for one in found)


def is_kept() -> bool:
    """Whether the rows are what a recount and plain SQL say."""
    assert keeping.verify() == []
    return duties.kept(plain_sql.rows) == duties.owed(plain_sql.rows)


# two working days after 18 March; fifteen after 3 April, over Qingming
SIGN, RATE = "2026-03-20", "2026-04-27"


def test_a_unit_that_no_longer_logs_in_leaves_its_duties_to_the_office(stage):
    assert owed("sign") == [("unit", False, SIGN)]
    for online, whose in ((False, ("office", True, SIGN)), (True, ("unit", False, SIGN))):
        with transaction():
            unit = stage.district.row(Unit, "city")
            facts = UnitFacts(unit.name, unit.short_name, online=online, phone=unit.phone)
            units.save(facts, unit)
        assert owed("sign") == [whose]
        assert is_kept()


def test_whether_the_lead_logs_in_decides_who_enters_the_rating(stage):
    assert owed("rate") == [("proposer", False, RATE)]
    account = by_login(stage.district.logins["deputy"]).id

    def change(act) -> list[tuple[str, bool, str]]:
        with transaction():
            act(the(Account, account))
        assert is_kept()
        return owed("rate")

    by_office, by_lead = [("office", True, RATE)], [("proposer", False, RATE)]
    config, codes = stage.app.config["TRACKER"], []
    assert change(lambda row: accounts.disable(row, by=0)) == by_office
    assert change(accounts.restore) == by_office
    assert change(lambda row: codes.append(accounts.invite(row, None, config))) == by_office
    again = "Yunling-2027#y"
    assert change(lambda row: accounts.activate(row.login, codes[0], again)) == by_lead
    assert change(lambda row: accounts.invite(row, None, config)) == by_office


def test_an_account_made_later_brings_the_rating_to_the_lead(stage):
    with transaction():
        account = by_login(stage.district.logins["deputy"])
        accounts.disable(account, by=0)
        deputy = account.deputy_id
    assert owed("rate") == [("office", True, RATE)]
    with transaction():
        factories.make_account(Role.DEP, deputy_id=deputy)
    assert owed("rate") == [("proposer", False, RATE)]
    assert is_kept()


def test_a_closing_day_that_is_corrected_moves_the_limit_of_assigning(stage):
    # thirty days after 24 December; after 26 December that is a Sunday, and rolls to the Monday
    assert owed("propose") == [("office", False, "2026-01-23")]
    with transaction():
        row = stage.district.row(CongressSession, "congress_session")
        end = date(2025, 12, 26)
        bodies.save_session(row.body, row.term, row.number, row.opened_on, end, row)
    assert owed("propose") == [("office", False, "2026-01-26")]
    assert is_kept()


def test_the_end_of_a_batch_that_is_moved_leaves_what_was_assigned(stage):
    with transaction():
        session = stage.district.row(CongressSession, "congress_session")
        batch = bodies.save_batch(session, Period.SESSION, "第一批", scenes.START, None)
        number = batch.id
    case_id = scenes.register(stage.district, "023")
    with transaction():
        the(Case, case_id).batch_id = number
    scenes.assign_to(stage.district, case_id, ("finance", "independent"))
    before = owed("reply")
    with transaction():
        batch = db.session.get_one(Batch, number)
        end = date(2026, 5, 29)
        bodies.save_batch(batch.session, Period.SESSION, "第一批", scenes.START, end, batch)
    assert owed("reply") == before
    assert is_kept()


def test_days_off_that_change_move_what_is_owed(stage):
    # 18 June, three months after the assignment, becomes a day off; the feast lasts to the 21st
    assert ("unit", False, "2026-06-18") in owed("reply")
    with transaction():
        settings.set_day(date(2026, 6, 18), working=False, note="本地放假")
        recounting.recount()
    assert owed("reply") == [("unit", False, "2026-06-22")]
    assert keeping.verify() == []


ASIDE = "SELECT kind, due_on FROM deadline WHERE superseded_at IS NULL AND kind IN {} ORDER BY id"


def test_days_off_that_change_move_the_limit_of_a_rating_its_reminder_and_its_lapse(stage):
    rating = ASIDE.format("('feedback', 'remind', 'lapse')")
    before = [("feedback", RATE), ("remind", "2026-04-28"), ("lapse", "2026-05-08")]
    assert [(kind, str(due)) for kind, due in plain_sql.rows(rating)] == before
    with transaction():  # a Thursday among the fifteen working days
        settings.set_day(date(2026, 4, 16), working=False, note="本地放假")
        recounting.recount()
    assert owed("rate") == [("proposer", False, "2026-04-28")]
    after = [("feedback", "2026-04-28"), ("remind", "2026-04-29"), ("lapse", "2026-05-09")]
    assert [(kind, str(due)) for kind, due in plain_sql.rows(rating)] == after
    with transaction():  # after the limit and the reminder: only the lapse moves
        settings.set_day(date(2026, 5, 7), working=False, note="本地放假")
        recounting.recount()
    after[2] = ("lapse", "2026-05-11")
    assert [(kind, str(due)) for kind, due in plain_sql.rows(rating)] == after
    assert keeping.verify() == []
    with transaction():
        settings.remove_day(date(2026, 4, 16))
        settings.remove_day(date(2026, 5, 7))
        recounting.recount()
    assert [(kind, str(due)) for kind, due in plain_sql.rows(rating)] == before
    assert is_kept()


def test_a_date_that_is_provisional_no_longer_says_so_once_the_year_is_known(stage):
    with transaction():
        for day in (date(2027, 1, 1), date(2027, 10, 1)):
            settings.set_day(day, working=False, note="放假")
        recounting.recount()
    november = date(2026, 11, 18)
    case_id = scenes.register(stage.district, "024")
    scenes.assign_to(stage.district, case_id, ("finance", "independent"), on=november)
    query = "SELECT due_on, provisional FROM duty WHERE kind = 'reply' AND case_id = {}"
    assert plain_sql.rows(query.format(case_id)) == [("2027-02-18", 1)]
    db.session.rollback()
    with clock.moved_to(clock.at(november, 12)), transaction():
        settings.confirm_year(2027)
        recounting.recount()
    assert plain_sql.rows(query.format(case_id)) == [("2027-02-18", 0)]
    assert keeping.verify() == []
