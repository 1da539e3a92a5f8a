"""A paper letter is entered as it is: what it does not state stays so, nothing is made up."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from tests.reply.letters import DONE, NUMBERED, PROMISED
from tests.reply.test_after_issue import said
from tracker.kernel.db import db
from tracker.kernel.errors import Invalid, Refused
from tracker.reply import actions, issuing, queries
from tracker.reply.letter_check import IssueFacts, LetterFacts
from tracker.reply.models import Reply
from tracker.terms import CaseState, Disclosure, Outcome, ReplyClass, ReplyState

DAY = date(2026, 4, 3)
NOTHING = LetterFacts(text="")
UNMARKED = IssueFacts("", DAY, "", not_stated=True)


@pytest.fixture
def signed(letters):
    """A case of a unit without log-in, signed for."""
    letters.assign(("post", "independent"))
    letters.sign_for_offline()
    return letters


def enter(letters, facts=NOTHING, marked=UNMARKED, unit="post", **how) -> Reply:
    """Enter a letter as the clerk."""
    with letters.by("clerk"):
        scan = None if how.get("paper") else letters.scan()
        issuing.enter_issued_on_behalf(letters.row(unit), facts, marked, scan, **how)
    return letters.letter(unit)


@pytest.mark.parametrize("paper", [False, True])
def test_a_letter_that_states_nothing_but_its_day_is_entered(signed, paper):
    reply = enter(signed, paper=paper)
    assert (reply.reply_class, reply.outcome, reply.disclosure) == (None, None, None)
    assert reply.unstated == ("文号", "签发人", "办理类别", "办理结果", "公开属性")
    assert signed.case().state == CaseState.REPLIED
    assert queries.commitments(signed.case_id) == []
    by = "" if paper else "政府办代录："
    sentence = f"{by}区邮政管理局印发答复函（原件未注明文号，原件未注明类别）。"
    assert said("reply.issued") == [(sentence, True)]


@pytest.mark.parametrize("mark", list(ReplyClass))
@pytest.mark.parametrize("paper", [False, True])
def test_a_class_tells_no_outcome_and_makes_no_promise(signed, mark, paper):
    facts = replace(NOTHING, reply_class=mark, disclosure=Disclosure.ON_REQUEST)
    reply = enter(signed, facts, replace(NUMBERED, not_stated=True), paper=paper)
    stored = reply.reply_class, reply.outcome, reply.promise, reply.disclosure
    assert stored == (mark, None, "", Disclosure.ON_REQUEST)
    promised = ("承诺事项",) if mark is ReplyClass.B else ()
    assert reply.unstated == ("办理结果", *promised)
    assert queries.commitments(signed.case_id) == []


def test_an_outcome_alone_has_the_class_of_the_place(signed):
    reply = enter(signed, replace(NOTHING, outcome=Outcome.NOT_NOW), paper=True)
    assert (reply.reply_class, reply.outcome) == (ReplyClass.C, Outcome.NOT_NOW)


@pytest.mark.parametrize("mark", list(ReplyClass))
@pytest.mark.parametrize("due_on", [None, date(2026, 12, 31)])
def test_a_promise_of_a_paper_letter_of_any_class_is_followed(signed, mark, due_on):
    facts = LetterFacts("", mark, promise="建成两所公办园", promise_due_on=due_on)
    reply = enter(signed, facts, paper=True)
    (promise,) = queries.commitments(signed.case_id)
    assert (promise.text, promise.due_on, promise.opened_on) == ("建成两所公办园", due_on, DAY)
    assert reply.reply_class == mark


@pytest.mark.parametrize(
    ("changes", "field", "words"),
    [
        (
            {"promise": "", "reply_class": ReplyClass.A, "outcome": None},
            "promise",
            "请写明承诺事项",
        ),
        ({"promise": ""}, "promise", "请写明承诺事项"),
        ({"promise_due_on": date(2026, 4, 2)}, "promise_due_on", "不能早于 2026-04-03"),
    ],
)
@pytest.mark.parametrize("paper", [False, True])
def test_a_day_without_a_promise_or_before_the_letter_is_asked_about(
    signed, changes, field, words, paper
):
    facts = replace(PROMISED, **changes)
    with pytest.raises(Invalid, match=words) as refused:
        enter(signed, facts, UNMARKED, paper=paper)
    assert refused.value.field == field


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"reply_class": None, "outcome": None}, "reply_class"),
        ({"reply_class": ReplyClass.B, "outcome": None}, "promise"),
        ({"disclosure": None}, "disclosure"),
        ({"disclosure": Disclosure.WITHHELD}, "withheld_ground"),
    ],
)
def test_what_is_left_empty_is_entered_only_with_the_mark(signed, changes, field):
    facts = replace(DONE, **changes)
    with pytest.raises(Invalid) as refused:
        enter(signed, facts, NUMBERED)
    assert refused.value.field == field
    reply = enter(signed, facts, replace(NUMBERED, not_stated=True))
    assert reply.not_stated
    assert reply.unstated


def test_a_letter_that_states_all_is_not_marked(signed):
    reply = enter(signed, DONE, replace(NUMBERED, not_stated=True))
    assert (reply.not_stated, reply.unstated) == (False, ())


def test_a_class_that_a_letter_left_open_is_stated_by_a_correction(signed):
    enter(signed)
    with signed.by("clerk"):
        actions.mend(signed.letter("post"), "补记办理类别：单位来函说明为A类。")
    reply = enter(signed, DONE, NUMBERED)
    assert (reply.edition, reply.reply_class, reply.unstated) == (2, ReplyClass.A, ())
    assert [row.reply_class for row in queries.issued(signed.case_id)] == [None, ReplyClass.A]


@pytest.mark.parametrize("values", [{"not_stated": False}, {"on_behalf": False}])
def test_the_database_lets_only_a_paper_letter_state_no_class(signed, values):
    number = enter(signed).id
    with pytest.raises(IntegrityError):
        db.session.execute(update(Reply).where(Reply.id == number).values(**values))
    db.session.rollback()


@pytest.mark.parametrize("column", ["reply_class", "outcome"])
def test_the_database_asks_class_and_outcome_of_every_other_letter(letters, column):
    letters.checked()
    reply = letters.letter()
    values = {"state": "issued", "issued_on": DAY, "letterhead": "局", "heading": "答复"}
    stated = {"number": "云教函〔2026〕1号", "signer": "陈志远", column: None}
    with pytest.raises(IntegrityError):
        db.session.execute(update(Reply).where(Reply.id == reply.id).values(**values, **stated))
    db.session.rollback()


def test_the_paper_letter_of_a_unit_that_logs_in_is_entered_and_the_unit_is_told(letters):
    letters.assign(("education", "independent"))
    with pytest.raises(Refused, match="还没有签收"):
        enter(letters, DONE, NUMBERED, "education")
    letters.sign()
    reply = enter(letters, DONE, NUMBERED, "education")
    assert (reply.on_behalf, reply.state, reply.edition) == (True, ReplyState.ISSUED, 1)
    told = "政府办已照贵单位的纸质答复函（云教函〔2026〕12号）代录，请核对；有误的请办更正答复。"
    assert letters.told("head")[-1].endswith(told)
    assert letters.told("handler")[-1].endswith(told)
    with letters.by("clerk"):
        actions.mend(letters.letter(), "扫描件漏页。")
    assert enter(letters, PROMISED, NUMBERED, "education").edition == 2


def test_a_letter_from_before_the_system_tells_the_unit_nothing(letters):
    letters.assign(("education", "independent"))
    before = letters.told("head")
    enter(letters, unit="education", paper=True)
    assert letters.told("head") == before


def test_the_draft_that_a_unit_began_is_kept_beside_its_paper(letters):
    letters.ready()
    reply = enter(letters, replace(DONE, text="纸质函要点。"), NUMBERED, "education")
    assert "纸质函要点。" in reply.text
    assert [row.text for row in queries.drafts_of(reply.id)] == [DONE.text]


def test_pages_say_what_a_paper_letter_does_not_state(signed):
    reply = enter(signed, replace(NOTHING, reply_class=ReplyClass.B)).id
    clerk, deputy = signed.client("clerk"), signed.client("deputy")
    page = clerk.get(f"/cases/{signed.case_id}/replies/{reply}").text
    assert "原件未注明文号、签发人、办理结果、公开属性、承诺事项" in page
    page = deputy.get(f"/rating/cases/{signed.case_id}/letters/{reply}").text
    assert "答复函标明B类" in page


def test_a_case_page_says_that_no_class_is_stated(signed):
    enter(signed)
    page = signed.client("clerk").get(f"/cases/{signed.case_id}").text
    assert "原件未注明类别" in page
    assert signed.client("deputy").get("/rating/").status_code == 200
