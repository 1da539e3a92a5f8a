"""The drill that an office does each quarter: save, verify, bring back elsewhere, compare all."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import text

from tests import scenes
from tests.backup import damage
from tests.backup.earlier import loading
from tests.rating.answered import build_answered
from tracker.audit.queries import verify
from tracker.backup import making, restoring
from tracker.demo.build import build
from tracker.kernel import clock
from tracker.kernel.db import db, transaction
from tracker.kernel.errors import Refused
from tracker.kernel.files import keep_bytes, path_of
from tracker.plan import keeping as plan
from tracker.search.whole import differences
from tracker.standing import keeping as standing

TODAY = date(2026, 11, 25)
WRITTEN = {"audit_entry", "audit_head", "login_session"}  # the restore itself writes here
DERIVED = {"case_text_index"}


def _content() -> tuple[dict, dict]:
    """All rows of all tables, and all attachments."""
    _, rows = loading.everything()
    kept = {name: found for name, found in rows.items() if not name.startswith(tuple(DERIVED))}
    digests = {row[1] for row in db.session.execute(text("SELECT id, digest FROM stored_file"))}
    db.session.rollback()
    return kept, {digest: path_of(digest).read_bytes() for digest in digests}


def _drill(source, target, tmp_path, fill) -> None:
    path = tmp_path / "drill.zip"
    with source() as app:
        fill()
        done = app.test_cli_runner().invoke(args=["backup", str(path)])
        assert done.exit_code == 0, done.output
        before, files = _content()
    with target(migrated=False) as app:
        assert app.test_cli_runner().invoke(args=["backup", "verify", str(path)]).exit_code == 0
        done = app.test_cli_runner().invoke(args=["restore", str(path)])
        assert done.exit_code == 0, done.output
        after, found = _content()
        assert files
        assert found == files
        assert set(after) == set(before)
        for name in set(before) - WRITTEN:
            assert after[name] == before[name], name
        log = after["audit_entry"] - before["audit_entry"]
        assert before["audit_entry"] - after["audit_entry"] == {}
        assert [("restore.done" in row) for row in log] == [True]
        assert verify().intact
        assert plan.verify() == []
        assert standing.verify() == []
        assert list(differences()) == []


def test_a_small_office_comes_back_whole(two_places, tmp_path):
    def fill():
        build_answered()
        with transaction():
            keep_bytes(scenes.SCAN, "原件.pdf", None)

    _drill(*two_places, tmp_path, fill)


@pytest.mark.nightly
def test_the_demonstration_comes_back_whole(two_places, tmp_path):
    def fill():
        with clock.moved_to(clock.at(TODAY, 10)):
            build()

    _drill(*two_places, tmp_path, fill)


@pytest.mark.nightly
def test_three_hundred_damaged_archives_bring_back_all_or_nothing(installation, tmp_path):
    path = tmp_path / "whole.zip"
    with installation() as app:
        with clock.moved_to(clock.at(TODAY, 10)):
            build()
        making.make(app, path)
    whole, damaged = path.read_bytes(), tmp_path / "damaged.zip"
    with installation(migrated=False) as app:
        folder = app.config["TRACKER"].data_dir
        for turn in range(300):
            damaged.write_bytes(damage.bytewise(whole, 1000 + turn))
            with pytest.raises(Refused):
                restoring.bring_back(app, damaged, lambda _: None)
        for change in [*damage.FORGED.values()] * 2:
            damaged.write_bytes(damage.changed(path, change))
            with pytest.raises(Refused):
                restoring.bring_back(app, damaged, lambda _: None)
        assert not (folder / "blobs").exists()
        restoring.bring_back(app, path)
        assert verify().intact
