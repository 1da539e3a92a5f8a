"""An archive of an earlier version comes back into a later program."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from flask_migrate import upgrade
from sqlalchemy import func, inspect, select, text

from tests import factories
from tests.backup.installations import KEY, counts, filled
from tracker.accounts.models import LoginSession
from tracker.audit import chain
from tracker.audit.models import AuditEntry
from tracker.audit.queries import verify
from tracker.backup import archive, dump, making, restoring
from tracker.kernel.db import db, transaction
from tracker.kernel.schema import revision
from tracker.roles import Role

MIGRATIONS = Path(__file__).parents[2] / "migrations"
LATER = """import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "9999", "{head}", None, None


def upgrade():
    op.create_table(
        "later",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("account_id", sa.Integer(), sa.ForeignKey("account.id")),
    )
"""


@pytest.fixture
def make_later(tmp_path):
    """Return a function that gives a program one migration more; it returns their folder."""

    def change(app):
        folder = tmp_path / "migrations"
        shutil.copytree(MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
        head = max(path.name[:4] for path in (folder / "versions").glob("*.py"))
        (folder / "versions" / "9999_later.py").write_text(LATER.format(head=head))
        app.extensions["migrate"].directory = str(folder)
        return str(folder)

    return change


def _log_ins() -> int:
    found = db.session.scalar(select(func.count()).select_from(LoginSession))
    db.session.rollback()
    return found


def test_it_says_to_upgrade_and_ends_the_log_ins(two_places, tmp_path, make_later):
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
        done = app.test_cli_runner().invoke(args=["restore", str(path)])
        assert done.exit_code == 0, done.output
        assert "flask --app run db upgrade。" in done.output
        assert not inspect(db.engine).has_table("later")
        assert (_log_ins(), counts()[0]) == (0, 1)
        last = db.session.scalar(select(AuditEntry.action).order_by(AuditEntry.seq.desc()))
        assert last == "restore.done"
        db.session.rollback()
        upgrade(app.extensions["migrate"].directory)
        assert revision() == "9999"
        assert verify().intact


def test_a_log_written_otherwise_is_left_for_audit_verify(installation, tmp_path, make_later):
    path, saved = tmp_path / "older.zip", tmp_path / "database"
    with installation():
        filled()
        with transaction():
            db.session.execute(text("ALTER TABLE audit_entry RENAME COLUMN ip TO address"))
        found, key = dump.save(saved), bytes.fromhex(KEY)
        files = {"database": saved, **making._blobs(found.files)}
        told = archive.Manifest(
            "sqlite", revision() or "", chain.key_id(key), "2026-03-18", found.tables
        )
        archive.write(path, files, told, key)
    with installation(migrated=False) as app:
        make_later(app)
        done = restoring.bring_back(app, path)
        assert "db upgrade，再运行 audit verify" in done.note
        assert dump.content().tables == found.tables


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
