"""One case on its way through the test district: each step by its person, on its own day."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from tests import scenes
from tests.reply.letters import DONE, PROMISED, TALK
from tests.rows import every, the
from tests.scenes import District
from tracker.assign import endings, opinions, returns, signing
from tracker.assign import queries as assignments
from tracker.assign.models import Assignment
from tracker.cases.models import Case
from tracker.contact import actions as contacts
from tracker.contact.actions import ContactFacts
from tracker.kernel.files import keep_bytes
from tracker.rating import actions as rating
from tracker.reply import actions as reply
from tracker.reply import issuing, queries
from tracker.reply.letter_check import IssueFacts, LetterFacts
from tracker.reply.models import Commitment, Reply
from tracker.supervise import actions as supervise
from tracker.supervise import queries as supervision
from tracker.terms import ContactForm, DeliveryWay, Dimension, Satisfaction
from tracker.units.models import Unit

PEOPLE = {
    "education": ("handler", "head"),
    "finance": ("finance_handler", "finance_head"),
    "city": ("city_handler", "city_head"),
}
MARCH_18 = date(2026, 3, 18)


@dataclass
class Walk:
    """A case and its assignments by unit."""

    district: District
    case_id: int = 0
    rows: dict[str, int] = field(default_factory=dict)

    def assign(self, number: str, *shares: tuple[str, ...], on: date = MARCH_18, **facts: Any):
        """Register and assign; by default 教育局 alone."""
        self.case_id = scenes.register(self.district, number, **facts)
        chosen = shares or (("education", "independent"),)
        scenes.assign_to(self.district, self.case_id, *chosen, on=on)
        return self.learn()

    def learn(self):
        """Look up the assignments in force."""
        names = {self.district.ids[key]: key for key in (*PEOPLE, "post")}
        live = assignments.live(self.case_id)
        self.rows.update({names[row.unit_id]: row.id for row in live if row.unit_id in names})
        return self

    def row(self, unit: str = "education") -> Assignment:
        """A unit's assignment."""
        return the(Assignment, self.rows[unit])

    @property
    def case(self) -> Case:
        """The case."""
        return the(Case, self.case_id)

    def letter(self, unit: str = "education") -> Reply:
        """A unit's letter of the present round."""
        found = queries.current(self.row(unit))
        assert found is not None
        return found

    def sign(self, on: date, *units: str):
        """The units sign for it; the office for 邮政管理局."""
        for unit in units or ("education",):
            if unit == "post":
                with self.district.act("clerk", on, 11):
                    scan = keep_bytes(scenes.SCAN, "签收单.pdf", None)
                    signing.sign_on_behalf(self.row(unit), on, scan)
            else:
                with self.district.act(PEOPLE[unit][0], on, 11):
                    signing.sign(self.row(unit), on)
        return self

    def talk(self, on: date, unit: str = "education", form: ContactForm = ContactForm.VISIT):
        """A contact with the lead."""
        with self.district.act(PEOPLE[unit][0], on, 14):
            facts = ContactFacts(**{**TALK.__dict__, "held_on": on, "form": form})
            contacts.add(self.row(unit), facts)
        return self

    def opinion(self, on: date, unit: str = "finance", accept: bool = False):
        """The assisting unit's opinion, and the host's use of it."""
        with self.district.act(PEOPLE[unit][1], on, 13):
            opinions.submit(self.row(unit), "资金已列入年度预算。", on)
        if accept:
            with self.district.act("handler", on, 15):
                opinions.accept(self.row(unit))
        return self

    def draft(self, on: date, unit: str = "education", facts: LetterFacts = DONE, step: str = ""):
        """A draft; `step` submitted or signed takes it further."""
        handler, head = PEOPLE[unit]
        with self.district.act(handler, on, 9):
            reply.start(self.row(unit), facts)
            if step:
                reply.submit_for_signing(self.letter(unit))
        if step == "signed":
            with self.district.act(head, on, 10):
                reply.sign_in_unit(self.letter(unit))
        return self

    def answer(self, on: date, number: str, unit: str = "education", facts: LetterFacts = DONE):
        """The issued letter."""
        self.draft(on, unit, facts, "signed")
        with self.district.act(PEOPLE[unit][1], on, 11):
            issuing.issue(self.letter(unit), IssueFacts(number, on, "孙立军"))
        return self

    def deliver(self, on: date, unit: str = "education"):
        """The letter reaches the lead."""
        with self.district.act(PEOPLE[unit][0], on, 15):
            way = DeliveryWay.IN_PERSON
            issuing.record_delivery(self.letter(unit), self.case.lead, way, on)
        return self

    def rate(self, on: date, value: Satisfaction, unit: str = "education", reason: str = ""):
        """The deputy's own rating."""
        with self.district.act("deputy", on, 16):
            rating.submit(self.letter(unit), {Dimension.OVERALL: value}, reason)
        return self

    def enter_rating(self, on: date, value: Satisfaction, unit: str = "education"):
        """A paper form that the clerk enters for the deputy."""
        with self.district.act("clerk", on, 16):
            form = rating.Form({Dimension.OVERALL: value}, "", on)
            rating.enter_on_behalf(
                self.letter(unit), form, keep_bytes(scenes.SCAN, "评价表.pdf", None)
            )
        return self

    def again(self, on: date):
        """The office opens the next round."""
        with self.district.act("clerk", on, 17):
            (row,) = supervision.undecided(self.case_id)
            supervise.open_round(row, "请补充具体措施。", on)
        return self

    def close(self, on: date):
        """The office closes it."""
        with self.district.act("clerk", on, 18):
            supervise.close(self.case, on)
        return self

    def withdraw(self, on: date):
        """The deputy takes it back."""
        with self.district.act("clerk", on, 18):
            endings.withdraw(self.case, on, "问题已经解决")
        return self

    def ask_return(self, on: date, who: str = "head", to: str = "city"):
        """教育局 asks to return it."""
        with self.district.act(who, on, 12):
            other = self.district.row(Unit, to)
            returns.request(self.row(), "职责已经划转", other, on)
        return self

    def promise(self) -> Commitment:
        """The promise of the case."""
        (row,) = every(Commitment, Commitment.case_id == self.case_id)
        return row


__all__ = ["DONE", "MARCH_18", "PEOPLE", "PROMISED", "Walk"]
