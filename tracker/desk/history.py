"""The history of a case as each viewer may read it. Source: design §4 law 4; role matrix."""

from __future__ import annotations

from datetime import date

from tracker.assign import queries as assign
from tracker.assign.models import Assignment
from tracker.cases import queries as cases
from tracker.cases.models import Case
from tracker.cases.sheet import hides_names
from tracker.kernel import clock
from tracker.kernel.access import Viewer
from tracker.rating import queries as rating
from tracker.roles import Role
from tracker.terms import AssignRole
from tracker.timeline import queries as timeline
from tracker.timeline.models import HistoryEntry

UNIT = (Role.UH, Role.UL)
# each only carries a state that another line says in words
REPEATED = frozenset(
    {
        "assignment.return_requested",
        "assignment.return_recalled",
        "assignment.kept",
        "assignment.returned",
        "assignment.opinion_submitted",
        "assignment.opinion_accepted",
        "assignment.opinion_sent_back",
        "assignment.replied",
        "assignment.ended",
        "assignment.assigned",
    }
)
OFFICE_ONLY = frozenset(
    {
        "follow_up.visit",
        "follow_up.result",
        "follow_up.listed",
        "follow_up.paused",
        "follow_up.resumed",
        "follow_up.ended",
    }
)


def history_of(case: Case, person: Viewer) -> list[tuple[str, str, str, str]]:
    """Return the history that this viewer may read, as lines of the timeline."""
    entries = timeline.of_case(case.id, public_only=person.is_one_of(Role.DEP))
    if person.is_one_of(*UNIT):
        entries = _of_unit(entries, case, person)
    hidden = {row.name for row in case.submitters} if hides_names(case, person) else set()
    lines = []
    for entry in entries:
        if entry.act in REPEATED or _hidden_rating(entry, person):
            continue
        place = "" if entry.actor_name in hidden else f"{entry.actor_name} {entry.actor_place}"
        lines.append(("done", short(entry.on), entry.sentence, place.strip()))
    return lines


def reads_whole(case: Case, person: Viewer) -> bool:
    """Whether the page with the whole history is the viewer's: not an assisting unit's."""
    own = assign.own(case, person)
    return own is None or AssignRole(own.role).answers


def short(day: date | None) -> str:
    """Return a day without its year while it is this year's."""
    if day is None:
        return ""
    plain = f"{day.month}月{day.day}日"
    return plain if day.year == clock.today().year else f"{day.year}年{plain}"


def _of_unit(entries: list[HistoryEntry], case: Case, person: Viewer) -> list[HistoryEntry]:
    """Return what a unit reads; a former one only until it handed the case over."""
    own = assign.own(case, person)
    ended = None if own else cases.former_until(case, person)
    return [
        entry
        for entry in entries
        if _unit_reads(entry, person, own) and not (ended and entry.on > ended)
    ]


def _unit_reads(entry: HistoryEntry, person: Viewer, own: Assignment | None) -> bool:
    """Whether a unit reads an entry: its own, public ones, and where it answers the general ones.

    Another unit's drafts are its own affair until the letter is issued, and opinions the host's.
    """
    if entry.act in OFFICE_ONLY:
        return False
    if entry.public or entry.unit_id == person.unit_id:
        return True
    if own is None or not AssignRole(own.role).answers:
        return False
    subject = entry.act.split(".")[0]
    if subject == "opinion":
        return AssignRole(own.role) is AssignRole.HOST
    return subject not in ("reply", "follow_up") or entry.unit_id is None


def _hidden_rating(entry: HistoryEntry, person: Viewer) -> bool:
    """Whether an entry tells how a letter was rated, to a unit that may not read it."""
    if entry.act.startswith("rating."):
        return rating.hides_rating(entry.unit_id, person)
    unit = person.is_one_of(*UNIT)
    return unit and entry.act.startswith("rework.") and entry.unit_id != person.unit_id
