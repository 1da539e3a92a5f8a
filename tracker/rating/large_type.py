"""Large type on the deputies' pages and the log-in: a link switches it, the browser keeps it."""

from __future__ import annotations

from flask import current_app, request, url_for
from werkzeug.wrappers import Response

LARGE, STANDARD, NAME = "large", "standard", "type"
KEPT = ("next", "page")  # what else stands in the address of such a page
YEAR = 365 * 24 * 60 * 60  # seconds


def _asked() -> str:
    """Return what the link just pressed asks for, nothing where it is another link."""
    asked = request.args.get(NAME, "")
    return asked if asked in (LARGE, STANDARD) else ""


def page_values() -> dict[str, object]:
    """Return what the phone layout needs to draw the type and its switch."""
    large = (_asked() or request.cookies.get(NAME)) == LARGE
    kept = {name: request.args[name] for name in KEPT if name in request.args}
    args = {**kept, **(request.view_args or {}), NAME: STANDARD if large else LARGE}
    return {
        "large_type": large,
        "large_type_url": url_for(request.endpoint or "own.cases", **args),
    }


def remember(response: Response) -> Response:
    """Keep the choice in the browser, for the next page and the next visit."""
    if asked := _asked():
        secure = not current_app.config["TRACKER"].insecure_http
        response.set_cookie(NAME, asked, YEAR, secure=secure, httponly=True, samesite="Lax")
    return response
