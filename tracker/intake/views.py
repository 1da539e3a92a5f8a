"""Pages of the import: upload, preview, confirm."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from flask import (
    Blueprint,
    abort,
    flash,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)

from tracker.bodies.queries import all_sessions
from tracker.intake import columns as laying
from tracker.intake import faulty_rows, queries, uploads, waiting
from tracker.intake.comparing.targets import Target
from tracker.intake.entering import actions
from tracker.intake.entering.actions import RowsRefused, Source, Ticked
from tracker.intake.forms import UploadForm
from tracker.intake.matching.unknown import unknown_people, unknown_units
from tracker.intake.queries import cell_key, tick_of
from tracker.intake.reading.handed import Preview
from tracker.intake.reading.layout import LABELS
from tracker.intake.reading.preview import row_key
from tracker.intake.uploads import Upload
from tracker.kernel.access import requires, viewer
from tracker.kernel.db import transaction
from tracker.kernel.errors import Invalid, Refused
from tracker.kernel.pages import Answer, put_error
from tracker.permissions import Permission

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
bp = Blueprint("intake", __name__, url_prefix="/intake")


@bp.route("/", methods=["GET", "POST"])
@requires(Permission.IMPORT_PREVIEW)
def index() -> Answer:
    """Upload a list."""
    form, unheaded = UploadForm(), None
    if form.validate_on_submit():
        try:
            upload = uploads.keep(form.file.data, viewer().account_id)
        except Invalid as error:
            put_error(form.file, str(error))
        else:
            waiting.ask(upload)
            if not waiting.is_read(upload, waiting.PATIENCE):
                return redirect(url_for("waiting.page", token=upload.token))
            found = _read(upload)
            if found.refused is None:
                return redirect(url_for("intake.preview", token=upload.token))
            put_error(form.file, found.refused)
            if found.unheaded:
                unheaded = upload
            else:
                uploads.forget(upload)
    shown = render_template("intake/index.html", form=form, waiting=unheaded)
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
    uploads.take(upload, request.form)
    flash("已按您填写的重新核对。")
    return redirect(url_for("intake.preview", token=token))


@bp.get("/<token>/faults.xlsx")
@requires(Permission.IMPORT_PREVIEW)
def faults(token: str) -> Answer:
    """Send the rows that cannot go in, to be mended and uploaded again."""
    upload = _kept(token)
    found, _ = _preview(upload)
    if not any(map(faulty_rows.faulty, found.sheets)):
        abort(404)
    name = f"{Path(upload.name).stem}（待改）.xlsx"
    book = faulty_rows.workbook(found)
    return send_file(book, mimetype=XLSX, as_attachment=True, download_name=name)


@bp.route("/<token>/columns", methods=["GET", "POST"])
@requires(Permission.IMPORT_PREVIEW)
def columns(token: str) -> Answer:
    """Say what the columns of a list hold, by their position."""
    upload, fault = _kept(token), ""
    if request.method == "POST":
        try:
            with transaction():
                laying.save(upload, request.form)
        except Invalid as error:
            fault = str(error)
        else:
            flash("已按您指明的各列重新读入。表头相同的清单以后自动这样读。")
            return redirect(url_for("intake.preview", token=token))
    sheets = laying.choices(upload, request.form if fault else None)
    shown = render_template(
        "intake/columns.html", upload=upload, sheets=sheets, labels=LABELS, fault=fault
    )
    return (shown, 422) if fault else shown


@bp.post("/<token>/confirm")
@requires(Permission.IMPORT_COMMIT)
def confirm(token: str) -> Answer:
    """Register and change what was ticked, all of it or nothing."""
    upload = _kept(token)
    if uploads.take(upload, request.form):
        flash("您改了届次或更正了内容，已重新核对。请看过以后再确认。", "error")
        return _shown(upload, 409)
    found, targets = _preview(upload)
    bad = [entry.row for sheet in found.sheets for entry in sheet.rows if entry.errors]
    if bad and not request.form.get("only_good"):
        flash(f"还有 {len(bad)} 行有错误。请更正，或勾选“只导入没有错误的行”。", "error")
        return _shown(upload, 422)
    rows = queries.rows_of(found, request.form.getlist("row"))
    ticked = Ticked(rows, on_paper="on_paper" in request.form)
    try:
        with transaction():
            lists = queries.with_session(found, targets)
            outcome = actions.confirm(lists, ticked, Source(upload.name, upload.digest))
    except Refused as refusal:
        return _refused(upload, refusal)
    said = f"已登记 {outcome.registered} 件，更正 {outcome.changed} 件。"
    uploads.finish(upload, said)
    flash(said)
    if names := len(unknown_units()) + len(unknown_people()):
        flash(f"有 {names} 个单位或姓名不在名册中，请到“名册对应”选定。")
    return redirect(url_for("desk.home"))


def _kept(token: str) -> Upload:
    """Return the viewer's kept list; one that went in leads to the ledger, else answer 404."""
    upload = uploads.find(token, viewer().account_id)
    if upload is None:
        _lead_on(token)
        abort(404)
    if not waiting.is_read(upload):
        _lead_on(token)  # another click may have put it in just now
        abort(redirect(url_for("waiting.page", token=token)))
    return upload


def _lead_on(token: str) -> None:
    """Lead a second click on a list that went in to the ledger, where its cases stand."""
    if said := uploads.outcome(token, viewer().account_id):
        flash(f"这份清单已经导入过：{said}件在台账里，不需要再导入。")
        abort(redirect(url_for("reports.ledger")))


def _refused(upload: Upload, refusal: Refused) -> Answer:
    """Show the preview again with every row that was refused, or what is missing."""
    _lead_on(upload.token)
    rows = refusal.rows if isinstance(refusal, RowsRefused) else ()
    if not rows:
        flash(str(refusal), "error")
    return _shown(upload, 409, rows)


def _shown(upload: Upload, status: int = 200, refused: Sequence[str] = ()) -> Answer:
    """Render the preview; a form that was sent back keeps its ticks."""
    (found, targets), ticks = _preview(upload), request.form.getlist("row")
    if found.refused:
        return _turned_away(upload, found)
    page = render_template(
        "intake/preview.html",
        upload=upload,
        preview=found,
        targets=targets,
        sessions=all_sessions(),
        tick_of=tick_of,
        cell_key=cell_key,
        row_key=row_key,
        refused=refused,
        ticked=queries.rows_of(found, ticks) if request.method == "POST" else None,
    )
    return page, status


def _turned_away(upload: Upload, found: Preview) -> Answer:
    """Say why a list that waited is not read; without headings its columns can be named."""
    flash(f"“{upload.name}”：{found.refused}", "error")
    if found.unheaded:
        return redirect(url_for("intake.columns", token=upload.token))
    uploads.forget(upload)
    return redirect(url_for("intake.index"))


def _read(upload: Upload) -> Preview:
    """Return what a kept list says, with what the clerk corrected; its page compares it."""
    laid_out = laying.laid_out(upload)
    return queries.read(upload.path, upload.name, upload.corrections, laid_out, upload.read)


def _preview(upload: Upload) -> tuple[Preview, dict[str, Target]]:
    """Return the preview of a kept list with what the clerk chose and corrected."""
    return queries.preview_of(
        upload.path,
        upload.name,
        upload.sessions,
        upload.corrections,
        laying.laid_out(upload),
        upload.read,
        upload.names,
    )
