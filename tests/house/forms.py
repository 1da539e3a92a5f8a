"""Filling in a form as a person would who answers every field with something fitting."""

from __future__ import annotations

from datetime import date, timedelta
from html.parser import HTMLParser
from io import BytesIO

from tests.scenes import SCAN

LATER = ("due_on", "promise_due_on", "until", "until_on")


class Form(HTMLParser):
    """The fields of the forms in the main part of a page, with something fitting in each."""

    def __init__(self, today: date) -> None:
        """Begin with no field."""
        super().__init__()
        self.today, self.data, self.files = today, {}, set()
        self.in_main, self.select, self.area = False, "", ""

    def handle_starttag(self, tag, attrs):
        """Take a field, or what can be chosen."""
        given = {name: value or "" for name, value in attrs}
        self.in_main = self.in_main or tag == "main"
        name = given.get("name", "")
        if not self.in_main:
            return
        if tag == "select":
            self.select = name
        elif tag == "option" and self.select and given.get("value") not in ("", "0", None):
            self.data.setdefault(self.select, given["value"])
        elif tag == "textarea" and name:
            self.area, self.data[name] = name, ""
        elif tag == "input" and name:
            self._take(name, given)

    def handle_data(self, data):
        """Keep what stands in a text area."""
        if self.area:
            self.data[self.area] += data.strip()

    def handle_endtag(self, tag):
        """Leave a field; an empty text area gets a sentence."""
        if tag == "textarea" and self.area:
            self.data[self.area] = self.data[self.area] or "按规定办理。"
            self.area = ""
        self.select = "" if tag == "select" else self.select
        self.in_main = self.in_main and tag != "main"

    def _take(self, name: str, given: dict[str, str]) -> None:
        """Answer one input."""
        kind, value = given.get("type", "text"), given.get("value", "")
        if kind == "file":
            self.files.add(name)
        elif kind == "radio":
            self.data.setdefault(name, value)
        elif kind == "hidden":
            self.data[name] = value
        elif kind not in ("checkbox", "submit", "search"):
            self.data[name] = value or self._answer(name)

    def _answer(self, name: str) -> str:
        """Return an answer for a field that is empty."""
        if name in LATER:
            return (self.today + timedelta(days=20)).isoformat()
        return self.today.isoformat() if name == "on" or name.endswith("_on") else "何志强"

    def filled(self) -> dict[str, object]:
        """Return what is sent; each file afresh, for it is read once."""
        scans = {name: (BytesIO(SCAN), "扫描件.pdf") for name in self.files}
        return {**self.data, **scans}


def read(page: str, today: date) -> Form:
    """Return the form of a page."""
    form = Form(today)
    form.feed(page)
    return form
