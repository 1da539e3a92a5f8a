"""Pages of the import: upload, preview, confirm."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from tracker.bodies.queries import all_sessions
from tracker.intake import actions, queries, uploads
from tracker.intake.actions import Ticked
from tracker.intake.forms import UploadForm
from tracker.intake.queries import CORRECTABLE, key_of
from tracker.intake.uploads import Upload
from tracker.kernel.access import requires, viewer
from tracker.kernel.db import transaction
from tracker.kernel.errors import Invalid
from tracker.kernel.pages import Answer, put_error
from tracker.permissions import Permission

bp = Blueprint("intake", __name__, url_prefix="/intake")


@bp.route("/", methods=["GET", "POST"])
@requires(Permission.IMPORT_PREVIEW)
def index() -> Answer:
    """Upload a list."""
    form = UploadForm()
    if form.validate_on_submit():
        try:
            upload = uploads.keep(form.file.data, viewer().account_id)
        except Invalid as error:
            put_error(form.file, str(error))
        else:
            preview, _ = queries.preview_of(upload.path, upload.name)
            if preview.refused is None:
                return redirect(url_for("intake.preview", token=upload.token))
            put_error(form.file, preview.refused)
            uploads.forget(upload)
    shown = render_template("intake/index.html", form=form)
    return (shown, 422) if form.is_submitted() else shown


@bp.get("/<token>")
@requires(Permission.IMPORT_PREVIEW)
def preview(token: str) -> Answer:
    """Show row by row what the list would do."""
    return _shown(_kept(token))


@bp.post("/<token>/correct")
@requires(Permission.IMPORT_PREVIEW)
def correct(token: str) -> Answer:
    """Take sessions and corrections from the page and show the preview again."""
    upload = _kept(token)
    for name, value in request.form.items():
        kind, _, rest = name.partition(":")
        if kind == "session" and value.isdigit():
            upload.sessions[rest] = int(value)
        elif kind in CORRECTABLE and value.strip():
            upload.corrections.setdefault(rest, {})[kind] = value.strip()[:300]
    uploads.remember(upload)
    flash("已按您填写的重新核对。")
    return redirect(url_for("intake.preview", token=token))


@bp.post("/<token>/confirm")
@requires(Permission.IMPORT_COMMIT)
def confirm(token: str) -> Answer:
    """Register and change what was ticked, all of it or nothing."""
    upload = _kept(token)
    found, targets = queries.preview_of(
        upload.path, upload.name, upload.sessions, upload.corrections
    )
    ticked = set(request.form.getlist("row"))
    rows = {
        (sheet.name, entry.row)
        for sheet in found.sheets
        for entry in sheet.rows
        if key_of(sheet.name, entry.row) in ticked
    }
    bad = [entry.row for sheet in found.sheets for entry in sheet.rows if entry.errors]
    if bad and not request.form.get("only_good"):
        flash(f"还有 {len(bad)} 行有错误。请更正，或勾选“只导入没有错误的行”。", "error")
        return _shown(upload, 422)
    on_paper = request.form.get("on_paper") == "yes"
    with transaction():
        lists = queries.with_session(found, targets)
        outcome = actions.confirm(lists, Ticked(frozenset(rows), on_paper), upload.name)
    uploads.forget(upload)
    flash(f"已登记 {outcome.registered} 件，更正 {outcome.changed} 件。")
    return redirect(url_for("desk.home"))


def _kept(token: str) -> Upload:
    """Return the viewer's kept list, or answer 404."""
    upload = uploads.find(token, viewer().account_id)
    if upload is None:
        abort(404)
    return upload


def _shown(upload: Upload, status: int = 200) -> Answer:
    """Render the preview."""
    found, targets = queries.preview_of(
        upload.path, upload.name, upload.sessions, upload.corrections
    )
    page = render_template(
        "intake/preview.html",
        upload=upload,
        preview=found,
        targets=targets,
        sessions=all_sessions(),
        key_of=key_of,
    )
    return page, status
