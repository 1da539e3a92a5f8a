"""Pages of the ledger and the statistics, and their workbooks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

from flask import (
    Blueprint,
    current_app,
    redirect,
    render_template,
    request,
    send_file,
    url_for,
)

from tracker.audit.actions import record
from tracker.cases.lifecycle import OVER
from tracker.kernel import clock
from tracker.kernel.access import Viewer, requires, viewer
from tracker.kernel.column import Column, Value, shown
from tracker.kernel.db import transaction
from tracker.kernel.errors import Invalid
from tracker.kernel.pages import Answer, Page, addresses
from tracker.permissions import Permission
from tracker.reports import columns, masks, statistics, summaries, workbook
from tracker.reports import ledger as lists
from tracker.reports.asked import SIZES, Filter, filter_of, scope_of
from tracker.reports.choices import also, chips, choices, in_words
from tracker.reports.columns import LedgerRow
from tracker.reports.counting import (
    DIMENSIONS,
    groups_for,
    links_for,
    rates_below,
    reads_own,
    statistics_for,
)
from tracker.reports.forms import CutOffForm
from tracker.reports.listing import listed
from tracker.reports.page_facts import load_page
from tracker.reports.workbook import Report
from tracker.roles import UNIT
from tracker.settings.in_force import rulebook
from tracker.standing.facts import CaseFacts
from tracker.standing.loading import load

bp = Blueprint("reports", __name__)
AT_ONCE = 5_000  # the rates of so many cases are summed without being asked
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/ledger")
@requires(Permission.CASE_LIST)
def ledger() -> Answer:
    """Show the ledger under a filter; `figures` asks for the rates of what it lists."""
    asked, today, person = filter_of(request.args), clock.today(), viewer()
    soon = rulebook().reminders.soon
    found = listed(asked, person, today, soon)
    rows = _rows(load_page(found.ids), person, today, (found.number - 1) * asked.size)
    rates = None
    if "figures" in request.args:
        rates = rates_below(lists.chosen(asked, person, today, soon), person, today)
    return render_template(
        "reports/ledger.html",
        page=Page(rows, found.number, found.total, asked.size, found.more),
        asked=asked,
        today=today,
        columns=columns,
        to_case=addresses("desk.case", "case_id", **{"from": f"ledger?{urlencode(asked.args)}"}),
        sizes=SIZES,
        choices=choices(),
        chips=chips(asked),
        also=also(asked),
        states=found.states,
        open=sum(count for state, count in found.states.items() if state not in OVER),
        at_once=found.total <= AT_ONCE and not found.more,
        rates=rates,
    )


@bp.get("/ledger.xlsx")
@requires(Permission.CASE_EXPORT)
def ledger_workbook() -> Answer:
    """Send the ledger as filtered on the screen; that it was taken out is recorded."""
    asked, today, person = filter_of(request.args), clock.today(), viewer()
    if asked.faults:  # the page says what cannot be read; nothing else than what was asked goes out
        asked_for: dict[str, Any] = request.args.to_dict()
        return redirect(url_for("reports.ledger", **asked_for))
    chosen = lists.chosen(asked, person, today, rulebook().reminders.soon)
    rows = _rows(load(chosen, lists.order_of(asked, person)), person, today, 0)
    picked = {"picked": len(asked.picked)} if asked.picked else {}
    _note_export("ledger", {**asked.args, **picked}, len(rows))
    report = _report("建议提案办理台账", today, "件", asked)
    return _send(report, columns.LEDGER, rows, columns.total_of(len(rows)))


@bp.get("/statistics")
@requires(Permission.STATISTICS)
def figures() -> Answer:
    """Show the figures as of a day; `by` chooses by what cases are put together."""
    form, asked, person = _cut_off(), scope_of(request.args), viewer()
    found = statistics_for(asked, person, form.day)
    rows = summaries.rows_of(found)
    by = request.args.get("by", "")
    grouped = by in DIMENSIONS and reads_own(person) is None
    return render_template(
        "reports/statistics.html",
        found=found,
        counts=statistics.COUNTS,
        units=[*rows, summaries.total_of(rows)] if found.counted == "case" and rows else rows,
        columns=summaries,
        shown=shown,
        form=form,
        asked=asked,
        choices=choices(),
        dimensions=DIMENSIONS,
        by=by if grouped else "",
        groups=groups_for(asked, person, form.day, by) if grouped else [],
        links=links_for(asked, person, form.day),
    )


@bp.get("/statistics/units.xlsx")
@requires(Permission.STATISTICS_EXPORT)
def units_workbook() -> Answer:
    """Send the summary by unit."""
    return _summary("各单位办理情况汇总表", summaries.UNITS, "units")


@bp.get("/statistics/satisfaction.xlsx")
@requires(Permission.STATISTICS_EXPORT)
def satisfaction_workbook() -> Answer:
    """Send the satisfaction summary."""
    return _summary("满意度汇总表", summaries.SATISFACTION, "satisfaction")


def _summary(title: str, chosen: tuple[Column, ...], name: str) -> Answer:
    """Send a summary by unit.

    :raises Invalid: the cut-off date is none or lies ahead; a workbook could not say so.
    """
    form, asked = _cut_off(), scope_of(request.args)
    if form.sentence:
        raise Invalid(form.as_of.name, form.sentence)
    as_of = form.day
    rows = summaries.rows_of(statistics_for(asked, viewer(), as_of))
    _note_export(name, {"as_of": str(as_of), **asked.args}, len(rows))
    report = _report(title, as_of, "件次", asked)
    return _send(report, chosen, rows, summaries.last_row(chosen, rows))


def _is_unit(person: Viewer) -> bool:
    """Whether someone reads as a unit does."""
    return person.is_one_of(*UNIT)


def _rows(facts: list[CaseFacts], person: Viewer, today: date, before: int) -> list[LedgerRow]:
    """Return the rows of the ledger; from units foreign ratings and secret names are hidden."""
    unit = _is_unit(person)
    if unit and person.unit_id:
        sees, own = rulebook().choice("unit_sees_rating") != "never", person.unit_id
        facts = [masks.for_unit(case, own, today, sees) for case in facts]
    soon = rulebook().reminders.soon
    return [
        LedgerRow(before + place, case, today, unit and case.confidential, soon)
        for place, case in enumerate(facts, 1)
    ]


def _cut_off() -> CutOffForm:
    """Return the cut-off date asked for, judged; it shows today where none is asked for."""
    told = request.args if request.args.get("as_of", "").strip() else None
    form = CutOffForm(formdata=told, data={"as_of": clock.today()}, meta={"csrf": False})
    form.validate()
    return form


def _note_export(name: str, detail: dict[str, object], count: int) -> None:
    """Record that data was taken out."""
    with transaction():
        record("export.made", name, None, {**detail, "rows": count})


def _report(title: str, as_of: date, counted: str, asked: Filter) -> Report:
    """Return what stands around a table."""
    office = current_app.config["TRACKER"].office_name
    return Report(title, office, as_of, counted, in_words(asked))


def _send(
    report: Report, chosen: tuple[Column, ...], rows: Sequence[object], last: list[Value]
) -> Answer:
    """Send a workbook."""
    out: BytesIO = workbook.build(report, chosen, rows, last)
    name = f"{report.title}{report.as_of:%Y%m%d}.xlsx"
    return send_file(out, mimetype=EXCEL, as_attachment=True, download_name=name)
