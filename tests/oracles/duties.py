"""What is owed on every case, in plain SQL and days counted by hand.

Written from domain §2 (who owes what in which state) and §3 (limits, and that nothing stops the
clock), and design §5 (a unit that does not log in: the office does it on its behalf; closing needs
letter, rating or lapse and a decision on each 不满意; the feedback limit counts from the rater's
recorded delivery, the reminder on the next working day, the lapse five later; visits 30, 60 and 90
days after the reply; promises reported on in the fourth quarter, one without a day at the end of
each). Limits of an assignment are read
as they were stored, since the office may set others; those of the office's own making are looked
up, and must not lie before what they follow.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from typing import Any, NamedTuple

from tests.oracles import duty_queries as queries
from tests.oracles.workdays import after_workdays, day_of, rolled

Rows = Callable[[str], list[tuple[Any, ...]]]


class Owed(NamedTuple):
    """One duty: on which case, what, about what, whose turn, for which unit, until when."""

    case: int
    kind: str
    subject: str
    number: int
    ordinal: int
    party: str
    unit: int | None
    on_behalf: bool
    due: date | None


QUARTER_ENDS = ((3, 31), (6, 30), (9, 30), (12, 31))
OPINION = ("opinion", "unit", "assist")
STEPS = {
    "drafting": ("reply", "unit"),
    "signing": ("sign_off", "unit_leader"),
    "office_check": ("check", "office"),
    "checked": ("issue", "unit_leader"),
}


class Stored:
    """The dates in force; a limit of the office's own counts working days from when it stood."""

    OWN = {
        "file": 10,
        "deliver": 3,
        "correct": 5,
        "confirm": 3,
        "decide": 5,
        "close": 5,
        "verify": 5,
    }

    def __init__(self, rows: Rows) -> None:
        """Read them."""
        self.found = {row[:4]: (day_of(row[4]), day_of(row[5])) for row in rows(queries.STORED)}

    def limit(self, assignment: int, kind: str, ordinal: int) -> date | None:
        """Return the limit of an assignment, None where none was set."""
        return self.found.get(("assignment", assignment, kind, ordinal), (None,))[0]

    def own(self, subject: str, number: int, kind: str, after: object) -> date | None:
        """Return a limit of the office's own; None where it is missing or was miscounted."""
        due, since = self.found.get((subject, number, kind, 1), (None, None))
        if due is None or since is None or due != after_workdays(since, self.OWN[kind]):
            return None
        return due if after is None or since >= day_of(after) else None

    def asked(self, promise: int, opened: date, said: date | None) -> date | None:
        """Return until when a unit tells how far a promise without a day is: a quarter's end.

        Of the quarter in which the promise came into the system, then of the one after a report.
        """
        due, since = self.found.get(("commitment", promise, "promise", 1), (None, None))
        if since is None or (said or since) != since or since < opened:
            return None
        ends = [date(since.year + late, *end) for late in (0, 1) for end in QUARTER_ENDS]
        ahead = [end for end in ends if end >= since]
        return due if due == ahead[0 if said is None else 1] else None


def owed(rows: Rows) -> set[Owed]:
    """Return what is owed on all cases; `rows` runs a query."""
    stored = Stored(rows)
    return {
        *_unfiled(rows, stored),
        *_before_units(rows),
        *_at_units(rows, stored),
        *_returns(rows),
        *_extensions(rows),
        *_corrections(rows, stored),
        *_letters(rows, stored),
        *_ratings(rows, stored),
        *_closable(rows, stored),
        *_promises(rows, stored),
        *_visits(rows),
    }


def kept(rows: Rows) -> set[Owed]:
    """Return what the table of duties says is owed."""
    return {
        Owed(*row[:7], bool(row[7]), None if row[8] is None else day_of(row[8]))
        for row in rows(queries.KEPT)
    }


def miscounted(rows: Rows) -> list[tuple[int, str]]:
    """Return the dates of ratings that do not follow from the delivery: 15, 1 and 5 working days.

    A date that was set stands as long as a rating is awaited.
    """
    awaited = {
        number: at for _, number, _, _, at, said, *_ in rows(queries.LETTERS) if at and not said
    }
    days = {"feedback": 15, "remind": 16, "lapse": 21}
    found = {(number, kind): day_of(due) for number, kind, due in rows(queries.ASIDE)}
    return [
        (number, kind)
        for number, at in awaited.items()
        for kind, count in days.items()
        if found.get((number, kind)) != after_workdays(day_of(at), count)
    ]


def _turn(party: str, online: object) -> tuple[str, bool]:
    """Whose turn it is: the office does on its behalf what a unit that does not log in owes."""
    return (party, False) if online or party == "office" else ("office", True)


def _unfiled(rows: Rows, stored: Stored) -> Iterator[Owed]:
    for case, received in rows(queries.UNFILED):
        due = stored.own("case_record", case, "file", received)
        yield Owed(case, "file", "case_record", case, 1, "office", None, False, due)


def _before_units(rows: Rows) -> Iterator[Owed]:
    for case, state, period, received, closed in rows(queries.WAITING):
        due = after_workdays(day_of(received), 5)
        if period == "session":
            due = rolled(day_of(closed) + timedelta(days=30))
        pending = state == "assign_pending"
        kind, party = ("approve", "office_leader") if pending else ("propose", "office")
        yield Owed(case, kind, "case_record", case, 1, party, None, False, due)


