"""Case numbers as they stand in real lists."""

from __future__ import annotations

import pytest

from tracker.cases.numbering import case_label, number_key
from tracker.terms import Kind, Period


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("015", "15"),
        ("15", "15"),
        ("第 9号", "9"),
        ("第五号", "5"),
        ("第十二号", "12"),
        ("一百二十", "120"),
        ("二〇", "20"),
        ("０２８", "28"),
        ("B(2020)79", "B(2020)79"),
        ("b（2020）79", "B(2020)79"),
        ("DH0271", "DH0271"),
        ("000", "0"),
        ("  ", ""),
        ("第号", ""),
        ("34（重点）", "34"),
        ("15（甲）", "15(甲)"),
        ("No.29", "29"),
        ("第15号建议", "15"),
        ("建議第015號", "15"),
        ("5 6", "5、6"),
        ("0 1 5", "15"),
        ("无", ""),
        ("待编", ""),
        ("-", ""),
    ],
)
def test_zeros_blanks_and_wrappings_do_not_tell_numbers_apart(written, key):
    assert number_key(written) == key


@pytest.mark.parametrize(
    ("kind", "period", "number", "label"),
    [
        (Kind.SUGGESTION, Period.SESSION, "015", "建议第015号"),
        (Kind.SUGGESTION, Period.INTERSESSION, "3", "建议（闭会）第3号"),
        (Kind.PROPOSAL, Period.SESSION, "第9号", "提案第9号"),
        (Kind.SUGGESTION, Period.SESSION, "28号", "建议第28号"),
        (Kind.SUGGESTION, Period.SESSION, "第 9号", "建议第9号"),
        (Kind.SUGGESTION, Period.SESSION, "建议30", "建议第30号"),
        (Kind.SUGGESTION, Period.SESSION, "代表建议第031号", "建议第031号"),
        (Kind.SUGGESTION, Period.SESSION, "第15号建议", "建议第15号"),
        (Kind.SUGGESTION, Period.SESSION, "州人大第214号", "建议第214号"),
        (Kind.SUGGESTION, Period.SESSION, "34（重点）", "建议第34号"),
        (Kind.SUGGESTION, Period.SESSION, "No.29", "建议第29号"),
        (Kind.SUGGESTION, Period.SESSION, "12.0", "建议第12号"),
        (Kind.SUGGESTION, Period.SESSION, "第五号", "建议第五号"),
        (Kind.SUGGESTION, Period.SESSION, "B（2020）79", "建议第B（2020）79号"),
        (Kind.SUGGESTION, Period.INTERSESSION, "閉字1", "建议（闭会）第閉字1号"),
        (Kind.SUGGESTION, Period.SESSION, "2026年第5号", "建议2026年第5号"),
        (Kind.PROPOSAL, Period.INTERSESSION, "12", "提案（平时）第12号"),
    ],
)
def test_a_case_is_called_as_people_say_it(kind, period, number, label):
    assert case_label(kind, period, number) == label
