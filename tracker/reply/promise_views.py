"""Pages of promises: what was promised, what was done about it."""

from __future__ import annotations

from flask import render_template

from tracker.cases import act_page
from tracker.cases.act_page import ActPage
from tracker.cases.gate import visible_case
from tracker.cases.models import Case
from tracker.kernel import clock
from tracker.kernel.access import requires, viewer
from tracker.kernel.pages import Answer
from tracker.permissions import Permission
from tracker.reply import commitments, queries
from tracker.reply.blueprint import bp
from tracker.reply.forms import CarryOverForm, CloseForm, ProgressForm, WriteOffForm
from tracker.reply.models import Commitment
from tracker.reply.opening import fresh, open_promise
from tracker.reply.promise_acts import PromiseAct
from tracker.reply.promise_words import until

ONE_PROMISE = "/commitments/<int:commitment_id>"


@bp.get("/commitments")
@requires(Permission.COMMITMENT_LIST)
def promises(case_id: int) -> Answer:
    """List the promises of a case that the viewer may see."""
    case = visible_case(case_id)
    view = queries.section(case, viewer())
    return render_template("reply/promises.html", case=case, view=view, today=clock.today())


@bp.route(f"{ONE_PROMISE}/progress", methods=["GET", "POST"])
@requires(Permission.COMMITMENT_PROGRESS)
def progress(case_id: int, commitment_id: int) -> Answer:
    """Report on a promise."""
    case, row = open_promise(case_id, commitment_id, PromiseAct.PROGRESS)
    return _report(case, row, on_behalf=False)


@bp.route(f"{ONE_PROMISE}/progress/on-behalf", methods=["GET", "POST"])
@requires(Permission.COMMITMENT_PROGRESS_ON_BEHALF)
def progress_on_behalf(case_id: int, commitment_id: int) -> Answer:
    """Enter the report of a unit that does not log in."""
    case, row = open_promise(case_id, commitment_id, PromiseAct.PROGRESS_ON_BEHALF)
    return _report(case, row, on_behalf=True)


@bp.route(f"{ONE_PROMISE}/close", methods=["GET", "POST"])
@requires(Permission.COMMITMENT_CLOSE)
def close(case_id: int, commitment_id: int) -> Answer:
    """Say whether a promise that is claimed done was kept."""
    case, row = open_promise(case_id, commitment_id, PromiseAct.CLOSE)
    form = fresh(CloseForm(), row)
    if not form.is_submitted():
        form.on.data = clock.today()

    def decide() -> None:
        form.check_version(row)
        act = commitments.close if form.decision.data == "done" else commitments.not_done
        act(row, form.on.data, form.reason.data)

    page = ActPage("核实承诺", "保存", "已登记核实结果。", _said(row))
    return act_page.run(case, form, page, decide)


@bp.route(f"{ONE_PROMISE}/carry-over", methods=["GET", "POST"])
@requires(Permission.COMMITMENT_CARRY_OVER)
def carry_over(case_id: int, commitment_id: int) -> Answer:
    """Carry a promise over to a later date."""
    case, row = open_promise(case_id, commitment_id, PromiseAct.CARRY_OVER)
    form = fresh(CarryOverForm(), row)

    def carry() -> None:
        form.check_version(row)
        commitments.carry_over(row, form.due_on.data, form.reason.data)

    return act_page.run(case, form, ActPage("承诺结转", "结转", "已结转。", _said(row)), carry)


@bp.route(f"{ONE_PROMISE}/write-off", methods=["GET", "POST"])
@requires(Permission.COMMITMENT_WRITE_OFF)
def write_off(case_id: int, commitment_id: int) -> Answer:
    """Write a promise off."""
    case, row = open_promise(case_id, commitment_id, PromiseAct.WRITE_OFF)
    form = fresh(WriteOffForm(), row)
    if not form.is_submitted():
        form.on.data = clock.today()

    def write() -> None:
        form.check_version(row)
        commitments.write_off(row, form.on.data, form.reason.data)

    return act_page.run(case, form, ActPage("承诺终止", "终止", "承诺已终止。", _said(row)), write)


def _report(case: Case, row: Commitment, *, on_behalf: bool) -> Answer:
    """Show or take a report on a promise."""
    form = fresh(ProgressForm(), row)
    if not form.is_submitted():
        form.on.data = clock.today()
    act = commitments.add_progress_on_behalf if on_behalf else commitments.add_progress

    def report() -> None:
        form.check_version(row)
        act(row, form.text.data, form.on.data, done=bool(form.done.data))

    title = "代录承诺进展" if on_behalf else "报承诺进展"
    return act_page.run(case, form, ActPage(title, "保存", "已登记承诺进展。", _said(row)), report)


def _said(row: Commitment) -> str:
    """Return the promise as the page's hint."""
    return f"{row.assignment.unit_name}承诺：{row.text}（{until(row.due_on)}）"
