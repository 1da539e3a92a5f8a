"""A letter that is late on the desk is late in the ledger: both read the duties."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests import scenes
from tests.desk.rows import late_in_the_ledger, late_replies
from tests.desk.town import TODAY, case_id
from tests.reports.pages import table
from tests.reports.walk import Walk
from tracker.kernel import clock

# three months from Tuesday 10 March, both in handling since
DUE = date(2026, 6, 10)


def test_on_the_clerks_desk_stand_the_cases_that_the_ledger_lists_as_late(town):
    clerk = town.person("clerk")
    both = {case_id("008"), case_id("P2")}
    assert late_replies(clerk, TODAY) == both
    assert late_in_the_ledger(clerk, TODAY) == both


@pytest.mark.parametrize(("after", "late"), [(-1, set()), (0, set()), (1, {"008", "P2"})])
def test_on_the_day_itself_nothing_is_late(town, after, late):
    clerk, today = town.person("clerk"), DUE + timedelta(days=after)
    expected = {case_id(number) for number in late}
    assert late_replies(clerk, today) == expected
    assert late_in_the_ledger(clerk, today) == expected


def test_a_row_shows_the_day_by_which_it_was_chosen(app, town):
    """Of two letters that are owed the earlier one; once it is out, the other."""
    walk = Walk(town).assign("077", ("education", "separate", "校内"), ("city", "separate", "校外"))
    walk.sign(date(2026, 3, 19), "education", "city")
    with town.act("clerk", date(2026, 3, 20)):
        scenes.assign.set_deadline(walk.row("city"), date(2026, 5, 29), "先答复停车部分")
    walk.talk(date(2026, 5, 11), "city")
    client = scenes.client_of(app, town, "clerk")
    asked = "/ledger?due_from=2026-05-29&due_to=2026-05-29"
    assert [row[6] for row in table(client, asked, "办理台账")] == ["05-29"]
    assert table(client, "/ledger?due=late&q=077", "办理台账")[0][6] == "05-29"
    assert table(client, "/ledger?due_from=2026-05-30&q=077", "办理台账") == []
    with clock.moved_to(clock.at(date(2026, 5, 12))):
        walk.answer(date(2026, 5, 12), "云城函〔2026〕8号", "city")
    assert table(client, asked, "办理台账") == []
    (row,) = table(client, "/ledger?due=soon&q=077", "办理台账")
    assert (row[6], row[7]) == ("06-18", "剩 2 天")
