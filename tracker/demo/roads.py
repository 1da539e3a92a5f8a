"""Which way each demonstration case goes, and how many days ago it began."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from tracker.demo import endings, letters
from tracker.demo.tale import Tale, approve, propose, sign_all
from tracker.terms import ContactForm, FollowUpKind, ReplyClass, Satisfaction

A, B, C, D = ReplyClass.A, ReplyClass.B, ReplyClass.C, ReplyClass.D
GOOD, FAIR, BAD = Satisfaction
Road = Callable[[Tale, date], None]


def later(day: date, days: int) -> date:
    """Return a day later."""
    return day + timedelta(days=days)


def untouched(_tale: Tale, _day: date) -> None:
    """Registered, no unit proposed."""


def proposed(tale: Tale, day: date) -> None:
    """Registered, with proposed units."""
    propose(tale, day, "host", submit=False)


def pending(tale: Tale, day: date) -> None:
    """Waiting for the leader."""
    propose(tale, day, "independent")


def assigned(tale: Tale, day: date) -> None:
    """Assigned, not signed for."""
    propose(tale, day, "host")
    approve(tale, day)


def returning(tale: Tale, day: date) -> None:
    """The unit asks to return it."""
    assigned_alone(tale, day)
    endings.ask_return(tale, later(day, 1))


def returned(tale: Tale, day: date) -> None:
    """Returned, another unit has it."""
    returning(tale, day)
    endings.decide_return(tale, later(day, 3), granted=True)


def return_refused(tale: Tale, day: date) -> None:
    """The duty stayed."""
    returning(tale, day)
    endings.decide_return(tale, later(day, 3), granted=False)


def assigned_alone(tale: Tale, day: date) -> None:
    """Assigned to one unit."""
    propose(tale, day, "independent")
    approve(tale, day)


def signed(tale: Tale, day: date) -> None:
    """Signed for."""
    assigned(tale, day)
    sign_all(tale, later(day, 1))


def talked(tale: Tale, day: date) -> None:
    """In handling, opinions given."""
    signed(tale, day)
    letters.opine(tale, later(day, 8))
    letters.meet(tale, later(day, 9))


def drafting(tale: Tale, day: date) -> None:
    """The letter is being written."""
    talked(tale, day)
    letters.draft(tale, later(day, 12), letters.letter_facts(tale, A), "drafting")


def signing(tale: Tale, day: date) -> None:
    """The head has to sign it off."""
    talked(tale, day)
    letters.draft(tale, later(day, 12), letters.letter_facts(tale, C), "signing")


def checked(tale: Tale, day: date) -> None:
    """Signed off, not issued."""
    talked(tale, day)
    letters.draft(tale, later(day, 12), letters.letter_facts(tale, A), "checked")


def issued(tale: Tale, day: date) -> None:
    """Issued, not delivered."""
    talked(tale, day)
    letters.draft(tale, later(day, 14), letters.letter_facts(tale, A))


def awaiting(tale: Tale, day: date) -> None:
    """Delivered, the rating is awaited."""
    talked(tale, day)
    made = letters.draft(tale, later(day, 14), letters.letter_facts(tale, A))
    letters.deliver(tale, made, later(day, 15))


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
    talked(tale, day)
    on = later(day, 30)
    made = letters.draft(tale, on, letters.letter_facts(tale, letter, later(on, due_in)))
    letters.deliver(tale, made, later(on, 1))
    return made


def satisfied(tale: Tale, day: date) -> None:
    """Satisfied and closed."""
    letters.rate(tale, _answered(tale, day, A), GOOD, later(day, 34))
    endings.close(tale, later(day, 36))


def fairly(tale: Tale, day: date) -> None:
    """Basically satisfied, class C, closed."""
    letters.rate(tale, _answered(tale, day, C), FAIR, later(day, 35), "希望尽早列入计划。")
    endings.close(tale, later(day, 37))


def rated(tale: Tale, day: date) -> None:
    """Satisfied, to be closed."""
    letters.rate(tale, _answered(tale, day, D), GOOD, later(day, 34))


def half_entered(tale: Tale, day: date) -> None:
    """A paper form waits for a second person."""
    for letter in _answered(tale, day, A):
        letters.enter_rating(tale, letter, GOOD, later(day, 34))


def undecided(tale: Tale, day: date) -> None:
    """Not satisfied, nobody decided yet."""
    made = _answered(tale, day, C)
    letters.rate(tale, made, BAD, later(day, 34), "答复与现场不符，没有完成时限。")


def again(tale: Tale, day: date) -> None:
    """Round 2 is open."""
    undecided(tale, day)
    endings.order_again(tale, later(day, 37))


def again_closed(tale: Tale, day: date) -> None:
    """Handled again, satisfied, closed."""
    again(tale, day)
    letters.meet(tale, later(day, 42))
    made = letters.draft(tale, later(day, 50), letters.letter_facts(tale, A))
    letters.deliver(tale, made, later(day, 51))
    letters.rate(tale, made, GOOD, later(day, 54))
    endings.close(tale, later(day, 56))


def declined(tale: Tale, day: date) -> None:
    """Not handled again, with a reason; closed."""
    undecided(tale, day)
    endings.decline(tale, later(day, 38))
    endings.close(tale, later(day, 40))


def promised(tale: Tale, day: date) -> None:
    """Closed, the promise is still followed."""
    letters.rate(tale, _answered(tale, day, B), GOOD, later(day, 34))
    endings.close(tale, later(day, 36))
    text = "了解承诺事项进展。"
    endings.follow(tale, later(day, 60), FollowUpKind.VISIT, text, "代表表示认可。")


def promise_late(tale: Tale, day: date) -> None:
    """The promise is overdue."""
    letters.rate(tale, _answered(tale, day, B, 40), FAIR, later(day, 34))
    endings.close(tale, later(day, 36))
    endings.follow(tale, later(day, 72), FollowUpKind.URGE, "承诺已到期，请报进展。")


def promise_claimed(tale: Tale, day: date) -> None:
    """The unit says that it is done; the office looks."""
    letters.rate(tale, _answered(tale, day, B, 50), GOOD, later(day, 34))
    endings.report_done(tale, later(day, 75), confirm=False)


def promise_kept(tale: Tale, day: date) -> None:
    """The promise was kept."""
    letters.rate(tale, _answered(tale, day, B, 50), GOOD, later(day, 34))
    endings.close(tale, later(day, 36))
    endings.report_done(tale, later(day, 75), confirm=True)


def late(tale: Tale, day: date) -> None:
    """Overdue, urged by telephone contact only."""
    signed(tale, day)
    letters.meet(tale, later(day, 20), ContactForm.PHONE)
    endings.follow(tale, later(day, 96), FollowUpKind.URGE, "答复期限已过，请三日内答复。")


def withdrawn(tale: Tale, day: date) -> None:
    """Withdrawn by the deputy."""
    signed(tale, day)
    endings.withdraw(tale, later(day, 10))


def handed_out(tale: Tale, day: date) -> None:
    """Handed out."""
    endings.hand_out(tale, later(day, 2))


def to_the_end(tale: Tale, day: date) -> None:
    """Last year's: answered, rated, closed."""
    satisfied(tale, day)


ROADS: tuple[tuple[Road, int], ...] = (
    (satisfied, 150),
    (untouched, 4),
    (talked, 60),
    (promised, 130),
    (awaiting, 40),
    (proposed, 5),
    (again_closed, 160),
    (signing, 45),
    (fairly, 120),
    (pending, 6),
    (undecided, 60),
    (assigned, 5),
    (promise_late, 170),
    (drafting, 45),
    (separate, 110),
    (signed, 84),
    (half_entered, 50),
    (late, 104),
    (rated, 55),
    (returning, 6),
    (again, 70),
    (checked, 40),
    (declined, 100),
    (withdrawn, 60),
    (promise_claimed, 110),
    (assigned, 12),
    (satisfied, 90),
    (returned, 14),
    (issued, 40),
    (promise_kept, 140),
    (return_refused, 12),
    (handed_out, 50),
    (awaiting, 80),
    (talked, 84),
    (satisfied, 70),
    (fairly, 60),
)
