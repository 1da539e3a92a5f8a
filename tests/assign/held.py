"""Three parts of 教育局 that name one handler, who stops; and the people around."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from datetime import date
from html import unescape
from pathlib import Path

from flask import Flask

from tests import built, factories
from tests.browser.stage import Stage
from tests.scenes import District
from tracker.accounts.models import Account
from tracker.accounts.queries import by_login
from tracker.assign.models import Assignment
from tracker.kernel.db import db, transaction
from tracker.roles import Role

NUMBERS = ("031", "032", "033")
BOX = re.compile(r'name="parts" value="(\d+:\d+)"[^>]*?( checked)?>')


@dataclass
class Held:
    """The cases of one handler, what the leader's page shows of them, and who may follow."""

    app: Flask
    district: District
    stages: list[Stage] = field(default_factory=list)

    def begin(self) -> None:
        """Let 教育局 sign for three cases, and give it a second handler."""
        for number in NUMBERS:
            stage = Stage(self.app, self.district, number=number)
            stage.assign(("education", "independent"))
            stage.sign()
            self.stages.append(stage)
        self.add("next", Role.UH, unit_id=self.district.ids["education"], phone="010-5550044")
        self.add("sysadmin", Role.SA)
        self.add("security", Role.SEC)

    def copied(self, folder: Path, app: Flask, into: Path) -> Held:
        """Return the same over a copy of its database, in the place of the app's own."""
        district = built.copied(folder, self.district, into)
        stages = [
            replace(one, app=app, district=district, rows=dict(one.rows)) for one in self.stages
        ]
        return Held(app, district, stages)

    def add(self, name: str, *roles: Role, **facts) -> None:
        """Make one more person."""
        with transaction():
            self.district.logins[name] = factories.make_account(*roles, **facts)

    def account(self, name: str) -> Account:
        """Return a person's account."""
        found = by_login(self.district.logins[name])
        assert found is not None
        return found

    def client(self, name: str):
        """Return a client logged in as a person."""
        return self.stages[0].client(name)

    def stop(self, name: str = "handler") -> str:
        """Let the system administrator stop an account; return what the page then says."""
        path = f"/accounts/{self.account(name).id}/disable"
        answer = self.client("sysadmin").post(path, follow_redirects=True)
        db.session.expire_all()
        return unescape(answer.get_data(as_text=True))

    def page(self, who: str = "head", query: str = "") -> str:
        """Return the page of handing over."""
        answer = self.client(who).get(f"/handover/{query}")
        assert answer.status_code == 200
        return unescape(answer.get_data(as_text=True))

    def boxes(self, page: str) -> list[str]:
        """Return the ticked boxes of a page, each with the version that it shows."""
        return [value for value, checked in BOX.findall(page) if checked]

    def send(self, parts: list[str], who: str = "head", to: str = "next", **changes):
        """Press the button; return the answer."""
        data = {"parts": parts, "to": self.account(to).id, "reason": "何志强调离", **changes}
        answer = self.client(who).post("/handover/", data=data, follow_redirects=True)
        db.session.expire_all()
        return answer

    def parts(self) -> list[Assignment]:
        """Return the three parts."""
        return [stage.row() for stage in self.stages]

    def names(self) -> list[str]:
        """Return the handlers of the three parts."""
        return [row.handler_name for row in self.parts()]

    def told(self, who: str, word: str = "交接") -> list[str]:
        """Return what a person was told that holds a word."""
        return [sentence for sentence in self.stages[0].told(who) if word in sentence]


FRIDAY = date(2026, 4, 3)
