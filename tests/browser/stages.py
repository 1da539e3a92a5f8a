"""Cases at every stage of their way, each made once for a test by the real actions."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from io import BytesIO

from werkzeug.datastructures import FileStorage

from tests import books, scenes
from tests.browser import stages_before
from tests.browser.asked import ASKED
from tests.browser.stage import Stage
from tests.reply.letters import DAY, DONE, ISSUED, PROMISED, TALK
from tracker.assign import actions as assign
from tracker.assign import endings, opinions
from tracker.assign.actions import ShareFacts
from tracker.cases import actions as cases
from tracker.cases.facts import SubmitterFacts
from tracker.contact import actions as contacts
from tracker.rating import actions as rating
from tracker.reply import actions, commitments, issuing, queries
from tracker.reply.issuing import IssueFacts
from tracker.supervise import actions as supervise
from tracker.supervise import following
from tracker.terms import AssignRole, DeliveryWay, Dimension, FollowUpKind, Satisfaction
from tracker.units.models import Unit

OFFLINE = ("post", "independent")


def _unmatched(stage: Stage) -> None:
    """A case from a list with a proposer and a unit whom the registers do not know."""
    people = (SubmitterFacts("刘桂花", "城东代表团"), SubmitterFacts("刘 桂兰"))
    stage.case_id = scenes.register(stage.district, stage.number, submitters=people)
    stage.lead()
    with stage.by("clerk"):
        share = ShareFacts(None, AssignRole.INDEPENDENT, unit_text="区轨道办")
        assign.propose(stage.case(), [share])


def _proposed(stage: Stage) -> None:
    """A proposal that waits for the leader."""
    stage.register()
    with stage.by("clerk"):
        unit = stage.district.row(Unit, "education")
        assign.propose(stage.case(), [ShareFacts(unit, AssignRole.INDEPENDENT)])
        assign.submit(stage.case())


def _void(stage: Stage) -> None:
    """A case that was struck out by mistake."""
    stage.register()
    with stage.by("leader"):
        cases.void(stage.case(), "误认为重复登记。")


def _attached(stage: Stage) -> None:
    """An assigned case with a file."""
    stage.assign()
    with stage.by("clerk"):
        cases.attach(stage.case(), FileStorage(BytesIO(scenes.SCAN), "原件.pdf"))


def _opinion_given(stage: Stage) -> None:
    """A case in handling with an assisting opinion to accept."""
    stage.assign()
    stage.sign()
    stage.opinion()


def _paper_opinion(stage: Stage) -> None:
    """An assisting unit without log-in, whose opinion came on paper."""
    stage.assign(("education", "host"), ("post", "assisting"))
    stage.sign()
    stage.sign_for_offline()
    with stage.by("clerk"):
        opinions.enter_on_behalf(stage.row("post"), "邮政网点可以配合。", DAY, stage.scan())


def _assisting_on_paper(stage: Stage) -> None:
    """An assisting unit without log-in that has not given its opinion."""
    stage.assign(("education", "host"), ("post", "assisting"))
    stage.sign()
    stage.sign_for_offline()


def _offline_signed(stage: Stage) -> None:
    """A unit without log-in that has the case."""
    stage.assign(OFFLINE)
    stage.sign_for_offline()


def _talked(stage: Stage) -> None:
    """A talk with its scan."""
    stage.assign()
    stage.sign()
    with stage.by("handler"):
        contacts.add(stage.row(), TALK, stage.scan())


def _signing(stage: Stage) -> None:
    """A letter that waits for the unit's leader."""
    stage.ready()
    with stage.by("handler"):
        actions.submit_for_signing(stage.letter())


def _assisting(stage: Stage) -> None:
    """A case in which 教育局 only assists and owes its opinion."""
    stage.assign(("finance", "host"), ("education", "assisting"))
    stage.sign()


def _opinion_signing(stage: Stage) -> None:
    """A case in which 教育局 only assists; its head has to sign the opinion."""
    _assisting(stage)
    with stage.by("handler"):
        opinions.submit(stage.row(), "学位可以统筹安排。", DAY)


def _signed(stage: Stage) -> None:
    """A letter signed in the unit, which waits for its number."""
    stage.checked()


def _office_check(stage: Stage) -> None:
    """A letter that waits for the office, in a place where the office checks every letter."""
    with books.in_use(books.choosing(office_check=True)):
        stage.checked()


def _promised(stage: Stage) -> None:
    """An issued letter that promises something."""
    stage.checked(PROMISED)
    stage.issue(IssueFacts(f"云教函(2026)第{stage.number}号", ISSUED, "陈志远"))


def _claimed(stage: Stage) -> None:
    """A promise that the unit says it has kept."""
    _promised(stage)
    with stage.by("handler"):
        (promise,) = queries.open_commitments(stage.case_id)
        commitments.add_progress(promise, "两所公办园已开园。", DAY, done=True)


