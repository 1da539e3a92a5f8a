"""An issued letter reads the same for ever; the database stands behind what it must have."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import update
from sqlalchemy.exc import IntegrityError

from tests.reply.letters import DONE, NUMBERED, PROMISED
from tracker.kernel.db import db
from tracker.kernel.errors import Invalid
from tracker.reply import document, issuing, letter, queries
from tracker.reply.models import Commitment, Reply
from tracker.terms import Kind
from tracker.units.models import Unit


def change_everything(letters) -> None:
    """Correct the register, rename the unit and name another handler, after the letter."""
    with letters.by("clerk"):
        case, row = letters.case(), letters.row()
        case.title, case.number = "关于另一件事的建议", "099"
        case.lead.name = "刘贵兰"
        unit = letters.district.row(Unit, "education")
        unit.name, unit.phone = "云岭区教育和体育局", "010-5559999"
        row.handler_name, row.handler_phone = "后来人", "010-5558888"


def test_later_corrections_do_not_reach_an_issued_letter(letters):
    letters.issued()
    person = letters.district.person("handler")
    before = document.paper_of(letters.letter(), person)
    change_everything(letters)
    after = document.paper_of(letters.letter(), person)
    assert after == before
    assert (after.unit, after.salutation) == ("云岭区教育局", "刘桂兰等2位代表：")
    assert after.heading == "关于区十八届人大三次会议第015号建议的答复"
    assert after.phone == "010-5550001"
    assert after.handler == person.name


def test_a_letter_under_way_follows_the_register(letters):
    letters.checked()
    change_everything(letters)
    paper = document.paper_of(letters.letter(), letters.district.person("handler"))
    assert (paper.unit, paper.salutation) == ("云岭区教育和体育局", "刘贵兰等2位代表：")
    assert paper.heading == "关于区十八届人大三次会议第099号建议的答复"
    assert (paper.handler, paper.phone) == ("后来人", "010-5558888")


def test_a_confidential_name_stands_on_the_issued_letter_only_for_who_may_see_it(letters):
    letters.assign(("education", "independent"), confidential=True)
    letters.sign()
    letters.talk()
    letters.draft()
    letters.sign_off()
    letters.issue()
    said = {
        name: document.paper_of(letters.letter(), letters.district.person(name)).salutation
        for name in ("handler", "clerk", "deputy")
    }
    assert said == {
        "handler": "各位代表：",
        "clerk": "刘桂兰等2位代表：",
        "deputy": "刘桂兰等2位代表：",
    }


@pytest.mark.parametrize(
    ("kind", "signers", "words"),
    [
        (Kind.SUGGESTION, 1, "代表："),
        (Kind.SUGGESTION, 3, "各位代表："),
        (Kind.PROPOSAL, 1, "委员："),
        (Kind.PROPOSAL, 3, "各位委员："),
    ],
)
def test_whose_name_is_kept_is_addressed_without_one(letters, kind, signers, words):
    letters.assign()
    subject = document.subject_of(letters.case(), hidden=True)
    assert letter.salutation(replace(subject, kind=kind, signers=signers)) == words


def test_a_letter_is_not_dated_before_the_talk_that_it_answers(letters):
    letters.checked()
    with pytest.raises(Invalid, match="不能早于与代表（委员）沟通的日期 2026-03-27") as refused:
        letters.issue(replace(NUMBERED, on=date(2026, 3, 26)))
    assert refused.value.field == "issued_on"
    letters.issue(replace(NUMBERED, on=date(2026, 3, 27)))
    assert letters.letter().issued_on == date(2026, 3, 27)


@pytest.mark.parametrize(
    "values",
    [
        {"letterhead": ""},
        {"heading": ""},
        {"not_stated": True},
        {"text": ""},
        {"disclosure": None},
        {"signed_by": None},
        {"signed_by": Reply.drafter_id},
        {"checked_by": Reply.drafter_id},
    ],
)
def test_the_database_refuses_what_no_issued_letter_is(letters, values):
    letters.issued()
    query = update(Reply).where(Reply.id == letters.letter().id).values(**values)
    with pytest.raises(IntegrityError):
        db.session.execute(query)
    db.session.rollback()


def test_the_mark_not_stated_stands_only_on_a_letter_entered_on_behalf(letters):
    letters.assign(("post", "independent"))
    letters.sign_for_offline()
    with letters.by("clerk"):
        bare = replace(NUMBERED, number="", signer="", not_stated=True)
        issuing.enter_issued_on_behalf(letters.row("post"), DONE, bare, letters.scan())
    query = update(Reply).where(Reply.id == letters.letter("post").id).values(on_behalf=False)
    with pytest.raises(IntegrityError):
        db.session.execute(query)
    db.session.rollback()


@pytest.mark.parametrize(
    "values",
    [
        {"state": "written_off"},
        {"state": "written_off", "ended_on": date(2026, 4, 3)},
        {"state": "closed", "end_reason": "到现场查看。"},
    ],
)
def test_the_database_refuses_a_promise_that_ended_without_day_and_reason(letters, values):
    letters.issued(PROMISED)
    promise = queries.commitments(letters.case_id)[0].id
    with pytest.raises(IntegrityError):
        db.session.execute(update(Commitment).where(Commitment.id == promise).values(**values))
    db.session.rollback()
