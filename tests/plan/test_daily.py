"""The daily job: whom it tells, what it leaves out, and that one day is done once."""

from __future__ import annotations

from datetime import date

import pytest
from flask_migrate import stamp
from sqlalchemy import select

from tests import factories
from tests.plan.days import counted, made, run
from tests.rating.answered import APRIL_7, BAD, WHY, answer, rate, rating_of
from tests.reply.letters import DAY, DONE, PROMISED, Letters
from tracker import commands
from tracker.deadlines.models import Deadline
from tracker.kernel import clock
from tracker.kernel.db import db, mark, transaction
from tracker.plan import reminding
from tracker.plan.jobs import preview_day
from tracker.plan.models import DailyRun
from tracker.reply import actions as replies
from tracker.reply import issuing
from tracker.reply.letter_check import IssueFacts
from tracker.roles import Role
from tracker.supervise import actions
from tracker.terms import FollowUpKind

# the default district assigns on 18 March; three months later is Thursday 18 June
WEEK_BEFORE, DUE, LATE = date(2026, 6, 11), date(2026, 6, 18), date(2026, 6, 19)


@pytest.fixture
def drafted(stage):
    """A letter that its handler has drafted."""
    stage.ready()
    return stage


def told(letters: Letters, *people: str) -> list[str]:
    """Return who of these was told of a limit last."""
    return [who for who in people if any("期限" in text for text in letters.told(who)[-1:])]


PEOPLE = ("handler", "head", "clerk", "leader")


def test_a_limit_is_told_to_the_handler_and_once_late_to_the_leader_too(drafted):
    run(WEEK_BEFORE)
    assert told(drafted, *PEOPLE) == ["handler"]
    assert drafted.told("handler")[-1].endswith("的答复期限 2026-06-18，还有 7 天。")
    run(LATE)
    assert told(drafted, *PEOPLE) == ["handler", "head"]
    assert drafted.told("head")[-1].endswith("的答复期限 2026-06-18 已过 1 天，请尽快办理。")


def test_the_first_contact_is_asked_for_until_there_is_one(stage):
    # fifteen working days after 18 March, over Qingming: Thursday 9 April
    stage.assign(("education", "independent"))
    run(date(2026, 4, 2))
    assert made(stage, "contact") == []  # nobody has signed: that is asked for first
    stage.sign()
    run(date(2026, 4, 8))
    assert stage.told("handler")[-1].endswith("的首次沟通期限 2026-04-09，还有 1 天。")
    run(date(2026, 4, 10))
    assert made(stage, "contact")[-2:] == [
        (date(2026, 4, 10), "handler", "sent"),
        (date(2026, 4, 10), "leader", "sent"),
    ]
    stage.talk()
    run(date(2026, 4, 17))
    assert made(stage, "contact")[-1][0] == date(2026, 4, 10)


def test_a_letter_that_waits_for_signing_is_the_leaders_to_be_reminded_of(drafted):
    with drafted.by("handler"):
        replies.submit_for_signing(drafted.letter())
    run(WEEK_BEFORE)
    assert told(drafted, *PEOPLE) == ["head"]
    run(LATE)
    assert told(drafted, *PEOPLE) == ["handler", "head"]


def test_who_is_handler_and_leader_is_told_once(drafted):
    with transaction():
        login = factories.make_account(Role.UH, Role.UL, unit_id=drafted.row().unit_id)
    drafted.district.logins["small"] = login
    run(LATE)
    assert len([text for text in drafted.told("small") if "已过 1 天" in text]) == 1
    assert len([text for text in drafted.told("head") if "已过 1 天" in text]) == 1


def test_what_is_due_today_is_said_so_where_the_day_before_was_missed(drafted):
    run(date(2026, 6, 16), DUE)
    assert drafted.told("handler")[-1].endswith("，今天到期，请尽快办理。")
    assert drafted.told("handler")[-1].startswith("（补发）")


def test_missed_days_send_the_latest_only_and_record_the_rest(drafted):
    run(date(2026, 6, 10), date(2026, 6, 27))
    assert made(drafted, "reply") == [
        (date(2026, 6, 11), "handler", "superseded"),
        (date(2026, 6, 15), "handler", "superseded"),
        (date(2026, 6, 17), "handler", "superseded"),
        (date(2026, 6, 19), "handler", "superseded"),
        (date(2026, 6, 19), "leader", "superseded"),
        (date(2026, 6, 26), "handler", "sent"),
        (date(2026, 6, 26), "leader", "sent"),
    ]
    assert len([text for text in drafted.told("handler") if text.startswith("（补发）")]) == 1


