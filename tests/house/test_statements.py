"""What pages send to the database: a list as much for two hundred rows as for ten, a case little.

A new list is one line in `LISTS`.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from flask import Flask

from config import Config
from tests import built, factories, scenes
from tests.applications import application_at
from tests.bench.office import counted, multiply
from tests.desk import town
from tests.house.people import login_name
from tests.scenes import District
from tracker.accounts.models import Account, AccountRole
from tracker.bodies.models import Body, Group
from tracker.deputies.models import Deputy, Mandate
from tracker.kernel import clock
from tracker.kernel.db import db, transaction
from tracker.roles import AccountState, Role
from tracker.terms import GroupType
from tracker.units.models import Unit, UnitAlias

PEOPLE = {
    "clerk": Role.OH,
    "leader": Role.OL,
    "handler": Role.UH,
    "head": Role.UL,
    "deputy": Role.DEP,
    "district_leader": Role.DL,
    "congress_office": Role.OBS,
    "accounts": Role.SA,
    "security": Role.SEC,
    "audit": Role.AUD,
}
# the address of a list, and the most statements that it may send
LISTS = {
    "/": 20,  # a leader's page puts what waits and four sorts of figures together
    "/?only=": 12,
    "/accounts/": 6,
    "/accounts/new": 8,
    "/audit/": 6,
    "/backups/": 6,
    "/bodies/": 8,
    "/cases/new": 6,
    "/commitments": 6,
    "/deputies/": 8,
    "/handover/": 8,
    "/intake/": 6,
    "/intake/lists/": 6,
    "/leader/approve": 10,
    "/ledger?rows=200": 8,
    "/ledger.xlsx": 20,
    "/matching/": 12,
    "/me/sessions": 6,
    "/notices": 6,
    "/rating/": 16,
    "/settings/calendar": 8,
    "/supervision/": 12,
    "/supervision/runs": 6,
    "/units/": 6,
}
CASE = 16  # the page of one case
Sent = dict[tuple[str, str], list[str]]


@contextmanager
def office_in(folder: Path) -> Iterator[Flask]:
    """Let the application stand on the database in a folder, on the day of the town."""
    config = Config(
        data_dir=folder,
        database_url=f"sqlite:///{folder / 'tracker.db'}",
        secret_key=secrets.token_hex(16),
        audit_key_file=folder / "audit.key",
        insecure_http=True,
        password_days=1000,
    )
    with application_at(config) as app, clock.moved_to(clock.at(town.TODAY)):
        app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
        yield app


@pytest.fixture(scope="module")
def offices(tmp_path_factory) -> tuple[District, Path, Path]:
    """The town with ten rows of everything, and with two hundred."""
    few, many = tmp_path_factory.mktemp("few"), tmp_path_factory.mktemp("many") / "office"

    def fill(district: District) -> None:
        town.fill(district)
        for name, role in PEOPLE.items():
            district.logins[name] = district.logins.get(name) or login_name(role)

    district = built.build_district(few, fill)
    shutil.copytree(few, many)
    for folder, times, count in ((few, 1, 10), (many, 9, 200)):
        with office_in(folder):
            multiply(times)
            add_rows(count)
    return district, few, many


def add_rows(count: int) -> None:
    """Add units, deputies, delegations and accounts, so many of each."""
    with transaction():
        body = db.session.get_one(Body, factories.make_body().id)
        for place in range(count):
            unit = Unit(name=f"云岭区第{place}中心", short_name=f"第{place}中心", names="")
            unit.online, unit.active, unit.phone = True, True, ""
            unit.aliases = [UnitAlias(alias=f"中心{place}号")]
            group = Group(body=body, type=GroupType.DELEGATION, name=f"第{place}代表团")
            deputy = Deputy(name=f"代表{place}", name_key=f"代表{place}", phone="", work_unit="")
            deputy.mandates = [Mandate(body=body, term=18, group=group)]
            account = Account(login=f"u{place}", name=f"职员{place}", state=AccountState.ACTIVE)
            account.roles, account.unit = [AccountRole(role=Role.UH)], unit
            account.created_at = clock.now()
            db.session.add_all([group, deputy, account])


def sent_by(client, address: str) -> tuple[int, list[str]]:
    """Ask for a page; return its code and what it sent, but for the beginning of the read."""
    db.session.remove()
    with counted() as sent:
        code = client.get(address).status_code
    return code, [one for one in sent if not one.startswith("BEGIN")]


@pytest.fixture(scope="module")
def lists(offices) -> tuple[Sent, Sent]:
    """What each list sends for each person who may open it: with few rows, and with many."""
    district, *folders = offices
    found: list[Sent] = []
    for folder in folders:
        found.append({})
        with office_in(folder) as app:
            for name in PEOPLE:
                client = scenes.client_of(app, district, name)
                client.get("/me/sessions")
                for address in LISTS:
                    if len(found) > 1 and (address, name) not in found[0]:
                        continue
                    code, sent = sent_by(client, address)
                    if code == 200:
                        found[-1][address, name] = sent
    return found[0], found[1]


@pytest.mark.parametrize("address", LISTS)
def test_a_list_sends_as_much_for_two_hundred_rows_as_for_ten(lists, address):
    few, many = lists
    readers = [name for where, name in few if where == address]
    assert readers, "nobody opened it"
    for name in readers:
        before, after = few[address, name], many[address, name]
        more = "\n".join(one for one in after if one not in before)
        assert len(after) <= len(before), f"{name}: {len(before)} and {len(after)}\n{more}"
        assert len(after) <= LISTS[address], f"{name}\n" + "\n".join(after)


def test_supervision_and_desk_cost_no_more_than_half_as_much_again_as_the_ledger(lists):
    assert LISTS["/supervision/"] <= 1.5 * LISTS["/ledger?rows=200"]
    assert LISTS["/?only="] <= 1.5 * LISTS["/ledger?rows=200"]


def test_the_page_of_a_case_sends_little_in_every_state_and_to_everybody(offices):
    district, few, _many = offices
    opened, dear = 0, []
    with office_in(few) as app:
        numbers = [town.case_id(number) for number in TOWN]
        for name in PEOPLE:
            client = scenes.client_of(app, district, name)
            for number in numbers:
                address = f"/rating/cases/{number}" if name == "deputy" else f"/cases/{number}"
                code, sent = sent_by(client, address)
                opened += code == 200
                if len(sent) > CASE:
                    dear.append(f"{name} {address}: {len(sent)}\n" + "\n".join(sent))
    assert opened > 100
    assert not dear, dear[0]


TOWN = [*(f"{number:03d}" for number in range(1, 25)), "P1", "P2"]
