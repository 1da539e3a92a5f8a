"""A small district in which tests act: made by the real actions under a held clock."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO

from sqlalchemy import bindparam, select

from tests import factories
from tests.entering import entered
from tests.rows import the
from tests.steps import step
from tracker.accounts.models import Account, AccountRole
from tracker.assign import actions as assign
from tracker.assign import queries as assignments
from tracker.assign import signing
from tracker.assign.actions import ShareFacts
from tracker.bodies import actions as bodies
from tracker.cases import actions as cases
from tracker.cases.facts import CaseFacts, SubmitterFacts
from tracker.cases.models import Case
from tracker.deputies import actions as deputies
from tracker.kernel import clock
from tracker.kernel.access import Viewer, acting
from tracker.kernel.db import db, transaction
from tracker.plan.queries import ANSWER_DUE
from tracker.roles import Role
from tracker.settings import actions as settings
from tracker.terms import AssignRole, BodyType, Period
from tracker.units import actions as units

BUILT, START = date(2026, 1, 5), date(2026, 3, 18)
SCAN = b"%PDF-1.4\n%scan\n"
# who acts, asked for at every act of every test
PERSON = (
    select(
        Account.id,
        Account.name,
        Account.unit_id,
        Account.deputy_id,
        Account.body_type,
        AccountRole.role,
    )
    .outerjoin(Account.roles)
    .where(Account.login == bindparam("login"))
)


def scanned(field: str = "scan") -> dict[str, tuple[BytesIO, str]]:
    """Return a scan as a form sends it; a stream is read once."""
    return {field: (BytesIO(SCAN), "扫描件.pdf")}


@dataclass
class District:
    """The people, units and sessions of the test district; ids, so that sessions may end."""

    logins: dict[str, str] = field(default_factory=dict)
    ids: dict[str, int] = field(default_factory=dict)

    def person(self, name: str) -> Viewer:
        """Return the viewer behind a short name: clerk, leader, handler, head, deputy …"""
        login = self.logins[name]
        rows = db.session.execute(PERSON, {"login": login}).all()
        return Viewer(
            account_id=rows[0].id,
            login=login,
            name=rows[0].name,
            roles=frozenset(row.role for row in rows if row.role),
            unit_id=rows[0].unit_id,
            deputy_id=rows[0].deputy_id,
            body_type=rows[0].body_type,
        )

    @contextmanager
    def act(self, name: str, on: date = START, hour: int = 9):
        """Let a person act on a day, in a transaction of its own."""
        with clock.moved_to(clock.at(on, hour)), transaction(), acting(self.person(name)):
            yield

    def row(self, model, name: str):
        """Return a row by its short name."""
        return the(model, self.ids[name])


def build() -> District:
    """Make the district: two bodies with a session each, four units, accounts of each role."""
    district = District()
    with clock.moved_to(clock.at(BUILT)), transaction():
        settings.load_year(2026)
        _bodies(district)
        _units(district)
    with clock.moved_to(clock.at(START, 8)), transaction():
        _people(district)
    return district


def _bodies(district: District) -> None:
    for key, kind in (("congress", BodyType.CONGRESS), ("cppcc", BodyType.CPPCC)):
        body = factories.make_body(kind)
        term = 18 if kind is BodyType.CONGRESS else 10
        days = (date(2025, 12, 20), date(2025, 12, 24))
        session = bodies.save_session(body, term, 3, *days)
        district.ids[key], district.ids[f"{key}_session"] = body.id, session.id


def _units(district: District) -> None:
    for key, name, online in (
        ("education", "云岭区教育局", True),
        ("finance", "云岭区财政局", True),
        ("city", "云岭区城市管理局", True),
        ("post", "云岭区邮政管理局", False),
    ):
        facts = units.UnitFacts(name, name[2:], online=online, phone="010-5550001")
        district.ids[key] = units.save(facts).id


def _people(district: District) -> None:
    congress = factories.make_body(BodyType.CONGRESS)
    lead = deputies.save("刘桂兰", "13800006021", "")
    other = deputies.save("王守田", "13800006022", "")
    for person in (lead, other):
        deputies.add_mandate(person, congress, 18, None)
    district.ids["lead"], district.ids["co"] = lead.id, other.id
    makers = {
        "clerk": ((Role.OH,), {}),
        "leader": ((Role.OL,), {}),
        "handler": ((Role.UH,), {"unit_id": district.ids["education"]}),
        "head": ((Role.UL,), {"unit_id": district.ids["education"]}),
        "finance_handler": ((Role.UH,), {"unit_id": district.ids["finance"]}),
        "finance_head": ((Role.UL,), {"unit_id": district.ids["finance"]}),
        "city_handler": ((Role.UH,), {"unit_id": district.ids["city"]}),
        "city_head": ((Role.UL,), {"unit_id": district.ids["city"]}),
        "deputy": ((Role.DEP,), {"deputy_id": lead.id}),
        "co_deputy": ((Role.DEP,), {"deputy_id": other.id}),
        "district_leader": ((Role.DL,), {}),
        "congress_office": ((Role.OBS,), {"body_type": BodyType.CONGRESS}),
        "cppcc_office": ((Role.OBS,), {"body_type": BodyType.CPPCC}),
    }
    for key, (roles, fields) in makers.items():
        district.logins[key] = factories.make_account(*roles, **fields)


@step
def register(district: District, number: str = "015", **changes) -> int:
    """Register a suggestion by 刘桂兰 and 王守田; return its id."""
    from tracker.bodies.models import CongressSession
    from tracker.deputies.models import Deputy

    with district.act("clerk", date(2026, 1, 6)):
        key = changes.pop("session", "congress_session")
        values = {
            "session": district.row(CongressSession, key),
            "period": Period.SESSION,
            "number": number,
            "title": "关于增加城东片区普惠性幼儿园学位的建议",
            "submitters": (
                SubmitterFacts("刘桂兰", "城东代表团", "13800006021", district.row(Deputy, "lead")),
                SubmitterFacts("王守田", "城东代表团", "13800006022", district.row(Deputy, "co")),
            ),
            "received_on": date(2026, 1, 6),
            "text": "城东片区新建小区多，公办园学位不足。",
        }
        return cases.register(CaseFacts(**{**values, **changes})).id


@step
def assign_to(district: District, case_id: int, *shares, on: date = START) -> list[int]:
    """Propose, submit and approve; shares are (unit key, role) or (unit key, role, part)."""
    from tracker.units.models import Unit

    with district.act("clerk", on):
        chosen = [
            ShareFacts(district.row(Unit, key), AssignRole(role), *part)
            for key, role, *part in shares
        ]
        case = the(Case, case_id)
        assign.propose(case, chosen)
        assign.submit(case)
    with district.act("leader", on, 10):
        case = the(Case, case_id)
        assign.approve(case, on, case.batch)
    return [row.id for row in assignments.live(case_id)]


def client_of(app, district: District, name: str):
    """Return a client logged in as a person; the clock is the test's."""
    return entered(app, district.logins[name])


@step
def sign(district: District, assignment_id: int, who: str = "handler", on: date = START) -> None:
    """Sign for an assignment."""
    from tracker.assign.models import Assignment

    with district.act(who, on, 11):
        signing.sign(the(Assignment, assignment_id), on)


def limit_of(case_id: int) -> date | None:
    """Return until when a case owes its answer, None where it owes none."""
    owed = select(ANSWER_DUE.c.due_on).where(ANSWER_DUE.c.case_id == case_id)
    return db.session.scalar(owed)
