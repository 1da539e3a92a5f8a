"""What is asked of a day and of a reason that a person gave; today is the 1st of April 2026."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest

from tracker.kernel import clock, given
from tracker.kernel.days import ahead_fault, moving_fault, order_fault
from tracker.kernel.errors import Invalid

BEFORE, TODAY, AFTER = date(2026, 3, 31), date(2026, 4, 1), date(2026, 4, 2)
AHEAD, UNEXPLAINED = "日期不能晚于今天。", "日期早于今天，期限随之提前，请写明理由。"


@pytest.fixture(autouse=True)
def _on_the_first_of_april() -> Iterator[None]:
    with clock.moved_to(clock.at(TODAY)):
        yield


def said(check, *told):
    """Return where and with which words a check refuses; None where it lets pass."""
    try:
        check("on", *told)
    except Invalid as error:
        return error.field, str(error)
    return None


@pytest.mark.parametrize(
    ("check", "told", "words"),
    [
        (given.check_done, (BEFORE,), ""),
        (given.check_done, (TODAY,), ""),
        (given.check_done, (AFTER,), AHEAD),
        (given.check_done, (AFTER, "收件日期"), "收件日期不能晚于今天。"),
        (given.check_order, (TODAY, TODAY, "交办日期"), ""),
        (given.check_order, (BEFORE, None, "交办日期"), ""),
        (given.check_order, (AFTER, BEFORE, "交办日期"), ""),
        (given.check_order, (BEFORE, TODAY, "交办日期"), "日期不能早于交办日期 2026-04-01。"),
        (given.check_day, (AFTER, BEFORE, "交办日期"), AHEAD),
        (given.check_day, (BEFORE, TODAY, "申请日期"), "日期不能早于申请日期 2026-04-01。"),
        (given.check_day, (TODAY, BEFORE, "交办日期"), ""),
        (given.check_coming, (AFTER, "恢复的日期"), ""),
        (given.check_coming, (TODAY, "恢复的日期"), "恢复的日期应晚于今天。"),
        (given.check_coming, (AFTER, "新的日期", AFTER), "新的日期应晚于今天和原定的 2026-04-02。"),
        (given.check_coming, (AFTER, "新的日期", BEFORE), ""),
        (
            given.check_coming,
            (TODAY, "新的日期", BEFORE),
            "新的日期应晚于今天和原定的 2026-03-31。",
        ),
        (given.check_year, (date(2076, 12, 31),), ""),
        (given.check_year, (date(2206, 4, 1),), "2206-04-01 离今天超过 50 年，请检查年份。"),
    ],
)
def test_a_day_is_refused_where_it_was_typed(check, told, words):
    assert said(check, *told) == (("on", words) if words else None)


@pytest.mark.parametrize(
    ("on", "reason", "kept"),
    [(BEFORE, " 当日已交 ", "当日已交"), (TODAY, "", ""), (TODAY, "当日已交", ""), (AFTER, "", "")],
)
def test_a_reason_is_kept_for_a_day_before_today(on, reason, kept):
    assert given.backdated(on, reason) == kept


def test_a_day_before_today_and_an_act_ask_for_their_reason():
    with pytest.raises(Invalid, match=UNEXPLAINED) as early:
        given.backdated(BEFORE, " ")
    with pytest.raises(Invalid, match=given.NO_REASON) as bare:
        given.needed("\n ")
    assert (early.value.field, bare.value.field) == ("reason", "reason")
    assert given.needed(" 地址写错 ") == "地址写错"


def test_a_form_says_the_same_sentences():
    assert ahead_fault(AFTER, TODAY, "统计截止日期") == "统计截止日期不能晚于今天。"
    assert (
        order_fault(TODAY, AFTER, "开幕日期", "闭幕日期") == "闭幕日期不能早于开幕日期 2026-04-02。"
    )
    assert (moving_fault(BEFORE, TODAY, " "), moving_fault(TODAY, TODAY, "")) == (UNEXPLAINED, "")
