"""Uploading, previewing and confirming a plain list, as tests of the intake do it."""

from __future__ import annotations

import re
from html import unescape

from tests.intake import books
from tests.rows import every
from tracker.cases.models import Case
from tracker.kernel.db import db

TITLE = "区十八届人大三次会议代表建议"
BETWEEN = "区十八届人大三次会议闭会期间代表建议"
HEADS = ["建议编号", "建议标题", "领衔代表"]
FIRST_ROW = 3


def upload(client, folder, more, *rows, title=TITLE):
    """Upload a list of 刘桂兰's cases; `more` are headings, each row number, title and cells."""
    lines = [[row[0], row[1], "刘桂兰", *row[2:]] for row in rows]
    return sent(client, books.plain(folder / "list.xlsx", [*HEADS, *more], lines, title))


def sent(client, path):
    """Upload a workbook; return the address of its preview."""
    answer = client.post("/intake/", data={"file": books.data(path)})
    assert answer.status_code == 302, answer.text
    return answer.location


def shown(client, address):
    """Return the words of the preview page."""
    return words(client.get(address).text)


def words(page):
    """Return the words of a page without its tags."""
    return unescape(re.sub(r"<[^>]+>", "\n", page))


def confirm(client, address, *rows, **more):
    """Confirm rows by their number in the sheet, as the page now shows them."""
    data = {"row": ticks(client.get(address).text, *rows), **more}
    return client.post(f"{address}/confirm", data=data)


def ticks(page, *rows):
    """Return what the page's ticks of some rows send; a row that it does not offer sends more."""
    offered = re.findall(r'name="row" value="([^"#]+#(\d+)#[^"]+)"', page)
    known = {int(row): unescape(value) for value, row in offered}
    sheet = re.search(r'name="session:([^"]+)"', page)
    return [known.get(row, f"{sheet[1] if sheet else ''}#{row}#0") for row in rows]


def brought_in(client, folder, more, *rows, title=TITLE, **data):
    """Upload a list and confirm every row of it."""
    address = upload(client, folder, more, *rows, title=title)
    every = range(FIRST_ROW, FIRST_ROW + len(rows))
    answer = confirm(client, address, *every, **data)
    assert answer.status_code == 302, words(answer.text)


def cases() -> list[Case]:
    """Return the cases as they are now, by number."""
    db.session.expire_all()
    return sorted(every(Case), key=lambda case: case.number_key)
