"""One page of the ledger: how much it reads, how many rows it holds, in which order."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest
from sqlalchemy import select

from tests import scenes
from tests.bench.office import counted, multiply
from tests.reports import made
from tests.reports.pages import table
from tests.reports.village import day
from tests.reports.walk import Walk
from tracker.cases.models import Case
from tracker.kernel import clock
from tracker.kernel.access import acting
from tracker.kernel.db import db
from tracker.reports import ledger, listing
from tracker.reports.asked import Filter
from tracker.reports.columns import SCREEN, LedgerRow
from tracker.reports.page_facts import load_page
from tracker.standing.loading import load

TODAY = day(6, 30)
MOST = 8
PEOPLE = ("clerk", "city_handler", "congress_office", "district_leader", "deputy")


@pytest.fixture
def crowd(app, village):
    """The village thirty times over: 210 cases."""
    with clock.moved_to(clock.at(TODAY, 20)):
        multiply(30)
        yield village


def statements(client, address: str) -> list[str]:
    """What a page sends to the database, but for the beginning of the read."""
    assert client.get(address).status_code == 200
    db.session.remove()
    with counted() as sent:
        client.get(address)
    return [one for one in sent if not one.startswith("BEGIN")]


@pytest.mark.parametrize("who", PEOPLE)
def test_a_page_sends_few_statements_and_as_many_for_two_hundred_rows_as_for_twenty(
    app, crowd, who
):
    client = scenes.client_of(app, crowd, who)
    for address in ("/ledger?", "/ledger?q=学位 云教函&state=open&sort=-due&"):
        few = statements(client, f"{address}rows=20")
        many = statements(client, f"{address}rows=200")
        assert len(few) == len(many) <= MOST, "\n".join(many)


def lines(client, query: str) -> list[str]:
    """The numbers on a page."""
    return [row[1] for row in table(client, f"/ledger{query}", "办理台账")]


def test_the_pages_give_every_case_once_the_newest_first(app, crowd):
    client = scenes.client_of(app, crowd, "clerk")
    found = [line for page in range(1, 7) for line in lines(client, f"?rows=20&page={page}")]
    assert found[:20] == lines(client, "?rows=20")
    whole = [line for page in (1, 2) for line in lines(client, f"?rows=100&page={page}")]
    assert found == whole[:120]
    assert len(set(whole)) == 180  # of seven cases each copy has one that is void
    newest = select(Case.number).where(Case.state != "void")
    newest = newest.order_by(Case.received_on.desc(), Case.id.desc())
    assert [line.split()[-1] for line in whole] == list(db.session.scalars(newest))


def test_every_order_is_the_same_on_all_pages_also_on_those_that_are_counted_from_the_end(
    app, crowd
):
    client = scenes.client_of(app, crowd, "clerk")
    for sort in ("number", "-number", "title", "-title", "state", "-state", "due", "-due"):
        whole = lines(client, f"?rows=200&sort={sort}")
        paged = [
            line
            for page in range(1, 10)
            for line in lines(client, f"?rows=20&sort={sort}&page={page}")
        ]
        assert len(whole) == 180
        assert paged == whole, sort


def test_a_search_that_finds_too_many_lists_the_first_and_says_so(app, crowd, monkeypatch):
    client = scenes.client_of(app, crowd, "clerk")
    newest = lines(client, "?q=建议&rows=100")
    assert len(newest) == 100
    monkeypatch.setattr(listing, "MOST_FOUND", 45)
    assert lines(client, "?q=建议&rows=100") == newest[:45]
    last = client.get("/ledger?q=建议&rows=20&page=9").text
    assert "41–45，共 45 件以上" in last
    assert "找到的件超过 45 件，这里列出前 45 件" in last
    assert "未办结" not in re.findall(r'<ul class="using".*?</ul>', last, re.S)[0]
    few = client.get("/ledger?q=公园&rows=20").text
    assert "1–20，共 30 件</span>" in few
    assert "找到的件超过" not in few


@pytest.mark.parametrize("rows", ["0", "7", "1000", "x", "-20"])
def test_no_address_asks_for_more_rows_than_are_offered(app, crowd, rows):
    client = scenes.client_of(app, crowd, "clerk")
    assert len(lines(client, f"?rows={rows}")) == 50


def test_a_page_beyond_the_end_is_the_last(app, crowd):
    client = scenes.client_of(app, crowd, "clerk")
    assert lines(client, "?rows=50&page=99") == lines(client, "?rows=50&page=4")
    assert len(lines(client, "?rows=50&page=4")) == 30


def test_the_page_shows_of_a_case_what_its_whole_facts_show(app, village):
    with clock.moved_to(clock.at(TODAY, 20)), acting(village.person("clerk")):
        asked = Filter()
        chosen = ledger.chosen(asked, village.person("clerk"), TODAY, 5)
        order = ledger.order_of(asked, village.person("clerk"))
        whole = load(chosen, order)
        page = load_page([facts.id for facts in whole])
    rows = [[LedgerRow(0, facts, TODAY) for facts in found] for found in (page, whole)]
    shown = [[[column.value(row) for column in SCREEN] for row in found] for found in rows]
    assert len(page) == 6
    assert shown[0] == shown[1]
    assert [row.case.followed for row in rows[0]] == [row.case.followed for row in rows[1]]
    assert [row.round for row in rows[0]] == [row.round for row in rows[1]]


SORTED = {
    "": ["12", "019", "018", "017", "016", "015"],
    "?sort=number": ["12", "015", "016", "017", "018", "019"],
    "?sort=-number": ["019", "018", "017", "016", "015", "12"],
    "?sort=state": ["12", "018", "016", "017", "015", "019"],
    "?sort=due": ["018", "12", "019", "017", "016", "015"],
}


def test_a_heading_sorts_and_says_so(app, village):
    with clock.moved_to(clock.at(TODAY, 20)):
        client = scenes.client_of(app, village, "clerk")
        for query, numbers in SORTED.items():
            assert [line.split()[-1] for line in lines(client, query)] == numbers, query
        page = client.get("/ledger?sort=-number&state=open").text
    (head,) = re.findall(r'<th [^>]*aria-sort="descending">(.*?)</th>', page, re.S)
    assert "编号" in head
    assert unescape(re.findall(r'href="([^"]*)"', head)[0]) == "/ledger?state=open"


def test_the_core_of_a_title_stands_in_its_line():
    def core(title: str) -> str:
        facts = replace(made.case(1), title=title)
        return LedgerRow(1, facts, TODAY).core

    assert core("关于增加城东片区普惠性幼儿园学位的建议") == "增加城东片区普惠性幼儿园学位"
    assert core("关于治理占道停车的提案") == "治理占道停车"
    assert core("尽快修路") == "尽快修路"
    assert core("关于建议") == "关于建议"


def test_of_a_separate_case_the_letters_of_both_units_stand_in_the_line(app, village):
    walk = Walk(village).assign("044", ("education", "host"), ("finance", "assisting"))
    with clock.moved_to(clock.at(TODAY, 20)):
        client = scenes.client_of(app, village, "clerk")
        (row,) = table(client, "/ledger?q=建议44", "办理台账")
    assert walk.case_id
    assert row[4:6] == ["区教育局", "会办 1区财政局"]
