"""Building the demonstration: 156 cases in every state, dates relative to today."""

from __future__ import annotations

import sys
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from tracker.cases.models import Case
from tracker.cases.queries import by_id
from tracker.demo import answered, places
from tracker.demo.answered import WAYS, Way
from tracker.demo.filings import FILINGS
from tracker.demo.places import District
from tracker.demo.roads import Road, later
from tracker.demo.tale import Tale, register
from tracker.kernel import clock
from tracker.kernel.access import acting
from tracker.kernel.db import db, transaction
from tracker.kernel.errors import Refused
from tracker.notices import actions as notices
from tracker.notices.models import Notice, PhoneCall
from tracker.plan.jobs import run_day
from tracker.plan.models import DutyRow
from tracker.plan_terms import DutyKind
from tracker.supervise import actions as supervise
from tracker.supervise.actions import Record
from tracker.terms import BodyType, CaseState, FollowUpKind, LeadType, Period

CASES, LAST_YEAR, REVIEWED = 150, 20, 9
REHEARSED_DAYS, CALLS_LEFT, UNREAD_DAYS, VISITS_LEFT = 12, 4, 2, 10
VISITED = ("代表表示认可。", "代表希望年底前再看一次。", "代表认为进度符合承诺。")
SEASON = 60  # days after the opening in which the cases of a session come in
CALLED = ("已告知，答应尽快办理。", "接电话的同志已转告承办科室。", "已提醒，约定本周内办结。")


def build_if_empty() -> None:
    """Make the demonstration in an empty database, and print the log-ins."""
    if db.session.scalar(select(Case.id).limit(1)) is None:
        sys.stdout.write("正在生成演示数据（约一分钟）……\n")
        sys.stdout.flush()
        for line in build():
            sys.stdout.write(line + "\n")
    sys.stdout.write(log_ins() + "\n")
    sys.stdout.flush()


def build() -> list[str]:
    """Make the district and its cases by the real actions; return what was made.

    :raises Refused: the database holds cases already.
    """
    if db.session.scalar(select(Case.id).limit(1)) is not None:
        raise Refused("数据库里已有登记的件，演示数据只能放进空的数据库。")
    today, data = clock.today(), places.read()
    early = date(places.year_of(today) - 1, 1, 2)
    with clock.moved_to(clock.at(early, 8)), transaction():
        district = places.make(data, today)
    with transaction():
        places.make_accounts(district, data)
    book = Book(district, data, today)
    for place in range(CASES):
        book.write(place)
    for place, road in enumerate(FILINGS, CASES):
        book.submit(place, road)
    _visit(district, today)
    _rehearse(today)
    _call(district, today)
    _read(today)
    found = Counter(db.session.scalars(select(Case.state)))
    return [f"  {CaseState(state).label}：{count} 件" for state, count in found.most_common()]


def log_ins() -> str:
    """Return the log-ins of the demonstration."""
    lines = [
        "演示账号（只存在于演示数据中），密码都是 " + places.PASSWORD,
        "  政府办经办 clerk　政府办领导 leader　单位承办人 handler　单位负责人 head",
        "  人大代表 deputy　政协委员 member　区领导 district-leader",
        "  人大机关 congress-office　政协机关 cppcc-office",
        "  系统管理员 sysadmin　安全管理员 secadmin　审计管理员 auditor",
    ]
    return "\n".join(lines)


