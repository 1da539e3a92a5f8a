"""Names are compared without blanks, in simplified characters, with one kind of dot."""

from __future__ import annotations

import pytest

from tracker.deputies.names import mask_phone, name_key


@pytest.mark.parametrize(
    ("name", "key"),
    [
        ("张　三", "张三"),
        (" 刘 桂兰 ", "刘桂兰"),
        ("楊 強", "杨强"),
        ("买买提•艾力", "买买提·艾力"),
        ("买买提.艾力", "买买提·艾力"),
        ("民進廣東省委會", "民进广东省委会"),
        ("和玉龙", "和玉龙"),
    ],
)
def test_the_key_of_a_name(name, key):
    assert name_key(name) == key


def test_a_telephone_shows_its_ends():
    assert mask_phone("13800006021") == "138****6021"
    assert mask_phone("1234567") == "*******"