def test_a_day_is_done_once(drafted):
    first, second = run(WEEK_BEFORE, WEEK_BEFORE)
    assert (len(first.sent), first.done_before) == (1, False)
    assert (second.sent, second.done_before) == ([], True)
    assert len([text for text in drafted.told("handler") if "还有 7 天" in text]) == 1


def test_another_calendar_does_not_ask_for_a_rating_again(letters):
    run(date(2026, 4, 28))
    assert made(letters, "rating") == [(date(2026, 4, 28), "rater", "sent")]
    with transaction():  # as another calendar would have it: every later date moves by one
        later = {Deadline.due_on: date(2026, 4, 29)}
        db.session.query(Deadline).filter_by(kind="remind").update(later)
        mark("case", letters.case_id)
    run(date(2026, 4, 29), date(2026, 4, 30))
    assert made(letters, "rating") == [(date(2026, 4, 28), "rater", "sent")]


def test_visits_count_from_the_last_reply_and_a_visit_before_it_meets_none(stage):
    stage.issued(PROMISED)
    with stage.district.act("clerk", DAY):
        facts = actions.Record(FollowUpKind.VISIT, date(2026, 4, 2), "走访代表。", "了解想法。")
        actions.record(stage.case(), facts)
    run(date(2026, 5, 2), date(2026, 5, 3), date(2026, 5, 4))
    assert made(stage, "visit") == [(date(2026, 5, 3), "office", "sent")]
    with stage.district.act("clerk", date(2026, 5, 4)):
        facts = actions.Record(FollowUpKind.VISIT, date(2026, 5, 4), "回访代表。", "代表认可。")
        actions.record(stage.case(), facts)
    run(date(2026, 6, 2), date(2026, 6, 3))
    assert [day for day, *_ in made(stage, "visit")] == [date(2026, 5, 3), date(2026, 6, 2)]


def test_while_a_round_is_open_there_is_nothing_to_visit_about(letters):
    number = rate(letters, BAD, WHY)
    with letters.district.act("clerk", APRIL_7):
        actions.open_round(rating_of(number), "请写明时间。", APRIL_7)
    run(date(2026, 5, 3), date(2026, 5, 4))
    assert made(letters, "visit") == []
    # one month from 7 April is 7 May: its limit is reminded of from 30 April
    assert made(letters, "reply")[0][0] == date(2026, 4, 30)


def test_the_preview_says_what_the_day_will_do_and_writes_nothing(letters):
    run(date(2026, 4, 28))
    with clock.moved_to(clock.at(date(2026, 5, 8), 6)):
        before = preview_day(date(2026, 5, 8))
        db.session.rollback()
    assert before.lapses == [
        "建议第015号“关于增加城东片区普惠性幼儿园学位的建议”：区教育局的答复逾期未反馈，不计入满意度。"
    ]
    assert db.session.scalars(select(DailyRun.day)).all() == [date(2026, 4, 28)]
    db.session.rollback()
    (done,) = run(date(2026, 5, 8))
    assert (done.sent, done.lapses) == (before.sent, before.lapses)
    assert preview_day(date(2026, 5, 8)).done_before


def test_the_command_does_the_day_or_only_prints_it(drafted, app, on):
    stamp()
    with on(WEEK_BEFORE):
        _check_the_command(drafted, app.test_cli_runner())


def _check_the_command(drafted, runner):
    shown = runner.invoke(args=["daily", "--date", "2026-06-11", "--dry-run"]).output
    assert "的答复期限 2026-06-18，还有 7 天。" in shown
    assert "没有做任何改动" in shown
    assert made(drafted, "reply") == []
    done = runner.invoke(args=["daily", "--date", "2026-06-11"]).output
    assert "提醒 1 条" in done
    assert made(drafted, "reply") == [(WEEK_BEFORE, "handler", "sent")]
    again = runner.invoke(args=["daily", "--date", "2026-06-11"]).output
    assert again == "2026-06-11 已经运行过，没有做任何改动。\n"


