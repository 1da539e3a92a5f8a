"""What a list would do to what is registered: new, changed, same, query, refuse; missing."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select

from tracker.assign import queries as assign
from tracker.assign.models import Assignment
from tracker.bodies import queries as bodies
from tracker.bodies.models import CongressSession
from tracker.cases import linking
from tracker.cases.models import Case
from tracker.cases.numbering import number_key
from tracker.deputies.names import name_key
from tracker.intake.preview import Entry, Preview, SheetPreview
from tracker.intake.titles import body_type_of
from tracker.kernel.db import db
from tracker.terms import CaseState, LeadType, Level, Period
from tracker.units import queries as units
from tracker.units.models import Unit

UNTOUCHED = (CaseState.REGISTERED, CaseState.ASSIGN_PENDING)


@dataclass(frozen=True)
class Target:
    """The session that a sheet's cases belong to, chosen by its title or by the clerk."""

    session: CongressSession | None
    sentence: str = ""


@dataclass(frozen=True)
class Known:
    """What is registered that rows are compared with, read once for the whole list."""

    cases: dict[tuple[Period, str], Case]
    proposed: dict[int, list[Assignment]]
    units: dict[str, Unit]
    holders: linking.Holders

    def unit(self, name: str) -> Unit | None:
        """Return the unit of this name, short name or alias."""
        return self.units.get("".join(name.split()))


def compare(preview: Preview, chosen: dict[str, int]) -> dict[str, Target]:
    """Fill in each row's decision; return the session of each sheet by its name.

    :param chosen: session ids that the clerk chose, by sheet name.
    """
    targets = {}
    for sheet in preview.sheets:
        target = target_of(sheet, chosen.get(sheet.name))
        targets[sheet.name] = target
        if target.session is None:
            sheet.warnings.append(target.sentence)
            continue
        known = _known(target.session)
        for entry in sheet.rows:
            _decide(entry, known)
        sheet.missing = _missing(sheet, known)
    return targets


def target_of(sheet: SheetPreview, chosen: int | None) -> Target:
    """Return the session of a sheet."""
    if chosen:
        session = db.session.get(CongressSession, chosen)
        if session is not None:
            return Target(session)
    if sheet.kind is None or sheet.term is None or sheet.session is None:
        return Target(None, "请选定这张表属于哪一次会议。")
    body = bodies.of_type(body_type_of(sheet.kind))
    found = None
    if body is not None:
        found = db.session.scalar(
            select(CongressSession).filter_by(
                body_id=body.id, term=sheet.term, number=sheet.session
            )
        )
    if found is None:
        which = f"{sheet.body}第 {sheet.term} 届第 {sheet.session} 次会议"
        return Target(None, f"“{which}”还没有登记，请先到“届次与批次”登记，或在下面选定。")
    return Target(found)


def _known(session: CongressSession) -> Known:
    """Read what is registered for a session."""
    query = select(Case).where(Case.session_id == session.id, Case.state != CaseState.VOID)
    cases = db.session.scalars(query.order_by(Case.id)).all()
    return Known(
        cases={(case.period, case.number_key): case for case in cases if _is_own(case)},
        proposed=assign.proposed_of(session.id),
        units=units.by_name(),
        holders=linking.holders(session),
    )


def _is_own(case: Case) -> bool:
    """Whether a case is the district's own: lists hold no others."""
    return case.level == Level.DISTRICT


def _decide(entry: Entry, known: Known) -> None:
    """Decide one row and note unknown units and deputies."""
    _note_unknown(entry, known)
    if entry.errors:
        entry.decision = "refuse"
        return
    case = known.cases.get((entry.period, number_key(entry.number)))
    if case is None:
        entry.decision = "new"
        return
    entry.changes = _changes_of(entry, case, known)
    if not entry.changes:
        entry.decision = "same"
    elif case.state in (CaseState.CLOSED, CaseState.WITHDRAWN, CaseState.HANDED_OUT):
        entry.decision = "query"
        entry.doubt("", f"该件已{CaseState(case.state).label}，清单与登记不同，请个别核对。")
    else:
        entry.decision = "changed"


def _changes_of(entry: Entry, case: Case, known: Known) -> list[str]:
    """Return in words what the list says differently from the registration."""
    pairs = [
        ("标题", case.title, entry.title),
        ("领衔", case.lead.name, entry.lead),
        ("人数", str(case.signer_count), str(entry.signer_count)),
    ]
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
    if case.state in UNTOUCHED and (said := _units_said(entry, known)):
        pairs.append(("拟办单位", _registered_units(known.proposed.get(case.id, [])), said))
    return [
        f"{name}：{old or '（空）'} → {new}"
        for name, old, new in pairs
        if name_key(old) != name_key(new)
    ]


def _units_said(entry: Entry, known: Known) -> str:
    """Return the units of a row with their roles, full names where they are known."""

    def full(name: str) -> str:
        unit = known.unit(name)
        return unit.name if unit else name

    parts = (("主办", entry.hosts), ("会办", entry.assisting), ("分办", entry.separate))
    return "；".join(f"{role} {'、'.join(map(full, names))}" for role, names in parts if names)


def _registered_units(rows: list[Assignment]) -> str:
    """Return proposed units in the same words."""
    found: dict[str, list[str]] = {}
    for row in rows:
        role = "主办" if row.role in ("independent", "host") else row.role.label
        found.setdefault(role, []).append(row.unit.name if row.unit else row.unit_text)
    return "；".join(
        f"{role} {'、'.join(found[role])}" for role in ("主办", "会办", "分办") if role in found
    )


def _note_unknown(entry: Entry, known: Known) -> None:
    """Note units and deputies that the registers do not know."""
    named = (*entry.hosts, *entry.assisting, *entry.separate)
    if unknown := [name for name in named if not known.unit(name)]:
        entry.doubt("承办单位", f"“{'、'.join(unknown)}”不在名册中，先登记，交办前再选定。")
    person = entry.lead and entry.lead_type is LeadType.PERSON
    if person and linking.certain(known.holders, entry.lead, entry.group) is None:
        entry.doubt("领衔", f"“{entry.lead}”在名册中没有或有重名，先登记，以后再对应。")


def _missing(sheet: SheetPreview, known: Known) -> list[str]:
    """Return registered cases of the list's session and periods that the list lacks."""
    periods = {entry.period for entry in sheet.rows}
    present = {(entry.period, entry.number_key) for entry in sheet.rows}
    return [
        f"{case.label} {case.title}"
        for case in known.cases.values()
        if case.period in periods and (case.period, case.number_key) not in present
    ]
