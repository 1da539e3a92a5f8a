"""The units, bodies, people and accounts of the demonstration district."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from flask import current_app

from tracker.accounts import actions as accounts
from tracker.accounts import queries as people
from tracker.accounts.models import Account
from tracker.bodies import actions as bodies
from tracker.bodies.models import Body, CongressSession, Group
from tracker.bodies.queries import session_by_id
from tracker.deputies import actions as deputies
from tracker.deputies.models import Deputy
from tracker.kernel.access import Viewer
from tracker.kernel.db import db
from tracker.kernel.errors import Refused
from tracker.roles import Role
from tracker.settings import actions as settings
from tracker.terms import BodyType, Period
from tracker.units import actions as units

DATA = Path(__file__).with_name("district.toml")
PASSWORD = "Yunling#2026-demo"  # noqa: S105 (printed at the start; exists only in demonstration data)
DISTRICT = "云岭区"
TERMS = {BodyType.CONGRESS: 18, BodyType.CPPCC: 10}
PER_BODY = 30


@dataclass(frozen=True)
class Staff:
    """The log-ins of a unit, and who signs its letters."""

    handler: str
    head: str
    signer: str


@dataclass
class District:
    """What was made: ids by name, and the log-ins."""

    units: dict[str, int] = field(default_factory=dict)
    sessions: dict[tuple[BodyType, int], int] = field(default_factory=dict)
    deputies: dict[BodyType, list[int]] = field(default_factory=dict)
    offline: set[str] = field(default_factory=set)
    staff: dict[str, Staff] = field(default_factory=dict)
    raters: dict[int, str] = field(default_factory=dict)
    viewers: dict[str, Viewer] = field(default_factory=dict)

    def person(self, login: str) -> Viewer:
        """Return the viewer behind a log-in name; nobody changes while the cases are made."""
        if login not in self.viewers:
            account = people.by_login(login)
            if account is None:
                raise Refused(f"演示账号 {login} 不存在。")
            self.viewers[login] = viewer_of(account)
        return self.viewers[login]


def viewer_of(account: Account) -> Viewer:
    """Return an account as the person who acts."""
    unit = account.unit_id
    name = people.unit_names().get(unit, "") if unit else ""
    return Viewer(
        account_id=account.id,
        login=account.login,
        name=account.name,
        roles=account.role_set,
        unit_id=unit,
        unit_name=name,
        deputy_id=account.deputy_id,
        body_type=account.body_type,
    )


def year_of(today: date) -> int:
    """Return the year of the present session; January's is present from 20 February."""
    return today.year if today >= date(today.year, 2, 20) else today.year - 1


def opened_on(kind: BodyType, year: int) -> date:
    """Return the first day of a year's session."""
    return date(year, 1, 8 if kind is BodyType.CONGRESS else 6)


def read() -> dict[str, Any]:
    """Return the written data of the district."""
    return tomllib.loads(DATA.read_text(encoding="utf-8"))


def make(data: dict[str, Any], today: date) -> District:
    """Enter units, calendar, bodies, sessions, deputies; inside the caller's transaction."""
    district = District()
    for year in range(year_of(today) - 1, today.year + 2):
        try:
            settings.load_year(year)
        except Refused:  # next year's notice is not out before November
            continue
    for place, name in enumerate(data["units"], 1):
        online = name not in data["offline"]
        short = name if name.endswith(("街道办事处", "镇人民政府", "公司")) else f"区{name}"
        facts = units.UnitFacts(
            f"{DISTRICT}{name}", short, online=online, phone=f"010-5552{place:02d}00"
        )
        district.units[name] = units.save(facts).id
        if not online:
            district.offline.add(name)
    for kind in (BodyType.CONGRESS, BodyType.CPPCC):
        _body(district, kind, data, today)
    return district


