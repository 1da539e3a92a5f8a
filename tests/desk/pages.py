"""The page of a case as a person reads it: the box, the bar, the rail, the thread."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import html


@dataclass(frozen=True)
class Line:
    """One line of the box: its light, sentence, small line, and buttons, the main one first."""

    light: str
    sentence: str
    why: str
    buttons: tuple[str, ...]
    main: str
    links: tuple[str, ...]


class CasePage:
    """A page that was sent."""

    def __init__(self, client, address: str) -> None:
        """Ask for it."""
        self.answer = client.get(address)
        assert self.answer.status_code == 200, (address, self.answer.status_code)
        self.document = html.fromstring(self.answer.text)

    @property
    def box(self) -> list[Line]:
        """The lines of the box."""
        return [_line(item) for item in self.document.xpath('//ul[@class="owed"]/li[h3 or div]')]

    @property
    def sentences(self) -> list[str]:
        """What the lines of the box say."""
        return [line.sentence for line in self.box]

    @property
    def steps(self) -> list[tuple[str, str]]:
        """The steps of the bar with their state."""
        items = self.document.xpath('//ol[@class="steps"]/li')
        return [(_own(item.xpath("./span")[0]), item.get("class")) for item in items]

    @property
    def now(self) -> str:
        """The present step with its note, empty where there is none."""
        found = self.document.xpath('//ol[@class="steps"]/li[@class="now"]')
        return text(found[0]).removeprefix("正在办：") if found else ""

    def rail(self, kind: str) -> list[tuple[str, str]]:
        """The marks of a kind on the rail: plan, today, miss or done."""
        items = self.document.xpath(f'//ol[@class="rail"]/li[@class="{kind}"]')
        return [(text(item[0]), _said(item[1])) for item in items]

    @property
    def thread(self) -> list[tuple[str, str]]:
        """When and by whom something was said."""
        items = self.document.xpath('//ol[@class="thread"]/li')
        return [(text(item[0]), _own(item.xpath(".//h3")[0])) for item in items]

    @property
    def records(self) -> list[str]:
        """The names of the folded records."""
        return [text(item) for item in self.document.xpath('//details[@class="record"]/summary/b')]

    @property
    def more(self) -> list[str]:
        """What stands behind 更多."""
        path = '//details[contains(@class, "menu")]/div//*[self::a or self::button]'
        return [text(item) for item in self.document.xpath(path)]

    @property
    def crumb(self) -> dict[str, str]:
        """The links above the title: label and address."""
        found = self.document.xpath('//nav[@class="crumb"]//a')
        return {text(item): item.get("href") for item in found}

    @property
    def place(self) -> str:
        """Where the case stands in its list."""
        return " ".join(
            text(item) for item in self.document.xpath('//nav[@class="crumb"]//span/span')
        )


def text(item) -> str:
    """The text of an element in one line."""
    return " ".join(item.text_content().split())


def _own(item) -> str:
    """The text of an element without what is small, hidden or linked in it."""
    return "".join(item.xpath("./text()")).strip()


def _said(item) -> str:
    """What a mark says, without its note."""
    return _own(item)


def _line(item) -> Line:
    """Read one line of the box."""
    why = item.xpath('.//*[@class="why"]')
    buttons = item.xpath('.//*[contains(@class, "btn")]')
    main = [text(one) for one in buttons if "btn-main" in one.get("class")]
    return Line(
        light=text(item[0]),
        sentence=text(item.xpath(".//h3")[0]),
        why="".join(why[0].xpath("./text()")).strip() if why else "",
        buttons=tuple(text(one) for one in buttons),
        main=main[0] if main else "",
        links=tuple(one.get("href") for one in buttons if one.get("href")),
    )
