"""The menu: each role has its entries, and each entry opens."""

from __future__ import annotations

import re

import pytest

from tests.house import people
from tracker.roles import Role

OWN = ["登录情况", "修改密码"]
ASKED = ["今天要办", "全部件", "盯到底", "看全局"]
OFFICE = [*ASKED, "登记一件", "导入清单", "名册对应", "电话提醒"]
LISTS = ["承办单位", "届次与批次"]
ENTRIES = {
    Role.OH: [*OFFICE, "承办单位", "代表与委员", "届次与批次", "规则"],
    Role.OL: [*OFFICE, "承办单位", "代表与委员", "届次与批次", "规则", "节假日"],
    Role.UH: [*ASKED, *LISTS],
    Role.UL: [*ASKED, "承办人交接", *LISTS],
    Role.DL: [*ASKED, *LISTS],
    Role.OBS: [*ASKED, "承办单位", "代表与委员", "届次与批次"],
    Role.SA: ["今天要办", *LISTS, "账号与角色", "备份"],
    Role.SEC: ["今天要办", *LISTS, "账号与角色"],
    Role.AUD: ["今天要办", "审计日志"],
}
FOOT = {
    Role.OH: ["今天要办", "全部件", "盯到底", "消息"],
    Role.UH: ["今天要办", "全部件", "盯到底", "消息"],
    Role.AUD: ["今天要办"],
}
LINE = r'<a href="([^"]*)"([^>]*)>(?:<svg.*?</svg>)?([^<]+?)\s*<'
PLACES = {
    "side": ('<nav class="side"', "</nav>"),
    "name": ('<details class="mine"', "</details>"),
    "hand": ('<details class="burger', "</details>"),
    "foot": ('<nav class="foot"', "</nav>"),
}


def entries(page: str, place: str) -> list[tuple[str, str, str]]:
    """The entries of one place of the frame: address, attributes, label."""
    begin, end = PLACES[place]
    part = page[page.index(begin) :]
    return re.findall(LINE, part[: part.index(end)])


def labels(page: str, place: str) -> list[str]:
    """The words of the entries of one place."""
    return [label for *_, label in entries(page, place)]


@pytest.mark.parametrize("role", ENTRIES)
def test_each_role_has_its_entries_and_each_opens(app, role):
    client = people.client_of(app, role)
    page = client.get("/").text
    assert labels(page, "side") == ENTRIES[role]
    assert labels(page, "name") == OWN
    assert labels(page, "hand") == [*ENTRIES[role], *OWN]
    for place in ("side", "name"):
        for address, _, label in entries(page, place):
            answer = client.get(address)
            assert answer.status_code == 200, (label, address)
            for shown in (place, "hand"):
                marked = [name for _, how, name in entries(answer.text, shown) if "current" in how]
                assert marked == [label]


@pytest.mark.parametrize("role", FOOT)
def test_the_foot_of_a_phone_has_the_ways_that_a_role_may_go(app, role):
    assert labels(people.client_of(app, role).get("/").text, "foot") == FOOT[role]


def test_a_deputy_has_a_page_of_its_own_without_the_menu(app):
    client = people.client_of(app, Role.DEP)
    page = client.get("/", follow_redirects=True)
    assert page.status_code == 200
    assert '<nav class="side"' not in page.text
    for address in re.findall(r'<a [^>]*href="(/[^"]*)"', page.text):
        assert client.get(address).status_code == 200, address


def test_the_anonymous_is_led_to_the_log_in(client):
    answer = client.get("/")
    assert answer.status_code == 302
    assert answer.location.startswith("/login")
