"""催办 for one or many: what goes to whom is shown first, then sent once."""

from __future__ import annotations

import re

import pytest

from tests.desk.supervised import fill
from tests.desk.town import TODAY, case_id
from tests.house.forms import Form
from tests.plan.days import counted
from tests.rows import every
from tracker.assign import signing
from tracker.assign.models import Assignment
from tracker.audit.models import AuditEntry
from tracker.kernel.db import db
from tracker.notices.models import Notice, PhoneCall
from tracker.plan.models import DutyRow
from tracker.plan_terms import DutyKind
from tracker.supervise.models import FollowUpAct
from tracker.timeline.models import HistoryEntry

OUTSIDE = (
    "handler",
    "head",
    "deputy",
    "district_leader",
    "congress_office",
    "cppcc_office",
)
LATE = "答复未印发，期限 2026-06-10，已逾期 6 天。"


def duty(number: str, kind: DutyKind) -> int:
    """The number of the duty of a kind on a case."""
    query = db.session.query(DutyRow.id).filter_by(case_id=case_id(number), kind=kind)
    return query.scalar()


@pytest.fixture
def chosen(town):
    """Three late or nearly late duties of 教育局 on three cases, one of the post by telephone."""
    return [
        duty("008", DutyKind.REPLY),
        duty("P2", DutyKind.REPLY),
        duty("004", DutyKind.SIGN),
        duty("005", DutyKind.SIGN),
    ]


def address(numbers: list[int]) -> str:
    """The address of the page before sending."""
    return "/urging/?" + "&".join(f"duty={number}" for number in numbers)


def form_of(page: str) -> dict[str, object]:
    """What the page before sending would send as it stands."""
    form = Form(TODAY)
    form.feed(page)
    ticked = re.findall(r'name="duty" value="(\d+)" checked', page)
    return {**form.data, "duty": ticked, "remark": ""}


def sent(client, numbers: list[int], **changes):
    """Look at the page and send it."""
    data = {**form_of(client.get(address(numbers)).text), **changes}
    return client.post("/urging/", data=data)


def acts() -> list[tuple[int, str]]:
    """What is recorded: case and words."""
    rows = db.session.query(FollowUpAct).order_by(FollowUpAct.id)
    return [(row.case_id, row.requirement) for row in rows]


def told(town, who: str) -> list[Notice]:
    """The messages of 催办 that a person has."""
    account = town.person(who).account_id
    query = db.session.query(Notice).filter_by(account_id=account)
    return [row for row in query if row.sentence.startswith("催办")]


def test_the_page_says_what_goes_to_whom_and_by_which_way(log_in, chosen):
    page = log_in("clerk").get(address(chosen)).text
    assert "发给 2 个单位：站内 3 件，电话 1 件" in page
    assert "3 件合成一条站内通知" in page
    assert "未开通账号，由政府办打电话（010-5550001）" in page
    assert 'value="2026-06-24"' in page  # 17, 18, 22, 23, 24: the 19th is a holiday
    data = form_of(page)
    assert data[f"say-{chosen[0]}"] == LATE
    assert data[f"say-{chosen[2]}"] == "尚未签收，期限 2026-06-17，还剩 1 天。"
    assert data["duty"] == [str(chosen[place]) for place in (0, 1, 2, 3)]


def test_looking_at_the_page_sends_nothing(log_in, town, chosen):
    clerk = log_in("clerk")
    clerk.get(address(chosen))
    shown = clerk.post("/urging/", data={"duty": chosen, "until": "2026-06-30"})
    assert shown.status_code == 200
    assert 'value="2026-06-30"' in shown.text
    assert acts() == []
    assert told(town, "handler") == []


def test_one_is_urged_with_its_record_its_history_and_its_message(log_in, town, chosen):
    page = sent(log_in("clerk"), chosen[:1]).text
    assert "已催办 1 项" in page
    assert acts() == [(case_id("008"), f"{LATE}请于 2026-06-24 前办理。")]
    for who in ("handler", "head"):
        (notice,) = told(town, who)
        assert notice.case_id == case_id("008")
        assert notice.sentence == (
            "催办建议第008号“关于增加城东片区普惠性幼儿园学位的建议”："
            f"{LATE}请于 2026-06-24 前办理。"
        )
    (row,) = db.session.query(HistoryEntry).filter_by(act="follow_up.urge")
    assert row.sentence == f"催办区教育局：{LATE}请于 2026-06-24 前办理。"
    assert row.unit_id == town.ids["education"]
    assert db.session.query(AuditEntry).filter_by(action="follow_up.urge").count() == 1


