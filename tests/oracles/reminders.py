"""Which reminders a day asks for, in plain SQL and days counted by hand.

Written from the design's "when reminders go": limits 7, 3 and 1 days before, the first day late,
then every 7 days, to the handler and from the first day late also to the leader; sign-for from the
first day late; a rating on the next working day after 15 working days from the delivery; visits 30,
60 and 90 days after the reply while the case is followed and answered. A paused follow-up is silent
about promises and visits.
"""

from __future__ import annotations

from datetime import date, timedelta

from tests.oracles.workdays import after_workdays, day_of

LATE = range(1, 200, 7)

Key = tuple[str, int, str, date, str]

LIMITS = """
SELECT a.id, a.unit_id, d.due_on FROM assignment a
  JOIN case_record c ON c.id = a.case_id
  JOIN deadline d ON d.subject_type = 'assignment' AND d.subject_id = a.id
   AND d.ordinal = a.round AND d.kind = '{kind}'
 WHERE d.superseded_at IS NULL AND d.due_on IN ({dues}) AND c.state IN ('assigned', 'handling')
   AND a.state IN ({states}) AND a.role {roles}
"""
PAUSED = """
SELECT 1 FROM follow_up_pause q WHERE q.case_id = c.id AND q.paused_on <= '{day}'
   AND coalesce(q.resumed_on, q.until_on) > '{day}'
"""
PROMISES = """
SELECT p.id, a.unit_id, p.due_on FROM commitment p
  JOIN assignment a ON a.id = p.assignment_id
  JOIN case_record c ON c.id = p.case_id
 WHERE p.due_on IN ({dues}) AND p.state IN ('open', 'carried_over')
   AND c.state NOT IN ('withdrawn', 'handed_out', 'void') AND NOT EXISTS ({paused})
"""
VISITS = """
SELECT c.id FROM case_record c
 WHERE c.replied_on = '{replied}' AND c.state IN ('replied', 'closed') AND NOT EXISTS ({paused})
   AND EXISTS (SELECT 1 FROM follow_up o WHERE o.case_id = c.id AND o.until IS NULL)
   AND (SELECT count(*) FROM follow_up_act f WHERE f.case_id = c.id AND f.kind = 'visit'
         AND f.done_on >= c.replied_on) < {number}
"""
RATINGS = """
SELECT r.id, s.id, v.delivered_on FROM reply r
  JOIN delivery v ON v.reply_id = r.id
  JOIN submitter s ON s.id = v.submitter_id AND s.position = 0
  JOIN assignment a ON a.id = r.assignment_id AND a.round = r.round
  JOIN case_record c ON c.id = r.case_id
 WHERE r.state = 'issued' AND c.state NOT IN ('withdrawn', 'handed_out', 'void')
   AND NOT EXISTS (SELECT 1 FROM rating g WHERE g.assignment_id = r.assignment_id
                   AND g.round = r.round AND g.state IN ('pending', 'submitted', 'lapsed'))
"""
BEFORE = "'assigned', 'signed', 'handling', 'return_requested'"
ANSWERING = "<> 'assisting'"
ASSISTING = "= 'assisting'"


def asked_on(rows, day: date) -> set[Key]:
    """Return the reminders of exactly this day; `rows` runs a query."""
    return _limits(rows, day) | _promises(rows, day) | _visits(rows, day) | _ratings(rows, day)


def _dues(day: date, *, early: bool = True) -> str:
    """Return the limits that are reminded of on a day, as SQL lists them."""
    before = [day + timedelta(days=left) for left in (7, 3, 1)] if early else []
    dues = [*before, *(day - timedelta(days=left) for left in LATE)]
    return ", ".join(f"'{due}'" for due in dues)


def _limits(rows, day: date) -> set[Key]:
    found: set[Key] = set()
    for kind, states, roles in (
        ("sign", "'assigned'", "IS NOT NULL"),
        ("contact", "'signed'", ANSWERING),
        ("reply", BEFORE, ANSWERING),
        ("assist", BEFORE, ASSISTING),
    ):
        dues = _dues(day, early=kind != "sign")
        query = LIMITS.format(kind=kind, dues=dues, states=states, roles=roles)
        for number, unit, due in rows(query):
            found |= _told("assignment", number, kind, day, unit, day_of(due) < day)
    return found


def _promises(rows, day: date) -> set[Key]:
    found: set[Key] = set()
    for number, unit, due in rows(PROMISES.format(dues=_dues(day), paused=PAUSED.format(day=day))):
        found |= _told("commitment", number, "commitment", day, unit, day_of(due) < day)
    return found


def _visits(rows, day: date) -> set[Key]:
    return {
        ("case_record", case, "visit", day, "office:office")
        for number, after in enumerate((30, 60, 90), 1)
        for (case,) in rows(
            VISITS.format(
                replied=day - timedelta(days=after), number=number, paused=PAUSED.format(day=day)
            )
        )
    }


def _ratings(rows, day: date) -> set[Key]:
    return {
        ("reply", letter, "rating", day, f"submitter:{submitter}:rater")
        for letter, submitter, delivered in rows(RATINGS)
        if after_workdays(day_of(delivered), 16) == day
    }


def lapsing(rows, day: date) -> set[int]:
    """Return the letters whose rating lapses by this day: 15 + 1 + 5 working days."""
    return {row[0] for row in rows(RATINGS) if after_workdays(day_of(row[2]), 21) <= day}


def _told(subject: str, number: int, kind: str, day: date, unit: int, late: bool) -> set[Key]:
    """The handler, and from the first day late also the leader."""
    who = ("handler", "leader") if late else ("handler",)
    return {(subject, number, kind, day, f"unit:{unit}:{one}") for one in who}