@dataclass
class Book:
    """The cases of the demonstration as they are written, no title and no number twice."""

    district: District
    data: dict[str, Any]
    today: date
    numbers: Counter[tuple[BodyType, int, Period]] = field(default_factory=Counter)
    told: set[tuple[str, str]] = field(default_factory=set)

    def write(self, place: int) -> None:
        """Make one case and let it take its road."""
        kind = BodyType.CONGRESS if place % 5 < 3 else BodyType.CPPCC
        last_year = place >= CASES - LAST_YEAR
        way = Way(answered.satisfied, 0) if last_year else WAYS[place % len(WAYS)]
        session, start = (2 if last_year else 3), self._start(kind, way, place, last_year)
        days = (start - places.opened_on(kind, self._year(session))).days
        period = Period.SESSION if days <= SEASON else Period.INTERSESSION
        self.numbers[kind, session, period] += 1
        topic, where = self._subject(place, way.unit)
        lead_type = _lead_type(kind, place)
        tale = Tale(
            district=self.district,
            topic=topic,
            place=where,
            kind=kind,
            number=f"{self.numbers[kind, session, period]:03d}",
            session=session,
            deputy=0 if way.own else 1 + place // 2,
            period=period,
            key_item=way.led,
            confidential=place % 29 == 11,
            turn=place,
            lead_type=LeadType.PERSON if way.own else lead_type,
            collective=self.data["collectives"][place % len(self.data["collectives"])],
        )
        register(tale, start)
        way.road(tale, later(start, 3))

    def submit(self, place: int, road: Road) -> None:
        """Make one proposal on which the committee has to decide, and let it do so."""
        kind, start = BodyType.CPPCC, later(self.today - timedelta(days=REVIEWED), 0)
        self.numbers[kind, 3, Period.INTERSESSION] += 1
        topic, where = self._subject(place, "")
        tale = Tale(
            district=self.district,
            topic=topic,
            place=where,
            kind=kind,
            number=f"{self.numbers[kind, 3, Period.INTERSESSION]:03d}",
            session=3,
            deputy=0 if road is FILINGS[0] else 1 + place // 2,
            period=Period.INTERSESSION,
            turn=place,
            waits_for_filing=True,
        )
        register(tale, start)
        road(tale, later(start, 1))

    def _year(self, session: int) -> int:
        """Return the year of a session."""
        return places.year_of(self.today) - (3 - session)

    def _start(self, kind: BodyType, way: Way, place: int, last_year: bool) -> date:
        """Return the day on which the case is received."""
        in_session = later(places.opened_on(kind, self._year(2 if last_year else 3)), place % 9)
        recent = later(self.today - timedelta(days=way.age), 0)
        if last_year:
            return in_session
        return min(in_session, recent) if way.old else recent

    def _subject(self, place: int, unit: str) -> tuple[dict[str, Any], str]:
        """Return a topic, of the unit where one is named, and a place for it."""
        topics = [row for row in self.data["topics"] if unit in ("", row["unit"])]
        names = self.data["places"]
        for step in range(len(topics) * len(names)):
            topic = topics[(place + step) % len(topics)]
            where = names[(place * 5 + step // len(topics)) % len(names)]
            if (topic["title"], where) not in self.told:
                self.told.add((topic["title"], where))
                return topic, where
        raise Refused("演示数据的题目用完了。")


def _lead_type(kind: BodyType, place: int) -> LeadType:
    """Return who puts the case: mostly a person."""
    if place % 13 != 6:
        return LeadType.PERSON
    return LeadType.DELEGATION if kind is BodyType.CONGRESS else LeadType.ORGANISATION


def _visit(district: District, today: date) -> None:
    """Let the clerk have made the follow-up visits; the latest are still to be made."""
    due = select(DutyRow.case_id, DutyRow.due_on).where(
        DutyRow.kind == DutyKind.VISIT, DutyRow.due_on <= today - timedelta(days=VISITS_LEFT)
    )
    found = db.session.execute(due.order_by(DutyRow.due_on, DutyRow.case_id)).all()
    rows = [(case_id, day) for case_id, day in found if day]
    for place, (case_id, day) in enumerate(rows):
        said = VISITED[place % len(VISITED)]
        moved = clock.moved_to(clock.at(day, 15))
        with moved, transaction(), acting(district.person("clerk")):
            case = by_id(case_id)
            facts = Record(FollowUpKind.VISIT, day, "回访代表委员，了解落实情况。", said)
            supervise.record(case, facts)


def _rehearse(today: date) -> None:
    """Run the daily job for the last days, so that reminders and lapses are there."""
    for back in range(REHEARSED_DAYS, 0, -1):
        day = today - timedelta(days=back)
        with clock.moved_to(clock.at(day, 6)):
            run_day(day)


def _call(district: District, today: date) -> None:
    """Let the clerk make the older telephone reminders; the latest are still to be made."""
    day = today - timedelta(days=CALLS_LEFT)
    moved = clock.moved_to(clock.at(day, 16))
    with moved, transaction(), acting(district.person("clerk")):
        query = select(PhoneCall).where(PhoneCall.done_on.is_(None), PhoneCall.due_on <= day)
        for place, row in enumerate(db.session.scalars(query)):
            notices.record_call(row, CALLED[place % len(CALLED)])


def _read(today: date) -> None:
    """Let everybody have read what came before the last days."""
    with clock.moved_to(clock.at(today - timedelta(days=UNREAD_DAYS), 17)), transaction():
        for account_id in db.session.scalars(select(Notice.account_id).distinct()):
            notices.mark_all_read(account_id)
