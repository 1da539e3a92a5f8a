"""The draft editor and the pages around it, as the handler uses them."""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import select

from tests import factories
from tests.reply.letters import DONE, NUMBERED
from tests.reply.test_reply_views import DRAFT, NUMBER, version
from tracker.accounts import actions as accounts
from tracker.accounts.queries import by_login
from tracker.cases.models import Submitter
from tracker.kernel.db import db
from tracker.reply import actions, issuing
from tracker.reply.models import Delivery
from tracker.reply.queries import drafts_of
from tracker.roles import Role
from tracker.terms import ReplyState
from tracker.timeline.models import HistoryEntry


def at_work(letters) -> None:
    """Go as far as a talk; no letter is begun."""
    letters.assign(("education", "independent"))
    letters.sign()
    letters.talk()


def test_the_handler_saves_and_goes_on_to_the_check_in_one_press(letters):
    at_work(letters)
    handler, head, url = letters.client("handler"), letters.client("head"), letters.url("/reply")
    assert "保存，去检查送签" in handler.get(url).get_data(as_text=True)
    assert "保存，去检查送签" not in head.get(url).get_data(as_text=True)
    answer = handler.post(url, data={**DRAFT, "check": "1"})
    assert answer.location == f"{url}/submit"
    assert letters.letter().text == DRAFT["text"]
    sent = {**DRAFT, **version(letters), "check": "1"}
    assert head.post(url, data=sent).location == f"/cases/{letters.case_id}"


