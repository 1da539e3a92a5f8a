"""The list that one came from: the way back, the place in it, the cases beside it."""

from __future__ import annotations

from urllib.parse import quote

import pytest

from tests.desk.pages import CasePage
from tests.desk.town import case_id

LATE = "ledger?due=late&sort=due"


def shown(client, number: str, carried: str) -> CasePage:
    """The page of a case, reached from a list."""
    return CasePage(client, f"/cases/{case_id(number)}?from={quote(carried, safe='')}")


def beside(page: CasePage) -> list[int]:
    """The cases before and after."""
    links = [page.crumb.get(name, "") for name in ("上一件", "下一件")]
    return [int(link.partition("?")[0].rsplit("/", 1)[1]) if link else 0 for link in links]


def test_the_ledger_stays_filtered_and_in_its_order_from_case_to_case(log_in):
    client = log_in("clerk")  # late by their reply: 008 and P2, both since 10 June
    first = shown(client, "P2", LATE)  # of one day the newer stands first
    assert first.crumb["全部件：已逾期"] == "/ledger?due=late&sort=due"
    assert first.place == "第 1 件，共 2 件"
    assert beside(first) == [0, case_id("008")]
    second = CasePage(client, first.crumb["下一件"])
    assert (second.place, beside(second)) == ("第 2 件，共 2 件", [case_id("P2"), 0])


def test_of_a_list_each_sees_only_the_cases_that_are_his(log_in):
    page = shown(log_in("congress_office"), "008", LATE)
    assert (page.place, beside(page)) == ("第 1 件，共 1 件", [0, 0])


def test_a_case_that_left_the_list_keeps_the_way_back(log_in):
    page = shown(log_in("clerk"), "012", LATE)
    assert page.crumb == {"全部件：已逾期": "/ledger?due=late&sort=due"}
    assert page.place == ""


def test_the_desk_goes_from_duty_to_duty_each_case_once(log_in):
    client = log_in("handler")
    page = shown(client, "P2", "desk?only=")  # its first talk is the oldest that is late
    assert page.crumb["今天要办"] == "/"
    assert page.place.startswith("第 1 件，共 ")
    total, seen = int(page.place.split()[-2]), [case_id("P2")]
    while after := page.crumb.get("下一件"):
        page = CasePage(client, after)
        seen.append(int(after.partition("?")[0].rsplit("/", 1)[1]))
    assert (len(seen), len(set(seen))) == (total, total)


@pytest.mark.parametrize(
    "carried",
    [
        "",
        "nothing?state=handling",
        "ledger",
        "ledger?state=no&unit=99999999999999&sort=x",
        "ledger?q=%00",
        "ledger?q=" + "%E5" * 300,
        "desk?only=no-tile",
        "?" * 700,
        "/etc/passwd",
        "ledger?page=-1&" + "&" * 500,
    ],
)
def test_what_an_address_says_wrongly_is_left_out(log_in, carried):
    page = shown(log_in("clerk"), "008", carried)
    assert next(iter(page.crumb.values())).startswith("/")


def test_the_list_behind_a_case_opens_it_within_the_list(log_in):
    client = log_in("clerk")
    document = CasePage(client, "/ledger?due=late&sort=due").document
    links = document.xpath("//td[contains(@class, 'title')]/a/@href")
    assert f"/cases/{case_id('008')}?from=ledger?due%3Dlate%26sort%3Ddue" in links
    assert CasePage(client, links[0]).place == "第 1 件，共 2 件"
