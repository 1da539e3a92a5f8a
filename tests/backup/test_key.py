"""The key of the chain: made for a place without entries, never beside another one."""

from __future__ import annotations

import json
import socket

import pytest
from sqlalchemy import select, text

from tests.backup.installations import KEY, filled
from tracker import create_app
from tracker.audit import anchor, keys
from tracker.audit import commands as audit_commands
from tracker.audit.actions import record
from tracker.audit.models import AuditEntry
from tracker.audit.queries import verify
from tracker.kernel.db import db, transaction
from tracker.kernel.errors import Refused


def _key(app):
    return app.config["TRACKER"].audit_key_file


def _renew(app, typed="renew-key\n"):
    return app.test_cli_runner().invoke(args=["audit", "renew-key"], input=typed)


@pytest.fixture
def at_a_terminal(monkeypatch):
    """A person sits there."""
    monkeypatch.setattr(audit_commands, "at_terminal", lambda: True)


def test_a_place_without_entries_gets_a_key_and_one_with_entries_gets_none(installation):
    with installation() as app:
        _key(app).unlink()
        create_app(app.config["TRACKER"])
        assert _key(app).exists()
        filled()
        _key(app).unlink()
        create_app(app.config["TRACKER"])
        assert not _key(app).exists()
        assert f"审计密钥文件 {_key(app)} 不在" in keys.fault()


def test_a_command_under_a_forgotten_setting_changes_nothing_and_says_which_file(installation):
    with installation() as app:
        filled()
        before = db.session.scalar(text("SELECT count(*) FROM audit_entry"))
        db.session.rollback()
        known = keys.last_key_id()
        _key(app).unlink()
        for words in (["daily"], ["init"], ["audit", "verify"], ["demo"]):
            done = app.test_cli_runner().invoke(args=words)
            assert (words, done.exit_code) == (words, 1)
            assert str(_key(app)) in done.output
            assert known in done.output
        with pytest.raises(Refused, match="不在"), transaction():
            record("case.registered", "case", 1)
        assert db.session.scalar(text("SELECT count(*) FROM audit_entry")) == before
        db.session.rollback()
        _key(app).write_text("7b" * 32)
        assert f"审计日志用密钥 {known} 写成" in app.test_cli_runner().invoke(args=["daily"]).output
        _key(app).write_text(KEY)
        assert keys.fault() is None
        assert verify().intact


@pytest.mark.parametrize("content", ["", "xyz", "5a5"])
def test_a_file_that_holds_no_key_is_said(installation, content):
    with installation() as app:
        filled()
        _key(app).write_text(content)
        assert "读不出密钥" in keys.fault()


def test_another_key_needs_a_terminal_and_the_word(installation, monkeypatch):
    with installation() as app:
        filled()
        assert _renew(app).exit_code == 1
        monkeypatch.setattr(audit_commands, "at_terminal", lambda: True)
        assert _renew(app, "yes\n").exit_code == 1
        assert _key(app).read_text() == KEY
        assert verify().intact


@pytest.mark.parametrize("lost", [True, False])
def test_another_key_goes_on_and_what_was_before_stays_seen(
    installation, at_a_terminal, lost, tmp_path
):
    with installation() as app:
        filled()
        if lost:
            _key(app).unlink()
        done = _renew(app)
        assert done.exit_code == 0, done.output
        entry = db.session.scalar(select(AuditEntry).order_by(AuditEntry.seq.desc()))
        assert (entry.action, bool(json.loads(entry.detail)["agreed_by"])) == (
            "audit.key_renewed",
            True,
        )
        db.session.rollback()
        assert ("原来的密钥改名为" in done.output) == (not lost)
        assert keys.fault() is None
        with transaction():
            record("case.registered", "case", 1)
        finding = verify()
        assert finding.intact
        assert f"第 {entry.seq} 条换了密钥" in finding.sentence
        with transaction():
            db.session.execute(text("DROP TRIGGER audit_entry_keeps_update"))
            db.session.execute(text("UPDATE audit_entry SET detail='{}' WHERE seq=2"))
        assert verify().seq == entry.seq
        assert "换密钥之后又被改动" in verify().sentence


def test_a_break_that_nobody_with_the_key_wrote_is_told(installation, at_a_terminal):
    with installation():
        filled()
        with transaction():
            db.session.execute(text("DROP TRIGGER audit_entry_keeps_update"))
            db.session.execute(
                text("UPDATE audit_entry SET action='audit.key_renewed' WHERE seq=3")
            )
        assert verify().seq == 3


def test_a_broken_log_is_closed_by_another_key(installation, at_a_terminal):
    with installation() as app:
        filled()
        with transaction():
            db.session.execute(text("DROP TRIGGER audit_entry_keeps_delete"))
            db.session.execute(text("DELETE FROM audit_entry WHERE seq=2"))
            db.session.execute(text("DELETE FROM audit_head"))
        assert not verify().intact
        assert _renew(app).exit_code == 0
        assert verify().intact
        assert anchor.read()


def test_where_the_entry_fails_the_earlier_key_is_back(installation, at_a_terminal, monkeypatch):
    with installation() as app:
        filled()

        def broken(_reason):
            raise Refused("磁盘")

        monkeypatch.setattr(audit_commands.renewing, "begin_anew", broken)
        assert _renew(app).exit_code == 1
        assert _key(app).read_text() == KEY
        assert list(_key(app).parent.glob("audit.key.*")) == []
        assert verify().intact


def test_the_head_goes_to_a_syslog_that_is_set(installation):
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as far:
        far.bind(("127.0.0.1", 0))
        far.settimeout(5)
        with installation(syslog=f"127.0.0.1:{far.getsockname()[1]}"):
            filled()
            anchor.send()
            anchor.keep()
            anchor.send()
            told = far.recv(4096).decode()
            assert f"seq={anchor.read()[0]} digest={anchor.read()[1]}" in told
