"""The page of a leader as he or she reads it, and what a press on it sends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import html

from tests.desk.pages import text


@dataclass(frozen=True)
class Row:
    """One row of 待我批: its small words, title, what one decides by, its buttons and addresses."""

    light: str
    about: str
    number: str
    title: str
    proposer: str
    tags: tuple[str, ...]
    said: str
    pairs: dict[str, str]
    buttons: tuple[str, ...]
    due: str
    seen: str
    approve: str
    send_back: str
    href: str


class LeaderPage:
    """A page that was sent."""

    def __init__(self, answer) -> None:
        """Read it."""
        self.status = answer.status_code
        self.text = answer.text
        self.document = html.fromstring(answer.text)

    @property
    def rows(self) -> list[Row]:
        """The rows of 待我批."""
        return [_row(item) for item in self.document.xpath('//ol[@class="decide"]/li')]

    def row(self, number: str) -> Row:
        """The row of a case."""
        return next(row for row in self.rows if row.number.endswith(number))

    @property
    def said(self) -> list[str]:
        """What the page says on top."""
        return [
            text(item)
            for item in self.document.xpath('//main//div[contains(@class, "said")][not(@hidden)]')
        ]

    @property
    def parts(self) -> list[tuple[str, int, str]]:
        """The bar of the session: label, figure, address."""
        found = self.document.xpath('//div[@class="far"]/ul[@class="key"]//a')
        return [_figure(item) for item in found]

    @property
    def rate(self) -> str:
        """The line of the rate."""
        found = self.document.xpath('//p[@class="rate"]')
        return text(found[0]) if found else ""

    @property
    def units(self) -> list[list[str]]:
        """The units: name, letters owed, days of the longest, letters late."""
        found = self.document.xpath('//table[contains(@class, "ranked")]/tbody/tr')
        return [[text(cell) for cell in row if text(cell)] for row in found]

    @property
    def key_items(self) -> list[list[str]]:
        """The key items: title, who leads, next step, light."""
        found = self.document.xpath('//table[contains(@class, "key-items")]/tbody/tr')
        return [[text(cell) for cell in row] for row in found]

    @property
    def months(self) -> dict[str, list[str]]:
        """The rows of figures under the bars by their name."""
        found = self.document.xpath('//table[@class="cells"]//tr[th[@scope="row"]]')
        return {text(row[0]): [text(cell).split()[0] for cell in row[1:]] for row in found}

    def links(self) -> Iterator[tuple[str, int, str]]:
        """Give every figure of the lower half that is a link: words, number, address."""
        for item in self.document.xpath("(//main//section)[position() > 1]//a"):
            words = text(item)
            digits = "".join(sign for sign in words if sign.isdigit())
            if (
                digits
                and not words.endswith(("个单位", " 天"))
                and "/cases/" not in item.get("href")
            ):
                yield words, int(digits), item.get("href")


def _figure(item) -> tuple[str, int, str]:
    """Read one part of a bar."""
    label, number = text(item).rsplit(" ", 1)
    return label, int(number), item.get("href")


def _row(item) -> Row:
    """Read one row."""
    when, body, by, decision = item
    names = [text(one) for one in by.xpath("./dt")]
    pairs = dict(zip(names, (text(one) for one in by.xpath("./dd")), strict=True))
    forms = {
        one.get("action").split("?")[0].rsplit("/", 1)[1]: one for one in decision.xpath(".//form")
    }
    seen = decision.xpath('.//input[@name="seen"]/@value')
    notes = [text(one) for one in decision.xpath("./p")]
    heading = body.xpath("./h3")[0]
    return Row(
        light=text(when[0]),
        about=text(when[1]),
        number=text(when[2]),
        title=text(heading.xpath("./a")[0]),
        proposer=text(heading.xpath("./small")[0]),
        tags=tuple(text(one) for one in heading.xpath("./span")),
        said=text(body.xpath("./p")[0]),
        pairs=pairs,
        buttons=tuple(
            text(one).split("：")[0] for one in decision.xpath('.//*[contains(@class, "btn")]')
        ),
        due=notes[0] if notes else "",
        seen=seen[0] if seen else "",
        approve=forms["approve"].get("action") if "approve" in forms else "",
        send_back=forms["send-back"].get("action") if "send-back" in forms else "",
        href=(decision.xpath(".//a/@href") or [""])[-1],
    )


def page_of(client, address: str = "/") -> LeaderPage:
    """Ask for the page."""
    return LeaderPage(client.get(address))


def behind(client, address: str) -> int:
    """Return how many rows stand behind an address: those of a ledger or of a list of promises."""
    page = html.fromstring(client.get(address).text)
    kinds = ('//table[@class="lines"]/tbody/tr', '//table[contains(@class, "ledger")]/tbody/tr')
    return sum(len(page.xpath(path)) for path in kinds)
