"""What a list would do to what is registered: new, changed, same, query, refuse; missing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import select

from tracker.assign import queries as assign
from tracker.assign.models import Assignment
from tracker.bodies.models import CongressSession
from tracker.cases import linking
from tracker.cases.models import Case, Submitter
from tracker.deputies.names import name_key
from tracker.intake.directory import Directory, directory, split_joined
from tracker.intake.headers import Field
from tracker.intake.preview import Entry, Preview, SheetPreview
from tracker.intake.table import Column
from tracker.intake.targets import Target, target_of
from tracker.intake.titles import differs
from tracker.intake.unit_cells import unit_key
from tracker.kernel import clock
from tracker.kernel.db import db
from tracker.terms import CaseState, LeadType, Level, Period

OVER = (CaseState.CLOSED, CaseState.WITHDRAWN, CaseState.HANDED_OUT)


@dataclass(frozen=True)
class Known:
    """What is registered that rows are compared with, read once for the whole list."""

    cases: dict[tuple[Period, str], Case]
    proposed: dict[int, list[Assignment]]
    units: Directory
    holders: linking.Holders


def compare(preview: Preview, chosen: dict[str, int]) -> dict[str, Target]:
    """Fill in each row's decision; return the session of each sheet by its name.

    :param chosen: session ids that the clerk chose, by sheet name.
    """
    targets, among = {}, directory()
    seen: dict[tuple[int, Period, str], tuple[str, int]] = {}
    for sheet in preview.sheets:
        target = targets[sheet.name] = target_of(sheet, chosen.get(sheet.name))
        if target.sentence:
            sheet.warnings.append(target.sentence)
        for entry in sheet.rows:
            _note(entry, sheet, target, among)
        if target.session is not None:
            known = _known(target.session, among)
            for entry in sheet.rows:
                _note_other_sheet(entry, sheet, target.session, seen)
                _decide(entry, sheet, known)
            sheet.missing = _missing(sheet, known)
    return targets


def _known(session: CongressSession, among: Directory) -> Known:
    """Read what is registered for a session."""
    query = select(Case).where(Case.session_id == session.id, Case.state != CaseState.VOID)
    cases = db.session.scalars(query.order_by(Case.id)).all()
    return Known(
        cases={(case.period, case.number_key): case for case in cases if _is_own(case)},
        proposed=assign.proposed_of(session.id),
        units=among,
        holders=linking.holders(session),
    )


def _is_own(case: Case) -> bool:
    """Whether a case is the district's own: lists hold no others."""
    return case.level == Level.DISTRICT


def _decide(entry: Entry, sheet: SheetPreview, known: Known) -> None:
    """Decide one row and note an unknown deputy; errors and open questions stay in front."""
    person = entry.lead and entry.lead_type is LeadType.PERSON
    if person and linking.certain(known.holders, entry.lead, entry.group) is None:
        sentence = f"“{entry.lead}”在名册中没有或有重名，先登记，以后在“名册对应”里选定。"
        entry.doubt(sheet.column(Field.LEAD), sentence)
    if entry.errors or entry.asked:
        return
    case = known.cases.get((entry.period, entry.number_key))
    if case is None:
        entry.decision = "new"
        return
    entry.changes = _changes_of(entry, case, known)
    if not entry.changes:
        entry.decision = "same"
    elif case.state in OVER:
        entry.ask(None, f"该件已{CaseState(case.state).label}，清单与登记不同，请个别核对。")
    else:
        entry.decision = "changed"
    if case.state == CaseState.ASSIGN_PENDING and (change := _unit_change(entry, case, known)):
        entry.doubt(_unit_column(sheet), f"交办方案已报批，不随清单改动（{change}）。")


def _note(entry: Entry, sheet: SheetPreview, target: Target, among: Directory) -> None:
    """Note what does not depend on what is registered of the session."""
    split_joined(entry, among)
    _note_units(entry, sheet, among)
    _note_session(entry, sheet, target.session)
    today = clock.today()
    for name, field in (
        ("assigned_on", Field.ASSIGNED_ON),
        ("signed_on", Field.SIGNED_ON),
        ("replied_on", Field.REPLIED_ON),
    ):
        if (day := getattr(entry, name)) and day > today:
            entry.doubt(sheet.column(field), f"{day} 在今天以后，不能按纸面日期记入。")


def _note_other_sheet(
    entry: Entry,
    sheet: SheetPreview,
    session: CongressSession,
    seen: dict[tuple[int, Period, str], tuple[str, int]],
) -> None:
    """Note a number that stands in an earlier sheet for the same session already."""
    name, row = seen.setdefault(
        (session.id, entry.period, entry.number_key), (sheet.name, entry.row)
    )
    if entry.number_key and name != sheet.name and not entry.asked:
        column = next(column for column in sheet.columns if column.field is Field.NUMBER)
        entry.wrong(column, f"工作表“{name}”第 {row} 行已有这个编号，请核对。")


