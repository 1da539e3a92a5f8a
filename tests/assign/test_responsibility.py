"""Main responsibility of a case, as domain §2.1 C2 has it."""

from __future__ import annotations

import pytest

from tracker.assign.responsibility import Share, faults
from tracker.terms import AssignRole

INDEPENDENT, H, A, S = AssignRole


@pytest.mark.parametrize(
    "shares",
    [
        [Share(1, INDEPENDENT)],
        [Share(1, H)],
        [Share(1, H), Share(2, A), Share(3, A)],
        [Share(1, S, "道路"), Share(2, S, "路灯")],
    ],
)
def test_clear_responsibility_has_no_fault(shares):
    assert faults(shares) == []


@pytest.mark.parametrize(
    ("shares", "word"),
    [
        ([], "至少选定一个"),
        ([Share(1, A)], "至少选定一个"),
        ([Share(1, INDEPENDENT), Share(2, INDEPENDENT)], "独办只有一个单位"),
        ([Share(1, INDEPENDENT), Share(2, A)], "改为主办"),
        ([Share(1, H), Share(2, H)], "主办单位只能有一个"),
        ([Share(1, H), Share(2, S, "路灯")], "只能用一种"),
        ([Share(1, INDEPENDENT), Share(2, H)], "只能用一种"),
        ([Share(1, S, "道路")], "至少要有两个单位"),
        ([Share(1, S, "道路"), Share(2, S, " ")], "写明各自办理的内容"),
        ([Share(1, S, "道路"), Share(2, S, "路灯"), Share(3, A)], "没有会办单位"),
        ([Share(1, H), Share(1, A)], "出现两次"),
        ([Share(1, H), Share(None, A, unit_text="区轨道办")], "区轨道办"),
    ],
)
def test_each_unclear_responsibility_is_named(shares, word):
    assert any(word in sentence for sentence in faults(shares))


def test_several_hosts_do_not_pass():
    assert faults([Share(1, H), Share(2, H)]) == [
        "主办单位只能有一个；各办一部分的，请改为分办并写明各自内容。"
    ]
