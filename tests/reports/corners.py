"""Cases at whose corners figures go wrong: limits moved, acts taken back, units that disagree."""

from __future__ import annotations

from dataclasses import replace

from tests import scenes
from tests.reply.letters import TALK
from tests.reports.moved import moved
from tests.reports.test_moved_limits import brought_in
from tests.reports.village import BAD, FAIR, GOOD, day
from tests.reports.walk import DONE, PROMISED, Walk
from tests.rows import every, the
from tracker.assign import opinions, reassigning, signing
from tracker.assign.models import Assignment
from tracker.contact import actions as contacts
from tracker.rating import actions as rating
from tracker.rating.models import Rating
from tracker.rating.queries import awaited
from tracker.terms import ContactPhase, RatingState
from tracker.units.models import Unit

SEPARATE = (("education", "separate", "校内"), ("city", "separate", "校外"))


def live(district: scenes.District) -> None:
    """Let the cases live, from March to July."""
    _units_disagree(district)
    _limits_are_moved(district)
    _acts_are_taken_back(district)
    _one_lapses(district)
    _talked_afterwards(district)


def _units_disagree(district: scenes.District) -> None:
    """Two units answer: B and 满意, A and 不满意; of another case one does, and is asked again."""
    split = Walk(district).assign("101", *SEPARATE).sign(day(3, 19), "education", "city")
    split.talk(day(4, 7)).answer(day(4, 16), "云教函〔2026〕11号", facts=PROMISED)
    split.deliver(day(4, 17)).rate(day(4, 20), GOOD)
    split.talk(day(6, 2), "city").answer(day(6, 4), "云城函〔2026〕11号", "city", DONE)
    split.deliver(day(6, 5), "city").rate(day(6, 8), BAD, "city", reason="没有时限")
    half = Walk(district).assign("102", *SEPARATE).sign(day(3, 19), "education", "city")
    half.talk(day(4, 7)).answer(day(4, 8), "云教函〔2026〕12号").deliver(day(4, 9))
    half.rate(day(4, 10), BAD, reason="没有时限").again(day(4, 13))
    half.talk(day(5, 6)).answer(day(5, 7), "云教函〔2026〕13号", facts=PROMISED).deliver(day(5, 8))
    half.rate(day(5, 11), FAIR)


def _limits_are_moved(district: scenes.District) -> None:
    """In time and entered later; too late; in time twice and then too late."""
    moves = {
        "111": ((day(6, 19), day(7, 10), day(6, 17)),),
        "112": ((day(6, 23), day(7, 10), None),),
        "113": ((day(5, 6), day(6, 25), None), (day(6, 29), day(7, 20), None)),
        "114": ((day(6, 19), day(7, 10), None), (day(6, 22), day(7, 10), day(6, 18))),
        "115": ((day(5, 6), day(5, 29), None),),
    }
    for number, steps in moves.items():
        walk = Walk(district).assign(number).sign(day(3, 19)).talk(day(4, 7))
        for entered, due, approved in steps:
            with district.act("clerk", entered):
                moved(walk.row(), due, approved)
        if number != "112":
            walk.answer(day(7, 6), f"云教函〔2026〕{number}号")


def _acts_are_taken_back(district: scenes.District) -> None:
    """A sign-for and an opinion are recalled and come late; parts go on when a limit ends."""
    back = Walk(district).assign("121").sign(day(3, 19))
    with district.act("handler", day(3, 20)):
        signing.recall(back.row())
    back.sign(day(3, 24))
    both = Walk(district).assign("122", ("education", "host"), ("finance", "assisting"))
    both.sign(day(3, 20), "education", "finance").opinion(day(4, 15))
    with district.act("finance_head", day(4, 17)):
        opinions.recall(both.row("finance"))
    both.opinion(day(4, 24))
    with district.act("handler", day(4, 27)):
        opinions.send_back(both.row("finance"), "请写明金额")
    both.opinion(day(4, 28))
    for number, on in (("123", day(3, 20)), ("124", day(3, 23))):
        given = Walk(district).assign(number)  # to be signed for by 20 March
        with district.act("leader", on):
            reassigning.reassign(given.row(), district.row(Unit, "city"), "交办有误", on)


def _one_lapses(district: scenes.District) -> None:
    """Nothing comes; a paper form that comes late counts from its confirmation."""
    walk = Walk(district).assign("131").sign(day(3, 19)).talk(day(3, 27))
    walk.answer(day(4, 3), "云教函〔2026〕31号").deliver(day(4, 3))
    with district.act("clerk", day(5, 20)):
        (item,) = awaited(walk.case_id)
        rating.lapse(item, day(5, 20))
    walk.enter_rating(day(5, 25), GOOD)
    with district.act("leader", day(5, 26)):
        rating.confirm_on_behalf(every(Rating, Rating.state == RatingState.PENDING)[0])


def _talked_afterwards(district: scenes.District) -> None:
    """A letter of a paper list without talk or sign-for; a talk after it on the same day."""
    number = brought_in(district, day(6, 30), answered=day(6, 15), signed=None, number="141")
    with district.act("handler", day(6, 22)):
        row = the(Assignment, number)
        contacts.add(row, replace(TALK, held_on=day(6, 15), phase=ContactPhase.AFTER))