def _issued(stage: Stage) -> None:
    """An issued letter."""
    stage.checked(DONE)
    stage.issue(IssueFacts(f"云教函(2026)第{stage.number}号", ISSUED, "陈志远"))


def _scanned(stage: Stage) -> None:
    """An issued letter with its sealed scan."""
    _issued(stage)
    with stage.by("handler"):
        issuing.attach_sealed_scan(stage.letter(), stage.scan())


def _paper_promise(stage: Stage) -> None:
    """A paper letter of a unit without log-in that promises something."""
    _offline_signed(stage)
    with stage.by("clerk"):
        number = IssueFacts(f"云邮函(2026)第{stage.number}号", ISSUED, "陈志远")
        issuing.enter_issued_on_behalf(stage.row("post"), PROMISED, number, stage.scan())


def _delivered(stage: Stage) -> None:
    """An issued letter that reached the lead and waits for the rating."""
    _issued(stage)
    with stage.by("handler"):
        lead = stage.case().lead
        issuing.record_delivery(stage.letter(), lead, DeliveryWay.IN_PERSON, DAY)


def _form(value: Satisfaction, reason: str = "") -> rating.Form:
    """A paper form with one value."""
    return rating.Form({Dimension.OVERALL: value}, reason, DAY)


def _half_rated(stage: Stage) -> None:
    """A paper form that waits for a second person."""
    _delivered(stage)
    with stage.by("clerk"):
        rating.enter_on_behalf(stage.letter(), _form(Satisfaction.SATISFIED), stage.scan())


def _unsatisfied(stage: Stage) -> None:
    """A deputy who is not satisfied; nobody decided yet."""
    _delivered(stage)
    with stage.by("deputy"):
        values = {Dimension.OVERALL: Satisfaction.UNSATISFIED}
        rating.submit(stage.letter(), values, "没有完成时限。")


def _urged(stage: Stage) -> None:
    """A case that the office urged and put under follow-up."""
    _opinion_given(stage)
    with stage.by("clerk"):
        facts = supervise.Record(FollowUpKind.URGE, DAY, "请尽快答复。", "", stage.row())
        supervise.record(stage.case(), facts)
        following.follow(stage.case(), "群众关注。")


def _closed(stage: Stage) -> None:
    """A closed case."""
    _delivered(stage)
    with stage.by("deputy"):
        rating.submit(stage.letter(), {Dimension.OVERALL: Satisfaction.SATISFIED}, "")
    with stage.by("clerk"):
        supervise.close(stage.case(), DAY)


def _withdrawn(stage: Stage) -> None:
    """A case that its proposers withdrew while the unit was at work."""
    stage.assign()
    stage.sign()
    with stage.by("clerk"):
        endings.withdraw(stage.case(), DAY, "代表书面撤回。")


def _handed_out(stage: Stage) -> None:
    """A case that was handed out although it is the district's."""
    stage.assign()
    with stage.by("clerk"):
        endings.hand_out(stage.case(), DAY, "区人民法院", "误认为诉讼事项。")


def _no_longer_followed(stage: Stage) -> None:
    """A case whose follow-up was ended."""
    _urged(stage)
    with stage.by("clerk"):
        following.end(stage.case(), "已平息。", DAY)


def _paused(stage: Stage) -> None:
    """A case whose follow-up rests for a while."""
    _urged(stage)
    with stage.by("clerk"):
        following.pause(stage.case(), DAY + timedelta(days=20), "等待上级批复。")


STAGES: dict[str, Callable[[Stage], None]] = {
    "registered": Stage.register,
    "unmatched": _unmatched,
    "proposed": _proposed,
    "assigned": Stage.assign,
    "attached": _attached,
    **ASKED,
    "opinion signing": _opinion_signing,
    "opinion given": _opinion_given,
    "paper opinion": _paper_opinion,
    "assisting on paper": _assisting_on_paper,
    "offline": lambda stage: stage.assign(OFFLINE),
    "offline signed": _offline_signed,
    "talked": _talked,
    "draft": Stage.ready,
    "signing": _signing,
    "assisting": _assisting,
    "signed": _signed,
    "office check": _office_check,
    "issued": _issued,
    "scanned": _scanned,
    "promised": _promised,
    "claimed": _claimed,
    "paper promise": _paper_promise,
    "delivered": _delivered,
    "half rated": _half_rated,
    "unsatisfied": _unsatisfied,
    "urged": _urged,
    "paused": _paused,
    "closed": _closed,
    "withdrawn": _withdrawn,
    "handed out": _handed_out,
    "no longer followed": _no_longer_followed,
    "void": _void,
    **stages_before.STAGES,
}
