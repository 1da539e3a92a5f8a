"""The settings of log-in and passwords, read from the environment."""

import pytest

from config import ConfigError, from_environment


def _read(tmp_path, **variables):
    return from_environment({"TRACKER_DATA_DIR": str(tmp_path), **variables})


def test_without_variables_the_graded_protection_rules_hold(tmp_path):
    config = _read(tmp_path)
    assert config.password_profile == "dengbao"
    assert (config.password_days, config.password_warn_days) == (90, 15)
    assert config.password_not_again == 5
    assert (config.session_idle_minutes, config.session_admin_idle_minutes) == (30, 15)
    assert (config.session_absolute_hours, config.sessions_parallel) == (12, 3)
    assert (config.login_failures, config.login_window_minutes) == (5, 15)
    assert config.password_words == ()


def test_every_figure_can_be_set(tmp_path):
    config = _read(
        tmp_path,
        TRACKER_PASSWORD_PROFILE="asvs",
        TRACKER_PASSWORD_DAYS="180",
        TRACKER_PASSWORD_WARN_DAYS="7",
        TRACKER_PASSWORD_NOT_AGAIN="3",
        TRACKER_PASSWORD_WORDS="云岭，yunling, 城东",
        TRACKER_LOGIN_FAILURES="3",
        TRACKER_SESSIONS_PARALLEL="1",
        TRACKER_SESSION_ADMIN_IDLE_MINUTES="10",
    )
    assert config.password_profile == "asvs"
    assert (config.password_days, config.password_warn_days) == (180, 7)
    assert config.password_not_again == 3
    assert config.password_words == ("云岭", "yunling", "城东")
    assert (config.login_failures, config.sessions_parallel) == (3, 1)
    assert config.session_admin_idle_minutes == 10


def test_the_names_of_the_system_are_read_without_case_and_blanks(tmp_path):
    assert _read(tmp_path).hosts == ()
    config = _read(tmp_path, TRACKER_HOSTS="Cases.Yunling.gov.cn， 10.20.30.40")
    assert config.hosts == ("cases.yunling.gov.cn", "10.20.30.40")


def test_a_data_folder_that_is_made_anew_is_the_services_own(tmp_path):
    config = _read(tmp_path / "new")
    assert config.data_dir.stat().st_mode & 0o777 == 0o700


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("TRACKER_PASSWORD_PROFILE", "none", "只能是 dengbao 或 asvs"),
        ("TRACKER_PASSWORD_DAYS", "365", "30 至 180"),
        ("TRACKER_PASSWORD_DAYS", "²", "30 至 180"),
        ("TRACKER_LOGIN_FAILURES", "50", "3 至 10"),
        ("TRACKER_LOGIN_WINDOW_MINUTES", "1", "15 至 60"),
        ("TRACKER_SESSIONS_PARALLEL", "0", "1 至 10"),
        ("TRACKER_SESSIONS_PARALLEL", "11", "1 至 10"),
        ("TRACKER_SESSION_IDLE_MINUTES", "61", "1 至 60"),
        ("TRACKER_SESSION_ADMIN_IDLE_MINUTES", "31", "1 至 30"),
        ("TRACKER_SESSION_ABSOLUTE_HOURS", "25", "1 至 24"),
        ("TRACKER_ACTIVATION_DAYS", "-1", "1 至 60"),
    ],
)
def test_a_value_that_weakens_the_rules_stops_the_start(tmp_path, name, value, words):
    with pytest.raises(ConfigError, match=words):
        _read(tmp_path, **{name: value})
