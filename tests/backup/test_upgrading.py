"""An office that works with an earlier version gets the present one, or keeps what it has."""

from __future__ import annotations

import signal
from collections import Counter

import pytest
from sqlalchemy import select, text

from tests import programs
from tests.backup.earlier import loading
from tests.backup.installations import archives, upgrade
from tracker.audit.actions import record
from tracker.audit.models import AuditEntry
from tracker.audit.queries import verify
from tracker.backup import archive, upgrading
from tracker.cases.models import Case
from tracker.demo.places import PASSWORD
from tracker.kernel.db import db, transaction
from tracker.kernel.errors import Refused
from tracker.kernel.schema import revision
from tracker.plan import keeping
from tracker.plan.models import DailyRun, Reminder
from tracker.standing import keeping as standing

# What later migrations moved; a table or column that stands in neither has to be there as it was.
TABLES: dict[str, str] = {}  # the earlier name: the present one
COLUMNS: dict[tuple[str, str], str] = {
    ("deadline", "assignment_id"): "subject_id",
    ("deadline", "round"): "ordinal",
}  # the earlier table and column: the present column
GROWN = {"audit_entry", "deadline"}  # tables to which an upgrade adds rows
TURNED = {"case_text", "follow_up_end"}  # tables whose rows became rows of another kind
CHANGED = {"audit_head": {"seq", "digest", "seal"}}  # columns in which an upgrade writes
DROPPED = {"case_record": {"due_on"}}  # columns that other tables tell since
LEFT_OUT = {**CHANGED, **DROPPED}
PER_PAGE = 50
SPOILED = "op.execute(\"UPDATE case_record SET title = title || '（改）'\")"
BROKEN = "op.execute('UPDATE nowhere SET id = 1')"
SPILLED = "op.execute('PRAGMA cache_size=2') if op.get_bind().dialect.name == 'sqlite' else None"
KILLED = "os.kill(os.getpid(), signal.SIGKILL)"
UPGRADE = """
import sys
from tracker import create_app

app = create_app()
app.extensions["migrate"].directory = sys.argv[1]
app.test_cli_runner().invoke(args=["db", "upgrade"])
"""


def _wanted() -> tuple[loading.Columns, loading.Columns]:
    """The columns to compare, under their earlier and under their present names."""
    earlier = {
        table: [name for name in names if name not in LEFT_OUT.get(table, ())]
        for table, names in loading.columns().items()
        if table not in TURNED
    }
    present = {
        TABLES.get(table, table): [COLUMNS.get((table, name), name) for name in names]
        for table, names in earlier.items()
    }
    return earlier, present


def test_everything_that_the_office_had_is_there_after_the_upgrade(office, make_later):
    make_later(office)
    earlier, present = _wanted()
    before, entries = loading.content(earlier), len(loading.kept()["tables"]["audit_entry"]["rows"])
    assert {name: rows.total() for name, rows in before.items()} == {
        name: len(table["rows"])
        for name, table in loading.kept()["tables"].items()
        if name not in TURNED
    }
    own = office.extensions[upgrading.STEPS]
    upgrading.compose(office, (*own, lambda: record("case.registered", "case", 1)))
    done = upgrade(office)
    assert done.exit_code == 0, done.output
    (saved,) = archives(office)
    assert f"已先备份到 {saved}" in done.output
    assert archive.read(saved).tables["audit_entry"] == entries + 1
    assert f"已从 {loading.kept()['schema']} 升级到 9999" in done.output
    after = loading.content(present)
    for table in earlier:
        lost, new = before[table] - after[TABLES.get(table, table)], Counter()
        if table not in GROWN:
            new = after[TABLES.get(table, table)] - before[table]
        assert (table, lost, new) == (table, Counter(), Counter())
    noted = after["audit_entry"] - before["audit_entry"]
    told = {"backup.made", "case.registered", "schema.upgraded"}
    assert {word for row in noted for word in row} >= told
    assert verify().intact
    assert keeping.verify() == []
    assert standing.verify() == []
    ran = set(db.session.scalars(select(Reminder.ran_on)))
    assert ran
    assert ran <= set(db.session.scalars(select(DailyRun.day)))


