"""Pages of letters and ratings: the deputy's own, and the office's on behalf."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, redirect, render_template, url_for

from tracker.assign import queries as assign
from tracker.cases import act_page
from tracker.cases.act_page import ActPage
from tracker.cases.gate import visible_case
from tracker.cases.models import Case
from tracker.kernel import clock, files
from tracker.kernel.access import Viewer, current, requires, viewer
from tracker.kernel.db import transaction
from tracker.kernel.errors import Invalid, Refused
from tracker.kernel.fields import pair_choices
from tracker.kernel.pages import Answer, put_error
from tracker.permissions import Permission
from tracker.rating import actions, large_type, lifecycle, plain, queries
from tracker.rating.forms import ConfirmForm, EnterForm, RateForm, answers, with_questions
from tracker.rating.models import Rating
from tracker.reply import document
from tracker.reply import queries as reply
from tracker.reply.models import Reply
from tracker.roles import OFFICE_AND_BODY, Role
from tracker.terms import Dimension, RatingState

bp = Blueprint("rating", __name__, url_prefix="/rating")
bp.app_context_processor(large_type.page_values)


@bp.app_context_processor
def _own_pages() -> dict[str, object]:
    """Tell shared pages who has the deputies' pages only, and reads them on a phone page."""
    person = current()
    return {"own_pages": person is not None and person.roles == frozenset({Role.DEP})}


@bp.get("/cases/<int:case_id>/letters/<int:reply_id>")
@requires(Permission.RATING_OWN)
def letter(case_id: int, reply_id: int) -> Answer:
    """Show a letter in large type."""
    case = visible_case(case_id)
    found = next((row for row in reply.letters(case.id) if row.id == reply_id), None)
    if found is None or not reply.may_see(found, viewer()):
        abort(404)
    return render_template(
        "rating/letter.html",
        may_rate=actions.may(found, lifecycle.Act.RATE),
        **_letter_page(case, found),
    )


@bp.route("/cases/<int:case_id>/assignments/<int:assignment_id>/rate", methods=["GET", "POST"])
@requires(Permission.RATING_SUBMIT)
def rate(case_id: int, assignment_id: int) -> Answer:
    """Ask under the letter, take the answer: one page, one press."""
    case = visible_case(case_id)
    found, asked = _letter(case, assignment_id), actions.dimensions(case)
    form = with_questions(RateForm, asked)
    if _is_taken(found, form, asked):
        return redirect(url_for("rating.done", case_id=case_id))
    actions.ask(found, lifecycle.Act.RATE)
    if form.validate_on_submit():
        try:
            with transaction():
                actions.submit(found, answers(form, asked), form.reason.data or "")
        except Invalid as error:
            put_error(form[error.field], str(error))
        else:
            return redirect(url_for("rating.done", case_id=case_id))
    shown = render_template("rating/rate.html", form=form, asked=asked, **_letter_page(case, found))
    return (shown, 422) if form.errors else shown


def _letter_page(case: Case, letter: Reply) -> dict[str, Any]:
    """Return what a page shows of a letter, and until when it is to be rated."""
    waits = (item.due_on for item in queries.awaited(case.id) if item.letter.id == letter.id)
    return {
        "case": case,
        "label": plain.label_of(case),
        "letter": letter,
        "says": plain.says(letter),
        "paper": document.paper_of(letter, viewer()),
        "due_on": next(waits, None),
        "today": clock.today(),
        "day_of": plain.day_of,
    }


@bp.get("/cases/<int:case_id>/done")
@requires(Permission.RATING_OWN)
def done(case_id: int) -> Answer:
    """Say what was taken and what happens next, in words that fit the answer."""
    case, person = visible_case(case_id), viewer()
    row = _own_rating(case, person)
    return render_template(
        "rating/done.html",
        case=case,
        row=row,
        thanks=plain.thanks(row),
        next=plain.what_next(row, case.body.office_name, reply.commitments(case.id)),
        ratings=plain.ratings(queries.section(case, person).lines),
    )


