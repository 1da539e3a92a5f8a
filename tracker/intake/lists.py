"""Pages of the lists that went in: which, what they said, and taking one back."""

from __future__ import annotations

import json

from flask import Blueprint, flash, redirect, render_template, url_for
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tracker.cases.gate import visible_case
from tracker.intake.entering import undoing
from tracker.intake.forms import UndoForm
from tracker.intake.models import ImportedList, ImportedRow
from tracker.kernel.access import requires
from tracker.kernel.db import db, transaction
from tracker.kernel.errors import Invalid, Refused
from tracker.kernel.pages import Answer, found, page_of, put_error
from tracker.permissions import Permission

bp = Blueprint("lists", __name__, url_prefix="/intake/lists")


@bp.get("/")
@requires(Permission.IMPORT_PREVIEW)
def index() -> Answer:
    """List what went in, the newest first."""
    query = select(ImportedList).order_by(ImportedList.id.desc())
    page = page_of(query.options(joinedload(ImportedList.account)))
    return render_template("intake/lists.html", page=page)


@bp.route("/<int:list_id>", methods=["GET", "POST"])
@requires(Permission.IMPORT_UNDO)
def show(list_id: int) -> Answer:
    """Show the cases of a list and what was done on them since; take it back."""
    form, kept = UndoForm(), _list(list_id)
    status = 200
    if form.validate_on_submit():
        try:
            with transaction():
                count = undoing.undo(_list(list_id), form.reason.data)
        except Invalid as error:
            put_error(form[error.field], str(error))
        except Refused as refusal:
            flash(str(refusal), "error")
            status = 409
        else:
            flash(f"已撤销导入：{count} 件。新登记的已作废，编号可以重新使用；更正过的已恢复。")
            return redirect(url_for("lists.index"))
    held = {} if kept.undone_at else undoing.acted_on(kept)
    page = page_of(undoing.rows_of(kept))
    shown = render_template("intake/list.html", kept=kept, page=page, held=held, form=form)
    return shown, 422 if form.errors else status


@bp.get("/case/<int:case_id>")
@requires(Permission.IMPORT_PREVIEW)
def of_case(case_id: int) -> Answer:
    """Show what lists said of a case: every cell, also what no field takes."""
    case = visible_case(case_id)
    query = select(ImportedRow).where(ImportedRow.case_id == case_id)
    query = query.options(joinedload(ImportedRow.list)).order_by(ImportedRow.id.desc())
    rows = [(row, json.loads(row.cells)) for row in db.session.scalars(query)]
    return render_template("intake/said.html", case=case, rows=rows)


def _list(list_id: int) -> ImportedList:
    """Return a list that went in; 404 where there is none."""
    return found(ImportedList, list_id, (joinedload(ImportedList.account),))
