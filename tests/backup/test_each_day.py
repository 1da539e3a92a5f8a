"""The archive of each day: when it is due, what is kept, what the page says of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest

from config import ConfigError, from_environment
from tests import factories
from tests.backup.installations import archives, filled, with_broken_log
from tracker.backup import archive, dump, each_day, making, queries
from tracker.kernel import clock
from tracker.kernel.db import transaction
from tracker.kernel.errors import Refused
from tracker.roles import Role

DAY = date(2026, 3, 18)


def _at(hour: int, minute: int = 0, days: int = 0):
    return clock.moved_to(clock.at(DAY + timedelta(days=days), hour, minute))


@pytest.fixture
def place(installation):
    """An installation with a little in it."""
    with installation(backup_keep=3) as app:
        filled()
        yield app


def _names(app) -> list[str]:
    return [path.name for path in archives(app)]


def test_it_is_made_once_a_day_after_its_hour_and_made_up_for(place):
    with _at(1):
        each_day.run()
    assert _names(place) == ["daily-20260318-010000.zip"]  # yesterday's was missed
    with _at(2, 29):
        each_day.run()
    with _at(2, 35):
        each_day.run()
    with _at(23):
        each_day.run()
    assert _names(place) == ["daily-20260318-010000.zip", "daily-20260318-023500.zip"]
    with _at(12, days=5):
        each_day.run()
    assert len(_names(place)) == 3


def test_so_many_are_kept_and_none_that_a_person_made_is_deleted(place):
    folder = place.config["TRACKER"].backups
    making.make(place)
    making.make_before(place, "before-upgrade-0001")
    (folder / "daily-of-somebody.zip").write_bytes(b"x")
    for day in range(6):
        with _at(3, days=day):
            each_day.run()
    daily = [name for name in _names(place) if name.startswith("daily-2")]
    assert daily == [f"daily-202603{day}-030000.zip" for day in (21, 22, 23)]
    assert len(_names(place)) == 3 + 3


def test_the_last_one_without_a_finding_is_never_deleted(place):
    with _at(3):
        each_day.run()
    with_broken_log()
    for day in range(1, 7):
        with _at(3, days=day):
            each_day.run()
    daily = _names(place)
    assert daily[0] == "daily-20260318-030000.zip"
    assert len(daily) == 4
    assert archive.peek(archives(place)[0]).findings == []
    assert "第 2 条" in each_day.result(place.config["TRACKER"]).findings[0]


def test_a_failure_is_logged_shown_and_tried_again_after_an_hour(place, monkeypatch, caplog):
    settings = place.config["TRACKER"]

    def full(*_, **__):
        raise OSError("磁盘满")

    with monkeypatch.context() as patch, _at(3):
        patch.setattr(making, "make", full)
        each_day.run()
    assert "磁盘满" in caplog.text
    with _at(3, 10):
        assert "最近一次每日备份没有成功：磁盘满" in queries.report(settings).faults
        each_day.run()
    assert _names(place) == []
    with _at(4, 5):
        each_day.run()
        assert queries.report(settings).faults == []
    assert len(_names(place)) == 1


def test_two_never_run_at_once(place):
    settings = place.config["TRACKER"]
    with dump.workroom(settings.data_dir), pytest.raises(Refused, match="另一个备份或恢复正在"):
        making.make(place)
    making.make(place)


def test_what_a_killed_run_left_is_cleared_away(place):
    left = place.config["TRACKER"].data_dir / ".backup-left"
    left.mkdir()
    (left / "database").write_bytes(b"a copy of the data")
    making.make(place)
    assert not left.exists()


def test_a_clock_that_was_ahead_does_not_hold_it_up(place):
    with _at(3, days=400):
        each_day.run()
    with _at(3):
        assert each_day.is_due(place.config["TRACKER"])


@pytest.mark.parametrize("told", ["", "{}", "[]", '{"at": 7}', '{"at": "2026-01-01"}', "\0"])
def test_a_result_that_cannot_be_read_counts_as_none(place, told):
    settings = place.config["TRACKER"]
    (settings.data_dir / each_day.RESULT).write_text(told)
    assert each_day.result(settings) is None
    assert each_day.is_due(settings)


def test_it_can_be_switched_off_and_the_page_says_so(place):
    off = replace(place.config["TRACKER"], backup_at=None)
    assert not each_day.is_due(off)
    assert any("已在设置中关闭" in fault for fault in queries.report(off).faults)


def test_the_page_tells_none_old_and_unreadable_archives(place):
    settings = place.config["TRACKER"]
    assert queries.report(settings).faults == ["还没有任何备份。"]
    with _at(3):
        each_day.run()
    with _at(4, days=1):
        assert queries.report(settings).faults == []
    with _at(6, days=1):
        assert "27 小时以前" in queries.report(settings).faults[0]
    (settings.backups / "broken.zip").write_bytes(b"no archive")
    found = queries.report(settings)
    assert {one.name: one.manifest is None for one in found.archives} == {
        "broken.zip": True,
        "daily-20260318-030000.zip": False,
    }
    assert found.last.name == "daily-20260318-030000.zip"


def test_the_page_is_the_system_administrators_and_shows_what_was_found(place):
    place.config.update(TESTING=True, WTF_CSRF_ENABLED=False)
    with transaction():
        logins = {role: factories.make_account(role) for role in (Role.SA, Role.OH, Role.AUD)}
    with_broken_log()
    making.make(place)
    seen = {}
    for role, login in logins.items():
        client = place.test_client()
        client.post("/login", data={"login": login, "password": factories.PASSWORD})
        seen[role] = client.get("/backups/")
    assert {role: page.status_code for role, page in seen.items()} == {
        Role.SA: 200,
        Role.OH: 403,
        Role.AUD: 403,
    }
    page = seen[Role.SA].text
    for words in ("<h1>备份</h1>", "第 2 条内容被改动", "有 1 个问题", "backup verify", "手工"):
        assert words in page


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("TRACKER_BACKUP_AT", "2:30"),
        ("TRACKER_BACKUP_AT", "25:00"),
        ("TRACKER_BACKUP_KEEP", "1"),
        ("TRACKER_BACKUP_DIR", "nowhere"),
        ("TRACKER_SYSLOG", "host"),
        ("TRACKER_SYSLOG", "host:99999"),
    ],
)
def test_a_wrong_setting_is_named(tmp_path, name, value):
    with pytest.raises(ConfigError, match=name):
        from_environment({"TRACKER_DATA_DIR": str(tmp_path), name: value})


def test_settings_as_they_are_meant(tmp_path):
    env = {"TRACKER_DATA_DIR": str(tmp_path), "TRACKER_SYSLOG": "log.local:514"}
    plain = from_environment(env)
    assert (plain.backup_at, plain.backup_keep) == (time(2, 30), 14)
    assert plain.backups == tmp_path / "backups"
    assert plain.syslog_address == ("log.local", 514)
    own = from_environment({**env, "TRACKER_BACKUP_AT": "off", "TRACKER_BACKUP_DIR": str(tmp_path)})
    assert (own.backup_at, own.backups) == (None, tmp_path)
    assert isinstance(each_day.Result("2026-03-18T00:00:00+00:00").moment, datetime)
