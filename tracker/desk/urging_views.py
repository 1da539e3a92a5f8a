"""催办 for one or many: the page before sending, and what came of it."""

from __future__ import annotations

from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for

from tracker.cases.gate import visible_case
from tracker.desk import urgeable, urging
from tracker.desk.forms import UrgeForm
from tracker.desk.scopes import Days
from tracker.kernel import clock
from tracker.kernel.access import requires, viewer
from tracker.kernel.days import parse_day
from tracker.kernel.db import transaction
from tracker.kernel.pages import LARGEST_ID, Answer, numbers
from tracker.permissions import Permission
from tracker.settings.in_force import rulebook

bp = Blueprint("urging", __name__, url_prefix="/urging")
NOTHING = "没有选中任何一项，请先打勾。"
LONGEST = 500


@bp.get("/")
@requires(Permission.FOLLOW_UP_RECORD)
def check() -> Answer:
    """Show what would be sent to whom for the duties that were chosen, or all of one case."""
    days, duties = _days(), numbers(request.args.getlist("duty"), urging.MOST)
    if case_id := request.args.get("case", 0, type=int):
        duties += urgeable.of_case(visible_case(min(case_id, LARGEST_ID)).id, days.today)
    return _page(days, duties, _fresh(days.today, request.args.get("until", "")))


@bp.post("/")
@requires(Permission.FOLLOW_UP_RECORD)
def send() -> Answer:
    """Urge what was shown and still stands; say what was done and what was not, and why."""
    days, duties = _days(), numbers(request.form.getlist("duty"), urging.MOST)
    if not duties:
        flash(NOTHING, "error")
        return redirect(url_for("supervision.index"))
    if request.form.get("act") != "send":
        return _page(days, duties, _fresh(days.today, request.form.get("until", "")))
    form = UrgeForm()
    if not form.validate_on_submit():
        return _page(days, duties, form), 422
    asked = {number: request.form.get(f"shown-{number}", "") for number in duties}
    wording = urging.Wording(form.until.data, (form.remark.data or "").strip(), _says(duties))
    with transaction():
        names = urging.names_of(asked.values())
        outcome = urging.send(viewer(), days, asked, wording, names)
    return render_template("urging/done.html", outcome=outcome, until=wording.until)


def _page(days: Days, numbers: list[int], form: UrgeForm) -> str:
    """Return the page before sending."""
    found = urging.check_of(viewer(), days, numbers)
    return render_template(
        "urging/check.html",
        check=found,
        form=form,
        days=days,
        says=_says(numbers),
    )


def _fresh(today: date, until: str) -> UrgeForm:
    """Return the form with the day that is proposed: the one asked for, unless it is past."""
    form, asked = UrgeForm(formdata=None), parse_day(until)
    form.until.data = asked if asked and asked >= today else urging.until_default(today)
    return form


def _days() -> Days:
    """Return today and what is soon."""
    return Days.of(clock.today(), rulebook().reminders.soon)


def _says(numbers: list[int]) -> dict[int, str]:
    """Return the words that were typed for each duty."""
    typed = ((number, request.form.get(f"say-{number}", "").strip()) for number in numbers)
    return {number: text[:LONGEST] for number, text in typed if text}
