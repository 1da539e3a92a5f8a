"""The rules of this office: one proposes, another confirms; cases keep the rules of their day."""

from __future__ import annotations

import re
from datetime import date

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from tests import factories, scenes
from tests.rows import the, written
from tracker.assign.models import Assignment
from tracker.bodies.models import CongressSession
from tracker.cases import actions as cases
from tracker.cases.facts import CaseFacts, SubmitterFacts
from tracker.cases.models import Case
from tracker.deputies.models import Deputy
from tracker.kernel import clock
from tracker.kernel.db import db, transaction
from tracker.notices.models import Notice
from tracker.roles import Role
from tracker.settings.in_force import book_of, rulebook
from tracker.settings.models import FrozenBook, RuleChange
from tracker.terms import DeadlineKind, Period

APRIL_1, APRIL_15 = date(2026, 4, 1), date(2026, 4, 15)
OWN = {
    "number": "3",
    "unit": "workdays",
    "event": "received",
    "since": "2026-04-15",
    "document": "云政办〔2026〕9号",
    "reason": "往年退办太晚",
}


def two_leaders(app, day: date = APRIL_1):
    """Clients of two leaders of the office."""
    with clock.moved_to(clock.at(day)):
        with transaction():
            logins = [factories.make_account(Role.OL) for _turn in range(2)]
        clients = []
        for login in logins:
            clients.append(app.test_client())
            clients[-1].post("/login", data={"login": login, "password": factories.PASSWORD})
    return clients


def decide(app, key: str, day: date = APRIL_1, **fields) -> None:
    """Let one leader propose and the other confirm."""
    first, second = two_leaders(app, day)
    with clock.moved_to(clock.at(day)):
        assert sent(first, key, fields).status_code == 302
        number = db.session.scalar(select(RuleChange.id).order_by(RuleChange.id.desc()))
        db.session.rollback()
        address = f"/settings/rules/changes/{number}"
        assert second.post(address, data={"decision": "yes"}).status_code == 302


def sent(client, key: str, fields: dict[str, str]):
    """Open the page of a key and send its form with these fields."""
    found = re.search(
        r'name="shown"[^>]*value="([^"]+)"', client.get(f"/settings/rules/{key}").text
    )
    return client.post(f"/settings/rules/{key}", data={**fields, "shown": found[1]})


def return_limit(day: date) -> tuple[int, str]:
    """The limit for asking to return a case, by the rules of a day, and whose it is."""
    with clock.moved_to(clock.at(day)):
        limit = rulebook().limit("return")
    db.session.rollback()
    return limit.value, limit.origin.whose


def test_what_one_proposes_holds_once_another_confirms_it_from_its_day(app):
    first, second = two_leaders(app)
    with clock.moved_to(clock.at(APRIL_1)):
        assert sent(first, "return", OWN).status_code == 302
        assert "须由另一人确认" in first.post(
            "/settings/rules/changes/1", data={"decision": "yes"}
        ).get_data(as_text=True)
        assert return_limit(APRIL_15) == (5, "通用默认")
        assert "自收到之日起 3 个工作日" in second.get("/settings/rules/changes/1").text
        done = second.post("/settings/rules/changes/1", data={"decision": "yes"})
        assert done.location == "/settings/rules"
        again = second.post("/settings/rules/changes/1", data={"decision": "yes"})
        assert again.status_code == 409
    assert return_limit(date(2026, 4, 14)) == (5, "通用默认")
    assert return_limit(APRIL_15) == (3, "本机关")
    assert written("rule") == ["rule.proposed", "rule.confirmed"]
    told = db.session.scalars(select(Notice.sentence)).all()
    assert any("提出变更规则“申请退办”，请核对后确认。" in one for one in told)
    assert any("规则“申请退办”的变更已确认，自 2026-04-15 起" in one for one in told)