@bp.route("/cases/<int:case_id>/assignments/<int:assignment_id>/enter", methods=["GET", "POST"])
@requires(Permission.RATING_ENTER)
def enter_on_behalf(case_id: int, assignment_id: int) -> Answer:
    """Enter a paper form."""
    case = visible_case(case_id)
    found, asked = _letter(case, assignment_id), actions.dimensions(case)
    actions.ask(found, lifecycle.Act.ENTER)
    form = with_questions(EnterForm, asked)
    hint = f"照{found.assignment.unit_name}答复的评价表录入，另一人核对后才计入满意度。"
    page = ActPage("代录评价", "保存", "已录入，待另一人核对。", hint, uploads=True)

    def save() -> None:
        scan = files.keep(form.scan.data, viewer().account_id) if form.scan.data else None
        filled = actions.Form(answers(form, asked), form.reason.data or "", form.filled_on.data)
        actions.enter_on_behalf(found, filled, scan)

    return act_page.run(case, form, page, save)


@bp.route("/cases/<int:case_id>/ratings/<int:rating_id>/confirm", methods=["GET", "POST"])
@requires(Permission.RATING_CONFIRM)
def confirm(case_id: int, rating_id: int) -> Answer:
    """Check what somebody else entered against its scan."""
    case = visible_case(case_id)
    row, form = _rating(case, rating_id), ConfirmForm()
    form.decision.choices = pair_choices([("yes", "与扫描件相符"), ("no", "不相符，退回重录")])
    shown = "rating/confirm.html"
    page = ActPage("核对代录的评价", "确定", "已处理。", template=shown, subject=row)

    def save() -> None:
        if form.decision.data == "yes":
            actions.confirm_on_behalf(row)
        else:
            actions.reject_on_behalf(row, form.reason.data or "")

    return act_page.run(case, form, page, save)


@bp.get("/cases/<int:case_id>/ratings/<int:rating_id>/scan")
@requires(Permission.RATING_VIEW)
def scan(case_id: int, rating_id: int) -> Answer:
    """Send the scan of a paper form to the office and the body's office."""
    row = _rating(visible_case(case_id), rating_id)
    if row.scan_id is None or not viewer().is_one_of(*OFFICE_AND_BODY):
        abort(404)
    return files.answer_of(row.scan_id)


def _letter(case: Case, assignment_id: int) -> Reply:
    """Return the letter that is to be rated; 404 where it is not this viewer's.

    :raises Refused: the unit has not answered in its present round.
    """
    if assign.one(case, assignment_id) is None:
        abort(404)
    found = queries.letter_of(case, assignment_id)
    if found is None:
        raise Refused("这一单位还没有印发答复，现在不能评价。请刷新页面查看。")
    if not reply.may_see(found, viewer()):
        abort(404)
    return found


def _own_rating(case: Case, person: Viewer) -> Rating | None:
    """Return what this person last said about a case, None where that is nothing."""
    if person.deputy_id is None or case.lead.deputy_id != person.deputy_id:
        return None
    rows = queries.of_case_rows(case.id)
    return next((row for row in reversed(rows) if row.state == RatingState.SUBMITTED), None)


def _is_taken(letter: Reply, form: Any, asked: tuple[Dimension, ...]) -> bool:
    """Whether the answer was taken, and the page is only asked for again or sent twice."""
    said = queries.said_by(letter, viewer())
    if said is None or not form.is_submitted():
        return said is not None
    same = {item: form[item.value].data for item in asked}
    stored = {row.dimension: row.value for row in queries.by_id(said.id).values}
    return same == stored and (form.reason.data or "").strip() == said.reason


def _rating(case: Case, rating_id: int) -> Rating:
    """Return a rating of this case, or answer 404."""
    row = queries.one(case, rating_id)
    if row is None:
        abort(404)
    return row
