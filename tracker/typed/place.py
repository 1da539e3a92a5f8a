"""Where a form stands: the path of its page and, where it is sent elsewhere, the path of that.

`/cases/5/reply`, or `/#/leader/5/send-back`: a page may hold several forms. The script sends the
place in a field of the form; without script it follows from the page that the request names.
"""

from __future__ import annotations

import re
from urllib.parse import unquote, urlsplit

from flask import current_app, request
from werkzeug.exceptions import HTTPException

from tracker.kernel.origin import host_name
from tracker.kernel.request import sent_form
from tracker.typed.models import PLACE_LENGTH

FIELD = "typed_at"
FORM = "#"
_PATH = r"/(?!/)[^\s#?\\]*"
_PLACE = re.compile(rf"{_PATH}(#{_PATH})?")


def is_place(text: str) -> bool:
    """Whether a text names a form of ours."""
    return len(text) <= PLACE_LENGTH and _PLACE.fullmatch(text) is not None


def sent_place() -> str:
    """Return the place that the form names, empty where it names none."""
    place = sent_form().get(FIELD, "")
    return place if is_place(place) else ""


def place_of_form() -> str:
    """Return where the form of this request stands; empty where that cannot be kept."""
    if named := sent_place():
        return named
    page = urlsplit(page_of_form()).path
    own = request.script_root + request.path
    place = page if page == own else f"{page}{FORM}{own}"
    return place if is_place(place) else ""


def page_of_form() -> str:
    """Return the address of the page on which the form stood, the desk where that is unknown."""
    named = (_referred(), sent_place().split(FORM)[0], request.script_root + request.path)
    return next((address for address in named if _can_be_opened(address)), "/")


def _referred() -> str:
    """Return path and query of the page that the browser names, empty for another host's."""
    parts = urlsplit(request.headers.get("Referer", ""))
    if host_name(parts.netloc) != host_name(request.host):
        return ""
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _can_be_opened(address: str) -> bool:
    """Whether an address of ours leads to a page."""
    path = unquote(urlsplit(address).path)
    if not is_place(path):
        return False
    adapter = current_app.create_url_adapter(request)
    assert adapter is not None  # noqa: S101 (a request has one)
    try:
        adapter.match(path.removeprefix(request.script_root), method="GET")
    except HTTPException:  # redirects of the map are among them
        return False
    return True
