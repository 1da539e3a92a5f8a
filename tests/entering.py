"""Clients that are logged in: the session is opened as the log-in opens it, without its page.

Nearly every test logs somebody in, and `tests/accounts` holds the page that does it. What a log-in
leaves is the same: the row, the entry in the log, the cookie.
"""

from __future__ import annotations

from flask import Flask, g
from flask.testing import FlaskClient
from sqlalchemy import select

from tracker.accounts import cookies, sessions
from tracker.accounts.models import Account
from tracker.kernel.db import db, transaction

FROM = "127.0.0.1"  # where the client of the tests is


def entered(app: Flask, login: str) -> FlaskClient:
    """Return a client with an account logged in, where its state lets it in."""
    client = app.test_client()
    with app.test_request_context("/login", method="POST", environ_base={"REMOTE_ADDR": FROM}):
        g.viewer = None
        stored = db.session.scalar(select(Account.password_hash).where(Account.login == login))
        with transaction():
            opened = sessions.log_in(sessions.Tried(login, stored), FROM, app.config["TRACKER"])
        if opened:
            client.set_cookie(cookies.cookie_name(), opened.token, httponly=True)
    return client
