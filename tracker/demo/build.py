"""Building the demonstration: 150 cases in every state, dates relative to today."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from tracker.cases.models import Case
from tracker.demo import places, roads
from tracker.demo.places import District
from tracker.demo.tale import Tale, register
from tracker.kernel import clock
from tracker.kernel.db import db, transaction
from tracker.kernel.errors import Refused
from tracker.supervise.jobs import run_day
from tracker.terms import BodyType, CaseState, Period

PLACES = (
    "城东片区", "城西片区", "河滨新区", "石门村", "青山社区", "锦绣社区", "东湖社区", "老城区",
    "北关街", "南苑小区", "柳林村", "高铁新区",
)  # fmt: skip
CASES = 150
REHEARSED_DAYS = 12


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
    early = clock.moved_to(clock.at(date(today.year - 1, 1, 2), 8))
    with early, transaction():
        district = places.make(data, today)
    with transaction():
        places.make_accounts(district)
    for place in range(CASES):
        _case(district, data, today, place)
    _rehearse(today)
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


def _case(district: District, data: dict[str, Any], today: date, place: int) -> None:
    """Make one case and let it take its road."""
    kind = BodyType.CONGRESS if place % 5 < 3 else BodyType.CPPCC
    road, age = roads.ROADS[place % len(roads.ROADS)]
    last_year = place >= CASES - 20
    topics = data["topics"]
    between = place % 11 == 5 and not last_year
    tale = Tale(
        district=district,
        topic=topics[(place * 7 + place // len(roads.ROADS)) % len(topics)],
        place=PLACES[(place // len(topics)) % len(PLACES)],
        kind=kind,
        number=f"{place + 1:03d}",
        session=2 if last_year else 3,
        deputy=place // 2 if place % 4 else 0,
        period=Period.INTERSESSION if between else Period.SESSION,
        key_item=place % 17 == 3,
        confidential=place % 29 == 11,
    )
    start = today - timedelta(days=age + (300 if last_year else 0))
    walked: Callable[[Tale, date], None] = roads.to_the_end if last_year else road
    register(tale, _workday(start))
    walked(tale, _workday(start + timedelta(days=3)))


def _rehearse(today: date) -> None:
    """Run the daily job for the last days, so that reminders and lapses are there."""
    for back in range(REHEARSED_DAYS, 0, -1):
        day = today - timedelta(days=back)
        with clock.moved_to(clock.at(day, 6)), transaction():
            run_day(day)


def _workday(day: date) -> date:
    """Return a Monday to Friday on or after a day."""
    return day + timedelta(days=max(0, 7 - day.weekday()) % 7 if day.weekday() > 4 else 0)
