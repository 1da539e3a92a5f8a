"""Roads that several stories walk: from sign-for to an issued letter, by the pages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from tests.rows import the
from tests.stories.people import Person, at
from tracker.assign.models import Assignment
from tracker.cases.models import Case, Submitter
from tracker.kernel.db import db
from tracker.reply.models import Reply


@dataclass
class Stage:
    """The application, the district and the people who are logged in so far."""

    app: object
    district: object

    def person(self, name: str) -> Person:
        """Log a person in; a log-in lasts as long as the clock stands still."""
        return Person(self.app, self.district, name)


def unit_of(case_id: int, stage: Stage, key: str) -> int:
    """Return the assignment of a unit."""
    query = select(Assignment.id).where(
        Assignment.case_id == case_id, Assignment.unit_id == stage.district.ids[key]
    )
    return db.session.scalars(query.order_by(Assignment.id.desc())).first()


def letter_of(assignment_id: int) -> int:
    """Return the latest letter of an assignment."""
    query = select(Reply.id).where(Reply.assignment_id == assignment_id)
    return db.session.scalars(query.order_by(Reply.id.desc())).first()


def lead_of(case_id: int) -> int:
    """Return the lead of a case."""
    return db.session.scalar(select(Submitter.id).filter_by(case_id=case_id, position=0))


def sign(stage: Stage, case_id: int, assignment_id: int, who: str, on: date) -> None:
    """Sign for it."""
    with at(on):
        address = f"/cases/{case_id}/assignments/{assignment_id}/sign"
        stage.person(who).does(address, signed_on=on, handler_name="何志强")


def contact(stage: Stage, case_id: int, assignment_id: int, who: str, on: date) -> None:
    """Meet the deputy."""
    with at(on):
        stage.person(who).does(
            f"/cases/{case_id}/assignments/{assignment_id}/contacts/new",
            phase="during",
            form="visit",
            held_on=on,
            place="城东社区",
            unit_people="何志强（科长）",
            deputies="刘桂兰",
            said="当面说明了办理安排。",
            deputy_view="希望尽快落实。",
        )


def answer(
    stage: Stage, case_id: int, assignment_id: int, people: tuple[str, str], on: date, **letter
) -> int:
    """Draft, submit, sign off and issue a letter; return its id."""
    handler, head = people
    base = f"/cases/{case_id}/assignments/{assignment_id}/reply"
    facts = {
        "text": "经与您当面沟通，现就所提问题逐条答复。",
        "reply_class": "A",
        "outcome": "done",
        "disclosure": "public",
        **letter,
    }
    number = facts.pop("number")
    with at(on, 9):
        stage.person(handler).does(base, **facts)
        stage.person(handler).does(f"{base}/submit")
    with at(on, 14):
        stage.person(head).does(f"{base}/sign", opened=base)
        head_person = stage.person(head)
        review = head_person.does(f"{base}/issue", number=number, issued_on=on, signer="孙立军")
        head_person.does(f"{base}/issue/confirm", opened=review)
    return letter_of(assignment_id)


def deliver(stage: Stage, case_id: int, reply_id: int, who: str, on: date) -> None:
    """Record that the letter reached the lead."""
    with at(on):
        stage.person(who).does(
            f"/cases/{case_id}/replies/{reply_id}/deliver",
            submitter_id=lead_of(case_id),
            way="in_person",
            delivered_on=on,
        )


def rate(
    stage: Stage, case_id: int, assignment_id: int, value: str, on: date, reason: str = ""
) -> None:
    """Let the deputy rate on the phone page."""
    with at(on):
        deputy = stage.person("deputy")
        address = f"/rating/cases/{case_id}/assignments/{assignment_id}/rate"
        deputy.does(address, overall=value, reason=reason)


def state_of(case_id: int) -> str:
    """Return the state of a case."""
    db.session.expire_all()
    return str(the(Case, case_id).state)
