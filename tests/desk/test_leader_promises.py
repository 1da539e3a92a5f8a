"""The list of promises behind the figures by month, and who reads which of them."""

from __future__ import annotations

from datetime import date

import pytest
from lxml import html

from tests.desk.leaders import page_of
from tests.desk.pages import text
from tests.desk.town import TODAY, case_id
from tracker.desk.leader_promises import Asked, month_at
from tracker.kernel import clock
from tracker.kernel.db import db
from tracker.reply import commitments
from tracker.reply.models import Commitment

LATER = date(2027, 1, 4)


def listed(client, address: str) -> list[tuple[str, str]]:
    """The rows of the list: number and what became of it."""
    found = html.fromstring(client.get(address).text).xpath("//main//table/tbody/tr")
    return [(text(row[0]), text(row[-1])) for row in found]


def promise(number: str) -> Commitment:
    """The promise of a case."""
    return db.session.query(Commitment).filter_by(case_id=case_id(number)).one()


@pytest.fixture
def kept(town):
    """019 is verified as kept on the day itself."""
    with town.act("clerk", TODAY):
        commitments.close(promise("019"), TODAY, "现场看过，已开园")
    return town


def test_each_month_counts_what_is_due_kept_and_late(kept, log_in):
    months = page_of(log_in("leader")).months
    assert (months["到期"][-1], months["兑现"][-1], months["逾期"][-1]) == ("2", "1", "0")
    with clock.moved_to(clock.at(LATER)):
        months = page_of(log_in("leader")).months
    # December is the month before
    assert (months["到期"][5], months["兑现"][5], months["逾期"][5]) == ("2", "1", "1")


def test_behind_each_figure_stand_just_those(kept, log_in):
    client = log_in("leader")
    assert listed(client, "/commitments?month=2026-12") == [
        ("建议 017", "剩 198 天"),
        ("建议 019", "已兑现 2026-06-16"),
    ]
    assert listed(client, "/commitments?month=2026-12&outcome=kept") == [
        ("建议 019", "已兑现 2026-06-16")
    ]
    assert listed(client, "/commitments?month=2026-12&outcome=late") == []
    assert listed(client, "/commitments?month=2026-11") == []


def test_what_was_given_up_is_counted_no_more(kept, log_in):
    with kept.act("leader", TODAY):
        commitments.write_off(promise("017"), TODAY, "规划已经调整")
    client = log_in("leader")
    assert page_of(client).months["到期"][-1] == "1"
    assert len(listed(client, "/commitments")) == 1


def test_a_promise_that_names_no_day_stands_last_and_in_no_month(kept, log_in):
    with kept.act("clerk", TODAY):
        promise("017").due_on = None
    client = log_in("leader")
    assert page_of(client).months["到期"][-1] == "1"
    assert listed(client, "/commitments") == [
        ("建议 019", "已兑现 2026-06-16"),
        ("建议 017", "没有写明日期"),
    ]


def test_what_the_address_does_not_say_clearly_is_left_out(kept, log_in):
    client = log_in("leader")
    for asked in ("month=2026-13", "month=昨天", "outcome=<b>", "leader=²", "month=1999-01"):
        assert len(listed(client, f"/commitments?{asked}")) == 2, asked


@pytest.mark.parametrize(
    ("who", "numbers"),
    [
        ("clerk", ["建议 017", "建议 019"]),
        ("handler", ["建议 017", "建议 019"]),
        ("city_handler", []),
        ("district_leader", []),
        ("congress_office", ["建议 017", "建议 019"]),
        ("cppcc_office", []),
        ("deputy", ["建议 017", "建议 019"]),
    ],
)
def test_each_reads_the_promises_of_own_cases(town, log_in, who, numbers):
    assert [number for number, _ in listed(log_in(who), "/commitments")] == numbers


def test_a_filter_says_itself_in_words():
    assert Asked.of("2026-12", "late", 7).words == "领办件、2026年12月到期、逾期未兑现"
    assert Asked.of("2026-12", "late", 7).address == {
        "month": "2026-12", "outcome": "late", "leader": 7,
    }  # fmt: skip
    assert Asked.of("", "", None).words == ""


@pytest.mark.parametrize(
    ("day", "step", "first"),
    [
        (date(2026, 6, 16), 0, date(2026, 6, 1)),
        (date(2026, 6, 30), -6, date(2025, 12, 1)),
        (date(2026, 12, 31), 1, date(2027, 1, 1)),
        (date(2026, 1, 1), -1, date(2025, 12, 1)),
    ],
)
def test_months_are_counted_over_the_year(day, step, first):
    assert month_at(day, step) == first
