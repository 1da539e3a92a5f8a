"""An archive of an earlier version comes back into a later program."""

from __future__ import annotations

import pytest
from flask_migrate import upgrade
from sqlalchemy import func, inspect, select, text

from tests import factories
from tests.backup import damage
from tests.backup.installations import KEY, counts, filled
from tracker.accounts.models import LoginSession
from tracker.audit import chain
from tracker.audit.actions import record
from tracker.audit.models import AuditEntry
from tracker.audit.queries import verify
from tracker.backup import archive, dump, making, restoring, upgrading
from tracker.kernel.db import db, transaction
from tracker.kernel.errors import Refused
from tracker.kernel.schema import revision
from tracker.roles import Role


def _log_ins() -> int:
    found = db.session.scalar(select(func.count()).select_from(LoginSession))
    db.session.rollback()
    return found


def test_it_is_upgraded_with_the_steps_after_and_the_log_ins_end(two_places, tmp_path, make_later):
    path = tmp_path / "older.zip"
    source, target = two_places
    with source() as app:
        app.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
        filled()
        with transaction():
            login = factories.make_account(Role.OH)
        app.test_client().post("/login", data={"login": login, "password": factories.PASSWORD})
        assert _log_ins() == 1
        making.make(app, path)
    with target(migrated=False) as app:
        upgrade(make_later(app))
        assert inspect(db.engine).has_table("later")
        upgrading.compose(app, (lambda: record("case.registered", "case", 1),))
        done = app.test_cli_runner().invoke(args=["restore", str(path)])
        assert done.exit_code == 0, done.output
        assert "已升级到 9999。审计日志完好" in done.output
        assert revision() == "9999"
        assert (_log_ins(), counts()[0]) == (0, 1)
        last = db.session.scalars(select(AuditEntry.action).order_by(AuditEntry.seq.desc()))
        assert last.fetchmany(3) == ["restore.done", "schema.upgraded", "case.registered"]
        db.session.rollback()
        assert verify().intact


def test_where_its_upgrade_fails_the_place_is_empty_again(two_places, tmp_path, make_later):
    path = tmp_path / "older.zip"
    source, target = two_places
    with source() as app:
        filled()
        making.make(app, path)
    with target(migrated=False) as app:
        make_later(app, "op.execute('UPDATE nowhere SET id = 1')")
        done = app.test_cli_runner().invoke(args=["restore", str(path)])
        assert done.exit_code == 1
        assert "升级没有成功" in done.output
        assert "9999_later.py 第 " in done.output
        assert "这里已退回恢复以前的样子，备份文件没有变" in done.output
        assert dump.content().tables == {}
        make_later(app)
        restoring.bring_back(app, path)
        assert (revision(), counts()[0]) == ("9999", 1)


def test_a_log_written_otherwise_is_verified_after_the_upgrade(installation, tmp_path, make_later):
    path, saved = tmp_path / "older.zip", tmp_path / "database"
    with installation():
        filled()
        with transaction():
            db.session.execute(text("ALTER TABLE audit_entry RENAME COLUMN ip TO address"))
        found, key = dump.save(saved), bytes.fromhex(KEY)
        files = {"database": saved, **making._blobs(found.files)[0]}
        told = archive.Manifest(
            "sqlite", revision() or "", chain.key_id(key), "2026-03-18", found.tables
        )
        archive.write(path, files, told, key)
    with installation(migrated=False) as app:
        make_later(app, "op.execute('ALTER TABLE audit_entry RENAME COLUMN address TO ip')")
        done = restoring.bring_back(app, path)
        assert "已升级到 9999" in done.note
        assert verify().intact
        assert counts() == (1, found.tables["audit_entry"] + 2, 1)


def test_a_later_archive_is_refused_by_an_earlier_program(installation, tmp_path, make_later):
    path = tmp_path / "later.zip"
    with installation(migrated=False) as app:
        upgrade(make_later(app))
        making.make(app, path)
    with installation() as app:
        done = app.test_cli_runner().invoke(args=["restore", str(path)])
        assert done.exit_code == 1
        assert "9999 比本程序新" in done.output
        assert counts() == (0, 0, 0)


def test_an_archive_of_the_first_format_comes_back_under_its_seal(installation, saved):
    def earlier(_members, told):
        for name in ("log", "missing", "findings", "seal"):
            del told[name]
        told["format"] = 1
        told["seal"] = chain.seal(bytes.fromhex(KEY), "manifest.json", {**told, "seal": ""})

    whole = saved.read_bytes()
    saved.write_bytes(damage.changed(saved, earlier))
    with installation(migrated=False) as app:
        restoring.bring_back(app, saved)
        assert counts()[0] == 1
    saved.write_bytes(whole)
    saved.write_bytes(
        damage.changed(saved, lambda m, t: (earlier(m, t), t["tables"].update(case_record=7)))
    )
    with installation(migrated=False) as app, pytest.raises(Refused, match="印记不符"):
        restoring.bring_back(app, saved)
