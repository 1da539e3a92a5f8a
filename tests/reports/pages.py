"""Reading the tables of a page as a person reads them."""

from __future__ import annotations

from html.parser import HTMLParser
from io import BytesIO

from openpyxl import load_workbook


class Tables(HTMLParser):
    """The tables of a page by the name of their region: rows of cells of text."""

    def __init__(self) -> None:
        """Start outside of any table."""
        super().__init__()
        self.found: dict[str, list[list[str]]] = {}
        self._name = ""
        self._cell: list[str] | None = None

    def handle_starttag(self, tag, attrs):
        """Open a region, a row or a cell."""
        given = dict(attrs)
        if given.get("role") == "region":
            self._name = given["aria-label"]
            self.found[self._name] = []
        elif self._name and tag == "tr":
            self.found[self._name].append([])
        elif self._name and tag in ("td", "th"):
            self._cell = []

    def handle_endtag(self, tag):
        """Close a cell or the table."""
        if tag in ("td", "th") and self._cell is not None:
            self.found[self._name][-1].append(" ".join("".join(self._cell).split()))
            self._cell = None
        elif tag == "table":
            self._name = ""

    def handle_data(self, data):
        """Keep the text of a cell."""
        if self._cell is not None:
            self._cell.append(data)


def table(client, address: str, name: str) -> list[list[str]]:
    """The rows below the heading of a named table; none where it is empty."""
    return whole(client, address, name)[1:]


def whole(client, address: str, name: str) -> list[list[str]]:
    """A named table with its heading."""
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    reader = Tables()
    reader.feed(answer.text)
    return reader.found.get(name, [])


def workbook(client, address: str) -> list[list[object]]:
    """The rows of a workbook; empty cells as empty texts."""
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    sheet = load_workbook(BytesIO(answer.data)).active
    return [["" if value is None else value for value in row] for row in sheet.values]
