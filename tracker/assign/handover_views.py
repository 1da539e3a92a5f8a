"""The page on which a unit's leader hands the parts of one handler to another (承办人交接)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for

from tracker.accounts.models import Account
from tracker.assign import handing_over, holding, sheet
from tracker.assign.handover_forms import HandOverForm
from tracker.kernel import clock
from tracker.kernel.access import requires, viewer
from tracker.kernel.db import db, transaction
from tracker.kernel.errors import Invalid
from tracker.kernel.fields import pair_choices
from tracker.kernel.pages import Answer, page_of, put_error
from tracker.permissions import Permission

bp = Blueprint("handover", __name__, url_prefix="/handover")
SAID = 20


@bp.get("/")
@requires(Permission.HAND_OVER)
def index() -> Answer:
    """List the open parts that name a person who is gone, or a chosen one."""
    return _page(_form(), ticked=None)


@bp.post("/")
@requires(Permission.HAND_OVER)
def index_post() -> Answer:
    """Hand the ticked parts over."""
    form = _form()
    ticked = form.ticked()[: holding.MOST]
    if ticked and not holding.are_of(_unit(), [one.part_id for one in ticked]):
        abort(404)
    if form.validate_on_submit():
        try:
            with transaction():
                to = db.session.get(Account, form.to.data)
                outcome = handing_over.hand_over(ticked, to, form.reason.data or "")
        except Invalid as error:
            put_error(form[error.field], str(error))
        else:
            return _said(outcome, to.name if to else "")
    return _page(form, ticked={one.part_id for one in ticked}), 422


def _unit() -> int:
    """Return the viewer's unit."""
    return viewer().unit_id or abort(404)


def _form() -> HandOverForm:
    """Return the form with the people of the unit to choose from."""
    form = HandOverForm()
    named = [(one.id, one.name) for one in holding.people(_unit())]
    form.to.choices = pair_choices([(0, "（请选择）"), *named])
    return form


def _page(form: HandOverForm, ticked: set[int] | None) -> str:
    """Render the page; what was ticked stays so, at first everything is."""
    key, closed = _asked()
    page = page_of(holding.parts(_unit(), key, closed=closed), holding.MOST)
    holders = holding.holders(_unit(), closed=closed)
    return render_template(
        "handover/index.html",
        form=form,
        page=page,
        lines=sheet.lines_of(page.rows),
        ticked={row.id for row in page.rows} if ticked is None else ticked,
        options=[(one.key, one.label) for one in holders],
        target=url_for("handover.index_post", page=page.number, **_address(key, closed)),
        address=_address(key, closed),
        key=key,
        closed=closed,
        today=clock.today(),
    )


def _said(outcome: handing_over.Outcome, name: str) -> Answer:
    """Say what was handed over, name what was left out, and go back to the list."""
    flash(f"已把 {len(outcome.done)} 件交接给{name}。" if outcome.done else "没有交接任何一件。")
    for sentence in outcome.skipped[:SAID]:
        flash(f"没有交接——{sentence}", "error")
    if len(outcome.skipped) > SAID:
        flash(f"还有 {len(outcome.skipped) - SAID} 件没有交接，仍列在下面。", "error")
    key, closed = _asked()
    return redirect(url_for("handover.index", **_address(key, closed)))


def _asked() -> tuple[str, bool]:
    """Return whose parts the address asks for, and whether closed cases come along."""
    return request.args.get("from", ""), request.args.get("closed", "") == "1"


def _address(key: str, closed: bool) -> dict[str, Any]:
    """Return what stands in the address of the same list."""
    return {"from": key or None, "closed": "1" if closed else None}
