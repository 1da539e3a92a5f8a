"""An unknown name is like a registered one: a variant, a character wrong, missing or exchanged."""

from __future__ import annotations

import pytest

from tracker.deputies.likeness import like

PEOPLE = [
    ("刘桂兰", "城东代表团"),
    ("陈小丽", "城西代表团"),
    ("张力", "城东代表团"),
    ("王哲", "城西代表团"),
    ("欧阳明", ""),
    ("买买提·艾力", "城东代表团"),
    ("李志强", "城东代表团"),
    ("李志刚", "城西代表团"),
]


@pytest.mark.parametrize(
    ("written", "group", "meant"),
    [
        ("刘桂芝", "", ["刘桂兰"]),
        ("刘兰桂", "", ["刘桂兰"]),
        ("劉桂蘭", "", ["刘桂兰"]),
        ("柳桂兰", "", ["刘桂兰"]),
        ("陈 小 莉", "", ["陈小丽"]),
        ("张莉", "城东代表团", ["张力"]),
        ("张莉", "城西代表团", []),
        ("张莉", "", []),
        ("章力", "城东代表团", []),
        ("王喆", "", ["王哲"]),
        ("欧阳小明", "", ["欧阳明"]),
        ("买买提艾力", "", ["买买提·艾力"]),
        ("李志钢", "城西代表团", ["李志刚", "李志强"]),
        ("李志钢", "城东代表团", ["李志强", "李志刚"]),
        ("赵立新", "", []),
        ("李明", "", []),
        ("", "", []),
    ],
)
def test_who_is_proposed_for_a_name(written, group, meant):
    assert [name for name, _ in like(written, group, PEOPLE)] == meant


def test_no_more_than_three_are_proposed():
    assert len(like("李志钢", "", [(f"李志{last}", "") for last in "强刚明国"])) == 3
