"""Pages of contacts: each role, each answer."""

from __future__ import annotations

from datetime import date
from io import BytesIO

from tests.rows import every
from tests.scenes import SCAN
from tracker.contact.models import Contact
from tracker.kernel.db import db

FORM = {
    "phase": "before",
    "form": "visit",
    "held_on": "2026-03-27",
    "unit_people": "陈志远（副局长）",
    "deputies": "刘桂兰",
    "said": "说明了选址和进度。",
}


def statuses(letters, path: str, *people: str) -> dict[str, int]:
    """Return how a page answers each person."""
    return {who: letters.client(who).get(path).status_code for who in people}


def test_who_may_open_the_form(letters):
    letters.assign()
    letters.sign()
    expected = {
        "handler": 200,
        "head": 200,
        "clerk": 200,
        "leader": 403,
        "finance_handler": 403,
        "city_handler": 404,
        "deputy": 403,
        "congress_office": 403,
        "cppcc_office": 403,
        "district_leader": 403,
    }
    assert statuses(letters, letters.url("/contacts/new"), *expected) == expected


def test_who_may_open_the_list(letters):
    letters.assign()
    letters.sign()
    letters.talk()
    expected = {
        "handler": 200,
        "finance_handler": 200,
        "city_handler": 404,
        "clerk": 200,
        "leader": 200,
        "deputy": 200,
        "congress_office": 200,
        "cppcc_office": 404,
        "district_leader": 404,
    }
    assert statuses(letters, f"/cases/{letters.case_id}/contacts", *expected) == expected


def test_the_anonymous_is_sent_to_the_log_in(letters):
    letters.assign()
    answer = letters.app.test_client().get(letters.url("/contacts/new"))
    assert answer.status_code == 302
    assert "/login" in answer.location


def test_a_talk_is_recorded_and_the_case_is_shown(letters):
    letters.assign()
    letters.sign()
    answer = letters.client("handler").post(letters.url("/contacts/new"), data=FORM)
    assert answer.status_code == 302
    assert answer.location == f"/cases/{letters.case_id}"
    assert every(Contact)[0].held_on == date(2026, 3, 27)


def test_a_form_sent_twice_records_one_talk(letters):
    letters.assign()
    letters.sign()
    client, url = letters.client("handler"), letters.url("/contacts/new")
    assert client.post(url, data=FORM).status_code == 302
    answer = client.post(url, data=FORM)
    assert answer.status_code == 409
    assert "刚才已登记过同样的内容，请刷新页面查看。" in answer.get_data(as_text=True)
    assert db.session.query(Contact).count() == 1


def test_what_is_wrong_is_shown_at_its_field_and_nothing_is_saved(letters):
    letters.assign()
    letters.sign()
    client = letters.client("handler")
    answer = client.post(letters.url("/contacts/new"), data={**FORM, "said": ""})
    assert answer.status_code == 422
    assert "请填写沟通内容。" in answer.get_data(as_text=True)
    answer = client.post(letters.url("/contacts/new"), data={**FORM, "held_on": "2026-04-04"})
    assert answer.status_code == 422
    assert "日期不能晚于今天。" in answer.get_data(as_text=True)
    assert db.session.query(Contact).count() == 0


def test_before_the_sign_for_the_form_answers_409(letters):
    letters.assign()
    answer = letters.client("handler").get(letters.url("/contacts/new"))
    assert answer.status_code == 409
    assert "请先签收" in answer.get_data(as_text=True)


def test_a_record_is_corrected_once(letters):
    letters.assign()
    letters.sign()
    first = letters.talk()
    client = letters.client("handler")
    url = f"/cases/{letters.case_id}/contacts/{first}/correct"
    assert client.get(url).status_code == 200
    assert client.post(url, data={**FORM, "phase": "during"}).status_code == 302
    assert client.post(url, data=FORM).status_code == 409
    assert letters.client("finance_handler").get(url).status_code == 403
    assert letters.client("city_handler").get(url).status_code == 404


def test_the_clerk_enters_for_a_unit_without_log_in_and_the_scan_is_guarded(letters):
    letters.assign(("post", "independent"))
    letters.sign_for_offline()
    client = letters.client("clerk")
    url = letters.url("/contacts/on-behalf", "post")
    assert client.get(url).status_code == 200
    assert client.post(url, data=FORM).status_code == 422
    data = {**FORM, "scan": (BytesIO(SCAN), "记录.pdf")}
    assert client.post(url, data=data).status_code == 302
    row = every(Contact)[0]
    scan = f"/cases/{letters.case_id}/contacts/{row.id}/scan"
    with client.get(scan) as answer:
        assert answer.status_code == 200
        assert answer.headers["Content-Disposition"].startswith("attachment")
    assert letters.client("deputy").get(scan).status_code == 404
    assert letters.client("handler").get(scan).status_code == 404


def test_on_behalf_of_a_unit_that_logs_in_is_nobodys_right(letters):
    letters.assign()
    letters.sign()
    answer = letters.client("clerk").get(letters.url("/contacts/on-behalf"))
    assert answer.status_code == 403


def test_a_deputy_reads_no_word_of_the_talk(letters):
    letters.assign()
    letters.sign()
    letters.talk()
    page = letters.client("deputy").get(f"/cases/{letters.case_id}/contacts")
    text = page.get_data(as_text=True)
    assert "上门走访" in text
    assert "说明了选址" not in text
    assert "陈志远" not in text


def test_numbers_beyond_any_row_answer_404(letters):
    letters.assign()
    client = letters.client("clerk")
    far = 99999999999
    assert client.get(f"/cases/{letters.case_id}/contacts/{far}/correct").status_code == 404
    assert client.get(f"/cases/{letters.case_id}/assignments/{far}/contacts/new").status_code == 404


def test_a_signed_record_shows_the_name_and_stays_with_its_unit_on_a_confidential_case(letters):
    letters.assign(confidential=True)
    letters.sign()
    with letters.client("handler").post(
        letters.url("/contacts/new"),
        data={**FORM, "scan": (BytesIO(SCAN), "记录.pdf")},
    ) as answer:
        assert answer.status_code == 302
    contact_id = every(Contact)[0].id
    path = f"/cases/{letters.case_id}/contacts/{contact_id}/scan"
    found = {}
    for who in ("handler", "head", "clerk", "finance_handler"):
        with letters.client(who).get(path) as answer:
            found[who] = answer.status_code
    assert found == {"handler": 200, "head": 200, "clerk": 200, "finance_handler": 404}
    page = letters.client("finance_handler").get(f"/cases/{letters.case_id}").get_data(as_text=True)
    assert "说明了选址和进度" in page
    assert path not in page


def test_the_form_of_a_confidential_case_names_nobody_to_a_unit(letters):
    letters.assign(confidential=True)
    letters.sign()
    page = letters.client("handler").get(letters.url("/contacts/new")).get_data(as_text=True)
    assert "刘桂兰" not in page
    assert "（应要求保密）" in page
    letters.client("clerk").post(letters.url("/contacts/new"), data=FORM)
    contact_id = every(Contact)[0].id
    path = f"/cases/{letters.case_id}/contacts/{contact_id}/correct"
    page = letters.client("head").get(path).get_data(as_text=True)
    assert "刘桂兰" not in page
    assert "说明了选址和进度" in page


def test_the_office_records_for_a_unit_without_log_in_only_with_scan_and_mark(letters):
    letters.assign(("post", "independent"))
    letters.sign_for_offline()
    plain = letters.url("/contacts/new", "post")
    assert letters.client("clerk").post(plain, data=FORM).status_code == 403
    assert db.session.query(Contact).count() == 0
