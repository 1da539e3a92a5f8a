"""The menu: each role has its entries, and each entry opens."""

from __future__ import annotations

import re

import pytest

from tests.house import people
from tracker.roles import Role

OWN = ["登录情况", "修改密码"]
OFFICE = ["我的待办", "登记一件", "导入清单", "名册对应", "办理台账", "统计与导出", "跟踪督办"]
OFFICE += ["电话提醒"]
LISTS = ["承办单位", "届次与批次"]
ENTRIES = {
    Role.OH: [*OFFICE, "承办单位", "代表与委员", "届次与批次", *OWN],
    Role.OL: [*OFFICE, "承办单位", "代表与委员", "届次与批次", "节假日", *OWN],
    Role.UH: ["我的待办", "办理台账", "统计与导出", *LISTS, *OWN],
    Role.UL: ["我的待办", "办理台账", "承办人交接", "统计与导出", *LISTS, *OWN],
    Role.DL: ["我的待办", "办理台账", "统计与导出", "跟踪督办", *LISTS, *OWN],
    Role.OBS: [
        "我的待办", "办理台账", "统计与导出", "跟踪督办", "承办单位", "代表与委员", "届次与批次",
        *OWN,
    ],
    Role.SA: ["我的待办", *LISTS, "账号与角色", *OWN],
    Role.SEC: ["我的待办", *LISTS, "账号与角色", *OWN],
    Role.AUD: ["我的待办", "审计日志", *OWN],
}  # fmt: skip


def menu(page: str) -> list[tuple[str, str]]:
    """The entries of the menu: address and label."""
    nav = page[page.index('<nav class="side"') :]
    return re.findall(r'<a href="([^"]*)"[^>]*>([^<]+?)\s*(?:<|$)', nav[: nav.index("</nav>")])


@pytest.mark.parametrize("role", ENTRIES)
def test_each_role_has_its_entries_and_each_opens(app, role):
    client = people.client_of(app, role)
    found = menu(client.get("/").text)
    assert [label for _, label in found] == ENTRIES[role]
    for address, label in found:
        answer = client.get(address)
        assert answer.status_code == 200, (label, address)
        (marked,) = re.findall(r'aria-current="page">([^<]+)<', answer.text)
        assert marked.strip() == label


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
