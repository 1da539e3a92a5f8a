"""`db upgrade` and `db downgrade` as an operator meets them."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from tests import postgres
from tests.backup.earlier import loading
from tests.backup.installations import archives, upgrade
from tracker.audit import anchor
from tracker.audit.actions import record
from tracker.audit.queries import verify
from tracker.backup import archive, schema_commands, upgrading
from tracker.kernel.db import db, transaction
from tracker.kernel.schema import revision


def _begin() -> None:
    """Put the least of data into a place."""
    with transaction():
        record("case.registered", "case", 1)


def _downgrade(app, *words: str, typed: str = ""):
    return app.test_cli_runner().invoke(args=["db", "downgrade", *words], input=typed)


@pytest.fixture
def at_a_terminal(monkeypatch):
    """A person sits there."""
    monkeypatch.setattr(schema_commands, "at_terminal", lambda: True)


def test_an_empty_place_is_made_and_an_upgrade_with_nothing_to_do_saves_nothing(installation):
    with installation(migrated=False) as app:
        ran = []
        upgrading.compose(app, (lambda: ran.append(revision(db.session.connection())),))
        made = upgrade(app)
        assert (made.exit_code, "已从 空的 升级到" in made.output) == (0, True)
        assert ran == [revision()]
        _begin()
        again = upgrade(app)
        assert (again.exit_code, "没有要升级的" in again.output) == (0, True)
        assert ran == [revision()]
        assert archives(app) == []


def test_the_steps_wait_for_the_schema_of_the_program(installation, make_later):
    with installation() as app:
        head, ran = revision(), []
        _begin()
        make_later(app)
        upgrading.compose(app, (lambda: ran.append(1),))
        assert "没有要升级的" in upgrade(app, head).output
        assert (upgrade(app, "+1").exit_code, ran) == (0, [1])
        assert revision() == "9999"


def test_an_unknown_schema_is_refused_before_anything_is_saved(installation):
    with installation() as app:
        _begin()
        done = upgrade(app, "7777")
        assert (done.exit_code, "没有数据库结构“7777”" in done.output) == (1, True)
        with transaction():
            db.session.execute(text("UPDATE alembic_version SET version_num = '8888'"))
        for done in (upgrade(app), upgrade(app, "head")):
            assert (done.exit_code, "8888 比本程序新" in done.output) == (1, True)
        assert archives(app) == []


def test_without_pg_dump_nothing_is_changed(installation, tmp_path, postgres_server, make_later):
    nothing = tmp_path / "nothing"
    nothing.mkdir()
    with installation(postgres.new(postgres_server, "no_tools"), postgres_tools=nothing) as app:
        _begin()
        head = revision()
        make_later(app)
        done = upgrade(app)
        assert (done.exit_code, "postgresql-client" in done.output) == (1, True)
        assert revision() == head


def test_a_downgrade_asks_a_person_for_the_word(installation, at_a_terminal):
    with installation() as app:
        _begin()
        before = revision()
        for typed in ("\n", "yes\n"):
            done = _downgrade(app, typed=typed)
            assert (done.exit_code, "请输入 downgrade" in done.output) == (1, True)
            assert "确认词不符，没有做任何改动" in done.output
        assert (revision(), archives(app)) == (before, [])


def test_a_downgrade_without_a_terminal_is_refused(installation):
    with installation() as app:
        _begin()
        before = revision()
        done = _downgrade(app, typed="downgrade\n")
        assert (done.exit_code, "只能由人在终端上" in done.output) == (1, True)
        assert (revision(), archives(app)) == (before, [])


def test_an_upgrade_taken_back_leaves_what_was_there_before(office, make_later, at_a_terminal):
    make_later(office)
    shape, rows = loading.everything()
    assert upgrade(office).exit_code == 0
    upgraded = loading.everything()[0]
    done = _downgrade(office, loading.kept()["schema"], typed="downgrade\n")
    assert done.exit_code == 0, done.output
    saved = next(path for path in archives(office) if "before-downgrade-9999" in path.name)
    assert f"已先备份到 {saved}" in done.output
    assert archive.read(saved).schema == "9999"
    found, kept = loading.everything()
    assert upgraded != shape
    assert found == shape
    changed = {name for name in rows if kept[name] != rows[name]}
    # what a case is found by is derived: an earlier version makes it anew with each act
    assert changed - {"case_text"} == {"audit_entry", "audit_head"}


def test_a_downgrade_that_fails_goes_back(office, make_later, at_a_terminal):
    make_later(office)
    assert upgrade(office).exit_code == 0
    with transaction():
        db.session.execute(text("DROP TABLE later"))
    before = loading.everything()[0]
    done = _downgrade(office, typed="downgrade\n")
    assert (done.exit_code, "退回没有成功" in done.output) == (1, True)
    assert "已自动回到原来的结构（9999）" in done.output
    assert (loading.everything()[0], revision()) == (before, "9999")


def test_an_emptied_place_begins_a_log_of_its_own(installation, at_a_terminal):
    with installation() as app:
        _begin()
        assert anchor.keep()
        assert _downgrade(app, "base", typed="downgrade\n").exit_code == 0
        assert upgrade(app).exit_code == 0
        _begin()
        assert verify().intact


def test_statements_that_cannot_be_listed_are_said_in_a_sentence(installation):
    with installation(migrated=False) as app:
        done = upgrade(app, "--sql")
        assert (done.exit_code, "不能只列出语句" in done.output) == (1, True)
        assert revision() is None
