"""A dozen cases written down by hand: what statistics and ledgers are given to count."""

from __future__ import annotations

from datetime import date

from tracker.standing.facts import CaseFacts, Letter, Part, Promise, Said, Talk
from tracker.terms import (
    AssignRole,
    CaseState,
    CommitmentState,
    Kind,
    Period,
    ReplyClass,
    Satisfaction,
)

S, R, A = CaseState, AssignRole, ReplyClass
GOOD, FAIR, BAD = Satisfaction
EDUCATION, CITY, FINANCE = ("区教育局", 1), ("区城市管理局", 2), ("区财政局", 3)
MARCH_18, DUE = date(2026, 3, 18), date(2026, 6, 18)


def day(month: int, number: int) -> date:
    """A day of 2026."""
    return date(2026, month, number)


def part(unit: tuple[str, int], role: AssignRole = R.INDEPENDENT, **facts) -> Part:
    """An assignment of 18 March: sign for it by 20 March, answer by 18 June."""
    values = {
        "id": 0,
        "unit": unit[0],
        "unit_id": unit[1],
        "role": role,
        "assigned_on": MARCH_18,
        "sign_due": day(3, 20),
        "dues": {1: DUE} if role.answers else {},
        "rounds": {1: MARCH_18} if role.answers else {},
    }
    return Part(**{**values, **facts})


def case(number: int, *parts: Part, states=(), received: date = date(2026, 1, 6), **facts):
    """A suggestion; `states` holds (day, state)."""
    values = {
        "id": number,
        "kind": Kind.SUGGESTION,
        "label": f"建议第{number}号",
        "number": str(number),
        "title": f"关于事项{number}的建议",
        "lead": "刘桂兰",
        "group": "城东代表团",
        "session": "区十八届人大三次会议",
        "period": Period.SESSION,
        "state": states[-1][1] if states else S.REGISTERED,
        "received_on": received,
        "due_on": None,
        "parts": list(parts),
        "changes": list(states),
    }
    return CaseFacts(**{**values, **facts})


def a_letter(on: date, mark: ReplyClass, delivered: date | None = None, number: int = 1) -> Letter:
    """An issued letter of a round."""
    return Letter(number, on, f"函〔2026〕{on.month}{on.day}号", mark, delivered)


def dozen() -> list[CaseFacts]:
    """Twelve cases; 1 to 6 and 12 are with units, 7 to 10 ended or waiting, 11 comes later."""
    began = (MARCH_18, S.ASSIGNED)
    return [_satisfied(began), _late(began), _split(began), *_open(began), _again(began), *_rest()]


def _satisfied(began) -> CaseFacts:
    own = part(EDUCATION, signed_on=day(3, 19), talks=[Talk(day(3, 27), True)])
    own.letters, own.ratings = (
        [a_letter(day(4, 3), A.A, day(4, 4))],
        [Said(1, day(4, 10), GOOD)],
    )
    states = (began, (day(3, 19), S.HANDLING), (day(4, 3), S.REPLIED), (day(4, 12), S.CLOSED))
    return case(1, own, states=states)


def _late(began) -> CaseFacts:
    host = part(CITY, R.HOST, signed_on=day(3, 20), talks=[Talk(day(5, 6), False)])
    host.letters = [a_letter(day(6, 25), A.B, day(6, 26))]
    host.promises = [Promise(day(6, 25), day(12, 31), None, CommitmentState.OPEN)]
    helper = part(FINANCE, R.ASSISTING, signed_on=day(3, 20))
    helper.assist_due, helper.opinion_on = day(4, 18), day(4, 20)
    states = (began, (day(3, 20), S.HANDLING), (day(6, 25), S.REPLIED))
    return case(2, host, helper, states=states)


def _split(began) -> CaseFacts:
    one = part(EDUCATION, R.SEPARATE, signed_on=day(3, 20), talks=[Talk(day(5, 1), True)])
    one.letters = [a_letter(day(5, 8), A.A, day(5, 9))]
    one.ratings = [Said(1, day(5, 12), GOOD)]
    two = part(CITY, R.SEPARATE, signed_on=day(3, 20), talks=[Talk(day(6, 10), True)])
    two.letters = [a_letter(DUE, A.C, day(6, 19))]
    two.ratings = [Said(1, day(6, 22), FAIR)]
    return case(3, one, two, states=(began, (day(3, 20), S.HANDLING), (DUE, S.REPLIED)))


def _open(began) -> list[CaseFacts]:
    overdue = part(EDUCATION, signed_on=day(3, 25))
    fresh = part(CITY, assigned_on=day(6, 1), sign_due=day(6, 3), dues={1: day(9, 1)})
    return [
        case(4, overdue, states=(began, (day(3, 25), S.HANDLING))),
        case(6, fresh, states=((day(6, 1), S.ASSIGNED),), received=day(5, 30)),
    ]


def _again(began) -> CaseFacts:
    own = part(FINANCE, signed_on=day(3, 19), talks=[Talk(day(4, 1), True)])
    own.dues, own.rounds = {1: DUE, 2: day(5, 27)}, {1: MARCH_18, 2: day(4, 27)}
    own.letters = [
        a_letter(day(4, 10), A.C, day(4, 11)),
        a_letter(day(5, 20), A.A, day(5, 21), number=2),
    ]
    own.ratings = [Said(1, day(4, 20), BAD), Said(2, day(5, 25), GOOD)]
    states = (
        began,
        (day(3, 19), S.HANDLING),
        (day(4, 10), S.REPLIED),
        (day(4, 27), S.HANDLING),
        (day(5, 20), S.REPLIED),
        (day(5, 28), S.CLOSED),
    )
    return case(5, own, states=states)


def _rest() -> list[CaseFacts]:
    began = (MARCH_18, S.ASSIGNED)
    gone = part(EDUCATION, signed_on=day(3, 19), ended_on=day(4, 1))
    back = part(FINANCE, signed_on=day(3, 19), ended_on=day(3, 24), returned=True)
    instead = part(EDUCATION, assigned_on=day(3, 24), sign_due=day(3, 26), signed_on=day(3, 25))
    return [
        case(7, gone, states=(began, (day(3, 19), S.HANDLING), (day(4, 1), S.WITHDRAWN))),
        case(8, received=day(6, 20)),
        case(9, states=((day(3, 2), S.HANDED_OUT),)),
        case(10, states=((day(1, 7), S.VOID),)),
        case(11, received=day(7, 5)),
        case(12, back, instead, states=(began, (day(3, 25), S.HANDLING))),
    ]
