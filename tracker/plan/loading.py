"""Loading the facts of cases: columns, never objects, in a bounded number of queries.

Columns are read afresh, so that what the session holds in memory decides nothing. What cannot be
there yet is not asked for: no parts before the units have a case, no ratings before a letter.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from typing import Any, TypeVar

from sqlalchemy import Executable

from tracker.cases.lifecycle import BEFORE_UNITS, LIVE
from tracker.kernel import clock
from tracker.kernel.db import db
from tracker.plan import statements
from tracker.plan.owed.facts import (
    AskedExtension,
    AskedReturn,
    CaseFacts,
    Key,
    Letter,
    Part,
    Pause,
    Promise,
    Rated,
    Stored,
)
from tracker.terms import AssignmentState, Period, RatingState, ReplyState, Satisfaction

Made = TypeVar("Made")


def load(ids: Sequence[int], *, hold: bool = False) -> list[CaseFacts]:
    """Return the facts of cases, in order of their numbers in the database.

    :param hold: let another act on the same cases wait until this one is over; each act holds
        them in the same order. What is read after that is what the other left.
    """
    cases = ask(statements.HELD if hold else statements.CASES, ids)
    waiting = [
        row.id for row in cases if row.state in BEFORE_UNITS and row.period is Period.SESSION
    ]
    closings = {row.id: row.closed_on for row in ask(statements.CLOSINGS, waiting)}
    dates = _dates(ids)
    parts = ask(statements.PARTS, [row.id for row in cases if row.state in LIVE])
    letters = ask(statements.LETTERS, {row.case_id for row in parts if _begun(row)})
    answered = {row.case_id for row in letters if row.state is ReplyState.ISSUED}
    made, later = _parts(parts, letters, answered), _answered(answered)
    return [
        CaseFacts(
            id=row.id,
            state=row.state,
            period=row.period,
            received_on=row.received_on,
            closing_on=closings.get(row.id),
            in_system=clock.local(row.registered_at).date(),
            replied_on=row.replied_on,
            filed_on=row.filed_on,
            book_id=row.book_id,
            parts=tuple(made.get(row.id, ())),
            dates=dates.get(row.id, {}),
            **later.get(row.id, {}),
        )
        for row in cases
    ]


def ask(query: Executable, some: Collection[int]) -> Sequence[Any]:
    """Return the rows of a query about some numbers; nothing is asked about none."""
    if not some:
        return ()
    return db.session.connection().execute(query, {"some": list(some)}).all()


def _begun(row: Any) -> bool:
    """Whether a part may have a letter: there is none before the unit has signed for it."""
    return row.role.answers and row.state is not AssignmentState.ASSIGNED


def _parts(
    rows: Sequence[Any], letters: Sequence[Any], answered: Collection[int]
) -> Mapping[int, list[Part]]:
    """Return the parts of the cases with what hangs on them."""
    written = _by_owner((row[1:] for row in letters), lambda row: Letter(*row))
    rated = _by_owner(ask(statements.RATINGS, answered), _rated)
    promised = _by_owner(ask(statements.PROMISES, answered), lambda row: Promise(*row))
    found: dict[int, list[Part]] = defaultdict(list)
    for row in rows:
        asked = row.asked_id and AskedReturn(row.asked_id, row.asked_state, row.requested_on)
        part = Part(
            id=row.id,
            unit_id=row.unit_id,
            online=row.online,
            role=row.role,
            state=row.state,
            round=row.round,
            signed_on=row.signed_on,
            letters=tuple(written.get(row.id, ())),
            ratings=tuple(rated.get(row.id, ())),
            asked=asked or None,
            extension=_extension(row),
            opinion_signing=bool(row.opinion_signing),
            promises=tuple(promised.get(row.id, ())),
        )
        found[row.case_id].append(part)
    return found


def _extension(row: Any) -> AskedExtension | None:
    """Return the open request for an extension of a part."""
    if row.extension_id is None:
        return None
    return AskedExtension(row.extension_id, row.extension_state, row.extension_on)


def _rated(row: Any) -> Rated:
    """Return one rating; one that waits for its second person is no 不满意 yet."""
    number, round_number, state, overall, decided, by = row
    bad = overall == Satisfaction.UNSATISFIED and state == RatingState.SUBMITTED
    return Rated(number, round_number, state, bad, bool(decided), by)


def _by_owner(rows: Any, make: Callable[[Any], Made]) -> Mapping[int, list[Made]]:
    """Return what rows say, by their first column."""
    found: dict[int, list[Made]] = defaultdict(list)
    for row in rows:
        found[row[0]].append(make(row[1:]))
    return found


def _dates(ids: Sequence[int]) -> Mapping[int, dict[Key, Stored]]:
    """Return the dates in force, by case."""
    found: dict[int, dict[Key, Stored]] = defaultdict(dict)
    for row in ask(statements.DATES, ids):
        stored = Stored(
            id=row.id,
            due_on=row.due_on,
            event=row.event,
            event_on=row.event_on,
            provisional=row.provisional,
            since=clock.local(row.set_at).date(),
        )
        found[row.case_id][row.subject_type, row.subject_id, row.kind, row.ordinal] = stored
    return found


def _answered(ids: Collection[int]) -> Mapping[int, dict[str, Any]]:
    """Return what counts once a case has a letter: who rates, and how it is followed."""
    return {
        number: {
            "lead_online": bool(logs_in),
            "followed": bool(followed),
            "pause": _pause(since, until),
            "visits_made": visits,
        }
        for number, logs_in, followed, since, until, visits in ask(statements.ANSWERED, ids)
    }


def _pause(since: date | None, until: date | None) -> Pause | None:
    """Return the latest pause, None where there was none."""
    return Pause(since, until) if since and until else None
