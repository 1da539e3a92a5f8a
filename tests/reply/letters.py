"""A case on its way to a letter: made by the real actions, one step after the other."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Any

from flask import Flask

from tests import built, scenes
from tests.entering import entered
from tests.rows import the
from tests.scenes import District
from tests.steps import step
from tracker.assign import opinions, signing
from tracker.assign.models import Assignment
from tracker.cases.models import Case
from tracker.contact import actions as contacts
from tracker.contact.actions import ContactFacts
from tracker.contact.models import Contact
from tracker.kernel.db import db
from tracker.kernel.files import StoredFile, keep_bytes
from tracker.notices.models import Notice, PhoneCall
from tracker.reply import actions, issuing, queries
from tracker.reply.letter_check import IssueFacts, LetterFacts
from tracker.reply.models import Reply
from tracker.terms import (
    ContactForm,
    ContactPhase,
    Disclosure,
    Outcome,
    ReplyClass,
)

DAY = date(2026, 4, 3)
SIGNED = date(2026, 3, 19)
MET = date(2026, 3, 27)
ISSUED = date(2026, 4, 3)
DONE = LetterFacts(
    text="已在城东片区新增两所公办园，今年9月开园，增加学位540个。",
    reply_class=ReplyClass.A,
    outcome=Outcome.DONE,
    disclosure=Disclosure.PUBLIC,
    copies="区人大办，区人民政府办公室",
)
PROMISED = LetterFacts(
    text="两所公办园正在建设。",
    reply_class=ReplyClass.B,
    outcome=Outcome.UNDER_WAY,
    disclosure=Disclosure.PUBLIC,
    promise="建成两所公办幼儿园，增加学位540个",
    promise_due_on=date(2026, 12, 31),
)
NUMBERED = IssueFacts("云教函(2026)第012号", ISSUED, "陈志远")
TALK = ContactFacts(
    phase=ContactPhase.DURING,
    form=ContactForm.VISIT,
    held_on=MET,
    unit_people="陈志远（副局长）",
    deputies="刘桂兰",
    said="说明了选址和进度。",
    place="城东社区",
    deputy_view="希望今年开园。",
)

EVERYBODY = (
    "handler",
    "head",
    "finance_handler",
    "city_handler",
    "clerk",
    "leader",
    "deputy",
    "co_deputy",
    "district_leader",
    "congress_office",
    "cppcc_office",
)


@dataclass
class Letters:
    """One suggestion with its assignments by unit; every step is taken by its person."""

    app: Flask
    district: District
    case_id: int = 0
    rows: dict[str, int] = field(default_factory=dict)

    def copied(self, folder: Path, app: Flask, into: Path) -> Letters:
        """Return the same over a copy of its database, in the place of the app's own."""
        district = built.copied(folder, self.district, into)
        return replace(self, app=app, district=district, rows=dict(self.rows))

    @step
    def assign(self, *shares: tuple[str, ...], **changes: Any) -> None:
        """Register and assign; by default 教育局 hosts and 财政局 assists."""
        shares = shares or (("education", "host"), ("finance", "assisting"))
        self.case_id = scenes.register(self.district, **changes)
        ids = scenes.assign_to(self.district, self.case_id, *shares)
        found = [the(Assignment, one) for one in ids]
        keys = {self.district.ids[key]: key for key, *_ in shares}
        self.rows = {keys[row.unit_id]: row.id for row in found}

    @step
    def sign(self, unit: str = "education", who: str = "handler") -> None:
        """Sign for it."""
        with self.district.act(who, SIGNED):
            signing.sign(self.row(unit), SIGNED)

    @step
    def sign_for_offline(self, unit: str = "post") -> None:
        """Sign for a unit without log-in, by its slip."""
        with self.district.act("clerk", SIGNED):
            signing.sign_on_behalf(self.row(unit), SIGNED, self.scan())

    @step
    def talk(self, unit: str = "education", who: str = "handler", **changes: Any) -> int:
        """Record a talk."""
        with self.by(who):
            values = {**TALK.__dict__, **changes}
            return contacts.add(self.row(unit), ContactFacts(**values)).id

    @step
    def opinion(self, unit: str = "finance") -> None:
        """Let the assisting unit sign and give its opinion."""
        self.sign(unit, f"{unit}_handler")
        with self.by(f"{unit}_head"):
            opinions.submit(self.row(unit), "资金已列入年度预算。", MET)

    @step
    def ready(self, facts: LetterFacts = DONE, *shares: tuple[str, ...]) -> None:
        """Go as far as a complete draft of 教育局."""
        self.assign(*(shares or (("education", "independent"),)))
        self.sign()
        self.talk()
        self.draft(facts)

    @step
    def draft(
        self, facts: LetterFacts = DONE, unit: str = "education", who: str = "handler"
    ) -> int:
        """Begin the letter."""
        with self.by(who):
            return actions.start(self.row(unit), facts).id

    @step
    def checked(self, facts: LetterFacts = DONE, *shares: tuple[str, ...]) -> None:
        """Go as far as a signed letter that waits for its number."""
        self.ready(facts, *shares)
        self.sign_off()

    @step
    def sign_off(self) -> None:
        """Submit the letter of 教育局 and let its leader sign it."""
        with self.by("handler"):
            actions.submit_for_signing(self.letter())
        with self.by("head"):
            actions.sign_in_unit(self.letter())

    @step
    def issued_together(self, **changes: Any) -> None:
        """Go as far as a letter of 教育局 for which 财政局 gave its opinion."""
        self.assign(**changes)
        self.sign()
        self.talk()
        self.opinion()
        self.draft()
        self.sign_off()
        self.issue()

    @step
    def issued(self, facts: LetterFacts = DONE, *shares: tuple[str, ...]) -> None:
        """Go as far as an issued letter."""
        self.checked(facts, *shares)
        self.issue()

    @step
    def issue(
        self, facts: IssueFacts = NUMBERED, unit: str = "education", who: str = "head"
    ) -> None:
        """Number and issue the letter."""
        with self.by(who):
            issuing.issue(self.letter(unit), facts)

    @contextmanager
    def by(self, who: str):
        """Let a person act on the held day."""
        with self.district.act(who, DAY):
            yield

    def row(self, unit: str = "education") -> Assignment:
        """Return a unit's assignment."""
        return the(Assignment, self.rows[unit])

    def letter(self, unit: str = "education") -> Reply:
        """Return a unit's letter of the present round."""
        found = queries.current(self.row(unit))
        assert found is not None
        return found

    def case(self) -> Case:
        """Return the case."""
        return the(Case, self.case_id)

    def contact(self, contact_id: int) -> Contact:
        """Return a contact."""
        return the(Contact, contact_id)

    def scan(self) -> StoredFile:
        """Store a scan."""
        return keep_bytes(scenes.SCAN, "扫描件.pdf", None)

    def client(self, who: str):
        """Return a client logged in as a person of the district."""
        return entered(self.app, self.district.logins[who])

    def told(self, who: str) -> list[str]:
        """Return what a person was told, oldest first."""
        account = self.district.person(who).account_id
        query = db.session.query(Notice).filter_by(account_id=account).order_by(Notice.id)
        return [row.sentence for row in query]

    def calls(self) -> list[tuple[str, str]]:
        """Return the telephone reminders: (whom, what)."""
        return [(row.person, row.sentence) for row in db.session.query(PhoneCall)]

    def url(self, path: str = "", unit: str = "education") -> str:
        """Return the address of a page of a unit's assignment."""
        return f"/cases/{self.case_id}/assignments/{self.rows[unit]}{path}"


def clients(letters, *names: str):
    """Return a client for each person."""
    return {name: letters.client(name) for name in names or EVERYBODY}


def statuses(people, path: str) -> dict[str, int]:
    """Return how a page answers each person."""
    return {name: client.get(path).status_code for name, client in people.items()}


def row(*codes: int) -> dict[str, int]:
    """Return the expected answers in the order of EVERYBODY."""
    return dict(zip(EVERYBODY, codes, strict=True))