def test_who_does_not_agree_says_why_and_nothing_changes(app):
    first, second = two_leaders(app)
    with clock.moved_to(clock.at(APRIL_1)):
        sent(first, "return", OWN)
        silent = second.post("/settings/rules/changes/1", data={"decision": "no"})
        assert silent.status_code == 422
        assert "请填写不同意的理由" in silent.text
        fields = {"decision": "no", "refusal": "三天太短"}
        assert second.post("/settings/rules/changes/1", data=fields).status_code == 302
        assert "三天太短" in first.get("/settings/rules").text
    assert return_limit(APRIL_15) == (5, "通用默认")


def test_a_proposal_is_taken_back_by_its_author_only_and_one_waits_at_a_time(app):
    first, second = two_leaders(app)
    with clock.moved_to(clock.at(APRIL_1)):
        sent(first, "return", OWN)
        assert sent(second, "return", OWN).status_code == 409
        assert second.post("/settings/rules/changes/1/withdraw").status_code == 409
        assert first.post("/settings/rules/changes/1/withdraw").status_code == 302
        assert sent(second, "return", OWN).status_code == 302
    assert written("rule") == ["rule.proposed", "rule.withdrawn", "rule.proposed"]


@pytest.mark.parametrize(
    ("key", "fields", "words"),
    [
        ("return", {"number": ""}, "请填写 1 至 400 的整数。"),
        ("return", {"number": "401"}, "请填写 1 至 400 的整数。"),
        ("return", {"unit": "years"}, "请从列出的选项中选择"),
        ("return", {"event": "closing"}, "请从列出的选项中选择"),
        ("return", {"since": "2026-03-31"}, "启用日期不能早于今天"),
        ("return", {"since": "昨天"}, "请填写日期"),
        ("return", {"reason": " "}, "请填写理由"),
        ("reply.suggestion.session", {"number": "4", "unit": "months", "event": "assigned"},
         "不能超过法律规定的 3 个月"),
        ("reply.suggestion.session", {"number": "3", "unit": "months", "event": "received"},
         "法律规定自交办之日起算"),
        ("office_check", {"chosen": "7"}, "请从列出的选项中选择"),
        ("place", {"place": "atlantis"}, "请从列出的选项中选择"),
        ("reminders", {"before": "常常"}, "请填写天数，如 7、3、1。"),
    ],
)  # fmt: skip
def test_what_cannot_be_proposed_is_told_at_the_field(app, key, fields, words):
    first, _second = two_leaders(app)
    with clock.moved_to(clock.at(APRIL_1)):
        answer = sent(first, key, {**OWN, **fields})
    assert answer.status_code == 422
    assert words in answer.text
    assert db.session.scalars(select(RuleChange)).all() == []


def test_a_page_that_shows_another_rule_than_the_one_that_holds_is_late(app):
    first, second = two_leaders(app)
    with clock.moved_to(clock.at(APRIL_1)):
        late = {**OWN, "shown": "abcdefabcdef"}
        answer = first.post("/settings/rules/return", data=late)
        assert answer.status_code == 409
        assert "请刷新页面" in answer.text
        assert second.get("/settings/rules/nothing").status_code == 404


def test_place_choices_reminders_and_classes_are_decided_in_the_same_way(app):
    said = {"since": "2026-04-01", "document": "", "reason": "按市里的规定"}
    decide(app, "place", place="qingdao", **said)
    decide(app, "office_check", chosen="1", **said)
    decide(app, "reminders", before="5，2", late_every="3", visits="10", soon="4", **said)
    with clock.moved_to(clock.at(APRIL_1)):
        book = rulebook()
        classes = {code.value: book.outcome_class(code).value for code in _outcomes(book)}
    db.session.rollback()
    assert (book.name, book.choice("office_check")) == ("青岛市", True)
    assert (book.reminders.before, book.reminders.late_every) == ((5, 2), 3)
    decide(app, "classes", **{**classes, "not_feasible": "C"}, **said)
    with clock.moved_to(clock.at(APRIL_1)):
        book = rulebook()
    assert book.outcomes_of("C") == ("not_now", "not_feasible")


def _outcomes(book):
    return [code for codes in book.classes.values() for code in codes]


