"""What one typed and has not sent: asked for and kept by the script, and a page of all of it."""

from __future__ import annotations

import json
from typing import Any

from flask import Blueprint, g, render_template, request
from flask_wtf.csrf import generate_csrf

from tracker.kernel import clock
from tracker.kernel.access import requires, viewer
from tracker.kernel.db import transaction
from tracker.kernel.errors import Invalid
from tracker.kernel.pages import Answer
from tracker.permissions import Permission
from tracker.typed import actions, queries
from tracker.typed.place import is_place
from tracker.typed.words import texts_of

bp = Blueprint("typed", __name__)
Told = tuple[dict[str, Any], int]


@bp.get("/typed/page")
@requires(Permission.TYPED_OWN)
def page() -> dict[str, Any]:
    """Say what is kept of a page, who asks, for how long the log-in lasts; and a token in force."""
    account_id, asked = viewer().account_id, request.args.get("page", "")
    kept = queries.of_page(account_id, asked) if is_place(asked) else []
    return {
        "kept": [{"place": one.place, "fields": one.fields, "saved": one.saved} for one in kept],
        "left": g.get("session_left"),
        "token": generate_csrf(),
        "who": account_id,
    }


@bp.post("/typed")
@requires(Permission.TYPED_OWN)
def keep() -> Told:
    """Keep the text of a form; one without text is forgotten."""
    found = sent()
    if found is None:
        return {"sentence": "请求不完整，没有保存。"}, 422
    try:
        with transaction(in_turn=False):
            actions.keep(viewer().account_id, *found)
    except Invalid as error:
        return {"sentence": str(error)}, 422
    return {"saved": f"{clock.local(clock.now()):%H:%M}", "left": g.get("session_left")}, 200


@bp.get("/typed")
@requires(Permission.TYPED_OWN)
def own() -> Answer:
    """List what one typed and has not sent, to be copied."""
    rows = [(kept, texts_of(kept.fields)) for kept in queries.all_of(viewer().account_id)]
    return render_template("typed/own.html", rows=rows)


def sent() -> tuple[str, queries.Fields] | None:
    """Return place and fields that the script sent, None where they are not in order."""
    place = request.form.get("place", "")
    try:
        fields = json.loads(request.form.get("fields", ""))
    except ValueError:
        return None
    return (place, fields) if is_place(place) and _in_order(fields) else None


def _in_order(fields: Any) -> bool:
    """Whether what came are fields with lists of texts."""
    return isinstance(fields, dict) and all(
        isinstance(values, list) and all(isinstance(value, str) for value in values)
        for values in fields.values()
    )
