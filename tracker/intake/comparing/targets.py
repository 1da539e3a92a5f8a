"""Which session a list belongs to: the one that its title names, or that the clerk chose."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.bodies import queries as bodies
from tracker.bodies.models import Body, CongressSession
from tracker.intake.reading import places
from tracker.intake.reading.parse import Opened
from tracker.intake.reading.preview import SheetPreview
from tracker.intake.reading.titles import body_type_of


@dataclass(frozen=True)
class Target:
    """The session that a sheet's cases belong to, chosen by its title or by the clerk."""

    session: CongressSession | None
    sentence: str = ""


def target_of(sheet: SheetPreview, chosen: int | None) -> Target:
    """Return the session of a sheet; where the title names another, it is said."""
    session = bodies.session(chosen) if chosen else None
    if session is not None:
        return Target(session, _difference(sheet, session))
    if sheet.kind is None or sheet.term is None or sheet.session is None:
        return Target(None, "请选定这张表属于哪一次会议。")
    body = bodies.of_type(body_type_of(sheet.kind))
    if body is not None and (place := places.another(sheet.places, body.name)):
        return Target(None, f"{_of_another(place, body)}如果确是本地的清单，请在下面选定届次。")
    found = None
    if body is not None:
        found = bodies.session_of(body.id, sheet.term, sheet.session)
    if found is None:
        which = f"{sheet.body}第 {sheet.term} 届第 {sheet.session} 次会议"
        return Target(None, f"“{which}”还没有登记，请先到“届次与批次”登记，或在下面选定。")
    return Target(found)


def _of_another(place: str, body: Body) -> str:
    """Say that a title names another place than the body of this system."""
    return f"标题写的是“{place}”，这里登记的是“{body.name}”，看来是别处的清单。"


def session_openings() -> Opened:
    """Return when each session opened, for days that a list writes without a year."""
    return {
        (session.body.type.kind, session.term, session.number): session.opened_on
        for session in bodies.all_sessions()
    }


def _difference(sheet: SheetPreview, session: CongressSession) -> str:
    """Say where the title names another place or session than the clerk chose."""
    if place := places.another(sheet.places, session.body.name):
        return f"{_of_another(place, session.body)}您选定的是{session.title}，请核对。"
    said = (sheet.kind, sheet.term, sheet.session)
    chosen = (session.body.type.kind, session.term, session.number)
    if all(one is None or one == other for one, other in zip(said, chosen, strict=True)):
        return ""
    term = f"第 {sheet.term or '？'} 届第 {sheet.session or '？'} 次会议"
    return f"表里写的是{sheet.body}{term}，您选定的是{session.title}，请核对。"
