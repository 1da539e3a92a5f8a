"""Pages that take in lists of units, deputies and accounts from a workbook."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from flask import Blueprint, abort, flash, redirect, render_template, send_file, url_for

from tracker.directory import importing, roster, uploads
from tracker.directory.document import template_book
from tracker.directory.forms import ListForm
from tracker.directory.importing import Line, Verdict
from tracker.directory.roster import HEADINGS, HeadingsError, ListError, ListKind
from tracker.kernel.access import requires, viewer
from tracker.kernel.db import transaction
from tracker.kernel.pages import Answer, put_error
from tracker.kernel.sheets import UnreadableError, read_book
from tracker.permissions import Permission

bp = Blueprint("directory", __name__, url_prefix="/accounts/import")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LANDING = {
    ListKind.UNITS: "units.index",
    ListKind.DEPUTIES: "deputies.index",
    ListKind.ACCOUNTS: "administration.index",
}


def _may(kind: ListKind) -> bool:
    """Whether the viewer may take in this list; accounts are the system administrator's."""
    return kind is not ListKind.ACCOUNTS or viewer().may(Permission.ACCOUNT_CREATE_DISABLE)


def _kind(code: str) -> ListKind:
    """Return the kind of list of the address; 404 for none, 403 for one that is not allowed."""
    if code not in set(ListKind):
        abort(404)
    kind = ListKind(code)
    if not _may(kind):
        abort(403)
    return kind


def _lines(path: Path, kind: ListKind) -> list[Line]:
    """Return what the rows of a workbook would do; the first sheet with the headings counts.

    :raises UnreadableError: it is no workbook.
    :raises ListError: no sheet is such a list.
    """
    wrong: list[HeadingsError] = []
    for sheet in read_book(path).visible():
        try:
            found = roster.entries(kind, sheet)
        except HeadingsError as error:
            wrong.append(error)
        else:
            return importing.plan(kind, found)
    raise wrong[0] if wrong else ListError("工作簿里没有内容，请填写后再上传。")


@bp.get("/")
@requires(Permission.DIRECTORY_IMPORT)
def index() -> Answer:
    """Show which lists can be taken in."""
    return _index(None, ListForm(formdata=None))


def _index(chosen: ListKind | None, form: ListForm) -> str:
    """Render the lists with their forms; the one that was chosen shows what is wrong."""
    forms = []
    for kind in filter(_may, ListKind):
        own = form if kind is chosen else ListForm(formdata=None)
        own.book.id = f"book-{kind.value}"
        forms.append((kind, own, HEADINGS[kind]))
    return render_template("directory/index.html", forms=forms, form=form)


@bp.get("/<code>/template")
@requires(Permission.DIRECTORY_IMPORT)
def template(code: str) -> Answer:
    """Download the empty list."""
    kind = _kind(code)
    name = f"{kind.label}导入模板.xlsx"
    book = BytesIO(template_book(kind))
    return send_file(book, mimetype=XLSX, as_attachment=True, download_name=name)


@bp.post("/<code>")
@requires(Permission.DIRECTORY_IMPORT)
def upload(code: str) -> Answer:
    """Keep an uploaded list and go to its preview."""
    kind, form = _kind(code), ListForm()
    if form.validate_on_submit():
        token = uploads.keep(form.book.data, kind, viewer().account_id)
        try:
            _lines(_waiting(kind, token), kind)
        except (UnreadableError, ListError) as error:
            put_error(form.book, str(error))
        else:
            return redirect(url_for("directory.preview", code=code, token=token))
    return _index(kind, form), 422


@bp.get("/<code>/<token>")
@requires(Permission.DIRECTORY_IMPORT)
def preview(code: str, token: str) -> Answer:
    """Show what each row would do."""
    kind = _kind(code)
    lines = _lines(_waiting(kind, token), kind)
    return render_template(
        "directory/preview.html",
        kind=kind,
        token=token,
        headings=HEADINGS[kind],
        lines=sorted(lines, key=lambda line: line.verdict is not Verdict.WRONG),
        tally={verdict: sum(line.verdict is verdict for line in lines) for verdict in Verdict},
        verdicts=Verdict,
    )


@bp.post("/<code>/<token>")
@requires(Permission.DIRECTORY_IMPORT)
def confirm(code: str, token: str) -> Answer:
    """Take in the list: all its new rows or none."""
    kind = _kind(code)
    path = _waiting(kind, token)
    with transaction():
        count = importing.apply(kind, _lines(path, kind))
    path.unlink(missing_ok=True)
    later = "，等安全管理员授权后才能激活" if kind is ListKind.ACCOUNTS else ""
    flash(f"已导入{kind.label} {count} 条{later}。")
    return redirect(url_for(LANDING[kind]))


def _waiting(kind: ListKind, token: str) -> Path:
    """Return the list that waits; 404 where it is another's, confirmed or too old."""
    path = uploads.path_of(token, kind, viewer().account_id)
    if path is None:
        abort(404)
    return path
