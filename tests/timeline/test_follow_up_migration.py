"""What histories told of follow-up before it had a table becomes rows, and comes back."""

from __future__ import annotations

from datetime import date

import pytest
from flask_migrate import downgrade, upgrade
from sqlalchemy import text

from tests import scenes
from tests.house.test_migrations import database_url
from tracker.kernel.db import db

__all__ = ["database_url"]
BEFORE, AFTER = "0003", "0004"
CLERK, NOBODY = "clerk", "nobody"
PROMISE = "区教育局承诺：建成两所公办园（2026-12-31 前完成）。"
# case, day, act, sentence, who
TOLD = (
    (0, "2026-04-03", "commitment.opened", PROMISE, "handler"),
    (1, "2026-04-10", "follow_up.listed", "列入跟踪：群众关注。", CLERK),
    (0, "2026-04-07", "rating.unsatisfied", "不满意：没有写明时间。", NOBODY),
    (0, "2026-04-20", "commitment.opened", "区教育局承诺：另建一所。", "handler"),
    (0, "2026-05-20", "follow_up.ended", "结束跟踪：承诺已落实。", CLERK),
    (1, "2026-04-08", "case.withdrawn", "提出者书面撤回：已解决。", CLERK),
    (0, "2026-06-01", "follow_up.listed", "重新办理，列入跟踪。", CLERK),
    (2, "2026-06-02", "rating.unsatisfied", "不满意：没有写明时间。", "deputy"),
    (2, "2026-06-20", "case.handed_out", "转出至区人民法院：不属本级。", CLERK),
    (3, "2026-06-21", "case.voided", "作废：重复登记。", "leader"),
)
ENDED = ("2026-05-20", "承诺已落实。", CLERK)
# what the table says: case, cause, since, until, reason, begun by, end reason, ended by
ROWS = [
    (0, "commitment", "2026-04-03", ENDED[0], PROMISE, "handler", *ENDED[1:]),
    (
        1, "listed", "2026-04-10", "2026-04-10", "群众关注。", CLERK,
        "提出者书面撤回：已解决。", CLERK,
    ),
    (0, "unsatisfied", "2026-04-07", ENDED[0], "没有写明时间。", None, *ENDED[1:]),
    (0, "listed", "2026-06-01", None, "重新办理，列入跟踪。", CLERK, "", None),
    (
        2, "unsatisfied", "2026-06-02", "2026-06-20", "没有写明时间。", "deputy",
        "转出至区人民法院：不属本级。", CLERK,
    ),
]  # fmt: skip
ENTRY = text("""
INSERT INTO history_entry (case_id, at, "on", act, sentence, subject_type, subject_id, actor_id,
                           actor_name, actor_place, public)
VALUES (:case, '2026-06-21 01:00:00', :on, :act, :sentence, 'case_record', :case, :actor, '', '',
        :public)
""")
END = text("""
INSERT INTO follow_up_end (case_id, after_entry_id, ended_on, reason, ended_by)
SELECT :case, id, '2026-05-20', '承诺已落实。', :actor FROM history_entry
 WHERE sentence = '区教育局承诺：另建一所。'
""")
FOLLOW_UPS = text("""
SELECT case_id, cause, since, until, reason, begun_by, end_reason, ended_by FROM follow_up
 ORDER BY id
""")
ENDS = text("""
SELECT e.case_id, h.sentence, e.ended_on, e.reason, e.ended_by FROM follow_up_end e
  JOIN history_entry h ON h.id = e.after_entry_id ORDER BY e.id
""")


@pytest.fixture
def told(migrated):
    """A database of the version before, with four cases and what their histories told."""
    district = scenes.build()
    cases = [scenes.register(district, number=str(number)) for number in range(1, 5)]
    people = {name: district.person(name).account_id for name in district.logins}
    people[NOBODY] = 99_999
    db.session.remove()
    downgrade(revision=BEFORE)
    with db.engine.begin() as connection:
        for place, on, act, sentence, who in TOLD:
            values = {"case": cases[place], "on": date.fromisoformat(on), "act": act}
            values |= {"sentence": sentence, "actor": people[who], "public": False}
            connection.execute(ENTRY, values)
        connection.execute(END, {"case": cases[0], "actor": people[CLERK]})
    return cases, {number: name for name, number in people.items()}


def _read(query, told) -> list[tuple]:
    """Return rows with places and names for the numbers that differ from run to run."""
    cases, names = told
    with db.engine.connect() as connection:
        found = [list(row) for row in connection.execute(query)]
    return [
        (
            cases.index(row[0]),
            *(str(value) if isinstance(value, date) else value for value in row[1:5]),
            *(names[value] if isinstance(value, int) else value for value in row[5:]),
        )
        for row in found
    ]


def test_triggers_and_ends_become_rows(told):
    upgrade(revision=AFTER)
    assert _read(FOLLOW_UPS, told) == ROWS


def test_going_down_the_history_tells_the_ends_again(told):
    upgrade(revision=AFTER)
    downgrade(revision=BEFORE)
    cases, names = told
    with db.engine.connect() as connection:
        (row,) = connection.execute(ENDS)
    assert (cases.index(row[0]), row[1], str(row[2]), row[3], names[row[4]]) == (
        0, "区教育局承诺：另建一所。", "2026-05-20", "承诺已落实。", CLERK,
    )  # fmt: skip
    upgrade(revision=AFTER)
    assert _read(FOLLOW_UPS, told) == ROWS
