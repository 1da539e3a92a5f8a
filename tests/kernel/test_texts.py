"""Texts as they are compared."""

from __future__ import annotations

from tracker.kernel.texts import comparable, tidy


def test_widths_and_blanks_make_no_other_text():
    assert tidy(" 第　１ 组（甲）\n") == "第1组(甲)"


def test_old_forms_of_characters_make_no_other_name():
    assert comparable("雲嶺區 教育局（一）") == comparable("云岭区教育局(一)") == "云岭区教育局(一)"
