"""Follow-up as a table: acts of the case begin and end it, for each cause by itself."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import insert, select, text
from sqlalchemy.exc import IntegrityError

from tests import scenes
from tests.plan.days import made, run
from tests.rating.answered import BAD, WHY, deliver, rate, rating_of
from tests.reply.letters import DAY, PROMISED, Letters
from tests.rows import the
from tracker.assign import endings
from tracker.cases import actions as cases
from tracker.cases.models import Case
from tracker.kernel.db import db
from tracker.kernel.errors import Invalid, Refused
from tracker.plan_terms import FollowUpCause
from tracker.reply import commitments
from tracker.reply.queries import open_commitments
from tracker.supervise import actions, following, queries
from tracker.supervise.models import FollowUpPause
from tracker.timeline.actions import Act, note
from tracker.timeline.events import Event
from tracker.timeline.models import FollowUp, HistoryEntry

APRIL_7, APRIL_8, MAY_6, MAY_20 = (
    date(2026, 4, 7),
    date(2026, 4, 8),
    date(2026, 5, 6),
    date(2026, 5, 20),
)
JUNE_1, JUNE_15 = date(2026, 6, 1), date(2026, 6, 15)
TEXT = "区教育局承诺：建成两所公办幼儿园，增加学位540个（2026-12-31 前完成）。"


@pytest.fixture
def promised(stage):
    """A letter of 3 April promises something by 31 December; the lead has it."""
    stage.issued(PROMISED)
    deliver(stage)
    return stage


@pytest.fixture
def listed(stage):
    """A case at work that the office listed on 8 April."""
    stage.assign(("education", "independent"))
    stage.sign()
    with stage.district.act("clerk", APRIL_8):
        following.follow(stage.case(), "群众关注。")
    return stage


def rows(case_id: int) -> list[tuple]:
    """Return the follow-ups of a case as they are stored."""
    query = text("""SELECT cause, since, until, reason, end_reason FROM follow_up
                    WHERE case_id = :case ORDER BY id""")
    return [tuple(map(_plain, row)) for row in db.session.execute(query, {"case": case_id})]


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else value


def settle(case: Letters) -> None:
    """Let the promise be kept and the 不满意 be decided."""
    with case.district.act("leader", MAY_6):
        actions.decide_without_round(rating_of(case.rating), "已当面解释。", MAY_6)
    with case.district.act("handler", MAY_6):
        (row,) = open_commitments(case.case_id)
        commitments.add_progress(row, "已开园。", MAY_6, done=True)
    with case.district.act("clerk", MAY_6):
        (row,) = open_commitments(case.case_id)
        commitments.close(row, MAY_6, "现场核实。")


def test_a_case_is_followed_for_each_cause_by_itself_until_the_office_ends_it(promised):
    promised.rating = rate(promised, BAD, WHY, on=APRIL_7)
    promise = ("commitment", "2026-04-03", None, TEXT, "")
    unsatisfied = ("unsatisfied", "2026-04-07", None, WHY, "")
    assert rows(promised.case_id) == [promise, unsatisfied]
    with promised.district.act("clerk", MAY_6), pytest.raises(Refused, match="还不能结束跟踪"):
        following.end(promised.case(), "代表认可。", MAY_6)
    settle(promised)
    assert queries.is_followed(promised.case())
    with promised.district.act("clerk", MAY_20):
        with pytest.raises(Invalid, match="不能早于列入跟踪日期 2026-04-07"):
            following.end(promised.case(), "代表认可。", date(2026, 4, 6))
        following.end(promised.case(), "代表认可。", MAY_20)
    ended = "2026-05-20", "代表认可。"
    assert rows(promised.case_id) == [
        ("commitment", "2026-04-03", ended[0], TEXT, ended[1]),
        ("unsatisfied", "2026-04-07", ended[0], WHY, ended[1]),
    ]
    assert not queries.is_followed(promised.case())


def test_who_began_and_who_ended_is_kept(listed):
    with listed.district.act("leader", MAY_6):
        following.end(listed.case(), "已平息。", MAY_6)
    row = db.session.scalars(select(FollowUp)).one()
    people = [listed.district.person(who).account_id for who in ("clerk", "leader")]
    assert [row.begun_by, row.ended_by] == people


def test_follow_up_begins_again_after_its_end(listed):
    with listed.district.act("clerk", MAY_6):
        following.end(listed.case(), "已平息。", MAY_6)
    with listed.district.act("clerk", MAY_20):
        following.follow(listed.case(), "又有来信。")
    assert rows(listed.case_id) == [
        ("listed", "2026-04-08", "2026-05-06", "群众关注。", "已平息。"),
        ("listed", "2026-05-20", None, "又有来信。", ""),
    ]
    assert queries.is_followed(listed.case())


def test_a_cause_that_goes_on_is_not_begun_twice(listed):
    with listed.district.act("clerk", MAY_6):
        note(listed.case(), Act(listed.case_id, Event.FOLLOW_UP_LISTED, "再次列入。"))
    assert rows(listed.case_id) == [("listed", "2026-04-08", None, "群众关注。", "")]


@pytest.mark.parametrize(
    ("on", "until"), [(MAY_6, "2026-05-06"), (APRIL_7, "2026-04-08")], ids=["later", "before"]
)
def test_a_withdrawal_ends_it_and_never_before_it_began(listed, on, until):
    with listed.district.act("clerk", MAY_20):
        endings.withdraw(listed.case(), on, "代表书面撤回。")
    said = "提出者书面撤回：代表书面撤回。"
    assert rows(listed.case_id) == [("listed", "2026-04-08", until, "群众关注。", said)]
    assert not queries.is_followed(listed.case())


def test_handing_out_ends_it(stage):
    stage.assign(("education", "independent"))
    with stage.district.act("clerk", MAY_20):
        following.follow(stage.case(), "群众关注。")
        endings.hand_out(stage.case(), MAY_20, "区人民法院", "不属政府职权。")
    (row,) = rows(stage.case_id)
    assert row[2:] == ("2026-05-20", "群众关注。", "转出至区人民法院：不属政府职权。")


def test_a_registration_that_is_void_is_followed_no_longer(district):
    case = the(Case, scenes.register(district))
    with district.act("clerk", APRIL_8):
        note(case, Act(case.id, Event.FOLLOW_UP_LISTED, "列入跟踪。"))
    with district.act("leader", MAY_6):
        cases.void(case, "重复登记。")
    assert rows(case.id) == [
        ("listed", "2026-04-08", "2026-05-06", "列入跟踪。", "作废：重复登记。")
    ]


def test_the_base_refuses_a_second_open_row_an_end_before_the_beginning_and_one_without_words(
    listed,
):
    values = {"case_id": listed.case_id, "cause": "listed", "since": MAY_6, "reason": "再列。"}
    for changes in (
        {"end_reason": ""},
        {"until": APRIL_8, "end_reason": "结束。"},
        {"until": MAY_20, "end_reason": ""},
        {"cause": "commitment", "end_reason": "结束。"},
        {"cause": "commitment", "end_reason": "", "reason": ""},
    ):
        with pytest.raises(IntegrityError):
            db.session.execute(insert(FollowUp).values(version=1, **{**values, **changes}))
        db.session.rollback()
    ended = {"until": MAY_20, "end_reason": "结束。"}
    db.session.execute(insert(FollowUp).values(version=1, **values, **ended))
    db.session.rollback()


def test_the_day_on_which_it_goes_on_is_moved(promised):
    with promised.by("clerk"):
        following.pause(promised.case(), JUNE_1, "停工。")
    with promised.district.act("leader", MAY_20):
        following.move(promised.case(), JUNE_15, "工期顺延。")
    run(JUNE_1, date(2026, 6, 2))
    assert made(promised, "visit") == []
    said = select(HistoryEntry.sentence).where(HistoryEntry.act == "follow_up.moved")
    assert db.session.scalars(said).one() == (
        "暂停跟踪的恢复日期由 2026-06-01 改为 2026-06-15：工期顺延。"
    )


@pytest.mark.parametrize(("until", "why"), [(JUNE_1, "同日。"), (MAY_20, "已过。"), (JUNE_15, " ")])
def test_a_move_needs_another_day_ahead_and_a_reason(promised, until, why):
    with promised.by("clerk"):
        following.pause(promised.case(), JUNE_1, "停工。")
    with promised.district.act("clerk", MAY_20), pytest.raises(Invalid):
        following.move(promised.case(), until, why)
    assert db.session.scalars(select(FollowUpPause)).one().until_on == JUNE_1


def test_what_does_not_rest_is_not_moved_and_a_unit_moves_nothing(promised):
    with promised.by("clerk"), pytest.raises(Refused, match="现在不能更改恢复日期"):
        following.move(promised.case(), JUNE_15, "工期顺延。")
    with promised.by("clerk"):
        following.pause(promised.case(), JUNE_1, "停工。")
    with promised.by("head"), pytest.raises(Refused, match="现在不能更改恢复日期"):
        following.move(promised.case(), JUNE_15, "工期顺延。")


def restate(case: Letters, cause: FollowUpCause, reason: str, why: str, who: str = "clerk"):
    """Say anew for what a case is followed."""
    with case.district.act(who, MAY_6):
        row = db.session.scalars(select(FollowUp).order_by(FollowUp.id)).first()
        following.restate(case.case(), row, cause, reason, why)


def test_what_is_followed_is_said_anew_and_the_history_keeps_the_words_before(listed):
    restate(listed, FollowUpCause.UNSATISFIED, "代表不满意。", "代表来电。")
    assert rows(listed.case_id) == [("unsatisfied", "2026-04-08", None, "代表不满意。", "")]
    said = select(HistoryEntry.sentence).where(HistoryEntry.act == "follow_up.restated")
    assert db.session.scalars(said).one() == (
        "跟踪事由由“列入跟踪：群众关注。”改为“不满意：代表不满意。”：代表来电。"
    )


@pytest.mark.parametrize(
    ("cause", "reason", "why", "field"),
    [
        ("commitment", TEXT, "没有改。", "reason"),
        ("commitment", " ", "没有写。", "reason"),
        ("commitment", "只建一所。", " ", "why"),
        ("unsatisfied", "另有原因。", "已有一项。", "cause"),
    ],
)
def test_saying_it_anew_needs_other_words_a_reason_and_a_free_cause(
    promised, cause, reason, why, field
):
    rate(promised, BAD, WHY, on=APRIL_7)
    with pytest.raises(Invalid) as refused:
        restate(promised, FollowUpCause(cause), reason, why)
    assert refused.value.field == field
    db.session.expire_all()
    assert rows(promised.case_id)[0] == ("commitment", "2026-04-03", None, TEXT, "")


def test_what_ended_is_not_said_anew_and_only_the_office_does(listed):
    with pytest.raises(Refused, match="现在不能更改跟踪事由"):
        restate(listed, FollowUpCause.LISTED, "另有原因。", "来电。", "head")
    with listed.district.act("clerk", MAY_6):
        following.end(listed.case(), "已平息。", MAY_6)
        following.follow(listed.case(), "又有来信。")
    with pytest.raises(Refused, match="已经结束"):
        restate(listed, FollowUpCause.LISTED, "另有原因。", "来电。")


def test_the_pages_move_and_restate_and_refuse_what_another_person_changed(listed):
    clerk, path = listed.client("clerk"), f"/supervision/cases/{listed.case_id}"
    row = db.session.scalars(select(FollowUp.id)).one()
    assert clerk.post(f"{path}/move", data={}).status_code in (409, 422)
    assert clerk.post(f"{path}/pause", data={"until": "2026-06-01", "reason": "停工。"}).location
    moved = {"until": "2026-06-15", "reason": "工期顺延。"}
    assert "2026-06-01" in clerk.get(f"{path}/move").text
    assert clerk.post(f"{path}/move", data={**moved, "until": "2026-06-01"}).status_code == 422
    assert clerk.post(f"{path}/move", data=moved).status_code == 302
    address = f"{path}/follow-ups/{row}/restate"
    assert "群众关注。" in clerk.get(address).text
    data = {"cause": "listed", "reason": "来信多。", "why": "写明。", "version": "1"}
    assert clerk.post(address, data={**data, "why": ""}).status_code == 422
    assert clerk.post(address, data=data).status_code == 302
    assert clerk.post(address, data={**data, "reason": "别的。"}).status_code == 409
    page = clerk.get(f"/cases/{listed.case_id}").text
    assert "2026-04-08 起跟踪（列入跟踪）：来信多。" in page
    assert "暂停至 2026-06-15" in page
    assert clerk.get(f"{path}/follow-ups/{row + 1}/restate").status_code == 404


def test_the_case_says_how_its_follow_up_ended(listed):
    clerk = listed.client("clerk")
    with listed.district.act("clerk", DAY):
        note(listed.case(), Act(listed.case_id, Event.COMMITMENT_OPENED, "承诺。", DAY))
    with listed.district.act("clerk", MAY_6):
        following.end(listed.case(), "已平息。", MAY_6)
    page = clerk.get(f"/cases/{listed.case_id}").text
    assert "2026-05-06 结束跟踪（列入跟踪）：已平息。" in page
    assert "2026-05-06 结束跟踪（承诺）：已平息。" in page
    assert "起跟踪" not in page
