"""The pages of a rating: nothing chosen beforehand, one press, no way back, and who sees what."""

from __future__ import annotations

import re
from io import BytesIO

import pytest

from tests.rating.answered import BAD, GOOD, WHY, confirm, deliver, paper, rate, ratings
from tests.reply.letters import DAY, DONE, EVERYBODY, Letters, clients, row, statuses
from tests.rows import every
from tests.scenes import SCAN
from tracker.assign import opinions
from tracker.kernel import clock
from tracker.rating import queries
from tracker.rating.models import Rating

FILLED = {"overall": "unsatisfied", "reason": WHY}
HIDDEN_FROM = ("handler", "head", "deputy", "co_deputy")


def address(letters: Letters, step: str = "rate", unit: str = "education") -> str:
    return f"/rating/cases/{letters.case_id}/assignments/{letters.rows[unit]}/{step}"


def confirming(letters: Letters, number: int, step: str = "confirm") -> str:
    return f"/rating/cases/{letters.case_id}/ratings/{number}/{step}"


def lines(letters: Letters, who: str) -> list[tuple[str, str, str]]:
    """Return state, value and reason of each rating as a person sees it."""
    found = queries.section(letters.case(), letters.district.person(who)).lines
    return [(line.state, line.value, line.reason) for line in found]


@pytest.mark.parametrize(("who", "step"), [("deputy", "rate"), ("clerk", "enter")])
def test_nothing_is_chosen_beforehand(letters, who, step):
    page = letters.client(who).get(address(letters, step)).text
    radios = re.findall(r'<input[^>]*type="radio"[^>]*>', page)
    values = [re.search(r'value="(\w+)"', radio).group(1) for radio in radios]
    assert values == ["satisfied", "basically_satisfied", "unsatisfied"]
    assert [radio for radio in radios if re.search(r"\bchecked\b", radio)] == []


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"overall": ""}, "请选择满意、基本满意或不满意。"),
        ({"overall": "good"}, "请从列出的选项中选择"),
        ({"overall": "unsatisfied"}, "不满意请写明原因"),
        ({"overall": "unsatisfied", "reason": " "}, "不满意请写明原因"),
        ({"overall": "satisfied", "reason": "长" * 2001}, "2000"),
    ],
)
def test_a_form_with_gaps_is_told_at_the_field(letters, data, words):
    answer = letters.client("deputy").post(address(letters), data=data)
    assert answer.status_code == 422
    assert words in answer.text
    assert ratings(letters) == []


def test_the_letter_stands_above_the_question(letters):
    page = letters.client("deputy").get(address(letters)).text
    text = letters.letter().text.splitlines()[0]
    assert page.index(text) < page.index("您对办理情况满意吗？") < page.index("提交评价</button>")


def test_one_press_takes_the_answer_and_it_stays(letters):
    deputy = letters.client("deputy")
    answer = deputy.post(address(letters), data=FILLED)
    assert answer.status_code == 302
    assert ratings(letters) == [("submitted", "unsatisfied")]
    thanks = deputy.get(answer.location).text
    assert "您的意见收到了" in thanks
    assert WHY in thanks
    assert "研究是否重新办理" in thanks
    answer = deputy.post(address(letters), data={"overall": "satisfied"})
    assert answer.status_code == 409
    assert ratings(letters) == [("submitted", "unsatisfied")]


def test_who_is_satisfied_reads_nothing_about_not_being_so(letters):
    deputy = letters.client("deputy")
    thanks = deputy.get(deputy.post(address(letters), data={"overall": "satisfied"}).location).text
    assert "谢谢您，您的“满意”收到了" in thanks
    assert "不满意" not in thanks
    assert "重新办理" not in thanks


def test_an_answer_without_its_reason_is_still_chosen_on_the_page_that_asks_for_it(letters):
    answer = letters.client("deputy").post(address(letters), data={"overall": "unsatisfied"})
    assert answer.status_code == 422
    assert re.findall(r'<input checked[^>]*value="(\w+)"', answer.text) == ["unsatisfied"]
    assert 'class="why has-wrong"' in answer.text


def test_a_form_sent_twice_is_taken_once_and_leads_to_the_same_page(letters):
    deputy, sent = letters.client("deputy"), FILLED
    first, second = (deputy.post(address(letters), data=sent) for _ in range(2))
    assert (first.status_code, second.status_code) == (302, 302)
    assert first.location == second.location
    assert ratings(letters) == [("submitted", "unsatisfied")]
    again = deputy.get(address(letters))
    assert (again.status_code, again.location) == (302, first.location)
    changed = deputy.post(address(letters), data={**sent, "reason": "另一个原因。"})
    assert changed.status_code == 409


def test_a_form_that_is_not_open_is_not_shown(letters):
    assert letters.client("co_deputy").get(address(letters)).status_code == 409
    rate(letters, GOOD, on=DAY)
    assert letters.client("clerk").get(address(letters, "enter")).status_code == 409


