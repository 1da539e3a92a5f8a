"""Two dozen cases, each waiting for somebody else."""

from __future__ import annotations

from datetime import date

from tests import books, scenes
from tests.reports.walk import PROMISED, Walk
from tests.rows import the
from tests.scenes import District
from tracker.accounts.models import Account
from tracker.assign import actions as assign
from tracker.assign.actions import ShareFacts
from tracker.cases import actions as cases
from tracker.cases.models import Case
from tracker.kernel.db import db
from tracker.reply import commitments
from tracker.terms import AssignRole, Satisfaction
from tracker.units.models import Unit

TODAY = date(2026, 6, 16)
LONG_AGO, SPRING = date(2026, 3, 10), date(2026, 3, 18)
MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY = (date(2026, 6, number) for number in range(8, 13))
YESTERDAY = date(2026, 6, 15)
PROPOSAL = {"session": "cppcc_session", "title": "关于公园的提案"}
HELPED = (("education", "host"), ("finance", "assisting"))
SPLIT = (("education", "separate", "校内"), ("city", "separate", "校外"))


def fill(district: District) -> None:
    """Let every case go as far as it has gone."""
    _before_units(district)
    _signing(district)
    _working(district)
    _letters(district)
    _rated(district)
    _split(district)
    _checked(district)


def case_id(number: str) -> int:
    """Return the case with a number."""
    return db.session.query(Case.id).filter_by(number=number).scalar()


def _before_units(district: District) -> None:
    """001 bare, 002 proposed, 003 before the leader, P1 a bare proposal."""
    scenes.register(district, "001")
    for number in ("002", "003"):
        new = scenes.register(district, number)
        with district.act("clerk", MONDAY):
            share = ShareFacts(district.row(Unit, "education"), AssignRole.INDEPENDENT)
            assign.propose(the(Case, new), [share])
            if number == "003":
                assign.submit(the(Case, new))
    scenes.register(district, "P1", **PROPOSAL)


def _signing(district: District) -> None:
    """004 and 005 not signed for; 014 and 015 to be returned."""
    Walk(district).assign("004", on=YESTERDAY)
    Walk(district).assign("005", ("post", "independent"), on=YESTERDAY)
    Walk(district).assign("014", on=THURSDAY).ask_return(FRIDAY)
    Walk(district).assign("015", on=THURSDAY).ask_return(FRIDAY, "handler")


def _working(district: District) -> None:
    """006 and 024 at the post, 007 due soon, 008 and P2 late, 018 with an opinion to use."""
    Walk(district).assign("006", ("post", "independent"), on=THURSDAY).sign(FRIDAY, "post")
    post = Walk(district).assign("024", ("education", "host"), ("post", "assisting"), on=MONDAY)
    post.sign(TUESDAY, "education", "post")
    soon = Walk(district).assign("007", *HELPED, on=SPRING)
    soon.sign(SPRING, "education", "finance")
    late = Walk(district).assign("008", on=LONG_AGO)
    late.sign(LONG_AGO).talk(date(2026, 3, 16))
    Walk(district).assign("P2", on=LONG_AGO, **PROPOSAL).sign(LONG_AGO)
    helped = Walk(district).assign("018", *HELPED, on=MONDAY)
    helped.sign(TUESDAY, "education", "finance").opinion(WEDNESDAY)
    with district.act("leader", MONDAY):
        leader = the(Account, district.person("district_leader").account_id)
        for walk in (soon, late):
            cases.name_leader(walk.case, leader)


def _begun(district: District, number: str, *shares: tuple[str, ...]) -> Walk:
    """A case that was assigned this week, signed for and talked about."""
    units = [share[0] for share in shares]
    return Walk(district).assign(number, *shares, on=MONDAY).sign(TUESDAY, *units).talk(WEDNESDAY)


def _letters(district: District) -> None:
    """009 before the head, 010 to be issued, 011 before the deputy, 023 not delivered."""
    _begun(district, "009").draft(THURSDAY, step="submitted")
    _begun(district, "010").draft(THURSDAY, step="signed")
    _begun(district, "011").answer(THURSDAY, "云教函〔2026〕11号").deliver(THURSDAY)
    _begun(district, "023").answer(THURSDAY, "云教函〔2026〕23号")


def _rated(district: District) -> None:
    """012 to be closed, 013 not satisfied, 016 entered by half, 017 and 019 promised."""
    good = Satisfaction.SATISFIED
    _begun(district, "012").answer(THURSDAY, "云教函〔2026〕12号").deliver(THURSDAY).rate(
        FRIDAY, good
    )
    bad = _begun(district, "013").answer(THURSDAY, "云教函〔2026〕13号").deliver(THURSDAY)
    bad.rate(FRIDAY, Satisfaction.UNSATISFIED, reason="没有完成时限")
    half = _begun(district, "016").answer(THURSDAY, "云教函〔2026〕16号").deliver(THURSDAY)
    half.enter_rating(FRIDAY, good)
    for number in ("017", "019"):
        promised = _begun(district, number)
        promised.answer(THURSDAY, f"云教函〔2026〕{number}号", facts=PROMISED).deliver(THURSDAY)
        promised.rate(FRIDAY, good)
        if number == "017":
            promised.close(FRIDAY)
        else:
            with district.act("handler", FRIDAY):
                text = "两所公办园已开园。"
                commitments.add_progress(promised.promise(), text, FRIDAY, done=True)


def _split(district: District) -> None:
    """020: one part answered and not satisfying, the other part still at work."""
    half = _begun(district, "020", *SPLIT).answer(THURSDAY, "云教函〔2026〕20号")
    half.deliver(THURSDAY).rate(FRIDAY, Satisfaction.UNSATISFIED, reason="与现场不符")


def _checked(district: District) -> None:
    """021 and 022 before the office's check; 022 was withdrawn since."""
    with books.in_use(books.choosing(office_check=True)):
        _begun(district, "021").draft(THURSDAY, step="signed")
        _begun(district, "022").draft(THURSDAY, step="signed").withdraw(FRIDAY)
