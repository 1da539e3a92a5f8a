"""The page of one act on a case: a short form, checked, done, back to the case.

Who came from the desk (`back=desk` in the address) goes back there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for

from tracker.cases.models import Case
from tracker.cases.sheet import sheet_of
from tracker.kernel.access import viewer
from tracker.kernel.db import transaction
from tracker.kernel.errors import Invalid
from tracker.kernel.fields import Form
from tracker.kernel.pages import Answer, put_error


@dataclass(frozen=True)
class ActPage:
    """What the page says: title, button, what follows, and the sentence after success.

    `subject` is what the page's own template shows beside the form.
    """

    title: str
    button: str
    done: str
    hint: str = ""
    uploads: bool = False
    template: str = "layouts/act.html"
    subject: Any = None


def run(case: Case, form: Form, page: ActPage, save: Callable[[], object]) -> Answer:
    """Show the form, or do the act and go back to the case, or to the desk that one came from.

    What the act refuses at a field is shown at that field and nothing is saved.
    """
    case_id, label, home = case.id, case.label, comes_from_desk()
    if form.validate_on_submit():
        try:
            with transaction():
                save()
        except Invalid as error:
            if error.field not in form:
                raise
            put_error(form[error.field], str(error))
        else:
            flash(f"{label}：{page.done}" if home else page.done)
            return redirect(url_for("desk.home") if home else url_for("desk.case", case_id=case_id))
    sheet = sheet_of(case, viewer())
    shown = render_template(page.template, case=case, form=form, page=page, sheet=sheet, home=home)
    return (shown, 422) if form.is_submitted() else shown


def comes_from_desk() -> bool:
    """Whether the address says that one goes back to the desk afterwards."""
    return request.args.get("back") == "desk"


def back(case_id: int, sentence: str) -> Answer:
    """Say what was done and go back to the case."""
    flash(sentence)
    return redirect(url_for("desk.case", case_id=case_id))
