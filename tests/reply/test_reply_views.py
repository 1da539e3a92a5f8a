"""Pages of letters and promises: the whole way by clicks, and each role's answer."""

from __future__ import annotations

from io import BytesIO

from tests.reply.letters import DONE, clients, row, statuses
from tests.scenes import SCAN
from tracker.kernel.db import db
from tracker.reply import issuing
from tracker.reply.models import Delivery, Reply
from tracker.reply.queries import drafts_of
from tracker.terms import ReplyState

DRAFT = {
    "text": "已在城东片区新增两所公办园，增加学位540个。",
    "outcome": "done",
    "reply_class": "A",
    "disclosure": "public",
    "copies": "区人大办",
}
NUMBER = {"number": "云教函(2026)12号", "issued_on": "2026年4月3日", "signer": "陈志远"}


def version(letters, unit: str = "education") -> dict[str, str]:
    """Return the version that the letter's page would carry."""
    db.session.expire_all()
    return {"version": str(letters.letter(unit).version)}


def test_a_letter_goes_from_draft_to_issue_and_a_second_click_does_nothing(letters):
    letters.assign(("education", "independent"))
    letters.sign()
    letters.talk()
    handler, head = letters.client("handler"), letters.client("head")
    url, case = letters.url("/reply"), f"/cases/{letters.case_id}"
    page = handler.get(url).get_data(as_text=True)
    assert "城东片区新建小区多" in page
    assert "希望今年开园。" in page
    assert "区人大办，区人民政府办公室" in page
    assert handler.post(url, data=DRAFT).location == case
    assert handler.post(url, data=DRAFT).status_code == 409
    sent = version(letters)
    page = handler.get(f"{url}/submit").get_data(as_text=True)
    assert "关于区十八届人大三次会议第015号建议的答复" in page
    assert "刘桂兰等2位代表：" in page
    assert handler.post(f"{url}/submit", data=sent).location == case
    assert handler.post(f"{url}/submit", data=sent).status_code == 409
    assert "签发" in head.get(url).get_data(as_text=True)
    assert head.post(f"{url}/sign", data=sent).status_code == 409
    assert head.post(f"{url}/sign", data=version(letters)).location == case
    assert head.get(f"{url}/issue").status_code == 200
    wrong = {**NUMBER, **version(letters), "number": "12"}
    assert head.post(f"{url}/issue", data=wrong).status_code == 422
    answer = head.post(f"{url}/issue", data={**NUMBER, **version(letters)})
    assert answer.status_code == 302
    assert letters.letter().state == ReplyState.CHECKED
    page = head.get(answer.location).get_data(as_text=True)
    assert "云教函〔2026〕12号" in page
    assert "2026年4月3日" in page
    sent = {**NUMBER, **version(letters)}
    assert head.post(f"{url}/issue/confirm", data=sent).location == case
    assert head.post(f"{url}/issue/confirm", data=sent).status_code == 409
    db.session.expire_all()
    assert letters.letter().number == "云教函〔2026〕12号"
    assert db.session.query(Reply).count() == 1
    assert handler.get(url).location == f"{case}/replies/{letters.letter().id}"


def test_an_incomplete_letter_lists_its_faults_and_is_refused(letters):
    letters.assign()
    letters.sign()
    handler, url = letters.client("handler"), letters.url("/reply")
    assert handler.post(url, data={**DRAFT, "disclosure": ""}).status_code == 302
    page = handler.get(f"{url}/submit").get_data(as_text=True)
    assert "有 3 处需要改正" in page
    assert "区财政局的会办意见还没有收到" in page
    answer = handler.post(f"{url}/submit", data=version(letters))
    assert answer.status_code == 409
    assert "请选择公开属性。" in answer.get_data(as_text=True)
    assert handler.post(url, data={**DRAFT, "promise_due_on": "年底"}).status_code == 422


