"""Thirty days with two jobs processes at once: nothing doubled, nothing missed."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta

from tests import scenes
from tests.jobs.conftest import rows, workers
from tests.oracles import reminders
from tests.oracles.workdays import day_of
from tests.reply.letters import DAY, DONE, PROMISED, Letters
from tests.rows import the
from tracker.assign import endings, signing
from tracker.assign.models import Assignment
from tracker.audit.queries import verify
from tracker.cases.models import Case
from tracker.kernel.db import db
from tracker.rating import actions as rating
from tracker.reply import actions, commitments, issuing, queries
from tracker.reply.letter_check import IssueFacts
from tracker.supervise import actions as supervise
from tracker.supervise import following
from tracker.terms import DeliveryWay, Dimension, FollowUpKind, Satisfaction

FIRST, DAYS = date(2026, 4, 20), 30
OFF = {date(2026, 4, day) for day in (25, 26)} | {date(2026, 5, day) for day in (2, 3, 4)}
EARLY = date(2026, 2, 2)
SOON = replace(PROMISED, promise_due_on=date(2026, 5, 6))


def _answered(app, district, number: str, facts) -> Letters:
    """A case whose letter was issued and reached the lead on 3 April."""
    stage = Letters(app, district)
    stage.assign(("education", "independent"), number=number)
    stage.sign()
    stage.talk()
    stage.draft(facts)
    with stage.by("handler"):
        actions.submit_for_signing(stage.letter())
    with stage.by("head"):
        actions.sign_in_unit(stage.letter())
    stage.issue(IssueFacts(f"云教函(2026)第{number}号", DAY, "陈志远"))
    with stage.by("handler"):
        lead = stage.case().lead
        issuing.record_delivery(stage.letter(), lead, DeliveryWay.IN_PERSON, DAY)
    return stage


# what nobody is told twice: a message of its own, a line of a list; of one run one message
TWICE = (
    "SELECT 1 FROM notice WHERE gathers IS NULL"
    " GROUP BY account_id, case_id, sentence HAVING count(*) > 1",
    "SELECT 1 FROM notice_line l JOIN notice n ON n.id = l.notice_id"
    " GROUP BY n.account_id, l.case_id, l.sentence HAVING count(*) > 1",
    "SELECT 1 FROM notice WHERE gathers IS NOT NULL"
    " GROUP BY account_id, gathers HAVING count(*) > 1",
)


class Rehearsal:
    """The cases of the rehearsal and what people do on some of its days."""

    def __init__(self, app, district) -> None:
        """Make cases with every kind of duty, by the real actions."""
        self.district = district
        self.rated = _answered(app, district, "101", DONE)
        self.lapsing = _answered(app, district, "102", DONE)
        self.promised = _answered(app, district, "103", SOON)
        self.kept = _answered(app, district, "104", SOON)
        self.resting = _answered(app, district, "110", SOON)
        self.unsigned = self._assigned("105", ("city", "independent"), on=EARLY)
        self.never = self._assigned("106", ("education", "independent"), on=EARLY)
        self.withdrawn = self._assigned("107", ("finance", "independent"), on=EARLY)
        self.offline = self._assigned("108", ("post", "independent"), on=EARLY)
        self.helped = self._assigned("109", ("education", "host"), ("finance", "assisting"))
        scenes.sign(district, self.never[1][0], on=EARLY)
        scenes.sign(district, self.helped[1][0])
        scenes.sign(district, self.helped[1][1], "finance_handler")

    def _assigned(self, number: str, *shares, on: date = scenes.START) -> tuple[int, list[int]]:
        case_id = scenes.register(self.district, number)
        return case_id, scenes.assign_to(self.district, case_id, *shares, on=on)

    def act(self, day: date) -> None:
        """Do what people do on the day."""
        acts = {
            date(2026, 4, 22): self._pause,
            date(2026, 4, 24): self._sign,
            date(2026, 4, 28): self._rate,
            date(2026, 4, 30): self._keep,
            date(2026, 5, 8): self._withdraw,
            date(2026, 5, 12): self._visit,
        }
        if day in acts:
            acts[day](day)

    def _pause(self, day: date) -> None:
        with self.district.act("clerk", day):
            following.pause(self.resting.case(), date(2026, 5, 10), "停工。")

    def _sign(self, day: date) -> None:
        with self.district.act("city_handler", day):
            signing.sign(the(Assignment, self.unsigned[1][0]), day)

    def _rate(self, day: date) -> None:
        with self.district.act("deputy", day):
            values = {Dimension.OVERALL: Satisfaction.UNSATISFIED}
            rating.submit(self.rated.letter(), values, "没有写明时间。")

    def _keep(self, day: date) -> None:
        with self.district.act("handler", day):
            (promise,) = queries.open_commitments(self.kept.case_id)
            commitments.add_progress(promise, "两所公办园已开园。", day, done=True)

    def _withdraw(self, day: date) -> None:
        with self.district.act("clerk", day):
            endings.withdraw(the(Case, self.withdrawn[0]), day, "书面撤回。")

    def _visit(self, day: date) -> None:
        with self.district.act("clerk", day):
            facts = supervise.Record(FollowUpKind.VISIT, day, "回访代表。", "代表认可。", None)
            supervise.record(self.promised.case(), facts)


def _wanted(last: date, day: date) -> dict[reminders.Key, str]:
    """What the day's run has to write: of the steps since the last run only the latest is sent."""
    asked = [
        key
        for count in range((day - last).days)
        for key in reminders.asked_on(rows, last + timedelta(days=count + 1))
    ]
    newest: dict[tuple, date] = {}
    for subject, number, kind, on, who in asked:
        name = (subject, number, kind, who)
        newest[name] = max(on, newest.get(name, on))
    return {key: "sent" if newest[(*key[:3], key[4])] == key[3] else "superseded" for key in asked}


def _written() -> dict[reminders.Key, str]:
    """What the runs wrote."""
    query = "SELECT subject_type, subject_id, kind, due_day, recipient, state FROM reminder"
    found = rows(query)
    keys = [(row[0], row[1], row[2], day_of(row[3]), row[4]) for row in found]
    assert len(keys) == len(set(keys))
    return {key: row[5] for key, row in zip(keys, found, strict=True)}


def test_two_processes_over_thirty_days_write_what_plain_sql_asks_for(rehearsal):
    app, district = rehearsal
    story = Rehearsal(app, district)
    wanted, lapsing, last = {}, set(), date(2026, 1, 31)
    with workers(app.config["TRACKER"], 2) as run:
        for day in (FIRST + timedelta(days=count) for count in range(DAYS)):
            if day not in OFF:
                for key, state in _wanted(last, day).items():
                    assert key not in wanted
                    wanted[key] = state
                lapsing |= reminders.lapsing(rows, day)
                run(day)
                last = day
                db.session.expire_all()
            story.act(day)
    written = _written()
    assert {key for key in wanted if key not in written} == set()
    assert {key for key in written if key not in wanted} == set()
    assert written == wanted
    kinds = Counter(key[2] for key in written)
    assert min(kinds[kind] for kind in ("sign", "contact", "reply", "assist", "commitment")) >= 3
    assert (kinds["rating"], kinds["visit"]) == (2 + 3, 3)
    lapsed = rows("SELECT reply_id FROM rating WHERE state = 'lapsed'")
    assert {row[0] for row in lapsed} == lapsing
    assert len(lapsing) == len(lapsed) == 4
    assert rows("SELECT count(*) FROM daily_run") == [(DAYS - len(OFF),)]
    assert [rows(query) for query in TWICE] == [[], [], []]
    assert verify().intact