def test_a_log_written_otherwise_is_saved_as_it_is_and_verified_after(office, make_later):
    with transaction():
        db.session.execute(text("ALTER TABLE audit_entry RENAME COLUMN ip TO address"))
    make_later(office, "op.execute('ALTER TABLE audit_entry RENAME COLUMN address TO ip')")
    before = loading.content({"audit_entry": ["seq"]})["audit_entry"].total()
    assert upgrade(office).exit_code == 0
    assert archive.read(archives(office)[0]).tables["audit_entry"] == before
    last = db.session.scalar(select(AuditEntry.action).order_by(AuditEntry.seq.desc()))
    db.session.rollback()
    assert last == "schema.upgraded"
    assert verify().intact


def test_the_pages_of_the_office_open_after_the_upgrade(office, make_later):
    make_later(office)
    assert upgrade(office).exit_code == 0
    client = office.test_client()
    client.post("/login", data={"login": "clerk", "password": PASSWORD})
    total = len(loading.kept()["tables"]["case_record"]["rows"])
    pages = [client.get(f"/ledger?page={n}") for n in range(1, 2 + (total - 1) // PER_PAGE)]
    assert [page.status_code for page in pages] == [200] * len(pages)
    numbers = db.session.execute(select(Case.state, Case.id, Case.title).order_by(Case.id)).all()
    db.session.rollback()
    for _state, number, title in {row.state: row for row in numbers}.values():
        page = client.get(f"/cases/{number}")
        assert page.status_code == 200
        assert title in page.text


@pytest.mark.parametrize("where", ["migration", "step"])
def test_where_one_part_fails_everything_goes_back(office, make_later, where):
    def failing():
        record("case.registered", "case", 1)
        db.session.execute(text("UPDATE unit SET name = name || '（改）'"))
        raise ZeroDivisionError("张三的电话")

    make_later(office, SPOILED, *([BROKEN] if where == "migration" else []))
    upgrading.compose(office, (failing,) if where == "step" else ())
    shape, rows = loading.everything()
    done = upgrade(office)
    assert done.exit_code == 1
    assert "升级没有成功" in done.output
    place = "9999_later.py" if where == "migration" else "ZeroDivisionError"
    assert place in done.output
    assert "已自动回到原来的结构（0001），数据没有丢失" in done.output
    assert "请装回原来的版本继续使用" in done.output
    assert str(archives(office)[0]) in done.output
    found, kept = loading.everything()
    assert found == shape
    noted = kept.pop("audit_entry") - rows.pop("audit_entry")
    assert ["backup.made" in row for row in noted] == [True]
    kept.pop("audit_head"), rows.pop("audit_head")
    assert kept == rows
    assert verify().intact
    make_later(office)
    upgrading.compose(office, ())
    assert upgrade(office).exit_code == 0
    assert revision() == "9999"


def test_a_killed_upgrade_leaves_the_earlier_version_and_the_next_one_ends_it(office, make_later):
    folder = make_later(office, SPILLED, SPOILED, KILLED)
    settings = office.config["TRACKER"]
    shape, rows = loading.everything()
    db.engine.dispose()
    killed = programs.run(["-c", UPGRADE, folder], programs.settings_of(settings))
    assert killed.returncode == -signal.SIGKILL
    found, kept = loading.everything()
    assert found == shape
    assert kept["case_record"] == rows["case_record"]
    assert verify().intact
    make_later(office)
    done = upgrade(office)
    assert done.exit_code == 0, done.output
    assert revision() == "9999"
    assert loading.content({"case_record": ["title"]})["case_record"].total() == 57
    assert verify().intact


def test_what_did_not_go_back_is_told_as_what_it_is(office, make_later):
    commits = "op.get_bind().connection.driver_connection.execute('COMMIT')"
    make_later(office, commits, BROKEN)
    with pytest.raises(Refused, match=r"请不要启动系统：先装回原来的版本") as caught:
        upgrading.upgrade(office, lambda _: None)
    assert str(archives(office)[0]) in str(caught.value)
