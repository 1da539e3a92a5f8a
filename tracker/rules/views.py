"""Pages of the rules: what holds here and whose it is, and the two persons who decide it."""

from __future__ import annotations

from flask import Blueprint, abort, flash, redirect, render_template, url_for

from tracker.kernel import clock
from tracker.kernel.access import requires, viewer
from tracker.kernel.db import transaction
from tracker.kernel.errors import Invalid, Stale
from tracker.kernel.pages import LARGEST_ID, Answer, put_error
from tracker.permissions import Permission
from tracker.rulebook.book import Rulebook
from tracker.rulebook.keys import label_of
from tracker.rulebook.resolving import Override, resolve
from tracker.rulebook.terms import RuleLayer
from tracker.rules import actions, queries
from tracker.rules.forms import BackForm, DecisionForm, JudgeForm, form_for
from tracker.rules.lines import Line, mark_of, words_of
from tracker.settings import queries as settings
from tracker.settings.decided import PLACE
from tracker.settings.in_force import rulebook
from tracker.settings.models import RuleChange

bp = Blueprint("rules", __name__, url_prefix="/settings/rules")


@bp.get("")
@requires(Permission.RULEBOOK_VIEW)
def index() -> Answer:
    """Show every value that holds here, whose it is, and what the office has to confirm."""
    book, place = rulebook(), queries.decided().place_on(clock.today())
    lines, rows = queries.lines(book), queries.shown(settings.changes())
    return render_template(
        "rules/index.html",
        place=queries.place_name(place),
        told=queries.place_note(place),
        limits=[one for one in lines if one.key in book.limits],
        others=[one for one in lines if one.key not in book.limits],
        open=sum(one.open for one in lines),
        waiting=[one for one in rows if one.waits],
        decided=[one for one in rows if not one.waits],
    )


@bp.route("/<key>", methods=["GET", "POST"])
@requires(Permission.RULEBOOK_PROPOSE)
def propose(key: str) -> Answer:
    """Propose another value, or another place."""
    form, book = form_for(key), rulebook()
    if form is None:
        abort(404)
    form.put(book, key)
    return _run(key, form, book)


@bp.route("/<key>/back", methods=["GET", "POST"])
@requires(Permission.RULEBOOK_PROPOSE)
def take_back(key: str) -> Answer:
    """Propose that the place's value holds again instead of the office's own."""
    book = rulebook()
    line = next((one for one in queries.lines(book) if one.key == key), None)
    if line is None or not line.own:
        abort(404)
    return _run(key, BackForm(), book)


def _run(key: str, form: DecisionForm, book: Rulebook) -> Answer:
    """Show the form, or propose what it says and go back to the rules."""
    beside = _beside(key, form, book)
    mark = mark_of(str(beside["now"]))
    if form.is_submitted() and form.shown.data != mark:
        raise Stale
    if form.validate_on_submit():
        try:
            with transaction():
                actions.propose(_wanted(key, form))
        except Invalid as error:
            at = error.field if error.field in form else _field(form)
            put_error(form[at], str(error))
        else:
            flash("已提出变更，须由另一位政府办领导确认后才生效。")
            return redirect(url_for("rules.index"))
    elif not form.is_submitted():
        form.since.data, form.shown.data = clock.today(), mark
    page = render_template("rules/propose.html", form=form, **beside)
    return (page, 422) if form.is_submitted() else page


def _wanted(key: str, form: DecisionForm) -> Override:
    """Return what a form says."""
    document, reason = (form.document.data or "").strip(), form.reason.data.strip()
    return Override(key, form.value(), reason, document, form.since.data)


def _field(form: DecisionForm) -> str:
    """Return the field at which a value that cannot be kept is told."""
    named = ("number", "chosen", "place", "before", "done")
    return next((name for name in named if name in form), "reason")


def _beside(key: str, form: DecisionForm, book: Rulebook) -> dict[str, object]:
    """Return what the page shows beside the form."""
    place = queries.decided().place_on(clock.today())
    if key == PLACE:
        return {"label": "适用地区", "now": queries.place_name(place), "source": None, "own": False}
    origin = book.origin(key)
    base = words_of(resolve(place, (), clock.today()), key)
    back = isinstance(form, BackForm)
    return {
        "label": label_of(key),
        "key": key,
        "now": words_of(book, key),
        "source": origin,
        "own": not back and origin is not None and origin.layer is RuleLayer.OFFICE,
        "base": base if back else "",
    }


@bp.route("/changes/<int:change_id>", methods=["GET", "POST"])
@requires(Permission.RULEBOOK_CONFIRM)
def decide(change_id: int) -> Answer:
    """Check what somebody else proposed, and confirm or reject it."""
    row, form = _change(change_id), JudgeForm()
    if form.validate_on_submit():
        try:
            with transaction():
                _judge(row, form)
        except Invalid as error:
            at = error.field if error.field in form else "decision"
            put_error(form[at], str(error))
        else:
            flash(
                "已确认，自启用日期起登记的件适用。" if _agreed(form) else "已退回，规则没有改动。"
            )
            return redirect(url_for("rules.index"))
    (shown,) = queries.shown([row])
    own = row.proposed_by == viewer().account_id
    page = render_template("rules/decide.html", form=form, shown=shown, own=own)
    return (page, 422) if form.is_submitted() else page


@bp.post("/changes/<int:change_id>/withdraw")
@requires(Permission.RULEBOOK_PROPOSE)
def withdraw(change_id: int) -> Answer:
    """Take back one's own proposal."""
    row = _change(change_id)
    with transaction():
        actions.withdraw(row)
    flash("已撤回，规则没有改动。")
    return redirect(url_for("rules.index"))


@bp.post("/<key>/confirm/<mark>")
@requires(Permission.RULEBOOK_CONFIRM)
def confirm_line(key: str, mark: str) -> Answer:
    """Confirm that one line holds here as it stands."""
    line: Line | None = next((one for one in queries.lines(rulebook()) if one.key == key), None)
    if line is None:
        abort(404)
    with transaction():
        actions.confirm_line(line, mark)
    flash(f"已确认“{line.label}”：{line.words}。")
    return redirect(url_for("rules.index", _anchor=f"rule-{key}"))


def _judge(row: RuleChange, form: JudgeForm) -> None:
    """Confirm or reject."""
    if _agreed(form):
        actions.confirm(row)
    else:
        actions.reject(row, form.refusal.data or "")


def _agreed(form: JudgeForm) -> bool:
    """Whether the second person agrees."""
    return bool(form.decision.data == "yes")


def _change(change_id: int) -> RuleChange:
    """Return a decision; 404 where there is none."""
    row = queries.change(change_id) if change_id <= LARGEST_ID else None
    if row is None:
        abort(404)
    return row
