"""The ways of demonstration cases from their letter on, and how many go each way."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tracker.demo import endings, letters, roads
from tracker.demo.roads import A, B, C, D, Road, later
from tracker.demo.tale import Tale, approve, propose, sign_all
from tracker.terms import ContactPhase, FollowUpKind, ReplyClass, Satisfaction

GOOD, FAIR, BAD = Satisfaction


def separate(tale: Tale, day: date) -> None:
    """Two parts, two letters, two ratings, closed."""
    propose(tale, day, "separate")
    approve(tale, day)
    sign_all(tale, later(day, 1))
    letters.meet(tale, later(day, 7))
    made = letters.draft(tale, later(day, 20), letters.letter_facts(tale, A))
    letters.deliver(tale, made, later(day, 21))
    letters.rate(tale, made, GOOD, later(day, 24))
    endings.close(tale, later(day, 26))


def _answered(tale: Tale, day: date, letter: ReplyClass, due_in: int = 120) -> list[int]:
    """Answer and deliver; return the letters."""
    roads.talked(tale, day)
    on = later(day, 30)
    made = letters.draft(tale, on, letters.letter_facts(tale, letter, later(on, due_in)))
    letters.deliver(tale, made, later(on, 1))
    return made


def satisfied(tale: Tale, day: date) -> None:
    """Satisfied and closed."""
    letters.rate(tale, _answered(tale, day, A), GOOD, later(day, 34))
    endings.close(tale, later(day, 36))


def for_reference(tale: Tale, day: date) -> None:
    """Class D, satisfied, closed, seen again by the unit."""
    letters.rate(tale, _answered(tale, day, D), GOOD, later(day, 34))
    letters.meet(tale, later(day, 35), letters.FROM_AFAR, ContactPhase.AFTER)
    endings.close(tale, later(day, 37))


def fairly(tale: Tale, day: date) -> None:
    """Basically satisfied, class C, closed."""
    letters.rate(tale, _answered(tale, day, C), FAIR, later(day, 35), "希望尽早列入计划。")
    endings.close(tale, later(day, 37))


def mended(tale: Tale, day: date) -> None:
    """The letter was mended by another, which was rated."""
    first = _answered(tale, day, A)
    made = [letters.mend(tale, letter, later(day, 33)) for letter in first]
    if made != first:
        letters.deliver(tale, made, later(day, 34))
    letters.rate(tale, made, GOOD, later(day, 36))
    endings.close(tale, later(day, 38))


def rated(tale: Tale, day: date) -> None:
    """Satisfied, to be closed."""
    letters.rate(tale, _answered(tale, day, D), GOOD, later(day, 34))


def half_entered(tale: Tale, day: date) -> None:
    """A paper form waits for a second person."""
    for letter in _answered(tale, day, A):
        letters.enter_rating(tale, letter, GOOD, later(day, 34))


def rejected(tale: Tale, day: date) -> None:
    """A paper form was entered wrongly and is to be entered again."""
    for letter in _answered(tale, day, A):
        letters.enter_rating(tale, letter, GOOD, later(day, 34))
        letters.decide_rating(tale, letter, later(day, 35), "扫描件上勾选的是“基本满意”。")


def undecided(tale: Tale, day: date) -> None:
    """Not satisfied, nobody decided yet."""
    made = _answered(tale, day, C)
    letters.rate(tale, made, BAD, later(day, 34), tale.one_of(COMPLAINTS))


COMPLAINTS = (
    "答复与现场不符，没有完成时限。",
    "只说了以后研究，没有具体措施。",
    "承办单位没有到现场，问题依旧存在。",
)


def again(tale: Tale, day: date) -> None:
    """Round 2 is open."""
    undecided(tale, day)
    endings.order_again(tale, later(day, 37))


def again_closed(tale: Tale, day: date) -> None:
    """Handled again, satisfied, closed, followed to the end."""
    again(tale, day)
    letters.meet(tale, later(day, 42))
    made = letters.draft(tale, later(day, 50), letters.letter_facts(tale, A))
    letters.deliver(tale, made, later(day, 51))
    letters.rate(tale, made, GOOD, later(day, 54))
    endings.close(tale, later(day, 56))
    endings.end_follow_up(tale, later(day, 90))


def declined(tale: Tale, day: date) -> None:
    """Not handled again, with a reason; closed."""
    undecided(tale, day)
    endings.decline(tale, later(day, 38))
    endings.close(tale, later(day, 40))


def reopened(tale: Tale, day: date) -> None:
    """Closed, then handled again because the body asked for it."""
    satisfied(tale, day)
    endings.reopen(tale, later(day, 50))


def _promised(tale: Tale, day: date, value: Satisfaction, due_in: int) -> None:
    """Class B, rated and closed; the promise is open."""
    reason = "希望按期兑现承诺。" if value is FAIR else ""
    letters.rate(tale, _answered(tale, day, B, due_in), value, later(day, 34), reason)
    endings.close(tale, later(day, 36))


def promised(tale: Tale, day: date) -> None:
    """Closed, the promise is still followed."""
    _promised(tale, day, GOOD, 160)
    text = "了解承诺事项进展。"
    endings.follow(tale, later(day, 60), FollowUpKind.VISIT, text, "代表表示认可。")
    endings.report(tale, later(day, 70), "施工单位已进场，完成总量的四成。", done=False)


def promise_late(tale: Tale, day: date) -> None:
    """The promise is overdue."""
    _promised(tale, day, FAIR, 40)
    endings.follow(tale, later(day, 72), FollowUpKind.URGE, "承诺已到期，请报进展。")


def promise_claimed(tale: Tale, day: date) -> None:
    """The unit says that it is done; the office looks."""
    _promised(tale, day, GOOD, 50)
    endings.report(tale, later(day, 75), "已按期完成，现场可查。", done=True)


def promise_kept(tale: Tale, day: date) -> None:
    """The promise was kept, the follow-up ended."""
    promise_claimed(tale, day)
    endings.confirm_done(tale, later(day, 77))
    endings.end_follow_up(tale, later(day, 80))


def promise_carried(tale: Tale, day: date) -> None:
    """The promise got a later date."""
    _promised(tale, day, FAIR, 60)
    endings.carry_over(tale, later(day, 85), 60)


def promise_dropped(tale: Tale, day: date) -> None:
    """The promise was written off, with a reason."""
    _promised(tale, day, FAIR, 60)
    endings.write_off(tale, later(day, 88))


@dataclass(frozen=True)
class Way:
    """A road and the days since the case was received.

    `unit`: who has to answer; `own`: put by the one with the log-in; `led`: led by the district
    leader; `old`: received in the session where that is longer ago.
    """

    road: Road
    age: int
    unit: str = ""
    own: bool = False
    led: bool = False
    old: bool = False


SCHOOLS = "教育局"
WAYS: tuple[Way, ...] = (
    Way(satisfied, 150, old=True, own=True),
    Way(roads.untouched, 4),
    Way(roads.talked, 60, SCHOOLS),
    Way(promised, 130, SCHOOLS, led=True),
    Way(roads.awaiting, 40, own=True),
    Way(roads.proposed, 5),
    Way(again_closed, 160, old=True),
    Way(roads.signing, 45, SCHOOLS),
    Way(fairly, 120, old=True, own=True),
    Way(roads.pending, 6),
    Way(roads.signing, 44, "司法局"),
    Way(undecided, 60, own=True),
    Way(roads.assigned, 5, SCHOOLS),
    Way(promise_late, 170, led=True),
    Way(roads.drafting, 45),
    Way(separate, 110, old=True),
    Way(roads.signed, 92, led=True),
    Way(half_entered, 50),
    Way(satisfied, 140, old=True),
    Way(roads.late, 104, SCHOOLS, led=True),
    Way(rated, 55),
    Way(roads.asking, 6, SCHOOLS),
    Way(again, 70),
    Way(roads.checked, 40, SCHOOLS),
    Way(declined, 100, old=True),
    Way(roads.withdrawn, 60, old=True),
    Way(promise_claimed, 110),
    Way(roads.opinion_in, 20, SCHOOLS),
    Way(roads.assigned, 12),
    Way(satisfied, 90, old=True),
    Way(roads.returned, 14),
    Way(roads.issued, 40),
    Way(promise_kept, 140, old=True),
    Way(roads.return_refused, 12),
    Way(roads.handed_out, 50, old=True),
    Way(roads.awaiting, 80),
    Way(roads.talked, 92, SCHOOLS),
    Way(roads.signed, 20, "公安分局"),
    Way(for_reference, 90, old=True),
    Way(roads.opinion_back, 25),
    Way(roads.opinion_recalled, 18),
    Way(roads.opinion_signing, 19, SCHOOLS),
    Way(mended, 75, old=True),
    Way(promise_carried, 140),
    Way(roads.returning, 6),
    Way(reopened, 80, led=True),
    Way(roads.hurried, 30),
    Way(roads.extension_asked, 58, SCHOOLS),
    Way(roads.extension_waits, 60),
    Way(roads.extended, 62, own=True),
    Way(roads.extension_refused, 64, old=True),
    Way(roads.extended, 70, old=True),
    Way(satisfied, 70, "邮政管理局", old=True),
    Way(roads.mending, 45),
    Way(promise_dropped, 145, old=True),
    Way(roads.supervised, 106),
    Way(rejected, 50),
    Way(fairly, 60, "供电公司"),
    Way(roads.recalled, 9),
    Way(roads.voided, 15),
    Way(roads.assigned_alone, 8, "邮政管理局"),
    Way(roads.signed, 70, "供电公司"),
    Way(satisfied, 120, old=True),
)
