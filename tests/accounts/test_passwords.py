"""Passwords and codes."""

import hashlib
from datetime import UTC, datetime
from pathlib import Path

import pytest

import tracker.accounts
from tracker.accounts import guessing, passwords

DENGBAO = passwords.profile("dengbao", 90, 15, 5)
ASVS = passwords.profile("asvs", 90, 15, 5)
WORDS = ("周敏", "区教育局", "yunling")


@pytest.mark.parametrize(
    ("password", "part"),
    [
        pytest.param("Ab1!xyz", "10 至 128", id="太短"),
        pytest.param("a" * 129, "10 至 128", id="太长"),
        pytest.param("onlylowercase", "三种", id="只有一种字符"),
        pytest.param("lower12345lower", "三种", id="只有两种字符"),
        pytest.param("Zhoumin-2031", "登录名", id="含登录名"),
        pytest.param("Password-2031", "常见密码", id="常见密码加年份"),
        pytest.param("P@ssw0rd!2031", "常见密码", id="换形的常见密码"),
        pytest.param("Woaini!8832", "常见密码", id="常见拼音"),
        pytest.param("9472!Dragon#", "常见密码", id="前后加数字"),
        pytest.param("Lamp-Yunling77", "地名", id="含地名"),
        pytest.param("区教育局Lamp-77", "单位", id="含单位"),
        pytest.param("Lamp-Qwer-77x", "键盘", id="键盘横排"),
        pytest.param("Lamp-4321-Boat", "连续", id="倒着的数字"),
        pytest.param("Lamp1111Boat#", "重复", id="重复字符"),
        pytest.param("Lamp!2wsxBoat#", "键盘", id="键盘竖排"),
    ],
)
def test_a_weak_password_is_refused_and_told_why(password, part):
    assert part in passwords.complaint(password, "zhoumin", DENGBAO, WORDS)


@pytest.mark.parametrize("password", ["Wanzi-River7", "云岭河畔的路灯Aa7", "q7-RIVER-lamp"])
def test_a_strong_password_is_accepted(password):
    assert passwords.complaint(password, "zhoumin", DENGBAO, WORDS) is None


def test_the_other_profile_asks_for_length_and_no_kinds_of_characters():
    assert passwords.complaint("lantern under the bridge", "zhoumin", ASVS) is None
    assert "15 至 128" in passwords.complaint("Wanzi-River7", "zhoumin", ASVS)
    assert "常见密码" in passwords.complaint("77-Justinbieber-77", "x", ASVS)


def test_the_list_of_common_passwords_is_the_noticed_one_and_long_enough():
    data = Path(tracker.accounts.__file__).parent / "data"
    content = (data / "common_passwords.txt").read_bytes()
    assert hashlib.sha256(content).hexdigest() in (data / "NOTICE").read_text()
    assert len(guessing.common_passwords()) >= 30_000
    assert {"123456", "iloveyou", "5201314", "woaini"} <= guessing.common_passwords()


@pytest.mark.parametrize(
    ("now", "left"),
    [
        pytest.param(datetime(2026, 3, 1, 1, tzinfo=UTC), 90, id="当天"),
        pytest.param(datetime(2026, 5, 15, 1, tzinfo=UTC), 15, id="开始提醒"),
        pytest.param(datetime(2026, 5, 30, 0, 59, tzinfo=UTC), 1, id="最后一天"),
        pytest.param(datetime(2026, 5, 30, 1, tzinfo=UTC), 0, id="到期"),
        pytest.param(datetime(2026, 8, 1, 1, tzinfo=UTC), 0, id="早已到期"),
    ],
)
def test_a_password_lasts_ninety_days(now, left):
    assert passwords.days_left(datetime(2026, 3, 1, 1, tzinfo=UTC), now, DENGBAO) == left
    assert passwords.days_left(datetime(2026, 3, 1, 1, tzinfo=UTC), now, ASVS) is None


def test_a_code_fits_however_it_is_typed():
    code = passwords.new_code()
    assert passwords.hash_code(f" {code.lower()} ") == passwords.hash_code(code)
    assert len(code) == 14


def test_a_password_fits_only_its_own_hash_and_nothing_fits_no_account():
    stored = passwords.hash_password("Yunling-River7")
    assert passwords.matches("Yunling-River7", stored)
    assert not passwords.matches("Yunling-River8", stored)
    assert not passwords.matches("Yunling-River7", None)


@pytest.mark.parametrize(
    "typed", ["7kqm2xpa9drt", "7KQM 2XPA 9DRT", " 7kqm—2xpa–9drt", "７ＫＱＭ－２ＸＰＡ－９ＤＲＴ"]
)
def test_a_code_is_taken_in_any_spelling(typed):
    assert passwords.hash_code(typed) == passwords.hash_code("7KQM-2XPA-9DRT")


def test_another_code_is_another_digest_and_older_digests_stay_valid():
    assert passwords.hash_code("7KQM-2XPA-9DRU") != passwords.hash_code("7KQM-2XPA-9DRT")
    stored = hashlib.sha256(b"7KQM-2XPA-9DRT").hexdigest()
    assert passwords.hash_code("7KQM2XPA9DRT") == stored
