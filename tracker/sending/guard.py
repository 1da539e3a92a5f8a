"""Before every act that a form asks for: the form was not sent before, and is about what is so.

Each form carries a mark of its own and the place of the log at which its page was read. Both are
judged at the opening of the act's transaction, so that of two that come at once one waits for the
other (docs/decisions/0023).
"""

from __future__ import annotations

import json
import re
import secrets
from datetime import timedelta
from typing import Any

from flask import current_app, flash, g, has_request_context, redirect, request, session, url_for
from sqlalchemy import delete, insert, select, update
from sqlalchemy.exc import DBAPIError
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from tracker.kernel import clock, trouble
from tracker.kernel.access import Viewer, current
from tracker.kernel.db import db, transaction
from tracker.kernel.errors import Stale, Taken
from tracker.sending import since
from tracker.sending.models import SentForm

MARK, SINCE = "_mark", "_since"
MADE = re.compile(r"[\w-]{16}")
NUMBER = re.compile(r"\d{1,15}")
# looking is no act: it may be done again
EXEMPT = frozenset({
    "accounts.log_in_post", "accounts.log_out", "desk.show_phone", "typed.keep",
})  # fmt: skip
OWN = "accounts"  # the pages about oneself
TABLE: Any = SentForm.__table__
AGAIN = "这份表单刚才已经提交过，没有重复办理。"


class SentBeforeError(Exception):
    """The form had its effect already."""

    def __init__(self, row: Any) -> None:
        """Keep what was answered."""
        super().__init__(row.location)
        self.row = row


def form_fields() -> dict[str, str]:
    """Return the hidden fields of a changing form; none for who is not logged in."""
    if current() is None:
        return {}
    return {MARK: secrets.token_urlsafe(12), SINCE: str(_shown_since())}


def _shown_since() -> int:
    """Return since when the page shows what is so: a form that comes back keeps its first day."""
    sent = _sent(SINCE) if request.method == "POST" else ""
    here = int(g.get("log_at", 0))
    return min(int(sent), here) if NUMBER.fullmatch(sent) and "changes" not in g else here


def begin() -> Response | None:
    """Answer a form that was sent before like the first time, before anything is looked at."""
    g.mark, g.ours = None, False
    if request.method != "POST" or current() is None or request.endpoint in EXEMPT:
        return None
    sent = _sent(MARK)
    g.mark = sent if MADE.fullmatch(sent) else None
    row = _row(g.mark) if g.mark else None
    return like_the_first(row) if row else None


def judge() -> None:
    """Let an act go on, once: about what is still as the form's page showed it.

    :raises SentBeforeError: the form had its effect while this one waited for its turn.
    :raises Stale: somebody changed what the page showed.
    :raises Taken: it is no longer this person's.
    """
    person = current() if has_request_context() else None
    if person is None or g.get("mark") is None:
        return
    row = _row(g.mark)
    if row and not g.ours:
        raise SentBeforeError(row)
    if row:
        return
    sent = _sent(SINCE)
    if NUMBER.fullmatch(sent) and request.blueprint != OWN:
        args = request.view_args or {}
        if change := since.taken(args, int(sent), person):
            raise Taken(change)
        changed = since.changes(args, int(sent), person)
        if changed:
            g.changes = changed
            raise Stale(changed)
    values = {"mark": g.mark, "account_id": person.account_id, "sent_at": clock.now()}
    db.session.execute(insert(TABLE).values(**values, location="", said="[]"))
    g.ours = True


def overtaken() -> Taken | None:
    """Return what happened since the page was shown, where that is why somebody is turned away.

    Who never could do it is answered as one who may not.
    """
    person, sent = current(), _sent(SINCE) if request.method == "POST" else ""
    if person is None or not NUMBER.fullmatch(sent) or not _has_right(person):
        return None
    change = since.taken(request.view_args or {}, int(sent), person)
    return Taken(change) if change else None


def happened() -> str:
    """Return in words what happened since the page of a form was shown, empty for nothing."""
    person, sent = current(), _sent(SINCE) if request.method == "POST" else ""
    if person is None or not NUMBER.fullmatch(sent) or request.blueprint == OWN:
        return ""
    found = since.changes(request.view_args or {}, int(sent), person)
    return f"（您打开页面以后：{'；'.join(map(str, found))}。）" if found else ""


def _has_right(person: Viewer) -> bool:
    """Whether the person's roles have the right to the act at all."""
    view = current_app.view_functions.get(request.endpoint or "")
    permission = getattr(view, "permission", None)
    return permission is not None and person.may(permission)


def give_up() -> None:
    """Let what follows in this request be no act of the form: it was refused."""
    g.mark = None


def finish(response: Response) -> Response:
    """Keep what a form that had its effect was answered."""
    if g.get("ours") and g.get("mark") and response.location:
        said = json.dumps(session.get("_flashes", []), ensure_ascii=False)
        kept = update(TABLE).where(TABLE.c.mark == g.mark)
        try:
            with transaction(in_turn=False):
                db.session.execute(kept.values(location=response.location, said=said))
        except DBAPIError as error:  # what was done is done; sent again, it leads to its subject
            if not trouble.passes(error):
                raise
            current_app.logger.exception("what a form was answered is not kept")
    return response


def like_the_first(row: Any) -> Response:
    """Answer as the first sending was answered; where that is not known, lead to its subject."""
    for category, sentence in json.loads(row.said):
        flash(sentence, category)
    if not row.location:
        flash(AGAIN)
    return redirect(row.location or _subject())


def clear_away(days: int) -> None:
    """Forget forms that nobody sends again."""
    last = clock.now() - timedelta(days=days)
    db.session.execute(delete(TABLE).where(TABLE.c.sent_at < last))


def _sent(name: str) -> str:
    """Return a field of the form; of a body that is too large none, the view says so."""
    try:
        return request.form.get(name, "")
    except HTTPException:
        return ""


def _row(mark: str) -> Any:
    """Return what is kept of a form of this person."""
    person = current()
    mine = TABLE.c.account_id == (person.account_id if person else 0)
    return db.session.execute(select(TABLE).where(TABLE.c.mark == mark, mine)).one_or_none()


def _subject() -> str:
    """Return the page that a form is about."""
    args = request.view_args or {}
    if "case_id" in args:
        return url_for("desk.case", case_id=args["case_id"])
    adapter = current_app.create_url_adapter(request)
    shown = adapter is not None and adapter.test(request.path, "GET")
    return request.path if shown else url_for("desk.home")
