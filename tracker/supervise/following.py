"""What the office does with the follow-up of a case: begin, let rest, change, end. Domain §2.8."""

from __future__ import annotations

from datetime import date

from tracker.accounts.models import Account
from tracker.cases.models import Case
from tracker.kernel import clock
from tracker.kernel.access import viewer
from tracker.kernel.db import db
from tracker.kernel.errors import Invalid, Refused
from tracker.kernel.given import check_coming, check_day, needed
from tracker.notices import actions as notices
from tracker.plan_terms import FollowUpCause
from tracker.supervise import acts, queries
from tracker.supervise.actions import ask
from tracker.supervise.models import FollowUpPause
from tracker.timeline import queries as timeline
from tracker.timeline.actions import Act, note
from tracker.timeline.events import Event
from tracker.timeline.models import FollowUp


def follow(case: Case, reason: str) -> None:
    """Put a case under follow-up by hand (列入跟踪).

    :raises Refused: not allowed now.
    :raises Invalid: the reason is missing.
    """
    ask(case, acts.Act.LIST)
    why = needed(reason)
    note(case, Act(case.id, Event.FOLLOW_UP_LISTED, f"列入跟踪：{why}", why=why))


def pause(case: Case, until: date, reason: str) -> FollowUpPause:
    """Let follow-up rest until a day: no visits, no reminders of promises; limits go on.

    :raises Refused: not allowed now.
    :raises Invalid: the reason is missing, or the day is not ahead.
    """
    ask(case, acts.Act.PAUSE)
    why, today = needed(reason), clock.today()
    _check_ahead(until)
    row = FollowUpPause(
        case_id=case.id, paused_on=today, until_on=until, reason=why, paused_by=viewer().account_id
    )
    db.session.add(row)
    db.session.flush()
    note(row, Act(case.id, Event.FOLLOW_UP_PAUSED, f"暂停跟踪，到 {until} 恢复：{why}"))
    return row


def move(case: Case, until: date, reason: str) -> None:
    """Move the day on which a follow-up that rests goes on.

    :raises Refused: not allowed now.
    :raises Invalid: the reason is missing, or the day is not ahead or the same.
    """
    ask(case, acts.Act.MOVE)
    row, why = _pause(case), needed(reason)
    _check_ahead(until)
    if until == row.until_on:
        raise Invalid("until", f"恢复的日期本来就是 {until}，请填写新的日期。")
    sentence = f"暂停跟踪的恢复日期由 {row.until_on} 改为 {until}：{why}"
    row.until_on = until
    note(row, Act(case.id, Event.FOLLOW_UP_MOVED, sentence))


def resume(case: Case, reason: str) -> None:
    """Go on with follow-up before the day on which it would go on by itself.

    :raises Refused: not allowed now.
    :raises Invalid: the reason is missing.
    """
    ask(case, acts.Act.RESUME)
    row, why = _pause(case), needed(reason)
    row.resumed_on = clock.today()
    note(row, Act(case.id, Event.FOLLOW_UP_RESUMED, f"恢复跟踪：{why}"))


def restate(case: Case, row: FollowUp, cause: FollowUpCause, reason: str, why: str) -> None:
    """Say anew for what a case is followed; the words before stay in the history.

    :param reason: what is followed from now on.
    :param why: why it is changed.
    :raises Refused: not allowed now, or this follow-up is over.
    :raises Invalid: a text is missing, nothing is changed, or the case is followed for the cause.
    """
    ask(case, acts.Act.RESTATE)
    if row.until is not None:
        raise Refused("这一项跟踪已经结束，请刷新页面。")
    if not reason.strip():
        raise Invalid("reason", "请填写跟踪的事由。")
    if not why.strip():
        raise Invalid("why", "请填写更改的理由。")
    before, fresh = (row.cause, row.reason), (cause, reason.strip())
    if before == fresh:
        raise Invalid("reason", "事由没有改动，请修改后再保存。")
    others = {one.cause for one in queries.open_follow_ups(case) if one.id != row.id}
    if cause in others:
        raise Invalid("cause", f"本件已因“{cause.label}”在跟踪中，请改那一项。")
    row.cause, row.reason = fresh
    said = f"由“{FollowUpCause(before[0]).label}：{before[1]}”改为“{cause.label}：{fresh[1]}”"
    note(row, Act(case.id, Event.FOLLOW_UP_RESTATED, f"跟踪事由{said}：{why.strip()}"))


def end(case: Case, reason: str, on: date) -> None:
    """Take a case out of follow-up, for whatever causes, with a reason.

    :raises Refused: something is still open, or not allowed now.
    :raises Invalid: the reason is missing, or the date is wrong.
    """
    if queries.is_followed(case) and (found := queries.follow_up_hindrances(case)):
        raise Refused("还不能结束跟踪：" + "".join(found))
    ask(case, acts.Act.END)
    since, why = max(row.since for row in queries.open_follow_ups(case)), needed(reason)
    check_day("on", on, since, "列入跟踪日期")
    note(case, Act(case.id, Event.FOLLOW_UP_ENDED, f"结束跟踪：{why}", on, why=why))


def take_up(case: Case, reason: str) -> None:
    """Take back that follow-up was ended: it goes on for what it was begun, as if not ended.

    :raises Refused: not allowed now.
    :raises Invalid: the reason is missing.
    """
    ask(case, acts.Act.TAKE_UP)
    why, person = needed(reason), viewer()
    rows = timeline.ended_by(case.id, Event.FOLLOW_UP_ENDED)
    others = {row.ended_by for row in rows if row.ended_by != person.account_id}
    said = "、".join(FollowUpCause(row.cause).label for row in rows)
    sentence = f"撤销结束跟踪（{said}）：{why}"
    note(case, Act(case.id, Event.FOLLOW_UP_TAKEN_UP, sentence))
    told = [db.session.get_one(Account, number) for number in others if number]
    notices.tell(told, case.id, f"您结束跟踪的{case.label}，已由{person.name}{sentence}")


def _pause(case: Case) -> FollowUpPause:
    """Return the pause in which the follow-up is; `ask` has made sure that there is one."""
    row = queries.pause_of(case.id)
    if row is None:
        raise Refused("这一件的跟踪没有暂停，请刷新页面。")
    return row


def _check_ahead(until: date) -> None:
    """Refuse a day on which the follow-up would not rest.

    :raises Invalid: it is not after today.
    """
    check_coming("until", until, "恢复的日期")
