"""The cases that all others are copies of, each made by the real actions on its own road."""

from __future__ import annotations

import json
import pickle
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy import delete, event

from tests.bench import either
from tests.bench.office import TODAY
from tracker.bodies.models import Batch, CongressSession
from tracker.demo import answered, places, roads
from tracker.demo.places import District
from tracker.demo.tale import Tale, register
from tracker.kernel import clock
from tracker.kernel.db import db, transaction
from tracker.terms import BodyType

SCHOOLS = "教育局"
OFFLINE = "邮政管理局"
LONG_AGO = 155
# the days of one reminder after another: a case that is late was reminded of within them
SINCE = 7
LAST_YEAR = 2
# the first people have accounts, their copies have none: who owes a rating would differ
NO_LOG_IN = places.WITH_LOG_IN
NOT_WAITING = {
    "sqlite": "PRAGMA synchronous=OFF",
    "postgresql": "SET synchronous_commit = off",
}

# nothing is open on any of them any more
ENDED: tuple[roads.Road, ...] = (
    *(answered.satisfied,) * 7,
    *(answered.fairly,) * 3,
    answered.for_reference,
    *(answered.separate,) * 2,
    answered.mended,
    answered.again_closed,
    answered.promise_kept,
    roads.withdrawn,
    roads.handed_out,
)
# each is walked twice: by the first unit, and by any
UNDER_WAY: tuple[tuple[roads.Road, int], ...] = (
    (roads.untouched, 4),
    (roads.proposed, 5),
    (roads.pending, 6),
    (roads.assigned, 5),
    (roads.assigned, 12),
    (roads.assigned_alone, 8),
    (roads.asking, 6),
    (roads.returning, 6),
    (roads.signed, 20),
    (roads.signed, 92),
    (roads.opinion_in, 20),
    (roads.opinion_back, 25),
    (roads.talked, 60),
    (roads.talked, 92),
    (roads.late, 104),
    (roads.supervised, 106),
    (roads.drafting, 45),
    (roads.signing, 45),
    (roads.checked, 40),
    (roads.issued, 40),
    (roads.awaiting, 40),
    (answered.half_entered, 50),
    (answered.rated, 55),
    (answered.undecided, 60),
    (answered.promised, 130),
)


@dataclass(frozen=True)
class Walk:
    """One original: its road, how long ago it began, which unit answers, who put it, who leads."""

    road: roads.Road
    age: int
    unit: str = ""
    own: bool = False
    led: bool = False


def whole() -> tuple[list[Walk], list[Walk]]:
    """Return the originals of a whole office: the ended ones, those under way."""
    ended = [Walk(road, LONG_AGO, own=place == 0) for place, road in enumerate(ENDED)]
    under_way = [
        Walk(
            road,
            age,
            _unit(place, first),
            own=first and road in (roads.talked, roads.drafting),
            led=place % 2 == first,
        )
        for place, (road, age) in enumerate(UNDER_WAY)
        for first in (True, False)
    ]
    return ended, under_way


def _unit(place: int, first: bool) -> str:
    """Return who answers: the unit whose desk is measured, any, at times one without log-in."""
    if first:
        return SCHOOLS
    return OFFLINE if place % 9 == 5 else ""


def make(folder: Path, ended: Sequence[Walk], under_way: Sequence[Walk]) -> None:
    """Make the district and the originals, and note beside the database which they are."""
    data = places.read()
    with _not_waiting():
        with clock.moved_to(clock.at(date(TODAY.year - 1, 1, 2), 8)), transaction():
            district = places.make(data, TODAY)
            _drop_last_year(district)
        with transaction():
            places.make_accounts(district, data)
        first = _write(district, data, ended, 0)
        other = _write(district, data, under_way, len(ended))
        either.run_day(TODAY - timedelta(days=SINCE))
    kept = {
        "ended": [case_id for _name, case_id in first],
        "under_way": [case_id for _name, case_id in other],
        "of": dict(reversed([*first, *other])),
        "session": district.sessions[(BodyType.CONGRESS, 3)],
        "unit": district.units[SCHOOLS],
    }
    (folder / "originals.json").write_text(json.dumps(kept), encoding="utf-8")
    (folder / "district.pickle").write_bytes(pickle.dumps(district))


@contextmanager
def _not_waiting() -> Iterator[None]:
    """Let the database not wait for the disk."""
    setting = NOT_WAITING[db.engine.dialect.name]

    def do_not_wait(connection, _record) -> None:
        connection.execute(setting)
        connection.commit()

    db.session.remove()
    db.engine.dispose()
    event.listen(db.engine, "connect", do_not_wait)
    try:
        yield
    finally:
        event.remove(db.engine, "connect", do_not_wait)
        db.session.remove()
        db.engine.dispose()


def _write(
    district: District, data: dict, walks: Sequence[Walk], before: int
) -> list[tuple[str, int]]:
    """Let each case walk its road; return the name of the road and the case of each."""
    made = []
    for place, walk in enumerate(walks, before):
        topics = [row for row in data["topics"] if walk.unit in ("", row["unit"])]
        tale = Tale(
            district=district,
            topic=topics[place % len(topics)],
            place=data["places"][place % len(data["places"])],
            kind=BodyType.CONGRESS if walk.own or place % 5 < 3 else BodyType.CPPCC,
            number=f"{place + 1:03d}",
            session=3,
            deputy=0 if walk.own else NO_LOG_IN + place % (places.PER_BODY - NO_LOG_IN),
            key_item=walk.led,
            confidential=place % 29 == 11,
            turn=place,
        )
        start = roads.later(TODAY - timedelta(days=walk.age), 0)
        register(tale, start)
        walk.road(tale, min(roads.later(start, 3), TODAY))
        made.append((walk.road.__name__, tale.case_id))
    return made


def _drop_last_year(district: District) -> None:
    """Take out the session before the newest: it is made with the others of earlier years."""
    for kind in BodyType:
        number = district.sessions.pop((kind, LAST_YEAR))
        db.session.execute(delete(Batch).where(Batch.session_id == number))
        db.session.execute(delete(CongressSession).where(CongressSession.id == number))


def read(folder: Path) -> dict:
    """Return which the originals are."""
    found: dict = json.loads((folder / "originals.json").read_text(encoding="utf-8"))
    return found


def district_of(folder: Path) -> District:
    """Return the district of an office."""
    found: District = pickle.loads((folder / "district.pickle").read_bytes())
    return found
