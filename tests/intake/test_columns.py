"""A list whose headings nobody knows: the clerk says what the columns hold, once."""

from __future__ import annotations

import re

import pytest

from tests.intake import books
from tests.intake.lists import TITLE, cases, confirm, shown, words

ODD = ["次序", "何事", "何人", "归谁办"]
ROWS = [["015", "关于学位的建议", "刘桂兰", "区教育局"], ["016", "关于路灯的建议", "王守田", ""]]
SAID = {"heading-0": "2", "column-0-0": "number", "column-0-1": "title", "column-0-2": "lead",
        "column-0-3": "host"}  # fmt: skip


def send(client, path):
    """Upload a file; return where it leads: to its preview, or to the page of its columns."""
    answer = client.post("/intake/", data={"file": books.data(path)})
    if answer.status_code == 302:
        return answer.location
    assert "没有找到表头" in answer.text
    return re.search(r'href="(/intake/\w+/columns)"', answer.text)[1]


@pytest.fixture
def odd(clerk, tmp_path):
    """A clerk at the page of the columns of a list with odd headings."""
    return clerk, send(clerk, books.plain(tmp_path / "odd.xlsx", ODD, ROWS, TITLE))


def test_unknown_headings_lead_to_the_page_of_columns(odd):
    client, address = odd
    assert address.endswith("/columns")
    page = client.get(address).text
    assert all(text in page for text in ODD)
    assert "关于学位的建议" in page


def test_what_the_clerk_says_is_read_and_remembered_for_the_next_list(odd, tmp_path):
    client, address = odd
    answer = client.post(address, data=SAID)
    assert answer.status_code == 302, words(answer.text)
    preview = address.removesuffix("/columns")
    assert confirm(client, preview, 3, 4).status_code == 302
    assert [(case.number, case.lead.name) for case in cases()] == [
        ("015", "刘桂兰"), ("016", "王守田"),
    ]  # fmt: skip
    later = [["017", "关于公园的建议", "刘桂兰", "区城市管理局"]]
    again = send(client, books.plain(tmp_path / "later.xlsx", ODD, later, TITLE))
    assert not again.endswith("/columns")
    page = shown(client, again)
    assert "按上次同样表头的清单读入" in page
    assert "关于公园的建议" in page


def test_a_list_without_any_heading_is_laid_out_by_position(clerk, tmp_path):
    address = send(clerk, books.plain(tmp_path / "bare.xlsx", ROWS[0], ROWS[1:], TITLE))
    said = {**SAID, "heading-0": "0", "begins-0": "2"}
    assert clerk.post(address, data=said).status_code == 302
    preview = address.removesuffix("/columns")
    assert confirm(clerk, preview, 2, 3).status_code == 302
    assert [case.number for case in cases()] == ["015", "016"]


@pytest.mark.parametrize("gone", ["column-0-1", "column-0-2"])
def test_title_and_proposer_have_to_be_named(odd, gone):
    client, address = odd
    answer = client.post(address, data={name: said for name, said in SAID.items() if name != gone})
    assert answer.status_code == 422
    assert "还没有指明" in answer.text
    assert 'value="number" selected' in answer.text


@pytest.mark.parametrize(
    "sent", [{}, {"heading-0": "x"}, {"heading-0": "99", "column-0-0": "lead_cell"}]
)
def test_what_no_page_sends_is_refused_at_the_page(odd, sent):
    client, address = odd
    assert client.post(address, data=sent).status_code == 422


def test_a_wrong_guess_is_put_right_by_hand(clerk, tmp_path):
    heads = ["建议编号", "标题", "领衔代表", "名称"]
    path = books.plain(tmp_path / "a.xlsx", heads, [["1", "甲", "刘桂兰", "关于路的建议"]], TITLE)
    preview = send(clerk, path)
    assert "指明各列" in clerk.get(preview).text
    said = {"heading-0": "2", "column-0-0": "number", "column-0-2": "lead", "column-0-3": "title"}
    assert clerk.post(f"{preview}/columns", data=said).status_code == 302
    assert confirm(clerk, preview, 3).status_code == 302
    assert [case.title for case in cases()] == ["关于路的建议"]
