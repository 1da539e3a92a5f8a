"""One person for each role, logged in, with the unit or the mandate that the role asks for."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient

from tests import factories
from tests.entering import entered
from tracker.kernel.db import transaction
from tracker.roles import Role
from tracker.terms import BodyType


def _place(role: Role) -> dict[str, object]:
    """Return what an account of the role must have."""
    if role in {Role.UH, Role.UL}:
        return {"unit_id": factories.make_unit(f"云岭区测试{role.value}局").id}
    if role is Role.DEP:
        return {"deputy_id": factories.make_deputy("陈测试").id}
    if role is Role.OBS:
        return {"body_type": BodyType.CONGRESS}
    return {}


def login_name(role: Role) -> str:
    """Make an account of the role; return its log-in name."""
    with transaction():
        return factories.make_account(role, **_place(role))


def logged_in(app: Flask, login: str) -> FlaskClient:
    """Return a client with the account logged in."""
    return entered(app, login)


def client_of(app: Flask, role: Role) -> FlaskClient:
    """Return a client of the role, logged in."""
    return logged_in(app, login_name(role))
