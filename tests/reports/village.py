"""A village: seven cases lived through in half a year, told day by day."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from tests import scenes
from tests.reports.walk import DONE, PROMISED, Walk
from tests.rows import every
from tracker.assign import actions as assign
from tracker.assign import returns
from tracker.cases import actions as cases
from tracker.kernel.db import db
from tracker.rating import actions as rating
from tracker.rating.models import Rating
from tracker.terms import ContactForm, Satisfaction
from tracker.units.models import Unit

GOOD, FAIR, BAD = Satisfaction


def day(month: int, number: int) -> date:
    """A day of 2026."""
    return date(2026, month, number)


def live(district: scenes.District) -> Iterator[date]:
    """Let seven cases live; give the day after each step."""
    alone, joint, split = Walk(district), Walk(district), Walk(district)
    yield from _beginning(district, alone, joint, split)
    yield from _spring(district, alone, split)
    yield from _summer(district, joint, split)


def _beginning(district, alone: Walk, joint: Walk, split: Walk) -> Iterator[date]:
    """March: assigned, signed for, one returned, one withdrawn, one void, one proposal."""
    alone.assign("015", title="=1+1 关于学位的建议")
    joint.assign("016", ("city", "host"), ("finance", "assisting"))
    parts = (("education", "separate", "校内"), ("city", "separate", "校外"))
    split.assign("017", *parts)
    back = Walk(district).assign("018")
    gone = Walk(district).assign("019")
    wrong = scenes.register(district, "021")
    scenes.register(district, "12", session="cppcc_session", title="关于公园的提案")
    yield day(3, 18)
    alone.sign(day(3, 19))
    joint.sign(day(3, 20), "city", "finance")
    split.sign(day(3, 20), "education", "city")
    back.sign(day(3, 20))
    gone.sign(day(3, 24))
    yield day(3, 24)
    back.ask_return(day(3, 25))
    yield day(3, 25)
    with district.act("leader", day(3, 26)):
        city = district.row(Unit, "city")
        returns.decide(back.row(), returns.Decision(True, "职责已经划转", city, day(3, 26)))
    yield day(3, 26)
    gone.withdraw(day(3, 27))
    with district.act("leader", day(3, 27), 17):
        cases.void(db.session.get_one(cases.Case, wrong), "登记重复")
    yield day(3, 27)


def _spring(district, alone: Walk, split: Walk) -> Iterator[date]:
    """April and May: a promise, a paper form, a second round."""
    alone.talk(day(4, 1)).answer(day(4, 3), "云教函〔2026〕1号", facts=PROMISED)
    yield day(4, 3)
    alone.deliver(day(4, 7)).enter_rating(day(4, 9), GOOD)
    yield day(4, 9)
    with district.act("leader", day(4, 13)):
        rating.confirm_on_behalf(every(Rating)[0])
    yield day(4, 13)
    alone.close(day(4, 14))
    yield day(4, 14)
    split.talk(day(4, 15)).answer(day(4, 16), "云教函〔2026〕2号").deliver(day(4, 17))
    split.rate(day(4, 20), BAD, reason="没有时限")
    yield day(4, 20)
    split.again(day(4, 21))
    yield day(4, 21)
    split.talk(day(5, 11)).answer(day(5, 12), "云教函〔2026〕3号").deliver(day(5, 13))
    split.rate(day(5, 14), FAIR)
    yield day(5, 14)


def _summer(district, joint: Walk, split: Walk) -> Iterator[date]:
    """June: a limit passed, then moved; the split case is closed."""
    joint.opinion(day(6, 1)).talk(day(6, 2), "city", ContactForm.PHONE)
    split.talk(day(6, 3), "city").answer(day(6, 4), "云城函〔2026〕1号", "city", DONE)
    split.deliver(day(6, 5), "city").rate(day(6, 8), GOOD, "city").close(day(6, 9))
    yield day(6, 9)
    yield day(6, 22)
    with district.act("clerk", day(6, 23)):
        assign.set_deadline(joint.row("city"), day(7, 10), "方案需要再次论证")
    yield day(6, 23)
    joint.answer(day(6, 29), "云城函〔2026〕2号", "city")
    yield day(6, 30)
