"""What is registered that the rows of a list are compared with, read once for a whole list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from sqlalchemy import select

from tracker.assign import queries as assign
from tracker.assign.models import Assignment
from tracker.bodies.models import CongressSession
from tracker.cases import linking
from tracker.cases.models import Case
from tracker.cases.queries import with_register
from tracker.deputies.names import name_key
from tracker.intake.comparing import known_people, revised
from tracker.intake.comparing.directory import Directory
from tracker.intake.comparing.known_people import Groups, Likely
from tracker.intake.reading.headers import Field
from tracker.intake.reading.numbers import plain_part
from tracker.intake.reading.preview import Entry, SheetPreview
from tracker.kernel.db import db
from tracker.kernel.texts import comparable
from tracker.terms import CaseState, Level, Period

Numbered = dict[tuple[Period, str], Case]
Titled = dict[tuple[str, str], Case]


@dataclass(frozen=True)
class Known:
    """The cases of a session by number, the unnumbered ones and all by title and lead."""

    cases: Numbered
    unnumbered: Titled
    titled: Titled
    proposed: dict[int, list[Assignment]]
    assigned: dict[int, list[Assignment]]
    units: Directory
    holders: linking.Holders
    likely: Likely
    groups: Groups
    near: Numbered

    def case_of(self, entry: Entry) -> Case | None:
        """Return the case that a row means: by its number, else the unnumbered one of its title.

        So an unnumbered case gets its number by the list that has it.
        """
        if entry.number_key and (case := self.cases.get((entry.period, entry.number_key))):
            return case
        return self.unnumbered.get(title_key(entry.title, entry.lead))

    def every(self) -> Iterator[Case]:
        """Give the cases of the session."""
        yield from self.cases.values()
        yield from self.unnumbered.values()


def title_key(title: str, lead: str) -> tuple[str, str]:
    """Return title and lead for comparing."""
    return comparable(title), name_key(lead)


def known_of(session: CongressSession, among: Directory) -> Known:
    """Read what is registered for a session; lists hold the district's own cases."""
    query = select(Case).where(
        Case.session_id == session.id, Case.state != CaseState.VOID, Case.level == Level.DISTRICT
    )
    cases = db.session.scalars(query.options(*with_register()).order_by(Case.id)).all()
    numbered = [case for case in cases if case.number_key]
    holders = linking.holders(session)
    return Known(
        cases={(case.period, case.number_key): case for case in numbered},
        unnumbered=_titled(case for case in cases if not case.number_key),
        titled=_titled(cases),
        proposed=assign.proposed_of(session.id),
        assigned=revised.assigned_of(session.id),
        units=among,
        holders=holders,
        likely=Likely(holders),
        groups=known_people.groups_of(session),
        near={(case.period, plain_part(case.number_key)): case for case in numbered},
    )


def _titled(cases: Iterable[Case]) -> Titled:
    """Return cases by title and lead."""
    return {title_key(case.title, case.lead.name): case for case in cases}


def note_near(entry: Entry, sheet: SheetPreview, known: Known) -> None:
    """Note a registered case whose number only looks another, or that has the same title."""
    part = plain_part(entry.number_key)
    case = known.cases.get((entry.period, part)) if part else None
    if case is None and entry.number_key.isdigit():
        case = known.near.get((entry.period, entry.number_key))
    if case is not None:
        sentence = f"与已登记的{case.label}编号相近，请核对是不是同一件。"
        entry.doubt(sheet.column(Field.NUMBER), sentence)
    if same := known.titled.get(title_key(entry.title, entry.lead)):
        sentence = f"同一提出者的{same.label}标题与这一件相同，请核对是不是重复提出。"
        entry.doubt(sheet.column(Field.TITLE), sentence)
