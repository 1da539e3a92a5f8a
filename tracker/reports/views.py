"""Pages of the ledger and the statistics, and their workbooks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from io import BytesIO

from flask import Blueprint, current_app, render_template, request, send_file
from sqlalchemy import func, select

from tracker.audit.actions import record
from tracker.bodies.queries import all_sessions
from tracker.cases.models import Case
from tracker.cases.queries import visible
from tracker.kernel import clock
from tracker.kernel.access import Viewer, requires, viewer
from tracker.kernel.column import Column, shown
from tracker.kernel.days import parse_day
from tracker.kernel.db import db, transaction
from tracker.kernel.pages import Answer, Page, page_number
from tracker.permissions import Permission
from tracker.reports import columns, queries, statistics, workbook
from tracker.reports import ledger as lists
from tracker.reports.columns import LedgerRow, UnitRow
from tracker.reports.facts import CaseFacts
from tracker.reports.statistics import Statistics
from tracker.roles import Role
from tracker.settings.in_force import rulebook
from tracker.terms import CaseState, Kind, Period
from tracker.units.models import Unit
from tracker.units.queries import active

bp = Blueprint("reports", __name__)
PER_PAGE = 50
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@bp.get("/ledger")
@requires(Permission.CASE_LIST)
def ledger() -> Answer:
    """Show the ledger under a filter."""
    asked, today = lists.filter_of(request.args), clock.today()
    chosen = lists.chosen(asked, viewer(), today, rulebook().reminders.soon)
    total = db.session.scalar(select(func.count()).select_from(chosen.subquery())) or 0
    number = page_number(total, PER_PAGE)
    order = lists.ORDERS[asked.sort]
    ids = chosen.order_by(*order).limit(PER_PAGE).offset((number - 1) * PER_PAGE)
    facts = queries.load_page(list(db.session.scalars(ids)), order)
    page = Page(_rows(facts, viewer(), today, (number - 1) * PER_PAGE), number, total)
    return render_template(
        "reports/ledger.html",
        page=page,
        asked=asked,
        today=today,
        columns=[column for column in columns.LEDGER if column.key in columns.ON_SCREEN],
        shown=shown,
        choices=_choices(),
    )


@bp.get("/ledger.xlsx")
@requires(Permission.CASE_EXPORT)
def ledger_workbook() -> Answer:
    """Send the ledger as filtered on the screen; that it was taken out is recorded."""
    asked, today, person = lists.filter_of(request.args), clock.today(), viewer()
    chosen = lists.chosen(asked, person, today, rulebook().reminders.soon)
    facts = queries.load(chosen, lists.ORDERS[asked.sort])
    _note_export("ledger", dict(asked.args), len(facts))
    return _send("建议提案办理台账", columns.LEDGER, _rows(facts, person, today, 0), today, "件")


@bp.get("/statistics")
@requires(Permission.STATISTICS)
def figures() -> Answer:
    """Show the figures as of a day."""
    as_of, kind = _day(), request.args.get("kind", "")
    found = _statistics(as_of, kind)
    return render_template(
        "reports/statistics.html",
        found=found,
        counts=statistics.COUNTS,
        units=_unit_rows(found),
        unit_columns=columns.UNITS,
        satisfaction_columns=columns.SATISFACTION,
        shown=shown,
        as_of=as_of,
        kind=kind,
        kinds=list(Kind),
    )


@bp.get("/statistics/units.xlsx")
@requires(Permission.STATISTICS_EXPORT)
def units_workbook() -> Answer:
    """Send the summary by unit."""
    return _summary("各单位办理情况汇总表", columns.UNITS, "units")


@bp.get("/statistics/satisfaction.xlsx")
@requires(Permission.STATISTICS_EXPORT)
def satisfaction_workbook() -> Answer:
    """Send the satisfaction summary."""
    return _summary("满意度汇总表", columns.SATISFACTION, "satisfaction")


def _summary(title: str, chosen: tuple[Column, ...], name: str) -> Answer:
    """Send a summary by unit."""
    as_of = _day()
    rows = _unit_rows(_statistics(as_of, request.args.get("kind", "")))
    _note_export(name, {"as_of": str(as_of)}, len(rows))
    return _send(title, chosen, rows, as_of, "件次")


def _statistics(as_of: date, kind: str) -> Statistics:
    """Return the figures of what the viewer sees, void cases counted apart."""
    chosen = select(Case.id).where(visible(_watcher(viewer())))
    if kind in set(Kind):
        chosen = chosen.where(Case.kind == kind)
    found = statistics.compute(queries.load(chosen), as_of)
    unit = _unit_of(viewer())
    return statistics.only_unit(found, unit.short_name) if unit else found


def _unit_of(person: Viewer) -> Unit | None:
    """Return the unit of someone of a unit."""
    of_unit = person.is_one_of(Role.UH, Role.UL) and person.unit_id
    return db.session.get(Unit, person.unit_id) if of_unit else None


def _watcher(person: Viewer) -> Viewer:
    """Return the viewer as the statistics see one: a district leader sees the whole district."""
    if Role.DL not in person.roles:
        return person
    return Viewer(person.account_id, person.login, person.name, frozenset({Role.OL}))


def _unit_rows(found: Statistics) -> list[UnitRow]:
    """Return the rows of a summary."""
    return [
        UnitRow(index, unit, {figure.key: figure for figure in values})
        for index, (unit, values) in enumerate(found.by_unit, 1)
    ]


def _rows(facts: list[CaseFacts], person: Viewer, today: date, before: int) -> list[LedgerRow]:
    """Return the rows of the ledger; a confidential name is hidden from units."""
    unit = person.is_one_of(Role.UH, Role.UL)
    hidden = set(_confidential()) if unit else set()
    return [
        LedgerRow(before + place, case, today, case.id in hidden)
        for place, case in enumerate(facts, 1)
    ]


def _confidential() -> list[int]:
    """Return the cases whose proposers are kept secret."""
    return list(db.session.scalars(select(Case.id).where(Case.confidential)))


def _choices() -> dict[str, list[tuple[str, str]]]:
    """Return what the filter offers."""
    return {
        "kind": [(item.value, item.label) for item in Kind],
        "state": [(item.value, item.label) for item in CaseState],
        "period": [(item.value, item.label) for item in Period],
        "due": list(lists.DUES),
        "unit": [(str(unit.id), unit.short_name) for unit in active()],
        "session": [(str(row.id), row.title) for row in all_sessions()],
    }


def _day() -> date:
    """Return the cut-off date asked for; today where it is none or lies ahead."""
    day = parse_day(request.args.get("as_of", ""))
    return min(day, clock.today()) if day else clock.today()


def _note_export(name: str, detail: dict[str, object] | dict[str, str], count: int) -> None:
    """Record that data was taken out."""
    with transaction():
        record("export.made", name, None, {**detail, "rows": count})


def _send(
    title: str, chosen: tuple[Column, ...], rows: Sequence[object], as_of: date, counted: str
) -> Answer:
    """Send a workbook."""
    office = current_app.config["TRACKER"].office_name
    out: BytesIO = workbook.build(workbook.Report(title, office, as_of, counted), chosen, rows)
    name = f"{title}{as_of:%Y%m%d}.xlsx"
    return send_file(out, mimetype=EXCEL, as_attachment=True, download_name=name)
