"""The page of a list that waits to be read: its place, and giving up."""

from __future__ import annotations

from flask import Blueprint, abort, flash, make_response, redirect, render_template, url_for

from tracker.intake import uploads, waiting
from tracker.intake.uploads import Upload
from tracker.kernel.access import requires, viewer
from tracker.kernel.db import transaction
from tracker.kernel.pages import Answer
from tracker.permissions import Permission

AGAIN = "2"  # seconds after which a browser asks again, without any script
bp = Blueprint("waiting", __name__, url_prefix="/intake")


@bp.get("/<token>/waiting")
@requires(Permission.IMPORT_PREVIEW)
def page(token: str) -> Answer:
    """Show where a list stands in the queue; one that was read leads to its preview."""
    upload = _kept(token)
    place = None if waiting.is_read(upload) else waiting.place_of(upload)
    if place is None and not waiting.is_read(upload):
        waiting.ask(upload)
    elif place is not None and place.left_alone:
        waiting.read_next()  # no jobs process is running: it goes on all the same
    if waiting.is_read(upload):
        return redirect(url_for("intake.preview", token=token))
    answer = make_response(render_template("intake/waiting.html", upload=upload, place=place))
    answer.headers["Refresh"] = AGAIN
    return answer


@bp.post("/<token>/give-up")
@requires(Permission.IMPORT_PREVIEW)
def give_up(token: str) -> Answer:
    """Drop a list that waits."""
    upload = _kept(token)
    with transaction():
        waiting.give_up(upload)
    flash(f"已取消读入“{upload.name}”，没有写入任何内容。")
    return redirect(url_for("intake.index"))


def _kept(token: str) -> Upload:
    """Return the viewer's list, else answer 404."""
    upload = uploads.find(token, viewer().account_id)
    if upload is None:
        abort(404)
    return upload
