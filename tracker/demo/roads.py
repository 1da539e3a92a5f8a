"""The ways of demonstration cases until their letter is out."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

from tracker.demo import endings, letters
from tracker.demo.tale import Tale, approve, propose, sign_all
from tracker.terms import ContactPhase, FollowUpKind, ReplyClass

A, B, C, D = ReplyClass.A, ReplyClass.B, ReplyClass.C, ReplyClass.D
FRIDAY = 4
Road = Callable[[Tale, date], None]


def later(day: date, days: int) -> date:
    """Return the day so many days later, Monday where it is a Saturday or Sunday."""
    found = day + timedelta(days=days)
    return found + timedelta(days=7 - found.weekday() if found.weekday() > FRIDAY else 0)


def untouched(_tale: Tale, _day: date) -> None:
    """Registered, no unit proposed."""


def proposed(tale: Tale, day: date) -> None:
    """Registered, with proposed units; one list names a unit that nobody knows."""
    propose(tale, day, "host", submit=False, unknown="" if tale.turn % 2 else "区公共交通公司")


def pending(tale: Tale, day: date) -> None:
    """Waiting for the leader."""
    propose(tale, day, "independent")


def voided(tale: Tale, day: date) -> None:
    """Registered by mistake."""
    endings.void(tale, day)


def assigned(tale: Tale, day: date) -> None:
    """Assigned, not signed for."""
    propose(tale, day, "host")
    approve(tale, day)


def assigned_alone(tale: Tale, day: date) -> None:
    """Assigned to one unit."""
    propose(tale, day, "independent")
    approve(tale, day)


def asking(tale: Tale, day: date) -> None:
    """The handler wants to return it, the head has not agreed."""
    assigned_alone(tale, day)
    endings.ask_return(tale, later(day, 1), by_head=False)


def recalled(tale: Tale, day: date) -> None:
    """The handler took the request back."""
    asking(tale, day)
    endings.recall_return(tale, later(day, 1))


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


def signed(tale: Tale, day: date) -> None:
    """Signed for."""
    assigned(tale, day)
    sign_all(tale, later(day, 1))


def hurried(tale: Tale, day: date) -> None:
    """The office set an earlier date for the answer."""
    signed(tale, day)
    endings.set_deadline(tale, later(day, 4), 28)


def extension_asked(tale: Tale, day: date) -> None:
    """The handler asks for a later date, the head has not confirmed."""
    talked(tale, day)
    endings.ask_extension(tale, later(day, 48), by_head=False)


def extension_waits(tale: Tale, day: date) -> None:
    """The unit asks for a later date, the office's leader has not decided."""
    talked(tale, day)
    endings.ask_extension(tale, later(day, 48))


def extended(tale: Tale, day: date) -> None:
    """The unit has a later date for its answer."""
    extension_waits(tale, day)
    endings.decide_extension(tale, later(day, 50), granted=True)


def extension_refused(tale: Tale, day: date) -> None:
    """The date stayed."""
    extension_waits(tale, day)
    endings.decide_extension(tale, later(day, 50), granted=False)


def opinion_in(tale: Tale, day: date) -> None:
    """The host has to use an opinion."""
    signed(tale, day)
    letters.opine(tale, later(day, 8), "submitted")
    letters.meet(tale, later(day, 9), letters.FROM_AFAR, ContactPhase.BEFORE)


def opinion_signing(tale: Tale, day: date) -> None:
    """The heads of the assisting units have to sign their opinions."""
    signed(tale, day)
    letters.opine(tale, later(day, 6), "signing")


def opinion_recalled(tale: Tale, day: date) -> None:
    """The assisting units took their opinions back and write new ones."""
    signed(tale, day)
    letters.opine(tale, later(day, 6), "recalled")


def opinion_back(tale: Tale, day: date) -> None:
    """The host asked for a better opinion."""
    signed(tale, day)
    letters.opine(tale, later(day, 8), "sent back")


def talked(tale: Tale, day: date) -> None:
    """In handling, opinions given."""
    signed(tale, day)
    letters.opine(tale, later(day, 8))
    if tale.turn % 2:
        letters.meet(tale, later(day, 3), letters.FROM_AFAR, ContactPhase.BEFORE)
    letters.meet(tale, later(day, 9))


def late(tale: Tale, day: date) -> None:
    """Overdue, called only by telephone, urged."""
    signed(tale, day)
    letters.meet(tale, later(day, 20), letters.FROM_AFAR)
    text = "答复期限已过，请三日内答复。"
    endings.follow(tale, later(day, 97), FollowUpKind.URGE, text, "承办单位答应本周内送签。")


def supervised(tale: Tale, day: date) -> None:
    """Overdue, not even a talk; the office supervises."""
    signed(tale, day)
    endings.follow(tale, later(day, 80), FollowUpKind.URGE, "请抓紧沟通并拟写答复。")
    text = "催办后仍未答复，请主要负责人书面说明原因。"
    endings.follow(tale, later(day, 99), FollowUpKind.SUPERVISE, text)


def drafting(tale: Tale, day: date) -> None:
    """The letter is being written."""
    talked(tale, day)
    letters.draft(tale, later(day, 12), letters.letter_facts(tale, A), "drafting")


def signing(tale: Tale, day: date) -> None:
    """The head has to sign it off, or the office to check it."""
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


def mending(tale: Tale, day: date) -> None:
    """An issued letter is being mended."""
    talked(tale, day)
    made = letters.draft(tale, later(day, 14), letters.letter_facts(tale, D))
    letters.deliver(tale, made, later(day, 15))
    letters.mend(tale, made[0], later(day, 18), "drafting")


def withdrawn(tale: Tale, day: date) -> None:
    """Withdrawn by the deputy."""
    signed(tale, day)
    endings.withdraw(tale, later(day, 10))


def handed_out(tale: Tale, day: date) -> None:
    """Handed out."""
    endings.hand_out(tale, later(day, 2))