def test_an_own_value_is_given_up_again_by_two_persons(app):
    decide(app, "return", **{**OWN, "since": "2026-04-01"})
    assert return_limit(APRIL_1) == (3, "本机关")
    decide(app, "return/back", APRIL_15, since="2026-04-15", document="", reason="不再需要")
    assert return_limit(date(2026, 4, 14)) == (3, "本机关")
    assert return_limit(APRIL_15) == (5, "通用默认")
    first, _second = two_leaders(app, APRIL_15)
    with clock.moved_to(clock.at(APRIL_15)):
        assert first.get("/settings/rules/return/back").status_code == 404


def test_each_line_is_confirmed_as_it_stands_and_open_again_once_it_says_something_else(app):
    first, _second = two_leaders(app)
    with clock.moved_to(clock.at(APRIL_1)):
        page = first.get("/settings/rules").text
        address = page.split('action="/settings/rules/sign/confirm/')[1].split('"')[0]
        assert page.count("本机关未确认") == 39
        late = first.post("/settings/rules/sign/confirm/abcdefabcdef")
        assert late.status_code == 409
        assert "请刷新页面重新核对" in late.text
        assert first.post(f"/settings/rules/sign/confirm/{address}").status_code == 302
        assert first.get("/settings/rules").text.count("本机关未确认") == 38
        assert first.post(f"/settings/rules/sign/confirm/{address}").status_code == 409
        assert first.post(f"/settings/rules/nothing/confirm/{address}").status_code == 404
    assert written("rule") == ["rule.line_confirmed"]


def test_the_base_refuses_one_person_in_both_places(app):
    first, _second = two_leaders(app)
    with clock.moved_to(clock.at(APRIL_1)):
        sent(first, "return", OWN)
    row = db.session.scalars(select(RuleChange)).one()
    same = {"state": "confirmed", "decided_by": row.proposed_by, "decided_at": row.proposed_at}
    with pytest.raises(IntegrityError):
        db.session.execute(update(RuleChange).values(same))
    db.session.rollback()


def registered_later(district, number: str, day: date) -> int:
    """Register a suggestion on a day; return its id."""
    with district.act("clerk", day):
        lead = SubmitterFacts("刘桂兰", "城东代表团", "13800006021", district.row(Deputy, "lead"))
        facts = CaseFacts(
            session=district.row(CongressSession, "congress_session"),
            period=Period.INTERSESSION,
            number=number,
            title="关于加快老旧小区管网改造的建议",
            submitters=(lead,),
            received_on=day,
            text="老旧小区管网年久失修。",
        )
        return cases.register(facts).id


def test_a_rule_that_changes_in_mid_year_moves_no_case_of_before(app, district):
    before = scenes.register(district, "101")
    scenes.assign_to(district, before, ("education", "independent"))
    across = scenes.register(district, "102")
    decide(app, "return", **OWN)
    scenes.assign_to(district, across, ("education", "independent"), on=date(2026, 4, 16))
    after = registered_later(district, "103", date(2026, 4, 20))
    scenes.assign_to(district, after, ("education", "independent"), on=date(2026, 4, 20))
    found = {}
    for number in (before, across, after):
        row = db.session.scalars(select(Assignment.id).where(Assignment.case_id == number)).one()
        stored = the(Assignment, row).deadline(DeadlineKind.RETURN)
        case = the(Case, number)
        whose = book_of(case).limit("return").origin.whose
        found[case.number] = (stored.value, stored.due_on, whose)
    # signed for at the latest two working days after; 清明 4–6 April, 五一 1–5 May 2026
    assert found == {
        "101": (5, date(2026, 3, 27), "通用默认"),
        "102": (5, date(2026, 4, 27), "通用默认"),
        "103": (3, date(2026, 4, 27), "本机关"),
    }
    assert db.session.scalars(select(FrozenBook.id)).all() == sorted(
        {the(Case, number).book_id for number in (before, after)}
    )
    leader = scenes.client_of(app, district, "leader")
    with clock.moved_to(clock.at(date(2026, 4, 21))):
        assert "（本机关；理由：往年退办太晚）" in leader.get(f"/cases/{after}").text
        assert "往年退办太晚" not in leader.get(f"/cases/{across}").text
