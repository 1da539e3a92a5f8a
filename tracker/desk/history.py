"""The history of a case as each viewer may read it, by the audience of each event.

Source: design §4 law 4; role matrix.
"""

from __future__ import annotations

from datetime import date

from tracker.assign import queries as assign
from tracker.assign.models import Assignment
from tracker.cases import queries as cases
from tracker.cases.models import Case
from tracker.cases.sheet import hides_names, masked
from tracker.kernel import clock
from tracker.kernel.access import Viewer
from tracker.rating import queries as rating
from tracker.roles import UNIT, Role
from tracker.terms import AssignRole
from tracker.timeline import queries as timeline
from tracker.timeline.events import BY_CODE, Audience, Event, audience_of
from tracker.timeline.models import HistoryEntry

REASONED = (Event.CASE_CORRECTED, Event.CASE_MARKED, Event.CASE_SUBMITTER_LINKED)


def history_of(case: Case, person: Viewer) -> list[tuple[str, str, str, str]]:
    """Return the history that this viewer may read, as lines of the timeline.

    Where names are masked, what a line says of a proposer is masked, too.
    """
    entries = timeline.of_case(case.id, public_only=person.is_one_of(Role.DEP))
    if person.is_one_of(*UNIT):
        entries = _of_unit(entries, case, person)
    hidden = hides_names(case, person)
    names = {row.name for row in case.submitters} if hidden else set()
    lines = []
    for entry in entries:
        if audience_of(entry.act) is Audience.NOBODY:
            continue
        place = "" if entry.actor_name in names else f"{entry.actor_name} {entry.actor_place}"
        sentence = _secretly(entry, case) if hidden else entry.sentence
        lines.append(("done", short(entry.on), sentence, place.strip()))
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
        if _unit_reads(entry, case, person, own) and not (ended and entry.on > ended)
    ]


def _unit_reads(entry: HistoryEntry, case: Case, person: Viewer, own: Assignment | None) -> bool:
    """Whether a unit is of the audience of an entry.

    Another unit's drafts are its own affair until the letter is issued, and opinions the host's.
    """
    mine = entry.unit_id == person.unit_id
    role = AssignRole(own.role) if own else None
    answers = role is not None and role.answers
    told = not rating.hides_rating(case, entry.unit_id, person)
    reads = {
        Audience.NOBODY: False,
        Audience.OFFICE: False,
        Audience.OWN: mine or (answers and entry.unit_id is None),
        Audience.HOST: mine or role is AssignRole.HOST,
        Audience.ANSWERING: mine or answers,
        Audience.RATED: mine and told,
        Audience.RATER: mine and told,
        Audience.PROPOSER: mine,
        Audience.EVERYBODY: True,
    }
    return reads[audience_of(entry.act)]


def _secretly(entry: HistoryEntry, case: Case) -> str:
    """Return a line of a confidential case for a unit, without what the office gave as a reason.

    Such a reason may say what was corrected, which names the proposer in other words.
    """
    if entry.act in REASONED:
        return f"{BY_CODE[entry.act].label}（事由由政府办掌握）。"
    return masked(entry.sentence, case)