def _note_session(entry: Entry, sheet: SheetPreview, session: CongressSession | None) -> None:
    """Ask about an item of another session than the list's: carried over, it is not new."""
    here = (session.term, session.number) if session else (sheet.term, sheet.session)
    if differs(entry.said_session, here):
        column = sheet.column(Field.TERM, Field.TERM_NUMBER, Field.SESSION_NUMBER)
        sentence = "写的届次与这张表的不同，可能是往次会议转来的件，请核对后个别登记。"
        entry.ask(column or sheet.column(Field.NUMBER), sentence)


def _unit_column(sheet: SheetPreview) -> Column | None:
    """Return the column that names the units."""
    return sheet.column(Field.HOST, Field.UNIT, Field.SEPARATE, Field.ASSISTING)


def _named_units(entry: Entry, sheet: SheetPreview) -> Iterator[tuple[Column | None, list[str]]]:
    """Give each column that names units with the names that it gives."""
    found: dict[int, tuple[Column | None, list[str]]] = {}
    for names, field in (
        (entry.hosts, Field.HOST),
        (entry.assisting, Field.ASSISTING),
        (entry.separate, Field.SEPARATE),
    ):
        column = sheet.column(field) or _unit_column(sheet)
        found.setdefault(id(column), (column, []))[1].extend(names)
    yield from found.values()


def _note_units(entry: Entry, sheet: SheetPreview, among: Directory) -> None:
    """Note units that the register does not know or that are no longer in use."""
    for column, named in _named_units(entry, sheet):
        if unknown := [name for name in named if not among.unit(name)]:
            sentence = "不在名册中，先登记，以后在“名册对应”里选定。"
            entry.doubt(column, f"“{'、'.join(unknown)}”{sentence}")
        former = [name for name in named if (unit := among.unit(name)) and not unit.active]
        if former:
            entry.doubt(column, f"“{'、'.join(former)}”已停用，交办前请改为现在的单位。")


def _changes_of(entry: Entry, case: Case, known: Known) -> list[str]:
    """Return in words what the list says differently from the registration."""
    pairs = [
        ("标题", case.title, entry.title),
        ("领衔", case.lead.name, entry.lead),
    ]
    if entry.signer_count is not None:
        pairs.append(("人数", str(case.signer_count), str(entry.signer_count)))
    if entry.co_signers:
        before = "、".join(sorted(name_key(row.name) for row in case.submitters[1:]))
        pairs.append(("联名", before, "、".join(sorted(map(name_key, entry.co_signers)))))
    pairs += [
        (name, old, new)
        for name, old, new in (
            ("正文", case.text, entry.text),
            ("分类", case.topic, entry.topic),
            ("代表团或界别", case.lead.group_name, entry.group),
        )
        if new
    ]
    changes = [
        f"{name}：{old or '（空）'} → {new}"
        for name, old, new in pairs
        if name_key(old) != name_key(new)
    ]
    found = [row.name for row in case.submitters if _can_link(row, known)]
    if found and case.state not in OVER:
        changes.append(f"提出者：{'、'.join(found)}现在可以对应到名册")
    if case.state == CaseState.REGISTERED and (change := _unit_change(entry, case, known)):
        changes.append(change)
        entry.other_units = True
    return changes


def _can_link(row: Submitter, known: Known) -> bool:
    """Whether the register now knows a proposer whom it did not know at registration."""
    return (
        row.deputy_id is None
        and linking.certain(known.holders, row.name, row.group_name) is not None
    )


def _unit_change(entry: Entry, case: Case, known: Known) -> str:
    """Return in words which other units the list proposes, empty where none or the same."""
    rows = known.proposed.get(case.id, [])
    said, before = _units_said(entry, known.units), _registered_units(rows)
    gaps = [row.unit_text for row in rows if row.unit is None and known.units.unit(row.unit_text)]
    if said and gaps:
        return f"承办单位：{'、'.join(gaps)}现在可以对应到名册"
    if not said or unit_key(said) == unit_key(before):
        return ""
    return f"拟办单位：{before or '（空）'} → {said}"


def _units_said(entry: Entry, among: Directory) -> str:
    """Return the units of a row with their roles, full names where they are known."""
    parts = (("主办", entry.hosts), ("会办", entry.assisting), ("分办", entry.separate))
    return "；".join(
        f"{role} {'、'.join(among.full(name) for name in names)}" for role, names in parts if names
    )


def _registered_units(rows: list[Assignment]) -> str:
    """Return proposed units in the same words."""
    found: dict[str, list[str]] = {}
    for row in rows:
        role = "主办" if row.role in ("independent", "host") else row.role.label
        found.setdefault(role, []).append(row.unit.name if row.unit else row.unit_text)
    return "；".join(
        f"{role} {'、'.join(found[role])}" for role in ("主办", "会办", "分办") if role in found
    )


def _missing(sheet: SheetPreview, known: Known) -> list[str]:
    """Return registered cases of the list's session and periods that the list lacks."""
    periods = {entry.period for entry in sheet.rows}
    present = {(entry.period, entry.number_key) for entry in sheet.rows}
    return [
        f"{case.label} {case.title}"
        for case in known.cases.values()
        if case.period in periods and (case.period, case.number_key) not in present
    ]
