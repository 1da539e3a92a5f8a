"""What happens around the views: a form that was sent is forgotten, one that came too late is kept.

Registered in `tracker/__init__.py`; the second after the check of the token, so that another
site's form keeps nothing.
"""

from __future__ import annotations

from flask import current_app, flash, g, redirect, request, session, url_for
from sqlalchemy.exc import DBAPIError
from werkzeug.wrappers import Response

from tracker.accounts import cookies
from tracker.accounts import queries as accounts
from tracker.accounts.views import log_in_page
from tracker.kernel.access import current, waits_for_password
from tracker.kernel.db import transaction
from tracker.kernel.errors import Invalid
from tracker.permissions import ANONYMOUS
from tracker.typed import actions, queries
from tracker.typed.place import page_of_form, place_of_form
from tracker.typed.views import sent
from tracker.typed.words import sent_fields, typed

ENDED = "登录已过期，请重新登录。"
KEPT = "登录已过期，您填写的内容已保存，登录后可在原页面恢复。"
TO_COPY = "登录已过期，下面是您填写的内容，请先复制，登录后再填。"
CHANGE = "密码已到期，请先修改密码。您填写的内容已保存，改好后可在原页面恢复。"
OWN = "typed.keep"  # the script's own request
Late = Response | tuple[str, int] | tuple[dict[str, bool], int] | None


def forget_sent(response: Response) -> Response:
    """Forget what was kept of a form that was sent and done."""
    person = current()
    if request.method != "POST" or person is None or response.status_code not in (302, 303):
        return response
    if g.get("kept_typed") or request.endpoint == OWN:
        return response
    try:
        place = place_of_form()
        if place and queries.is_kept(person.account_id, place):
            with transaction(in_turn=False):
                actions.drop(person.account_id, place)
    except DBAPIError:  # what was done is done
        current_app.logger.exception("what was typed is kept still")
    return response


def catch_late() -> Late:
    """Keep what comes after the end of the log-in or the password; lead to what is missing."""
    view = current_app.view_functions.get(request.endpoint or "")
    permission = getattr(view, "permission", None)
    if request.method != "POST" or permission is None or permission in ANONYMOUS:
        return None
    person = current()
    if person is not None and not waits_for_password(person, permission):
        return None
    token = request.cookies.get(cookies.cookie_name(), "")
    account_id = person.account_id if person else accounts.account_of(token)
    if request.endpoint == OWN and (found := sent()):
        return {"kept": account_id is not None and _keep(account_id, *found)}, 401
    return _to_change(account_id or 0) if person else _to_log_in(account_id)


def _to_log_in(account_id: int | None) -> Response | tuple[str, int]:
    """Lead somebody without a log-in to it."""
    page, texts = page_of_form(), typed()
    if texts and (account_id is None or not _keep(account_id, place_of_form(), sent_fields())):
        return log_in_page(page, texts=texts, sentence=TO_COPY), 401
    flash(KEPT if texts else ENDED)
    return redirect(url_for("accounts.log_in", next=page))


def _to_change(account_id: int) -> Response:
    """Lead somebody whose password ended to its change."""
    if typed() and _keep(account_id, place_of_form(), sent_fields()):
        flash(CHANGE)
        session["next"] = page_of_form()
    g.kept_typed = True
    return redirect(url_for("accounts.change_password"))


def _keep(account_id: int, place: str, fields: queries.Fields) -> bool:
    """Keep a form; say whether that could be done."""
    if not place:
        return False
    try:
        with transaction(in_turn=False):
            actions.keep(account_id, place, fields)
    except Invalid:
        return False
    return True
