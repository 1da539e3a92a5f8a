"""From the first draft to the signed letter, through the real actions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests import books, factories
from tests.reply.letters import DONE, PROMISED
from tests.rows import written
from tracker.kernel.db import db
from tracker.kernel.errors import Invalid, Refused
from tracker.reply import actions, asking, queries
from tracker.reply.queries import drafts_of
from tracker.roles import Role
from tracker.terms import ContactForm, Outcome, ReplyClass, ReplyState
from tracker.timeline.models import HistoryEntry

S = ReplyState


@pytest.fixture
def office_checks():
    """A place whose office checks every letter."""
    with books.in_use(books.choosing(office_check=True)):
        yield


def test_every_saved_text_is_kept_with_its_author(letters):
    letters.ready()
    with letters.by("head"):
        actions.edit(letters.letter(), replace(DONE, text="第二稿。"))
    drafts = [(row.text, row.author_name) for row in drafts_of(letters.letter().id)]
    people = [letters.district.person(name).name for name in ("handler", "head")]
    assert drafts == [(DONE.text, people[0]), ("第二稿。", people[1])]
    assert letters.letter().text == "第二稿。"


def test_a_letter_is_begun_once(letters):
    letters.ready()
    with pytest.raises(Refused), letters.by("handler"):
        actions.start(letters.row(), DONE)
    assert len(queries.of_case(letters.case_id)) == 1


def test_a_draft_may_be_incomplete_but_is_not_sent_to_be_signed(letters):
    letters.assign()
    letters.sign()
    letters.draft(replace(DONE, text="", outcome=None, disclosure=None))
    with pytest.raises(Refused) as refused, letters.by("handler"):
        actions.submit_for_signing(letters.letter())
    assert str(refused.value) == (
        "请填写答复正文。请选择办理结果。请选择公开属性。"
        "本轮还没有登记与代表（委员）的沟通。先沟通、后答复，请先登记沟通面商。"
        "区财政局的会办意见还没有收到。请等意见，或写明不等意见即答复的理由。"
    )
    assert letters.letter().state == S.DRAFTING


def test_missing_opinions_are_listed_and_a_reason_lets_the_letter_go(letters):
    letters.assign()
    letters.sign()
    letters.talk()
    letters.draft(replace(DONE, missing_opinions_reason="财政局书面告知下月才能答复。"))
    assert asking.missing_opinions(letters.row()) == ["区财政局"]
    assert asking.submission_warnings(letters.letter()) == [
        "区财政局的会办意见没有收到，已写明理由。"
    ]
    with letters.by("handler"):
        actions.submit_for_signing(letters.letter())
    assert letters.letter().state == S.SIGNING


def test_an_opinion_that_came_is_not_missing(letters):
    letters.assign()
    letters.sign()
    letters.talk()
    letters.opinion()
    letters.draft()
    assert asking.submission_faults(letters.letter()) == []


def test_a_key_item_without_a_meeting_is_warned_of(letters):
    letters.assign(("education", "independent"), key_item=True)
    letters.sign()
    letters.talk(form=ContactForm.PHONE)
    letters.draft()
    assert asking.submission_warnings(letters.letter()) == [
        "本件是重点件，应当与代表（委员）面商，还没有登记见面。"
    ]


def test_the_leader_signs_what_another_wrote(letters):
    letters.ready()
    with letters.by("handler"):
        actions.submit_for_signing(letters.letter())
    assert letters.told("head")[-1] == "建议第015号：答复稿待您签发。"
    with letters.by("head"):
        actions.sign_in_unit(letters.letter())
    reply = letters.letter()
    assert reply.state == S.CHECKED
    assert reply.signed_by == letters.district.person("head").account_id
    acts = [row.act for row in db.session.query(HistoryEntry) if row.act.startswith("reply.")]
    assert acts == ["reply.drafted", "reply.submitted", "reply.signed"]
    public = db.session.query(HistoryEntry).filter(HistoryEntry.act.startswith("reply."))
    assert not any(row.public for row in public)


def test_a_leader_who_is_the_only_one_and_wrote_it_needs_the_office(letters):
    letters.assign(("education", "independent"))
    letters.sign()
    letters.talk()
    letters.draft(who="head")
    assert not asking.has_second_person(letters.letter())
    with letters.by("handler"):
        actions.submit_for_signing(letters.letter())
    assert letters.letter().state == S.OFFICE_CHECK
    assert letters.told("clerk")[-1] == "建议第015号：区教育局的答复稿待审核。"
    with letters.by("clerk"):
        actions.office_check_pass(letters.letter())
    assert letters.letter().state == S.CHECKED


def test_a_second_leader_may_sign_what_the_first_wrote(letters):
    letters.assign(("education", "independent"))
    letters.sign()
    letters.talk()
    letters.draft(who="head")
    unit = letters.district.ids["education"]
    with letters.by("clerk"):
        login = factories.make_account(Role.UL, unit_id=unit)
    letters.district.logins["second_head"] = login
    with letters.by("handler"):
        actions.submit_for_signing(letters.letter())
    with pytest.raises(Refused, match="您参与了拟稿，不能签发答复稿"), letters.by("head"):
        actions.sign_in_unit(letters.letter())
    with letters.by("second_head"):
        actions.sign_in_unit(letters.letter())
    assert letters.letter().state == S.CHECKED


def test_where_the_office_checks_the_signed_letter_waits_for_it(letters, office_checks):
    letters.checked()
    assert letters.letter().state == S.OFFICE_CHECK
    with letters.by("leader"):
        actions.send_back(letters.letter(), "请写明开园时间。")
    assert letters.letter().state == S.DRAFTING
    assert letters.letter().signed_by is None
    assert letters.told("handler")[-1] == "建议第015号：答复稿退回修改：请写明开园时间。"


def test_sending_back_needs_a_reason(letters):
    letters.checked()
    with pytest.raises(Invalid, match="请填写理由。"), letters.by("head"):
        actions.send_back(letters.letter(), " ")
    with letters.by("head"):
        actions.send_back(letters.letter(), "落款单位写错。")
    assert letters.letter().state == S.DRAFTING


def test_the_office_corrects_the_class_and_b_needs_its_promise(letters, office_checks):
    letters.checked()
    wanted = replace(DONE, reply_class=ReplyClass.B, outcome=Outcome.PARTLY_DONE)
    with pytest.raises(Invalid, match="B类答复要写明承诺事项"), letters.by("clerk"):
        actions.classify(letters.letter(), wanted)
    with pytest.raises(Invalid, match="应标B类，现为A类"), letters.by("clerk"):
        actions.classify(letters.letter(), replace(wanted, reply_class=ReplyClass.A))
    with letters.by("clerk"):
        actions.classify(letters.letter(), PROMISED)
    reply = letters.letter()
    assert (reply.reply_class, reply.outcome) == (ReplyClass.B, Outcome.UNDER_WAY)
    assert reply.promise_due_on == date(2026, 12, 31)
    assert reply.text == DONE.text
    assert "政府办把答复稿的办理类别定为B类、正在解决。" in letters.told("handler")[-1]
    assert written("reply")[-1] == "reply.classified"


def test_a_draft_is_its_own_units_and_the_offices(letters):
    letters.ready(DONE, ("education", "separate", "办园"), ("finance", "separate", "经费"))
    seen = {
        name: queries.may_see(letters.letter(), letters.district.person(name))
        for name in (
            "handler",
            "head",
            "clerk",
            "leader",
            "finance_handler",
            "city_handler",
            "deputy",
            "co_deputy",
            "congress_office",
            "district_leader",
        )
    }
    assert [name for name, may in seen.items() if may] == ["handler", "head", "clerk", "leader"]