def test_a_person_who_types_a_day_ahead_is_asked_first(drafted, app, on, monkeypatch):
    stamp()
    runner, ahead = app.test_cli_runner(), ["daily", "--date", "2026-06-11"]
    monkeypatch.setattr(commands, "at_terminal", lambda: True)
    with on(date(2026, 6, 10)):
        refused = runner.invoke(args=ahead, input="n\n")
        shown = runner.invoke(args=[*ahead, "--dry-run"])
        assert made(drafted, "reply") == []
        assert db.session.scalars(select(DailyRun)).all() == []
        assert runner.invoke(args=ahead, input="y\n").exit_code == 0
    assert refused.exit_code == 1
    assert "2026-06-11 在今天（2026-06-10）以后" in refused.output
    assert "--dry-run" in refused.output
    assert (shown.exit_code, "还有 7 天" in shown.output) == (0, True)
    assert len(made(drafted, "reply")) == 1


def test_the_command_asks_at_a_terminal_whether_the_date_is_right(drafted, app, on, monkeypatch):
    stamp()
    runner, plain = app.test_cli_runner(), ["daily"]
    run(date(2026, 5, 20))
    with on(WEEK_BEFORE):
        alone = runner.invoke(args=plain)
        assert (alone.exit_code, made(drafted, "reply")) == (1, [])
        assert "上一次运行按 2026-05-20，今天是 2026-06-11" in alone.output
        monkeypatch.setattr(commands, "at_terminal", lambda: True)
        assert runner.invoke(args=plain, input="n\n").exit_code == 1
        assert made(drafted, "reply") == []
        assert runner.invoke(args=plain, input="y\n").exit_code == 0
    assert made(drafted, "reply") == [(WEEK_BEFORE, "handler", "sent")]


def test_an_earlier_day_that_is_typed_passes_for_no_wrong_clock(drafted, app, on):
    stamp()
    run(WEEK_BEFORE)
    with on(WEEK_BEFORE):
        earlier = app.test_cli_runner().invoke(args=["daily", "--date", "2026-06-09"])
    assert "2026-06-11 已经运行过，2026-06-09 的提醒已由它补上" in earlier.output
    assert made(drafted, "reply") == [(WEEK_BEFORE, "handler", "sent")]


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01"])
def test_a_year_that_can_only_be_a_slip_is_refused(app, day):
    stamp()
    for asked in (["daily", "--dry-run", "--date", day], ["statistics", "--as-of", day]):
        refused = app.test_cli_runner().invoke(args=asked)
        assert refused.exit_code == 1
        assert "请检查年份" in refused.output


def test_a_rehearsal_that_nobody_types_goes_on_and_says_so(drafted, app, on):
    stamp()
    with on(date(2026, 6, 10)):
        done = app.test_cli_runner().invoke(args=["daily", "--date", "2026-06-11"])
    assert (done.exit_code, "注意：2026-06-11 在今天" in done.output) == (0, True)
    assert len(made(drafted, "reply")) == 1


def test_the_day_asks_the_database_no_more_often_for_more_letters(letters):
    with counted() as few:
        reminding.due(date(2026, 4, 28), (0, 0))
    for number in ("031", "032", "033"):
        other = Letters(letters.app, letters.district)
        other.assign(("education", "independent"), number=number)
        answer(other, "education", ("handler", "head"), f"云教函(2026)第{number}号")
    db.session.expire_all()
    with counted() as more:
        assert len(reminding.due(date(2026, 4, 28), (0, 0))) == 4
    assert len(more) == len(few)


def test_a_case_is_answered_with_its_last_letter_whichever_was_entered_last(stage):
    stage.assign(("education", "separate", "学位"), ("post", "separate", "邮路"), number="041")
    stage.sign_for_offline()
    answer(stage, "education", ("handler", "head"), "云教函(2026)第041号")
    earlier = date(2026, 4, 1)
    with stage.by("clerk"):
        issuing.enter_issued_on_behalf(
            stage.row("post"),
            DONE,
            IssueFacts("云邮函(2026)第3号", earlier, "周启明"),
            stage.scan(),
        )
    assert (str(stage.case().state), stage.case().replied_on) == ("replied", DAY)