def test_the_letter_leads_to_its_rating_until_it_is_rated(letters):
    deputy = letters.client("deputy")
    path = f"/rating/cases/{letters.case_id}/letters/{letters.letter().id}"
    assert f'href="{address(letters)}"' in deputy.get(path).text
    assert "/rate" not in letters.client("co_deputy").get(path).text
    rate(letters, GOOD, on=DAY)
    assert "/rate" not in deputy.get(path).text


def test_each_role_at_the_forms(letters):
    people = clients(letters)
    assert statuses(people, address(letters)) == row(
        403, 403, 403, 403, 403, 403, 200, 409, 403, 403, 403
    )
    assert statuses(people, address(letters, "enter")) == row(
        403, 403, 403, 403, 200, 403, 403, 403, 403, 200, 404
    )
    number = paper(letters, BAD, WHY, on=DAY)
    assert statuses(people, confirming(letters, number)) == row(
        403, 403, 403, 403, 403, 200, 403, 403, 403, 200, 404
    )
    scans = {who: client.get(confirming(letters, number, "scan")) for who, client in people.items()}
    assert {who: answer.status_code for who, answer in scans.items()} == row(
        404, 404, 404, 404, 200, 200, 404, 404, 404, 200, 404
    )
    for answer in scans.values():
        answer.close()


def test_only_the_lead_is_offered_the_form_and_a_co_signer_is_refused(letters):
    mine = {who: letters.client(who).get("/rating/").text for who in ("deputy", "co_deputy")}
    assert "/rate" in mine["deputy"]
    assert "/rate" not in mine["co_deputy"]
    answer = letters.client("co_deputy").post(address(letters), data={"overall": "satisfied"})
    assert answer.status_code == 409
    assert ratings(letters) == []


def test_a_paper_form_is_entered_by_one_and_confirmed_by_another(letters):
    clerk, leader = letters.client("clerk"), letters.client("leader")
    data = {**FILLED, "filled_on": "2026-04-03"}
    answer = clerk.post(address(letters, "enter"), data=data)
    assert answer.status_code == 422
    assert "请上传评价表的扫描件" in answer.text
    data["scan"] = (BytesIO(SCAN), "评价表.pdf")
    assert clerk.post(address(letters, "enter"), data=data).status_code == 302
    number = every(Rating)[0].id
    assert clerk.post(confirming(letters, number), data={"decision": "yes"}).status_code == 403
    answer = leader.post(confirming(letters, number), data={"decision": ""})
    assert answer.status_code == 422
    assert ratings(letters) == [("pending", "unsatisfied")]
    assert leader.post(confirming(letters, number), data={"decision": "yes"}).status_code == 302
    assert ratings(letters) == [("submitted", "unsatisfied")]
    assert leader.post(confirming(letters, number), data={"decision": "no"}).status_code == 409


def test_a_unit_sees_a_paper_form_only_after_the_second_person(letters):
    number = paper(letters, BAD, WHY, on=DAY)
    for who in HIDDEN_FROM:
        assert lines(letters, who) == [("代录待确认", "", "")]
    for who in ("clerk", "leader", "congress_office"):
        assert lines(letters, who) == [("代录待确认", "不满意", WHY)]
    page = f"/cases/{letters.case_id}"
    unit = letters.client("head")
    assert WHY not in unit.get(page).text
    confirm(letters, number, on=DAY)
    for who in EVERYBODY[:2]:
        assert lines(letters, who) == [("已评价", "不满意", WHY)]
    assert WHY in unit.get(page).text


def test_a_co_signer_reads_what_was_said_but_not_how_it_was_entered(letters):
    confirm(letters, paper(letters, BAD, WHY, on=DAY), on=DAY)
    assert lines(letters, "co_deputy") == [("已评价", "不满意", WHY)]
    (line,) = queries.section(letters.case(), letters.district.person("co_deputy")).lines
    assert not line.has_scan


def test_an_assisting_unit_never_learns_how_the_host_was_rated(app, district):
    other = Letters(app, district)
    with clock.moved_to(clock.at(DAY)):
        other.assign(("education", "host"), ("finance", "assisting"))
        other.sign()
        other.opinion()
        hosted(other)
        rate(other, BAD, WHY, on=DAY)
        assert lines(other, "finance_handler") == []
        page = other.client("finance_handler").get(f"/cases/{other.case_id}")
        assert page.status_code == 200
        assert WHY not in page.text
        assert "不满意" not in page.text
        assert WHY in other.client("handler").get(f"/cases/{other.case_id}").text


def hosted(letters: Letters) -> None:
    """Let the host use the opinion and answer."""
    with letters.by("handler"):
        opinions.accept(letters.row("finance"))
    letters.talk()
    letters.draft(DONE)
    letters.sign_off()
    letters.issue()
    deliver(letters)


def test_a_rating_of_another_case_is_not_found(letters):
    number = rate(letters, GOOD, on=DAY)
    other = Letters(letters.app, letters.district)
    other.assign(("education", "independent"), number="030")
    leader = letters.client("leader")
    assert leader.get(confirming(other, number)).status_code == 404
    path = f"/rating/cases/{other.case_id}/assignments/{letters.rows['education']}/enter"
    assert letters.client("clerk").get(path).status_code == 404