def _body(district: District, kind: BodyType, data: dict[str, Any], today: date) -> None:
    """Enter a body with two sessions, its groups and its deputies."""
    congress = kind is BodyType.CONGRESS
    office = "区人大常委会代表工作委员会" if congress else "区政协提案委员会"
    name = f"{DISTRICT}人民代表大会" if congress else f"政协{DISTRICT}委员会"
    body = bodies.save_body(kind, name, "区人大" if congress else "区政协", office)
    for number, years in ((2, 1), (3, 0)):
        opened = opened_on(kind, year_of(today) - years)
        closed = opened + timedelta(days=4)
        session = bodies.save_session(body, TERMS[kind], number, opened, closed)
        district.sessions[(kind, number)] = session.id
        bodies.save_batch(session, Period.SESSION, "大会交办", opened + timedelta(days=25), None)
        bodies.save_batch(session, Period.INTERSESSION, "闭会交办", None, None)
    names = data["delegations" if congress else "sectors"]
    groups = [bodies.save_group(body, group) for group in names]
    district.deputies[kind] = _people(body, groups, data, 0 if congress else 7)


def _people(body: Body, groups: list[Group], data: dict[str, Any], shift: int) -> list[int]:
    """Enter the deputies or members of a body."""
    made = []
    for place in range(PER_BODY):
        surname = data["surnames"][(place + shift) % len(data["surnames"])]
        given = data["given"][(place * 3 + place // 20 + shift) % len(data["given"])]
        phone = f"1380000{shift:01d}{place:03d}"
        person = deputies.save(surname + given, phone, "")
        deputies.add_mandate(person, body, TERMS[BodyType(body.type)], groups[place % len(groups)])
        made.append(person.id)
    return made


ROLES = (
    ("clerk", "周敏", Role.OH),
    ("leader", "郑国安", Role.OL),
    ("district-leader", "钱立民", Role.DL),
    ("sysadmin", "冯建平", Role.SA),
    ("secadmin", "许慧琴", Role.SEC),
    ("auditor", "邓文海", Role.AUD),
)
WITH_LOG_IN = 3
LOG_INS = {BodyType.CONGRESS: "deputy", BodyType.CPPCC: "member"}


def make_accounts(district: District, data: dict[str, Any]) -> None:
    """Make and activate an account for every role, for the units, and for some deputies."""
    for login, name, role in ROLES:
        _account(login, name, role)
    _account("congress-office", "梁秀文", Role.OBS, body_type=BodyType.CONGRESS)
    _account("cppcc-office", "罗文清", Role.OBS, body_type=BodyType.CPPCC)
    for kind, login in LOG_INS.items():
        for place, deputy_id in enumerate(district.deputies[kind][:WITH_LOG_IN]):
            name = db.session.get_one(Deputy, deputy_id).name
            district.raters[deputy_id] = login + _end(place)
            _account(district.raters[deputy_id], name, Role.DEP, deputy_id=deputy_id)
    online = [name for name in data["units"] if name not in district.offline]
    for place, name in enumerate(online):
        _people_of(district, data, place, name)


def _people_of(district: District, data: dict[str, Any], place: int, unit: str) -> None:
    """Make the accounts of a unit: a handler and a head, in a small one the same person."""
    surnames, given = data["staff_surnames"], data["staff_given"]
    unit_id, handler, head = district.units[unit], f"handler{_end(place)}", f"head{_end(place)}"
    writer = surnames[place * 3 % len(surnames)] + given[place]
    chief = surnames[(place * 3 + 9) % len(surnames)] + given[(place + 11) % len(given)]
    if unit in data["small"]:
        _account(handler, writer, Role.UH, Role.UL, unit_id=unit_id)
        district.staff[unit] = Staff(handler, handler, writer)
        return
    _account(handler, writer, Role.UH, unit_id=unit_id)
    _account(head, chief, Role.UL, unit_id=unit_id)
    district.staff[unit] = Staff(handler, head, chief)


def _end(place: int) -> str:
    """Return what tells the log-ins of one kind apart: nothing for the first."""
    return "" if place == 0 else f"-{place + 1}"


def session_of(district: District, kind: BodyType, number: int) -> CongressSession:
    """Return a session."""
    return session_by_id(district.sessions[(kind, number)])


def _account(login: str, name: str, *roles: Role, **fields: Any) -> None:
    """Make an account and activate it with the password of the demonstration."""
    account = accounts.create(login, name, **fields)
    accounts.grant(account, frozenset(roles), None)
    code = accounts.invite(account, None, current_app.config["TRACKER"])
    accounts.activate(login, code, PASSWORD)
