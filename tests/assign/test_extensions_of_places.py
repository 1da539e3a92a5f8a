"""How far a reply may be put off, and by whom: as the rules of the case have it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests import books, scenes
from tests.rows import the
from tracker.assign import actions, signing
from tracker.assign.models import Assignment
from tracker.kernel import clock
from tracker.kernel.errors import Invalid, Refused
from tracker.terms import DeadlineKind

WHY, JUNE = "方案需要论证", date(2026, 6, 1)


@pytest.fixture
def row(district) -> int:
    """An assignment of 18 March, to be answered by 18 June 2026."""
    case_id = scenes.register(district)
    (row,) = scenes.assign_to(district, case_id, ("education", "independent"))
    return row


def move(district, row: int, on: date, who: str = "clerk") -> date:
    """Set another reply date; return the one that stands then."""
    with district.act(who, JUNE):
        actions.set_deadline(the(Assignment, row), on, WHY)
    return the(Assignment, row).deadline(DeadlineKind.REPLY).due_on


def one_month():
    """A book that lets a reply be put off for a month."""
    limit = replace(books.DEFAULT.limit("extension"), value=1)
    return replace(books.DEFAULT, limits={**books.DEFAULT.limits, "extension": limit})


def test_a_reply_is_put_off_no_further_than_the_place_allows(district, row):
    with books.in_use(one_month()):
        with pytest.raises(Invalid, match="延期最迟不能超过 2026-07-18") as refusal:
            move(district, row, date(2026, 7, 19))
        assert refusal.value.field == "due_on"
        # it counts from the first date, also after the date was drawn near
        assert move(district, row, date(2026, 6, 12)) == date(2026, 6, 12)
        with pytest.raises(Invalid, match="延期最迟不能超过 2026-07-18"):
            move(district, row, date(2026, 7, 31))
        assert move(district, row, date(2026, 7, 18)) == date(2026, 7, 18)
        with pytest.raises(Invalid, match="本轮已经延期过一次"):
            move(district, row, date(2026, 7, 18) + timedelta(days=1))


def test_a_book_of_before_this_limit_sets_none(district, row):
    known = {key: one for key, one in books.DEFAULT.limits.items() if key != "extension"}
    with books.in_use(replace(books.DEFAULT, limits=known)):
        assert move(district, row, date(2026, 9, 18)) == date(2026, 9, 18)


@pytest.mark.parametrize(("rule", "clerk_may"), [("office", True), ("leader", False)])
def test_the_place_says_who_puts_a_reply_off(district, row, rule, clerk_may):
    with books.in_use(books.choosing(extension_by=rule)):
        if clerk_may:
            assert move(district, row, date(2026, 7, 1)) == date(2026, 7, 1)
        else:
            with pytest.raises(Refused, match="延期须由政府办领导批准"):
                move(district, row, date(2026, 7, 1))
            assert move(district, row, date(2026, 7, 2), "leader") == date(2026, 7, 2)
        # an earlier date is no extension
        assert move(district, row, date(2026, 6, 12)) == date(2026, 6, 12)


@pytest.mark.parametrize(
    ("book", "last"), [(one_month, "2026-07-18"), (lambda: books.DEFAULT, "2026-09-18")]
)
def test_the_form_names_the_last_day_that_is_taken(app, district, row, book, last):
    """Of the legal cap (18 September) and the place's longest extension the earlier one."""
    with district.act("handler", date(2026, 3, 19)):
        signing.sign(the(Assignment, row), date(2026, 3, 19))
    case_id = the(Assignment, row).case_id
    with books.in_use(book()), clock.moved_to(clock.at(JUNE)):
        page = scenes.client_of(app, district, "handler").get(
            f"/cases/{case_id}/assignments/{row}/extension"
        )
    assert f"最迟可延至 {last}。" in page.text