def test_what_was_typed_stays_on_the_page_when_another_saved_first(letters):
    letters.ready()
    opened = version(letters)
    with letters.by("head"):
        actions.edit(letters.letter(), replace(DONE, text="局长的稿。"))
    client, url = letters.client("handler"), letters.url("/reply")
    answer = client.post(url, data={**DRAFT, **opened, "text": "承办人的稿。"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409
    assert "承办人的稿。" in page
    head = letters.district.person("head").name
    assert f"{head}刚保存了另一稿，您填写的还没有保存。" in page
    db.session.expire_all()
    assert letters.letter().text == "局长的稿。"
    assert f'name="version" type="hidden" value="{letters.letter().version}"' in page
    again = {**DRAFT, **version(letters), "text": "合并的稿。"}
    assert client.post(url, data=again).status_code == 302
    db.session.expire_all()
    assert [row.text for row in drafts_of(letters.letter().id)] == [
        DONE.text,
        "局长的稿。",
        "合并的稿。",
    ]


def test_who_begins_the_letter_second_keeps_the_typed_text(letters):
    at_work(letters)
    url = letters.url("/reply")
    assert letters.client("head").post(url, data=DRAFT).status_code == 302
    answer = letters.client("handler").post(url, data={**DRAFT, "text": "第二个人的稿。"})
    assert answer.status_code == 409
    assert "第二个人的稿。" in answer.get_data(as_text=True)


def test_each_outcome_says_its_class_and_each_fault_leads_to_its_field(letters):
    at_work(letters)
    client, url = letters.client("handler"), letters.url("/reply")
    page = client.get(url).get_data(as_text=True)
    for said in ("A类：已解决", "B类：正在解决", "C类：暂不能解决", "D类：留作参考"):
        assert said in page
    client.post(url, data={**DRAFT, "reply_class": "", "disclosure": ""})
    page = client.get(f"{url}/submit").get_data(as_text=True)
    assert f'<a href="{url}#reply_class">请选择办理类别。</a>' in page
    assert f'<a href="{url}#disclosure-set">请选择公开属性。</a>' in page


def test_one_person_who_is_handler_and_leader_is_signed_for_by_the_office(letters):
    letters.assign(("city", "independent"))
    with letters.by("clerk"):
        unit = letters.district.ids["city"]
        letters.district.logins["both"] = factories.make_account(Role.UH, Role.UL, unit_id=unit)
        accounts.disable(by_login(letters.district.logins["city_head"]), 1)
    letters.sign("city", "both")
    letters.talk("city", "both")
    letters.draft(unit="city", who="both")
    client, url = letters.client("both"), letters.url("/reply", "city")
    assert "将直接送政府办审核" in client.get(f"{url}/submit").get_data(as_text=True)
    assert client.post(f"{url}/submit", data=version(letters, "city")).status_code == 302
    db.session.expire_all()
    assert letters.letter("city").state == ReplyState.OFFICE_CHECK
    assert client.post(f"{url}/sign", data=version(letters, "city")).status_code == 409
    clerk = letters.client("clerk")
    assert clerk.post(f"{url}/check", data={"version": "0"}).status_code == 409
    assert clerk.post(f"{url}/check", data=version(letters, "city")).status_code == 302
    sent = {**NUMBER, **version(letters, "city")}
    assert client.post(f"{url}/issue/confirm", data=sent).status_code == 302
    db.session.expire_all()
    letter = letters.letter("city")
    assert (letter.state, letter.signed_by) == (ReplyState.ISSUED, None)
    assert letter.checked_by == letters.district.person("clerk").account_id


def test_the_office_frees_a_letter_that_nobody_in_the_unit_can_sign(letters):
    letters.ready()
    with letters.by("handler"):
        actions.submit_for_signing(letters.letter())
    client, url = letters.client("clerk"), letters.url("/reply")
    assert "退回修改" in client.get(url).get_data(as_text=True)
    data = {"reason": "签发人已调离，请重新送签。", **version(letters)}
    assert client.post(f"{url}/send-back", data=data).status_code == 302
    db.session.expire_all()
    assert letters.letter().state == ReplyState.DRAFTING


def test_a_letter_reaches_all_proposers_in_one_entry_and_a_past_day_says_why(letters):
    letters.issued(DONE)
    client, reply = letters.client("handler"), letters.letter().id
    url = f"/cases/{letters.case_id}/replies/{reply}/deliver"
    assert "以上全部（2人）" in client.get(url).get_data(as_text=True)
    data = {"submitter_id": "0", "way": "in_person", "delivered_on": "2026-04-03"}
    assert client.post(url, data=data).status_code == 302
    assert client.post(url, data=data).status_code == 409
    query = select(Submitter.name, Delivery.way).join(Delivery.submitter).order_by(Delivery.id)
    found = [(name, str(way)) for name, way in db.session.execute(query)]
    assert found == [("刘桂兰", "in_person"), ("王守田", "in_person")]


def test_a_delivery_of_an_earlier_day_says_why_it_is_entered_now(letters):
    letters.checked(DONE)
    letters.issue(replace(NUMBERED, on=NUMBERED.on.replace(day=1)))
    client, reply = letters.client("handler"), letters.letter().id
    url = f"/cases/{letters.case_id}/replies/{reply}/deliver"
    data = {"submitter_id": "0", "way": "post", "delivered_on": "2026-04-02"}
    answer = client.post(url, data=data)
    assert answer.status_code == 422
    assert "请写明理由。" in answer.get_data(as_text=True)
    assert client.post(url, data={**data, "reason": "回执今天收到"}).status_code == 302
    lines = db.session.query(HistoryEntry).filter_by(act="reply.delivered")
    assert {row.sentence for row in lines} == {
        "答复函送达刘桂兰（邮寄）。补录理由：回执今天收到",
        "答复函送达王守田（邮寄）。补录理由：回执今天收到",
    }


def test_a_paper_letter_shows_its_marks_and_no_words_of_ours(letters):
    letters.assign(("post", "independent"))
    letters.sign_for_offline()
    with letters.by("clerk"):
        bare = replace(NUMBERED, number="", signer="", not_stated=True)
        issuing.enter_issued_on_behalf(letters.row("post"), DONE, bare, letters.scan())
    reply = letters.letter("post").id
    page = letters.client("deputy").get(f"/cases/{letters.case_id}/replies/{reply}/print")
    text = page.get_data(as_text=True)
    for said in ("代录件：照纸质答复函录入", "（原件未注明文号）", "签发人：（原件未注明）"):
        assert said in text
    assert "文号待编" not in text
    assert "收悉" not in text
    page = letters.client("clerk").get(f"/cases/{letters.case_id}/replies/{reply}")
    assert "原件未注明文号、签发人<" in page.get_data(as_text=True)