def test_each_role_at_a_draft(letters):
    letters.assign(("education", "independent"))
    letters.sign()
    letters.talk()
    people, url = clients(letters), letters.url("/reply")
    assert statuses(people, url) == row(200, 200, 404, 404, 404, 404, 403, 403, 403, 403, 403)
    letters.draft()
    assert statuses(people, url) == row(200, 200, 404, 404, 200, 200, 403, 403, 403, 403, 403)
    assert statuses(people, f"{url}/submit") == row(
        200, 403, 404, 404, 403, 403, 403, 403, 403, 403, 403
    )
    assert statuses(people, f"{url}/issue") == row(
        403, 409, 403, 403, 403, 403, 403, 403, 403, 403, 403
    )
    reply = letters.letter()
    drafts = f"/cases/{letters.case_id}/replies/{reply.id}/drafts/{drafts_of(reply.id)[0].id}"
    assert statuses(people, drafts) == row(200, 200, 404, 404, 200, 200, 403, 403, 403, 403, 403)
    shown = f"/cases/{letters.case_id}/replies/{reply.id}"
    assert set(statuses(people, shown).values()) == {404}
    posts = {
        "sign": row(403, 409, 403, 403, 403, 403, 403, 403, 403, 403, 403),
        "check": row(403, 403, 403, 403, 409, 409, 403, 403, 403, 403, 403),
        "send-back": row(403, 409, 403, 403, 409, 409, 403, 403, 403, 403, 403),
    }
    found = {
        step: {name: client.post(f"{url}/{step}").status_code for name, client in people.items()}
        for step in posts
    }
    assert found == posts


def test_each_role_at_an_issued_letter(letters):
    letters.issued()
    people, reply = clients(letters), letters.letter()
    shown = f"/cases/{letters.case_id}/replies/{reply.id}"
    expected = {
        shown: row(200, 200, 404, 404, 200, 200, 200, 200, 404, 200, 404),
        f"{shown}/print": row(200, 200, 404, 404, 200, 200, 200, 200, 403, 200, 404),
        f"{shown}/scan": row(*([404] * 11)),
        f"{shown}/deliver": row(200, 200, 404, 404, 200, 403, 403, 403, 403, 403, 403),
        f"{shown}/scan/attach": row(200, 200, 404, 404, 200, 403, 403, 403, 403, 403, 403),
        letters.url("/reply/mend"): row(200, 200, 404, 404, 403, 403, 403, 403, 403, 403, 403),
        letters.url("/reply/on-behalf"): row(403, 403, 403, 403, 409, 403, 403, 403, 403, 403, 403),
    }
    found = {path: statuses(people, path) for path in expected}
    assert found == expected


def test_the_printed_letter_has_its_parts_and_no_mobile(letters):
    letters.issued(DONE)
    reply = letters.letter()
    path = f"/cases/{letters.case_id}/replies/{reply.id}/print"
    page = letters.client("deputy").get(path).get_data(as_text=True)
    for part in (
        "A类",
        "主动公开",
        "云岭区教育局",
        "云教函〔2026〕12号",
        "签发人：陈志远",
        "关于区十八届人大三次会议第015号建议的答复",
        "刘桂兰等2位代表：",
        "你们提出的《关于增加城东片区普惠性幼儿园学位的建议》（第015号）收悉。现答复如下：",
        "2026年4月3日",
        "010-5550001",
        "抄送：区人大办，区人民政府办公室",
        "css/letter.css",
    ):
        assert part in page
    assert "13800006021" not in page


def test_the_confidential_name_is_not_printed_for_the_unit(letters):
    letters.assign(("education", "independent"), confidential=True)
    letters.sign()
    letters.talk()
    letters.draft()
    page = letters.client("handler").get(letters.url("/reply/submit")).get_data(as_text=True)
    assert "刘桂兰" not in page
    assert '<p class="paper-to">各位代表：</p>' in page


