"""Names are compared without blanks, in simplified characters, with one kind of dot."""

from __future__ import annotations

import pytest

from tracker.deputies.names import mask_phone, name_key, names_in


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


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("王守田、李秀英", ["王守田", "李秀英"]),
        ("王守田，李秀英,陈志远", ["王守田", "李秀英", "陈志远"]),
        ("王守田；李秀英; 陈志远／何志强", ["王守田", "李秀英", "陈志远", "何志强"]),
        ("王守田\r\n 李秀英 \n\n陈志远、\n", ["王守田", "李秀英", "陈志远"]),
        ("买买提·艾力、张 三", ["买买提·艾力", "张 三"]),
        (" 、 \n，", []),
        ("", []),
    ],
)
def test_names_end_at_a_line_a_comma_or_a_slash_and_never_at_a_blank(text, names):
    assert names_in(text) == names
