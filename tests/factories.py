"""Plain makers of test data; each calls the real actions."""

from __future__ import annotations

import itertools

from flask import current_app

from config import Config
from tracker.accounts import actions as accounts
from tracker.accounts.models import Account
from tracker.bodies import actions as bodies
from tracker.bodies.models import Body
from tracker.deputies import actions as deputies
from tracker.deputies.models import Deputy
from tracker.roles import Role
from tracker.terms import BodyType
from tracker.units import actions as units
from tracker.units.actions import UnitFacts
from tracker.units.models import Unit

PASSWORD = "Yunling-2026#x"
_numbers = itertools.count(1)
_LETTERS = str.maketrans("0123456789", "abcdefghij")  # no part of PASSWORD in a log-in name


def make_account(*roles: Role, activated: bool = True, **fields) -> str:
    """Make an account with roles, activated with PASSWORD; return its log-in name."""
    number = next(_numbers)
    login = "user" + str(number).translate(_LETTERS)
    if Role.OBS in roles:
        fields.setdefault("body_type", BodyType.CONGRESS)
    account: Account = accounts.create(login, f"测试{number}", **fields)
    if not roles:
        return login
    accounts.grant(account, frozenset(roles), None)
    config: Config = current_app.config["TRACKER"]
    code = accounts.invite(account, None, config)
    if activated:
        accounts.activate(login, code, PASSWORD)
    return login


def make_unit(name: str, **facts) -> Unit:
    """Make a handling unit."""
    return units.save(UnitFacts(name=name, **facts))


def make_body(body_type: BodyType = BodyType.CONGRESS) -> Body:
    """Make the district congress or the district CPPCC."""
    word = "人大" if body_type is BodyType.CONGRESS else "政协"
    return bodies.save_body(body_type, f"云岭区{body_type.label}", f"区{word}", f"区{word}办")


def make_deputy(name: str, phone: str = "", body: Body | None = None, term: int = 18) -> Deputy:
    """Make a deputy, with a mandate where a body is given."""
    deputy = deputies.save(name, phone, "")
    if body:
        deputies.add_mandate(deputy, body, term, None)
    return deputy