def _at_units(rows: Rows, stored: Stored) -> Iterator[Owed]:
    parts = rows(queries.PARTS)
    hosts = {row[1]: row for row in parts}
    for row in parts:
        case, number, unit, online, role, state, turn, assigned, asked, draft, host, written = row
        if state == "opinion_submitted":
            yield _opinion_waits(case, number, turn, hosts.get(host), stored)
            continue
        for kind, party, limit in _of_part(
            role, state, *((draft, written) if online else (None, 0))
        ):
            due = stored.limit(number, limit, turn)
            if kind == "sign":
                due = after_workdays(day_of(assigned), 2)
            whose = {"asked": "unit_leader", "confirmed": "office"}.get(asked, party)
            yield Owed(case, kind, "assignment", number, turn, *_of(whose, unit, online), due)


def _of_part(
    role: str, state: str, draft: str | None, written: int
) -> Iterable[tuple[str, str, str]]:
    """What a unit owes, with whose turn it is and which limit: it signs, talks, answers."""
    if state == "assigned":
        yield "sign", "unit", "sign"
    if state == "signed" and role != "assisting":
        yield "contact", "unit", "contact"
    if state in ("assigned", "signed", "handling", "return_requested"):
        if role == "assisting":
            signs = written and state in ("signed", "handling")
            yield ("opinion_sign", "unit_leader", "assist") if signs else OPINION
        else:
            yield *STEPS[draft or "drafting"], "reply"


def _of(party: str, unit: int, online: object) -> tuple[str, int, bool]:
    """Whose turn it is, with the unit that answers for it."""
    turn, on_behalf = _turn(party, online)
    return turn, unit, on_behalf


def _opinion_waits(
    case: int, number: int, turn: int, host: tuple[Any, ...] | None, stored: Stored
) -> Owed:
    """The host uses an opinion before its own letter is due."""
    if host is None:
        return Owed(case, "opinion_decide", "assignment", number, turn, "office", None, False, None)
    due = stored.limit(host[1], "reply", host[6])
    whose = _of("unit", host[2], host[3])
    return Owed(case, "opinion_decide", "assignment", number, turn, *whose, due)


def _returns(rows: Rows) -> Iterator[Owed]:
    for case, number, state, requested, unit, online in rows(queries.RETURNS):
        due = after_workdays(day_of(requested), 5)
        first = state == "asked"
        whose = _of("unit_leader" if first else "office", unit, online)
        kind = "return_confirm" if first else "return_decide"
        yield Owed(case, kind, "return_request", number, 1, *whose, due)


def _extensions(rows: Rows) -> Iterator[Owed]:
    for case, number, state, requested, unit, online in rows(queries.EXTENSIONS):
        due = after_workdays(day_of(requested), 3)
        whose = (
            _of("unit_leader", unit, online) if state == "asked" else ("office_leader", unit, False)
        )
        kind = "extension_confirm" if state == "asked" else "extension_decide"
        yield Owed(case, kind, "extension_request", number, 1, *whose, due)


def _corrections(rows: Rows, stored: Stored) -> Iterator[Owed]:
    for case, number, state, unit, online, issued in rows(queries.CORRECTIONS):
        kind, party = STEPS[state] if online else STEPS["drafting"]
        due = stored.own("reply", number, "correct", issued)
        yield Owed(case, kind, "reply", number, 1, *_of(party, unit, online), due)


def _letters(rows: Rows, stored: Stored) -> Iterator[Owed]:
    for case, number, edition, issued, delivered, said, unit, online, logs_in in rows(
        queries.LETTERS
    ):
        if delivered is None and (not said or edition > 1):
            due = stored.own("reply", number, "deliver", issued)
            yield Owed(case, "deliver", "reply", number, 1, *_of("unit", unit, online), due)
        if delivered is not None and not said:
            due = after_workdays(day_of(delivered), 15)
            party = "proposer" if logs_in else "office"
            yield Owed(case, "rate", "reply", number, 1, party, unit, not logs_in, due)


def _ratings(rows: Rows, stored: Stored) -> Iterator[Owed]:
    for case, number, state, filled, unit in rows(queries.RATINGS):
        kind, party = ("confirm", "second") if state == "pending" else ("decide", "office")
        due = stored.own("rating", number, kind, filled)
        yield Owed(case, kind, "rating", number, 1, party, unit, False, due)


def _closable(rows: Rows, stored: Stored) -> Iterator[Owed]:
    for case, replied in rows(queries.CLOSABLE):
        due = stored.own("case_record", case, "close", replied)
        yield Owed(case, "close", "case_record", case, 1, "office", None, False, due)


def _promises(rows: Rows, stored: Stored) -> Iterator[Owed]:
    for case, number, state, due, opened, said, unit, online in rows(queries.PROMISES):
        if state == "done_claimed":
            until = stored.own("commitment", number, "verify", said)
            yield Owed(case, "verify", "commitment", number, 1, "office", unit, False, until)
            continue
        whose = _of("unit", unit, online)
        if due is None:
            until = stored.asked(number, day_of(opened), None if said is None else day_of(said))
            yield Owed(case, "promise", "commitment", number, 1, *whose, until)
            continue
        until = day_of(due)
        yield Owed(case, "promise", "commitment", number, 1, *whose, until)
        year = _report_year(day_of(opened), None if said is None else day_of(said))
        if date(year, 12, 31) < until:
            end = date(year, 12, 31)
            yield Owed(case, "check_point", "commitment", number, year, *whose, end)


def _report_year(opened: date, said: date | None) -> int:
    """The year of the next report: each fourth quarter once, the first after the promise."""
    if said is None:
        return opened.year
    return said.year + 1 if said >= date(said.year, 10, 1) else said.year


def _visits(rows: Rows) -> Iterator[Owed]:
    for case, replied, made in rows(queries.FOLLOWED):
        for number, days in enumerate((30, 60, 90), 1):
            if number > made:
                due = day_of(replied) + timedelta(days=days)
                yield Owed(case, "visit", "case_record", case, number, "office", None, False, due)
