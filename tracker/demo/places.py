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


@dataclass
class District:
    """What was made: ids by name, and the log-ins."""

    units: dict[str, int] = field(default_factory=dict)
    sessions: dict[tuple[BodyType, int], int] = field(default_factory=dict)
    deputies: dict[BodyType, list[int]] = field(default_factory=dict)
    offline: set[str] = field(default_factory=set)

    def person(self, login: str) -> Viewer:
        """Return the viewer behind a log-in name."""
        account = people.by_login(login)
        if account is None:
            raise Refused(f"演示账号 {login} 不存在。")
        return viewer_of(account)


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


def read() -> dict[str, Any]:
    """Return the written data of the district."""
    return tomllib.loads(DATA.read_text(encoding="utf-8"))


def make(data: dict[str, Any], today: date) -> District:
    """Enter units, calendar, bodies, sessions, deputies; inside the caller's transaction."""
    district = District()
    for year in (today.year - 1, today.year, today.year + 1):
        try:
            settings.load_year(year)
        except Refused:  # next year's notice is not out before November
            continue
    for name in data["units"]:
        online = name not in data["offline"]
        short = name if name.endswith(("街道办事处", "镇人民政府", "公司")) else f"区{name}"
        facts = units.UnitFacts(f"{DISTRICT}{name}", short, online=online, phone="010-55520000")
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
        opened = date(today.year - years, 1, 8 if congress else 6)
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
    ("sysadmin", "系统管理员", Role.SA),
    ("secadmin", "安全管理员", Role.SEC),
    ("auditor", "审计管理员", Role.AUD),
)
WITH_ACCOUNTS = (
    "教育局",
    "住房和城乡建设局",
    "城市管理局",
    "交通运输局",
    "民政局",
    "卫生健康局",
    "农业农村局",
    "生态环境局",
    "市场监督管理局",
    "文化和旅游局",
    "公安分局",
    "财政局",
)


def make_accounts(district: District) -> None:
    """Make and activate an account for every role, and for the handlers of the units."""
    for login, name, role in ROLES:
        _account(login, name, role)
    _account("congress-office", "梁秀文", Role.OBS, body_type=BodyType.CONGRESS)
    _account("cppcc-office", "罗文清", Role.OBS, body_type=BodyType.CPPCC)
    _account("deputy", "", Role.DEP, deputy_id=district.deputies[BodyType.CONGRESS][0])
    _account("member", "", Role.DEP, deputy_id=district.deputies[BodyType.CPPCC][0])
    for place, name in enumerate(WITH_ACCOUNTS):
        end = "" if place == 0 else f"-{place + 1}"
        unit_id = district.units[name]
        _account(f"handler{end}", f"{name[:2]}承办人", Role.UH, unit_id=unit_id)
        _account(f"head{end}", f"{name[:2]}负责人", Role.UL, unit_id=unit_id)


def logins_of(unit: str) -> tuple[str, str] | None:
    """Return the log-ins of a unit's handler and head."""
    if unit not in WITH_ACCOUNTS:
        return None
    place = WITH_ACCOUNTS.index(unit)
    end = "" if place == 0 else f"-{place + 1}"
    return f"handler{end}", f"head{end}"


def session_of(district: District, kind: BodyType, number: int) -> CongressSession:
    """Return a session."""
    return db.session.get_one(CongressSession, district.sessions[(kind, number)])


def _account(login: str, name: str, role: Role, **fields: Any) -> None:
    """Make an account and activate it with the password of the demonstration."""
    if fields.get("deputy_id"):
        name = deputies_name(fields["deputy_id"])
    account = accounts.create(login, name, **fields)
    accounts.grant(account, frozenset({role}), None)
    code = accounts.invite(account, None, current_app.config["TRACKER"])
    accounts.activate(login, code, PASSWORD)


def deputies_name(deputy_id: int) -> str:
    """Return the name of a deputy."""
    return db.session.get_one(Deputy, deputy_id).name
