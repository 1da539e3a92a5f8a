"""The day that the office named for a promise without one comes out of the history."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from flask_migrate import downgrade, upgrade
from sqlalchemy import text

from tests import plain_sql, scenes
from tests.house.test_migrations import database_url
from tests.oracles.workdays import day_of
from tests.reply.letters import DAY, PROMISED, Letters
from tracker.kernel import clock
from tracker.kernel.db import db
from tracker.reply import queries
from tracker.reply.letter_check import IssueFacts

__all__ = ["database_url"]
ENTRY = text("""
INSERT INTO history_entry (case_id, at, "on", act, sentence, subject_type, subject_id, actor_name,
                           actor_place, public)
VALUES (:case, '2026-04-21 01:00:00', '2026-04-21', 'commitment.carried_over', :sentence,
        'commitment', :promise, '', '', :public)
""")
TOLD = (
    (0, "承诺事项明确完成日期：2026-05-20：已排定工期。"),
    (0, "承诺事项结转，完成日期由 2026-05-20 改为 2026-06-30：招标延后。"),
    (1, "承诺事项结转，完成日期由 2026-12-31 改为 2027-06-30：土地手续延后。"),
)


def _promise(app, district, number: str, due_on: date | None) -> int:
    """A promise of an issued letter; return its number."""
    stage = Letters(app, district)
    stage.assign(("education", "independent"), number=number)
    stage.sign()
    stage.talk()
    stage.draft(replace(PROMISED, promise_due_on=due_on))
    stage.sign_off()
    stage.issue(IssueFacts(f"云教函(2026)第{number}号", DAY, "陈志远"))
    return queries.commitments(stage.case_id)[0].id


def test_the_first_day_that_was_named_is_kept_and_a_later_one_is_not(migrated):
    district = scenes.build()
    with clock.moved_to(clock.at(DAY)):
        days = (None, date(2026, 12, 31))
        made = [_promise(migrated, district, str(n), day) for n, day in enumerate(days, 101)]
    db.session.remove()
    downgrade(revision="0010")
    with db.engine.begin() as connection:
        case = connection.scalar(text("SELECT min(id) FROM case_record"))
        for place, sentence in TOLD:
            values = {"case": case, "promise": made[place], "sentence": sentence}
            connection.execute(ENTRY, {**values, "public": False})
    upgrade()
    found = plain_sql.rows("SELECT id, named_due_on FROM commitment")
    days = {number: on and day_of(on) for number, on in found}
    assert days == {made[0]: date(2026, 5, 20), made[1]: None}
