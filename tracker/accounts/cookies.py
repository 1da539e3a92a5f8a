"""The session cookie: a random id, only its hash is stored."""

from __future__ import annotations

from flask import current_app, g, request
from sqlalchemy.exc import DBAPIError
from werkzeug.wrappers import Response

from tracker.accounts import queries, sessions
from tracker.kernel import clock, trouble
from tracker.kernel.db import transaction

TOUCH_SECONDS = 60


def cookie_name() -> str:
    """Return the cookie's name; the `__Host-` prefix needs HTTPS."""
    return "sid" if current_app.config["TRACKER"].insecure_http else "__Host-sid"


def load_viewer() -> None:
    """Fix who is behind the request, before the view runs."""
    g.viewer = None
    token = request.cookies.get(cookie_name())
    if not token or request.endpoint == "static":
        return
    config = current_app.config["TRACKER"]
    live = queries.live_session(token, config)
    if live is None:
        return
    g.viewer, g.log_at, seen_at = live.viewer, live.log_at, live.last_seen_at
    if (clock.now() - seen_at).total_seconds() >= TOUCH_SECONDS and _touch(token):
        seen_at = clock.now()
    g.session_left = live.left(seen_at)


def _touch(token: str) -> bool:
    """Note that the session was used; what is only read is shown also where that cannot be."""
    try:
        with transaction(in_turn=False):
            sessions.touch(token)
    except DBAPIError as error:
        if not trouble.passes(error):
            raise
        current_app.logger.warning("the use of a session is not noted: %s", trouble.cause(error))
        return False
    return True


def set_session(response: Response, token: str) -> Response:
    """Hand the session id to the browser."""
    response.set_cookie(
        cookie_name(),
        token,
        secure=not current_app.config["TRACKER"].insecure_http,
        httponly=True,
        samesite="Lax",
        path="/",
    )
    return response


def clear_session(response: Response) -> Response:
    """Take the session id and cached pages from the browser."""
    secure = not current_app.config["TRACKER"].insecure_http
    response.delete_cookie(cookie_name(), path="/", secure=secure, httponly=True, samesite="Lax")
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response
