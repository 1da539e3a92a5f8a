"""The page of one case, put together from what each feature shows this viewer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from tracker.assign import queries as assign
from tracker.assign import sheet as assignments
from tracker.assign.left import handed_over
from tracker.assign.sheet import Section
from tracker.cases import queries as cases
from tracker.cases.models import Case
from tracker.cases.sheet import HIDDEN, Sheet, hides_names, sheet_of
from tracker.contact import queries as contact
from tracker.desk import duty_lines, urgeable
from tracker.desk.case_box import Owed, lines_of, with_main
from tracker.desk.case_known import known_of
from tracker.desk.case_rail import Rail, rail_of
from tracker.desk.case_steps import Step, notes_of, steps_of
from tracker.desk.case_tables import remember_what_is_missing
from tracker.desk.case_thread import Said, thread_of
from tracker.desk.case_words import letter_name
from tracker.desk.history import history_of, reads_whole, short
from tracker.desk.ratings import section_of
from tracker.desk.scopes import Days, scope_of
from tracker.kernel import clock
from tracker.kernel.access import Viewer
from tracker.kernel.offers import Offer
from tracker.plan import queries as plan
from tracker.plan_terms import DutyKind
from tracker.rating import queries as rating
from tracker.reply import queries as reply
from tracker.roles import OFFICE, Role
from tracker.settings.in_force import book_of
from tracker.supervise import queries as supervise

OPEN_LINES = 14
LATER = (DutyKind.VISIT, DutyKind.CHECK_POINT)
LEFT = "你单位不再承办"


@dataclass(frozen=True)
class CasePage:
    """Everything that the page shows; `more` are the acts that settle no open duty."""

    case: Case
    sheet: Sheet
    asked_on: str
    steps: list[Step]
    lines: list[Owed]
    more: list[Offer]
    thread: list[Said]
    rail: Rail
    soon: int
    assignments: Section
    contacts: Any
    replies: Any
    deliveries: list[tuple[str, str, str, str]]
    ratings: Any
    supervision: Any
    reminders: int
    history_count: int
    whole_history: bool
    urges: bool
    left: bool

    @property
    def state(self) -> str:
        """Where the case stands; a unit that handed it over reads that alone."""
        return LEFT if self.left else self.case.state.label


def sheet_for(case: Case, person: Viewer) -> Sheet:
    """Return the facts of a case; of a unit's handlers the named one alone sees the telephone."""
    sheet = sheet_of(case, person)
    mine = assign.own(case, person)
    other = mine is not None and mine.handler_id not in (None, person.account_id)
    leads = Role.UL in person.roles
    return replace(sheet, may_show_phone=False) if other and not leads else sheet


def page_of(case: Case, person: Viewer) -> CasePage:
    """Return the page of a case for one viewer."""
    remember_what_is_missing(case)
    book, today = book_of(case), clock.today()
    days = Days.of(today, book.reminders.soon)
    rows = duty_lines.of_case(case.id, scope_of(person, days).mine)
    offers = offers_of(case, person)
    left = handed_over(case, person)
    lines = [] if left else lines_of(known_of(case, person, rows, days), rows, offers)
    begun = [line for line in lines if line.row.first_on <= today or line.row.kind not in LATER]
    box = with_main(begun)
    used = [(act.endpoint, act.args) for line in box for act in line.acts]
    history = history_of(case, person)
    ratings, supervision = section_of(case, person, rows), supervise.section(case, person)
    return CasePage(
        case=case,
        sheet=sheet_for(case, person),
        asked_on=short(case.received_on),
        steps=[] if left else steps_of(case, person, rows, notes_of(box)),
        lines=box,
        more=[offer for offer in offers if (offer.endpoint, offer.args) not in used],
        thread=thread_of(case, person, ratings, supervision.decisions),
        rail=rail_of(lines, box[0].words if box else "", history[:OPEN_LINES], today, book),
        soon=book.reminders.soon,
        assignments=assignments.section(case, person),
        contacts=contact.section(case, person),
        replies=reply.section(case, person),
        deliveries=_deliveries(case, person),
        ratings=ratings,
        supervision=supervision,
        reminders=plan.reminders_sent(case.id) if person.is_one_of(*OFFICE) else 0,
        history_count=len(history),
        whole_history=reads_whole(case, person),
        urges=urgeable.any_of(rows, person, today),
        left=left,
    )


def offers_of(case: Case, person: Viewer) -> list[Offer]:
    """Return every act that is open to the viewer on this case."""
    return [
        *assign.offers(case, person),
        *contact.offers(case, person),
        *reply.offers(case, person),
        *rating.offers(case, person),
        *supervise.offers(case, person),
        *cases.offers(case, person),
    ]


def _deliveries(case: Case, person: Viewer) -> list[tuple[str, str, str, str]]:
    """Return to whom the letters of record went: name, letter, way, day."""
    hidden = hides_names(case, person)
    return [
        (
            HIDDEN if hidden else one.submitter.name,
            f"{row.assignment.unit_name}{letter_name(row.round, row.edition)}",
            one.way.label,
            one.delivered_on.isoformat(),
        )
        for row in reply.letters(case.id)
        if reply.may_see(row, person)
        for one in row.deliveries
    ]
