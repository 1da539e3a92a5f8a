"""A list entered as done on paper is taken back whole while nobody has acted on its cases."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from tests import scenes
from tests.intake import books, lists
from tests.plain_sql import rows
from tests.rows import every
from tracker.audit.models import AuditEntry
from tracker.intake.models import ImportedList
from tracker.kernel.db import db
from tracker.plan import keeping as plan
from tracker.rating.models import Rating
from tracker.reply.models import Reply
from tracker.standing import keeping as standing

TITLE = "区十八届人大三次会议代表建议"
HEADS = [
    "建议编号", "建议标题", "领衔代表", "主办单位", "会办单位", "交办日期", "签收日期", "答复日期",
    "文号", "办理类别", "满意度", "承诺事项", "落实时限",
]  # fmt: skip
ANSWERED = ["1", "关于增设早餐点的建议", "刘桂兰", "区教育局", "区财政局", "2026-02-24",
    "2026-02-25", "2026-04-20", "云教函〔2026〕3号", "B", "不满意", "建成两处早餐点",
    "2026-12-31"]  # fmt: skip
SIGNED = ["2", "关于修缮古井的建议", "刘桂兰", "区城市管理局", "", "2026-02-24", "2026-02-26"]
HANDED = ["3", "关于疏通涵洞的建议", "王守田", "区邮政管理局", "", "2026-02-24"]
PLAIN = ["4", "关于补种行道树的建议", "王守田", "区城市管理局"]
WHY = {"reason": "导入了去年的台账"}
OPEN_FOLLOW_UPS = "SELECT count(*) FROM follow_up WHERE until IS NULL"
PROMISES = "SELECT state, end_reason FROM commitment"
PARTS = "SELECT state, count(*) FROM assignment GROUP BY state ORDER BY state"
TOLD = "SELECT sentence FROM notice UNION ALL SELECT sentence FROM phone_call"


@pytest.fixture
def ledger(clerk, tmp_path):
    """A clerk whose paper ledger of four cases went in; the address of the list's page."""
    brought_in(clerk, tmp_path)
    (kept,) = every(ImportedList)
    return clerk, f"/intake/lists/{kept.id}"


def brought_in(client, folder):
    """Upload the ledger and confirm it as done on paper."""
    lines = [[*row, *[""] * (len(HEADS) - len(row))] for row in (ANSWERED, SIGNED, HANDED, PLAIN)]
    address = lists.sent(client, books.plain(folder / "l.xlsx", HEADS, lines, TITLE))
    answer = lists.confirm(client, address, 3, 4, 5, 6, on_paper="yes")
    assert answer.status_code == 302, lists.words(answer.text)


def states() -> list[str]:
    """Return the state of every case."""
    return [str(case.state) for case in lists.cases()]


def test_what_the_list_entered_goes_with_it(ledger):
    client, page = ledger
    assert states() == ["replied", "handling", "assigned", "registered"]
    assert rows(OPEN_FOLLOW_UPS) == [(2,)]  # the promise and the bad rating
    assert client.post(page, data=WHY).status_code == 302
    assert states() == ["void"] * 4
    assert rows(PARTS) == [("ended", 4), ("proposed", 1)]
    assert rows(OPEN_FOLLOW_UPS) == [(0,)]
    why = "撤销导入“l.xlsx”：导入了去年的台账"
    assert rows(PROMISES) == [("written_off", why)]
    assert rows("SELECT count(*) FROM deadline WHERE superseded_at IS NULL") != [(0,)]
    assert (plan.verify(), standing.verify()) == ([], [])
    (entry,) = db.session.scalars(select(AuditEntry).where(AuditEntry.action == "intake.undone"))
    assert "导入了去年的台账" in entry.detail


def test_letter_and_rating_stay_as_they_were_and_count_nowhere(ledger):
    client, page = ledger
    counted = (
        "SELECT count(DISTINCT case_id) FROM case_standing WHERE counted AND until > '2026-05-01'"
    )
    assert rows(counted) == [(3,)]
    client.post(page, data=WHY)
    (letter,), (rating,) = every(Reply), every(Rating)
    assert (str(letter.state), letter.number) == ("issued", "云教函〔2026〕3号")
    assert str(rating.state) == "submitted"
    assert rows(counted) == [(0,)]
    for address in ("/", "/reports/ledger", "/supervision/", f"/cases/{letter.case_id}", page):
        assert client.get(address).status_code in (200, 308, 404)


def test_units_whose_desks_it_stood_on_are_told_and_nobody_else(ledger):
    client, page = ledger
    assert rows(TOLD) == []
    client.post(page, data=WHY)
    told = [text for (text,) in rows(TOLD)]
    ended = "共 1 件是误导入的，现已作废，不必办理。"
    assert set(told) == {f"建议第{number}号{ended}" for number in (1, 2, 3)}


def test_the_same_ledger_comes_in_again_with_its_numbers(ledger, tmp_path):
    client, page = ledger
    client.post(page, data=WHY)
    brought_in(client, tmp_path)
    now = ["replied", "handling", "assigned", "registered"]
    assert sorted(states()) == sorted(["void"] * 4 + now)
    assert [letter.number for letter in every(Reply)] == ["云教函〔2026〕3号"] * 2


def test_one_act_on_one_case_holds_the_whole_list(ledger, app, district):
    client, page = ledger
    assert client.post("/cases/2/mark", data={"key_item": "y"}).status_code == 302
    answer = client.post(page, data=WHY)
    assert answer.status_code == 409
    said = lists.words(answer.text)
    assert "导入以后已有人办理其中的 1 件（建议第2号），不能整份撤销" in said
    assert "标记：重点件" in said
    assert states() == ["replied", "handling", "assigned", "registered"]


def test_a_case_that_went_with_its_list_is_not_reinstated(ledger, app, district):
    client, page = ledger
    client.post(page, data=WHY)
    leader = scenes.client_of(app, district, "leader")
    refused = leader.post("/cases/1/reinstate", data={"reason": "还要办"})
    assert refused.status_code == 409
    assert "随清单撤销导入而作废" in refused.text
    assert leader.post("/cases/4/reinstate", data={"reason": "还要办"}).status_code == 302
    assert states() == ["void", "void", "void", "registered"]
