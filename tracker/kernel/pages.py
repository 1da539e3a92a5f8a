"""What pages share: pager, form errors, security headers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from http import HTTPStatus
from math import ceil
from typing import Any, TypeVar

from flask import abort, current_app, g, request, url_for
from sqlalchemy import Select, func, inspect, select
from werkzeug.wrappers import Response
from wtforms import Field

from tracker.kernel import clock
from tracker.kernel.db import Needs, anew, db

Row = TypeVar("Row")
PER_PAGE = 50
LARGEST_ID = 2**31 - 1
Answer = Response | str | tuple[str, int]

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; "
    "object-src 'none'; frame-ancestors 'none'"
)
HEADERS = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


@dataclass(frozen=True)
class Page:
    """One page of a list; `more`: there are more than the `total` that can be turned to."""

    rows: list[Any]
    number: int
    total: int
    per_page: int = PER_PAGE
    more: bool = False

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, ceil(self.total / self.per_page))

    @property
    def first(self) -> int:
        """Running number of the first row; it goes on over the pages."""
        return (self.number - 1) * self.per_page + 1


def numbers(texts: Sequence[str], most: int) -> list[int]:
    """Return the numbers among what was sent, each once; what is no number is passed over."""
    plain = [text for text in texts if text.isascii() and text.isdigit() and len(text) < 19]
    return list(dict.fromkeys(n for n in map(int, plain) if 0 < n <= LARGEST_ID))[:most]


def address(endpoint: str) -> str:
    """Return the address of a page that has only one; every page names the same two dozen."""
    return _address(request.script_root, endpoint)


@lru_cache(maxsize=512)
def _address(_root: str, endpoint: str) -> str:
    """Return an address, which stays the same under one root."""
    return url_for(endpoint)


def addresses(endpoint: str, name: str, **values: Any) -> Callable[[int], str]:
    """Return what gives the addresses of many rows, told apart by a number called `name`."""
    told: dict[str, Any] = {name: LARGEST_ID, **values}
    before, after = url_for(endpoint, **told).split(str(LARGEST_ID), 1)
    return lambda number: f"{before}{number}{after}"


def page_of(query: Select[Any], per_page: int = PER_PAGE) -> Page:
    """Return the page that the address asks for; beyond the end gives the last."""
    counted = select(func.count()).select_from(query.order_by(None).subquery())
    total = db.session.scalar(counted) or 0
    number = page_number(total, per_page)
    rows = db.session.scalars(query.limit(per_page).offset((number - 1) * per_page))
    return Page(list(rows), number, total, per_page)


def found(model: type[Row], row_id: int, needs: Needs = ()) -> Row:
    """Return the row with this number and what is needed of its relations; 404 where none is."""
    number: Any = inspect(model).primary_key[0]
    query = anew(select(model).where(number == row_id), needs)
    row: Row | None = db.session.scalar(query) if row_id <= LARGEST_ID else None  # also from forms
    if row is None:
        abort(404)
    return row


def page_number(total: int, per_page: int) -> int:
    """Return the page that the address asks for; beyond the end gives the last."""
    asked, last = request.args.get("page", "1"), max(1, ceil(total / per_page))
    plain = asked.isascii() and asked.isdigit() and len(asked) < 7
    return min(max(1, int(asked)), last) if plain else 1


def moment(instant: datetime | None) -> str:
    """Return an instant as local time to the minute, — where there is none."""
    return clock.local(instant).strftime("%Y-%m-%d %H:%M") if instant else "—"


def check_numbers() -> None:
    """Answer 404 where an address names a number that no column can hold."""
    given = (request.view_args or {}).values()
    if any(isinstance(value, int) and value > LARGEST_ID for value in given):
        abort(404)


def put_error(field: Field, sentence: str) -> None:
    """Put a sentence at a form field."""
    field.errors = [*field.errors, sentence]


def set_headers(response: Response) -> Response:
    """Put the security headers on every answer."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if not current_app.config["TRACKER"].insecure_http:
        response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    if request.endpoint != "static" or response.status_code >= HTTPStatus.BAD_REQUEST:
        response.headers["Cache-Control"] = "no-store"  # over what sending a file puts there
    if request_id := g.get("request_id"):
        response.headers["X-Request-Id"] = request_id
    return response