def test_what_one_unit_owes_goes_in_one_message_and_who_has_no_log_in_is_telephoned(
    log_in, town, chosen
):
    calls = db.session.query(PhoneCall).count()
    page = sent(log_in("clerk"), chosen, remark="周五开会研究。").text
    assert "已催办 4 项" in page
    assert "单位收到站内通知，3 项" in page
    assert "政府办打电话，1 项" in page
    assert [number for number, _ in acts()] == sorted(
        case_id(number) for number in ("008", "P2", "004", "005")
    )
    (notice,) = told(town, "head")
    assert notice.case_id is None
    assert notice.sentence.startswith("催办 3 件：1. 建议第004号")
    assert notice.sentence.endswith("请于 2026-06-24 前办理。周五开会研究。")
    assert notice.sentence.count("请于") == 1
    assert db.session.query(PhoneCall).count() == calls + 1
    call = db.session.query(PhoneCall).order_by(PhoneCall.id.desc()).first()
    assert (call.case_id, call.person) == (case_id("005"), "云岭区邮政管理局")
    assert call.sentence.startswith("催办建议第005号")


def test_two_duties_of_a_unit_on_one_case_are_one_record(log_in, town):
    numbers = [duty("P2", DutyKind.CONTACT), duty("P2", DutyKind.REPLY)]
    assert "已催办 2 项" in sent(log_in("clerk"), numbers).text
    said = f"首次沟通未登记，期限 2026-03-31，已逾期 77 天。{LATE}请于 2026-06-24 前办理。"
    assert acts() == [(case_id("P2"), said)]
    assert len(told(town, "handler")) == 1


def test_what_is_not_ticked_is_not_urged_and_changed_words_are_sent(log_in, chosen):
    words = {f"say-{chosen[0]}": "请先报进度。"}
    page = sent(log_in("clerk"), chosen, duty=[str(chosen[0])], **words).text
    assert "已催办 1 项" in page
    assert acts() == [(case_id("008"), "请先报进度。请于 2026-06-24 前办理。")]


def test_what_was_done_meanwhile_is_named_and_skipped(log_in, town, chosen):
    clerk = log_in("clerk")
    data = form_of(clerk.get(address(chosen)).text)
    with town.act("handler", TODAY):
        (row,) = every(Assignment, Assignment.case_id == case_id("004"))
        signing.sign(row, TODAY)
    page = clerk.post("/urging/", data=data).text
    assert "已催办 3 项，跳过 1 项" in page
    skipped = page[page.index('aria-label="没有催办"') :]
    assert "建议第004号" in skipped
    assert "已经办了或已改办，没有催办" in skipped
    (notice,) = told(town, "handler")
    assert "004" not in notice.sentence


@pytest.mark.parametrize(
    ("shown", "why"),
    [
        ("{case}.sign.1.2026-06-10", "已经办了或已改办，没有催办"),
        ("{case}.reply.1.2026-05-10", "期限已有变动，没有催办"),
        ("x.reply.1.2026-06-10", "已经办了或已改办，没有催办"),
        ("", "已经办了或已改办，没有催办"),
    ],
)
def test_what_is_not_as_it_was_shown_is_not_urged(log_in, chosen, shown, why):
    changed = {f"shown-{chosen[0]}": shown.format(case=case_id("008"))}
    page = sent(log_in("clerk"), chosen[:1], **changed).text
    assert "没有发出催办" in page
    assert why in page
    assert acts() == []


def test_the_second_press_in_another_window_does_nothing(log_in, town, chosen):
    clerk = log_in("clerk")
    data = form_of(clerk.get(address(chosen)).text)
    del data["_mark"]
    clerk.post("/urging/", data=data)
    before = (acts(), len(told(town, "handler")), db.session.query(PhoneCall).count())
    page = clerk.post("/urging/", data={**data, f"say-{chosen[0]}": "快。"}).text
    assert "没有发出催办" in page
    assert page.count("今天已催办") == 4
    after = (acts(), len(told(town, "handler")), db.session.query(PhoneCall).count())
    assert before == after
    assert "1 次 06-16" in clerk.get("/supervision/?only=units").text


