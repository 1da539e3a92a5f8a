"""People who use the product through its pages: they open a form, fill it in, send it."""

from __future__ import annotations

import re
from datetime import date
from html.parser import HTMLParser
from io import BytesIO

from tests import scenes
from tracker.kernel import clock
from tracker.kernel.db import db

PDF = b"%PDF-1.4\n%a scan\n"


class Fields(HTMLParser):
    """The hidden fields of a page's forms."""

    def __init__(self) -> None:
        """Start with none."""
        super().__init__()
        self.found: dict[str, str] = {}

    def handle_starttag(self, tag, attrs):
        """Keep a hidden input."""
        given = dict(attrs)
        if tag == "input" and given.get("type") == "hidden" and given.get("name"):
            self.found[given["name"]] = given.get("value") or ""


class Person:
    """One logged-in person at a client."""

    def __init__(self, app, district: scenes.District, name: str) -> None:
        """Log in."""
        self.client = scenes.client_of(app, district, name)
        self.name = name

    def sees(self, address: str) -> str:
        """Open a page and return its text."""
        answer = self.client.get(address, follow_redirects=True)
        assert answer.status_code == 200, (self.name, address, answer.status_code, said(answer))
        return answer.text

    def refused(self, address: str) -> int:
        """Open a page that is not for this person and return the status."""
        return self.client.get(address).status_code

    def does(self, address: str, opened: str = "", **fields) -> str:
        """Open a form, fill it in, send it; return where it leads."""
        page = self.client.get(opened or address, follow_redirects=True)
        hidden = Fields()
        if page.status_code == 200:
            hidden.feed(page.text)
        data = {**hidden.found, **{name: plain(value) for name, value in fields.items()}}
        db.session.remove()  # outside of tests each request has a session of its own
        answer = self.client.post(address, data=data)
        assert answer.status_code == 302, (self.name, address, answer.status_code, said(answer))
        assert "password" not in answer.location
        assert "login" not in answer.location
        return answer.location

    def tries(self, address: str, **fields) -> tuple[int, str]:
        """Send a form and return status and text."""
        answer = self.client.post(
            address, data={name: plain(value) for name, value in fields.items()}
        )
        return answer.status_code, answer.text


def plain(value):
    """Return a value as a browser sends it."""
    if isinstance(value, date):
        return value.isoformat()
    return (BytesIO(PDF), "scan.pdf") if value is PDF else value


def said(answer) -> str:
    """Return what a page complains about."""
    text = re.sub(r"<[^>]+>", " ", answer.text[answer.text.find("<main") :])
    return " ".join(text.split())[:600]


def at(day: date, hour: int = 10):
    """Hold the clock on a day."""
    return clock.moved_to(clock.at(day, hour))