def test_the_sealed_letter_shows_the_name_and_stays_with_its_unit_on_a_confidential_case(letters):
    letters.issued_together(confidential=True)
    with letters.by("clerk"):
        issuing.attach_sealed_scan(letters.letter(), letters.scan())
    case = f"/cases/{letters.case_id}"
    letter = f"{case}/replies/{letters.letter().id}"
    found = {}
    for who in ("handler", "head", "clerk", "deputy", "finance_handler"):
        client = letters.client(who)
        with client.get(f"{letter}/scan") as answer:
            pages = client.get(case).text, client.get(letter).text
            found[who] = (answer.status_code, [f"{letter}/scan" in page for page in pages])
    assert found.pop("finance_handler") == (404, [False, False])
    assert found.pop("deputy")[0] == 200
    assert set(map(str, found.values())) == {"(200, [True, True])"}


def test_delivery_and_scan_are_recorded_once(letters):
    letters.issued()
    client, reply = letters.client("handler"), letters.letter()
    path = f"/cases/{letters.case_id}/replies/{reply.id}"
    lead = letters.case().submitters[0].id
    data = {"submitter_id": lead, "way": "post", "delivered_on": "2026-04-03"}
    wrong = {**data, "delivered_on": "2026-04-02"}
    assert client.post(f"{path}/deliver", data=wrong).status_code == 422
    assert client.post(f"{path}/deliver", data=data).status_code == 302
    assert client.post(f"{path}/deliver", data=data).status_code == 422
    assert db.session.query(Delivery).count() == 1
    assert client.post(f"{path}/scan/attach", data={}).status_code == 422
    upload = {"scan": (BytesIO(SCAN), "答复函.pdf")}
    assert client.post(f"{path}/scan/attach", data=upload).status_code == 302
    again = {"scan": (BytesIO(SCAN), "答复函.pdf")}
    assert client.post(f"{path}/scan/attach", data=again).status_code == 409
    for who in ("deputy", "congress_office", "clerk"):
        with letters.client(who).get(f"{path}/scan") as answer:
            assert answer.status_code == 200
    assert letters.client("city_handler").get(f"{path}/scan").status_code == 404


def test_a_correction_is_begun_on_the_page_and_the_old_letter_stays(letters):
    letters.issued()
    client, first = letters.client("handler"), letters.letter().id
    url = letters.url("/reply/mend")
    data = {"reason": "学位数写错。", **version(letters)}
    assert client.post(url, data={**data, "reason": ""}).status_code == 422
    assert client.post(url, data={**data, "version": "0"}).status_code == 409
    assert client.post(url, data=data).status_code == 302
    assert client.post(url, data=data).status_code == 409
    assert letters.letter().edition == 2
    page = client.get(letters.url("/reply")).get_data(as_text=True)
    assert "更正理由：学位数写错。" in page
    page = client.get(f"/cases/{letters.case_id}/replies/{first}").get_data(as_text=True)
    assert DONE.text in page


def test_the_clerk_enters_a_paper_letter(letters):
    letters.assign(("post", "independent"))
    letters.sign_for_offline()
    client, url = letters.client("clerk"), letters.url("/reply/on-behalf", "post")
    assert client.get(url).status_code == 200
    data = {**DRAFT, **NUMBER}
    assert client.post(url, data=data).status_code == 422
    answer = client.post(url, data={**data, "scan": (BytesIO(SCAN), "答复函.pdf")})
    assert answer.status_code == 302
    assert letters.letter("post").state == ReplyState.ISSUED
    again = client.post(url, data={**data, "scan": (BytesIO(SCAN), "答复函.pdf")})
    assert again.status_code == 409
    assert letters.client("leader").get(url).status_code == 403


def test_numbers_beyond_any_row_answer_404(letters):
    letters.assign(("education", "independent"))
    client, far = letters.client("clerk"), 99999999999
    for path in (f"replies/{far}", f"assignments/{far}/reply", f"commitments/{far}/close"):
        assert client.get(f"/cases/{letters.case_id}/{path}").status_code == 404