def test_another_person_may_urge_on_the_same_day(log_in, chosen):
    sent(log_in("clerk"), chosen[:1])
    assert "已催办 1 项" in sent(log_in("leader"), chosen[:1]).text
    assert len(acts()) == 2


def test_what_cannot_be_urged_is_left_out_with_the_reason(log_in, chosen):
    numbers = [duty("001", DutyKind.PROPOSE), duty("019", DutyKind.VERIFY), chosen[0]]
    waits = duty("004", DutyKind.REPLY)
    page = log_in("clerk").get(address([*numbers, waits])).text
    assert "不催的 3 项" in page
    assert "建议第004号 答复未印发（还没有到办理这一步）" in page
    assert "不是承办单位的事项" in page
    assert form_of(page)["duty"] == [str(chosen[0])]


@pytest.mark.parametrize("numbers", ["abc", "-1", "0", "999999", "99999999999999999999", "१"])
def test_a_number_of_no_duty_is_passed_over(log_in, chosen, numbers):
    clerk = log_in("clerk")
    answer = clerk.get(f"/urging/?duty={numbers}&duty={chosen[0]}")
    assert answer.status_code == 200
    assert form_of(answer.text)["duty"] == [str(chosen[0])]
    assert "没有可以催办的事项" in clerk.get(f"/urging/?duty={numbers}").text
    data = {"duty": numbers, "act": "send", "until": "2026-06-24"}
    assert clerk.post("/urging/", data=data).status_code in (200, 302)
    assert acts() == []


@pytest.mark.parametrize("until", ["", "2026-06-15", "6月24日", "2199-01-01"])
def test_a_day_that_cannot_be_meant_is_refused_and_the_words_stay(log_in, chosen, until):
    words = {f"say-{chosen[0]}": "请先报进度。"}
    answer = sent(log_in("clerk"), chosen, until=until, **words)
    assert answer.status_code == 422
    assert "请先报进度。" in answer.text
    assert acts() == []


@pytest.mark.parametrize("who", OUTSIDE)
def test_only_the_office_urges(log_in, chosen, who):
    client = log_in(who)
    assert client.get(address(chosen)).status_code == 403
    data = {"duty": chosen, "act": "send", "until": "2026-06-24"}
    assert client.post("/urging/", data=data).status_code == 403
    assert acts() == []


def test_it_is_two_clicks_away_from_the_list_and_from_the_case(log_in, chosen):
    clerk = log_in("clerk")
    page = clerk.get("/supervision/?only=late").text
    assert f'href="/urging/?duty={chosen[0]}"' in page
    assert f'name="duty" value="{chosen[0]}"' in page
    case = clerk.get(f"/cases/{case_id('008')}").text
    assert f'href="/urging/?case={case_id("008")}"' in case
    found = form_of(clerk.get(f"/urging/?case={case_id('008')}").text)
    assert found["duty"] == [str(chosen[0])]
    assert "/urging/" not in clerk.get(f"/cases/{case_id('001')}").text
    for who in ("handler", "congress_office"):
        assert "/urging/" not in log_in(who).get(f"/cases/{case_id('008')}").text
        assert 'name="duty"' not in log_in(who).get("/supervision/").text


def test_an_unknown_case_is_not_found(log_in):
    clerk = log_in("clerk")
    assert clerk.get("/urging/?case=99999").status_code == 404
    assert clerk.get("/urging/?case=99999999999999").status_code == 404
    assert clerk.get("/urging/?case=x").status_code == 200


def test_a_day_from_the_list_is_taken_over_unless_it_is_past(log_in, chosen):
    clerk = log_in("clerk")
    assert 'value="2026-07-01"' in clerk.get(f"{address(chosen)}&until=2026-07-01").text
    assert 'value="2026-06-24"' in clerk.get(f"{address(chosen)}&until=2026-06-01").text


def test_many_are_looked_at_with_as_many_statements_as_few(log_in, chosen):
    clerk, found = log_in("clerk"), []
    for more in (10, 100):
        fill(more)
        rows = db.session.query(DutyRow.id).filter_by(case_id=case_id("008")).order_by(DutyRow.id)
        numbers = [row.id for row in rows][-more:]
        clerk.get(address(numbers))
        with counted() as asked:
            page = clerk.get(address(numbers)).text
        assert len(form_of(page)["duty"]) == more
        found.append(len(asked))
    assert found[0] == found[1] < 25, found
