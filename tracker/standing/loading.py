"""Loading the facts of many cases with a bounded number of queries; columns, never objects.

What cannot be there yet is not asked for: no letters before the units have a case.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, select

from tracker.bodies.queries import all_sessions
from tracker.cases.models import Case
from tracker.cases.numbering import case_label, short_label
from tracker.kernel import clock
from tracker.kernel.db import db
from tracker.plan.queries import ANSWER_DUE
from tracker.standing import statements
from tracker.standing.facts import CaseFacts, Letter, Part, Promise, Said, Talk
from tracker.standing.statements import OF_SOME, Query
from tracker.supervise.queries import following
from tracker.terms import (
    AssignmentState,
    AssignRole,
    CaseState,
    CommitmentState,
    ContactPhase,
    DeadlineKind,
    RatingState,
    ReplyClass,
    Satisfaction,
)
from tracker.timeline.events import Event

REDO = "assist_redo"
DONE = (Event.ASSIGNMENT_SIGNED, Event.ASSIGNMENT_OPINION_SUBMITTED)
Ask = Callable[[Query], Sequence[Any]]


def load(chosen: Select[Any], order: Sequence[Any] = ()) -> list[CaseFacts]:
    """Return the facts of the cases whose ids a select chooses, with all that hangs on them."""
    ids = chosen.scalar_subquery()

    def ask(query: Query) -> Sequence[Any]:
        found = query(ids)
        if query is statements.cases:
            found = found.add_columns(ANSWER_DUE.c.due_on).order_by(*order, Case.id)
            found = found.outerjoin(ANSWER_DUE, ANSWER_DUE.c.case_id == Case.id)
        return db.session.execute(found).all()

    titles = {row.id: row.title for row in all_sessions()}
    cases = _loaded(ask, lambda row: case_facts(row, titles[row.session_id], row.due_on))
    for case_id in db.session.scalars(select(Case.id).where(Case.id.in_(ids), following())):
        cases[case_id].followed = True
    return list(cases.values())


def load_some(numbers: Sequence[int]) -> list[CaseFacts]:
    """Return the facts of a few cases as figures need them: no titles of sessions, no marks."""
    if not numbers:
        return []

    db.session.flush()
    run, some = db.session.connection().execute, {"some": list(numbers)}

    def ask(query: Query) -> Sequence[Any]:
        return run(OF_SOME[query], some).all()

    return list(_loaded(ask, lambda row: case_facts(row, "")).values())


def case_facts(row: Any, session: str, due_on: date | None = None) -> CaseFacts:
    """Return a case without its parts; `due_on`: the limit that runs for its answer."""
    joint = f"等{row.signer_count}人" if row.signer_count > 1 else ""
    return CaseFacts(
        id=row.id,
        kind=row.kind,
        label=case_label(row.kind, row.period, row.number),
        number=row.number,
        title=row.title,
        lead=f"{row.name}{joint}",
        group=row.group_name,
        session=session,
        period=row.period,
        session_id=row.session_id,
        state=row.state,
        began=row.state,
        received_on=row.received_on,
        due_on=due_on,
        short=short_label(row.kind, row.period, row.number),
        key_item=row.key_item,
        confidential=row.confidential,
    )


def put_date(part: Part, row: Any) -> None:
    """Put one date on a part; of its kind and round it takes the place of the one before.

    Time for a better opinion does not: the first one was in time or late by its own limit.
    """
    if row.kind == DeadlineKind.SIGN:
        part.sign_due = row.due_on
    elif row.kind == DeadlineKind.ASSIST:
        if row.rule != REDO:
            part.assist_due = row.due_on
    else:
        if row.ordinal in part.dues:
            part.earlier.append((row.ordinal, part.dues[row.ordinal], row.set_on))
        part.dues[row.ordinal] = row.due_on
        part.rounds[row.ordinal] = row.event_on


def _loaded(ask: Ask, made: Callable[[Any], CaseFacts]) -> dict[int, CaseFacts]:
    """Return the cases by number, with their parts and what came of these."""
    cases = {row.id: made(row) for row in ask(statements.cases)}
    told = ask(statements.told)
    for row in told:
        if row.subject_type == Case.__tablename__ and row.new_state is not None:
            case = cases[row.case_id]
            if not case.changes:
                case.began = CaseState(str(row.old_state))
            case.changes.append((row.on, CaseState(str(row.new_state))))
    moved = any(case.changes for case in cases.values())  # none is assigned before it moved
    if moved and (parts := _parts(cases, ask(statements.parts))):
        _put_what_came(parts, ask, told)
    return cases


def _put_what_came(parts: dict[int, Part], ask: Ask, told: Iterable[Any]) -> None:
    """Put on parts what came of them."""
    for row in ask(statements.dates):
        if row.subject_id in parts:
            put_date(parts[row.subject_id], row)
    _put_talks(parts, ask(statements.talks))
    if any(part.role is AssignRole.ASSISTING for part in parts.values()):
        for assignment_id, on in ask(statements.opinions):
            if assignment_id in parts:
                parts[assignment_id].opinion_on = on
    if letters := _put_letters(parts, ask(statements.letters)):
        _put_ratings(parts, ask(statements.ratings))
        _put_promises(parts, letters, ask(statements.promises), told)
    _put_recalled(parts, told)


def _parts(cases: dict[int, CaseFacts], rows: Iterable[Any]) -> dict[int, Part]:
    """Put assignments on their cases; return them by number."""
    parts: dict[int, Part] = {}
    for row in rows:
        part = Part(
            id=row.id,
            unit=row.short_name,
            unit_id=row.unit_id,
            unit_name=row.name,
            role=row.role,
            assigned_on=row.assigned_on,
            signed_on=row.signed_on,
            ended_on=row.ended_on,
            returned=row.state == AssignmentState.RETURNED,
        )
        parts[row.id] = part
        cases[row.case_id].parts.append(part)
    return parts


def _put_letters(parts: dict[int, Part], rows: Iterable[Any]) -> dict[int, list[Any]]:
    """Put issued letters on their parts; return them by part."""
    found: dict[int, list[Any]] = defaultdict(list)
    for row in rows:
        part = parts.get(row.assignment_id)
        if part is None:
            continue
        found[part.id].append(row)
        mark = ReplyClass(row.reply_class) if row.reply_class else None
        part.letters.append(Letter(row.round, row.issued_on, row.number, mark, row.reached_on))
    return found


def _put_promises(
    parts: dict[int, Part], letters: dict[int, list[Any]], rows: Iterable[Any], told: Iterable[Any]
) -> None:
    """Put promises on their parts, with the dates that their letters give them."""
    replaced = {row.subject_id for row in told if row.act == Event.COMMITMENT_REPLACED}
    for row in rows:
        found = letters[row.assignment_id]
        first = next((letter for letter in found if letter.id == row.reply_id), None)
        if first is None:
            continue
        promise = Promise(
            opened_on=row.opened_on,
            due_on=first.promise_due_on or row.named_due_on,
            ended_on=row.ended_on,
            state=CommitmentState(row.state),
            moved=tuple(
                (letter.issued_on, letter.promise_due_on)
                for letter in found
                if _corrects(letter, first) and letter.promise == row.text
            ),
            replaced=row.id in replaced,
        )
        parts[row.assignment_id].promises.append(promise)


def _corrects(letter: Any, first: Any) -> bool:
    """Whether a letter is a later edition of another and gives its promise a date."""
    later = letter.round == first.round and letter.edition > first.edition
    return later and letter.promise_due_on is not None


def _put_ratings(parts: dict[int, Part], rows: Iterable[Any]) -> None:
    """Put on parts the ratings that count, from the day on which they did, and the lapses.

    A form that waits for its second person does not count yet; what lapsed before it did. What
    stood in a paper ledger counts from the day that it names, else from its entry.
    """
    for row in rows:
        part = parts.get(row.assignment_id)
        if part is None:
            continue
        if row.lapsed_on is not None:
            part.lapses.append((row.round, row.lapsed_on))
        if row.state == RatingState.SUBMITTED and row.submitted_at and row.overall is not None:
            on = row.filled_on if row.on_paper and row.filled_on else None
            on = on or clock.local(row.submitted_at).date()
            part.ratings.append(Said(row.round, on, Satisfaction(row.overall)))


def _put_talks(parts: dict[int, Part], rows: Sequence[Any]) -> None:
    """Put on parts the contacts that no correction has replaced."""
    replaced = {row.corrects_id for row in rows}
    for row in rows:
        if row.assignment_id in parts and row.id not in replaced:
            after = row.phase == ContactPhase.AFTER
            parts[row.assignment_id].talks.append(Talk(row.held_on, row.form.in_person, after))


def _put_recalled(parts: dict[int, Part], told: Iterable[Any]) -> None:
    """Put on parts what was recalled: from which day to which a sign-for or an opinion stood.

    An assignment that was taken back stood until a day.
    """
    last: dict[int, date] = {}
    for row in told:
        if row.act in DONE:
            last[row.subject_id] = row.on  # only the last act of a unit can be recalled
        elif row.act == Event.ASSIGNMENT_SIGN_RECALLED and row.subject_id in parts:
            parts[row.subject_id].signs_recalled.append((last[row.subject_id], row.on))
        elif row.act == Event.ASSIGNMENT_OPINION_RECALLED and row.subject_id in parts:
            parts[row.subject_id].opinions_recalled.append((last[row.subject_id], row.on))
        elif row.act == Event.ASSIGNMENT_TAKEN_BACK:
            parts[row.subject_id].taken_back_on = row.on
