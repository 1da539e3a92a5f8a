"""What a list would do to what is registered: new, changed, same, query, refuse; missing."""

from __future__ import annotations

from collections.abc import Mapping

from tracker.bodies.models import CongressSession
from tracker.cases import linking
from tracker.cases.models import Case, Submitter
from tracker.deputies.names import name_key
from tracker.intake.comparing import (
    answers,
    due,
    known_people,
    on_paper,
    received,
    revised,
    secret_names,
    shares,
    signers,
    unit_notes,
)
from tracker.intake.comparing.directory import Directory, directory, split_joined
from tracker.intake.comparing.registered import Known, known_of, note_near
from tracker.intake.comparing.targets import Target, target_of
from tracker.intake.reading.headers import Field
from tracker.intake.reading.preview import Entry, Preview, SheetPreview, row_key
from tracker.intake.reading.titles import differs
from tracker.settings.in_force import rulebook
from tracker.terms import CaseState, Period


def compare(
    preview: Preview, chosen: dict[str, int], names: Mapping[str, str] | None = None
) -> dict[str, Target]:
    """Fill in each row's decision; return the session of each sheet by its name.

    :param chosen: session ids that the clerk chose, by sheet name.
    :param names: what the clerk decided about secret names in a row, by `row_key`.
    """
    targets, among = {}, directory()
    seen: dict[tuple[int, Period, str], tuple[str, int]] = {}
    for sheet in preview.sheets:
        target = targets[sheet.name] = target_of(sheet, chosen.get(sheet.name))
        if target.sentence:
            sheet.warnings.append(target.sentence)
        for entry in sheet.rows:
            entry.names_as = (names or {}).get(row_key(sheet.sheet, entry.row), "")
            _note(entry, sheet, target, among)
        if target.session is not None:
            known = known_of(target.session, among)
            for entry in sheet.rows:
                _note_other_sheet(entry, sheet, target.session, seen)
                _decide(entry, sheet, known)
                _note_decided(entry, sheet, target.session, known)
            on_paper.note_missing(sheet)
            received.note_receipt(sheet)
            sheet.missing = _missing(sheet, known)
    return targets


def _decide(entry: Entry, sheet: SheetPreview, known: Known) -> None:
    """Decide one row and note unknown proposers; errors and open questions stay in front."""
    known_people.note(entry, sheet, known.holders, known.groups, known.likely)
    if entry.errors or entry.asked:
        return
    case = known.case_of(entry)
    secret_names.note(entry, sheet, case)
    if entry.asked:
        return
    if case is None:
        entry.decision = "new"
        note_near(entry, sheet, known)
        return
    entry.case_id = case.id
    signers.note_fewer(entry, sheet, case)
    entry.changes, beyond = _changes_of(entry, case, known), _beyond(entry, case, known)
    if not entry.changes and not beyond:
        entry.decision = "same"
    elif case.state in revised.OVER or not entry.changes:
        entry.ask(None, revised.sentence(case, beyond))
    elif signers.is_stuck(entry, case):
        entry.ask(None, "答复印发以后不能减少提出者，这一行不随清单改动，请个别核对。")
    else:
        entry.decision = "changed"
        if beyond:
            entry.doubt(None, revised.sentence(case, beyond))


def _beyond(entry: Entry, case: Case, known: Known) -> list[str]:
    """Return in words what the list says differently that no list changes any more."""
    if case.state == CaseState.REGISTERED:
        return []
    if case.state == CaseState.ASSIGN_PENDING:
        return [change] if (change := _unit_change(entry, case, known)) else []
    return revised.differences(entry, case, known.assigned.get(case.id, []), known.units)


def _note_decided(
    entry: Entry, sheet: SheetPreview, session: CongressSession, known: Known
) -> None:
    """Note what comes of a row's date, and what stands against entering it as on paper."""
    case = known.case_of(entry)
    if entry.errors or (case and case.assigned_on) or (case and case.state in revised.OVER):
        return
    due.note_due(entry, sheet, session, case)
    if entry.decision == "new":
        on_paper.note(entry, sheet, session, known.units)
    elif entry.assigned_on and case and case.state == CaseState.REGISTERED:
        entry.doubt(sheet.column(Field.ASSIGNED_ON), revised.only_registered(entry.assigned_on))


def _note(entry: Entry, sheet: SheetPreview, target: Target, among: Directory) -> None:
    """Note what does not depend on what is registered of the session."""
    split_joined(entry, among)
    answers.settle(entry, sheet, rulebook())
    unit_notes.note(entry, sheet, among)
    _note_session(entry, sheet, target.session)
    if target.session is not None:
        received.note_days(entry, sheet, target.session)


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


def _changes_of(entry: Entry, case: Case, known: Known) -> list[str]:
    """Return in words what the list says differently from the registration."""
    pairs = [
        ("标题", case.title, entry.title),
        *signers.changes(entry, case),
    ]
    pairs += [
        (name, old, new)
        for name, old, new in (
            ("正文", case.text, entry.text),
            ("分类", case.topic, entry.topic),
            ("备注", case.remarks, entry.remarks),
            ("编号", case.number, "" if case.number_key else entry.number),
        )
        if new
    ]
    changes = [
        f"{name}：{old or '（空）'} → {new or '（空）'}"
        for name, old, new in pairs
        if name_key(old) != name_key(new)
    ]
    found = [row.name for row in case.submitters if _can_link(row, known)]
    if found and case.state not in revised.OVER:
        changes.append(f"提出者：{'、'.join(found)}现在可以对应到名册")
    if case.state not in revised.OVER and (change := signers.phone_change(entry, case)):
        changes.append(change)
    if case.state == CaseState.REGISTERED:
        changes += _before_assigning(entry, case, known)
    return changes


def _before_assigning(entry: Entry, case: Case, known: Known) -> list[str]:
    """Return in words what a list changes only while a case is not up for approval."""
    came = received.received_on(entry, case.session)
    changes = []
    if entry.received_on and came != case.received_on:
        changes.append(f"收件日期：{case.received_on} → {came}")
    if change := due.batch_change(entry, case):
        changes.append(change)
    if change := _unit_change(entry, case, known):
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
    said = shares.said(entry, known.units, rows)
    same = shares.are_same(entry, rows, known.units)
    gaps = [row.unit_text for row in rows if row.unit is None and known.units.unit(row.unit_text)]
    if said and gaps:
        return f"承办单位：{'、'.join(gaps)}现在可以对应到名册"
    if not said or (same and not shares.says_other_parts(entry, rows, known.units)):
        return ""
    return f"拟办单位：{shares.registered(rows, entry, known.units)} → {said}"


def _missing(sheet: SheetPreview, known: Known) -> list[str]:
    """Return registered cases of the list's session and periods that the list lacks."""
    periods = {entry.period for entry in sheet.rows}
    meant = (known.case_of(entry) for entry in sheet.rows)
    present = {case.id for case in meant if case}
    return [
        f"{case.label} {case.title}"
        for case in known.every()
        if case.period in periods and case.id not in present
    ]
