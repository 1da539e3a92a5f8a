"""The bar of a case page: how far it is; the present step is told by what is owed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.assign import queries as assign
from tracker.assign.models import Assignment
from tracker.cases.lifecycle import ANSWERED, ENDED
from tracker.cases.models import Case
from tracker.contact import queries as contact
from tracker.desk.case_words import FIRST_ROUND
from tracker.desk.history import short
from tracker.kernel.access import Viewer
from tracker.plan_terms import OF_LETTER, DutyKind
from tracker.rating import queries as rating
from tracker.reply import queries as reply
from tracker.terms import CaseState, Satisfaction

K = DutyKind
REGISTER, ASSIGN, SIGN, TALK, ANSWER, RATE, CLOSE = (
    "登记",
    "交办",
    "签收",
    "沟通面商",
    "答复",
    "评价",
    "办结",
)
REWORK = "重办"
STEP_OF: Mapping[DutyKind, str] = {
    K.PROPOSE: ASSIGN,
    K.APPROVE: ASSIGN,
    K.SIGN: SIGN,
    K.RETURN_CONFIRM: SIGN,
    K.RETURN_DECIDE: SIGN,
    K.CONTACT: TALK,
    K.OPINION: ANSWER,
    K.OPINION_DECIDE: ANSWER,
    K.REPLY: ANSWER,
    K.SIGN_OFF: ANSWER,
    K.CHECK: ANSWER,
    K.ISSUE: ANSWER,
    K.DELIVER: RATE,
    K.RATE: RATE,
    K.CONFIRM: RATE,
    K.DECIDE: RATE,
    K.CLOSE: CLOSE,
}


@dataclass(frozen=True)
class Step:
    """One step: its name, when or by whom, and done | now | todo."""

    label: str
    note: str
    state: str


def steps_of(
    case: Case, person: Viewer, rows: Sequence[Any], notes: Mapping[str, str]
) -> list[Step]:
    """Return the steps, a round that is over as one; `notes` say whom each waits for."""
    answering = assign.answering(case.id)
    number = max((row.round for row in answering), default=1)
    days = _days(case, answering, number)
    if case.state in ENDED:
        done = [Step(name, short(on), "done") for name, on in days.items() if on]
        return [*done, Step(CaseState(case.state).label, "", "now")]
    first = [_earlier(case, person, number)] if number > 1 else []
    names, now = list(days), _present(case, list(days), rows)
    place = names.index(now) if now else len(names)
    states = ["done" if at < place else "now" if at == place else "todo" for at in range(len(days))]
    said = zip(days.items(), states, strict=True)
    return first + [
        Step(
            name,
            short(on) if state == "done" else notes.get(name, "") if state == "now" else "",
            state,
        )
        for (name, on), state in said
    ]


def _days(case: Case, answering: Sequence[Assignment], number: int) -> dict[str, date | None]:
    """Return the steps of the present round with the days on which they were done."""
    signed = [row.signed_on for row in answering if row.signed_on]
    met, rated = contact.days(case.id, number), rating.days(case.id)
    answered = case.state in ANSWERED
    ordered = (contact.round_since(row, number)[0] for row in answering if row.round == number)
    before: dict[str, date | None] = {REWORK: next(ordered, None)}
    if number == 1:
        before = {
            REGISTER: case.received_on,
            ASSIGN: case.assigned_on,
            SIGN: max(signed) if signed and len(signed) == len(answering) else None,
        }
    return {
        **before,
        TALK: max(met, default=None),
        ANSWER: case.replied_on if answered else None,
        RATE: max(rated, default=None) if answered else None,
        CLOSE: case.closed_on,
    }


def _present(case: Case, names: Sequence[str], rows: Sequence[Any]) -> str:
    """Return the first step that still has an open duty; none once the case is closed.

    The correction of a letter that was issued takes no step back.
    """
    if case.state == CaseState.CLOSED:
        return ""
    open_steps = {
        STEP_OF[row.kind]
        for row in rows
        if row.kind in STEP_OF and not (row.kind in OF_LETTER and row.subject_type == "reply")
    }
    if case.state == CaseState.REPLIED:
        open_steps.add(CLOSE)
    return next((name for name in names if name in open_steps), ANSWER)


def _earlier(case: Case, person: Viewer, number: int) -> Step:
    """Return the rounds before this one as one step, with how they were rated where one may."""
    letters = [row for row in reply.letters(case.id) if row.round == number - 1]
    bad = [
        row
        for row in rating.unsatisfied(case.id)
        if row.round == number - 1 and not rating.hides_rating(case, row.assignment.unit_id, person)
    ]
    said = [f"{short(case.assigned_on)}交办"] if case.assigned_on else []
    if bad and bad[-1].filled_on:
        said.append(f"{short(bad[-1].filled_on)}{Satisfaction.UNSATISFIED.label}")
    elif letters and letters[-1].issued_on:
        said.append(f"{short(letters[-1].issued_on)}答复")
    name = FIRST_ROUND if number - 1 == 1 else f"前{number - 1}轮"
    return Step(name, "，".join(said), "done")


def notes_of(lines: Sequence[Any]) -> dict[str, str]:
    """Return whom each step waits for, as the viewer reads it; the most urgent line decides."""
    found: dict[str, str] = {}
    for line in lines:
        if (step := STEP_OF.get(line.row.kind)) and line.row.ready:
            found.setdefault(step, f"{line.before}{line.who}")
    return found
