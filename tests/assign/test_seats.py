"""When a handler counts as gone, and when a part can be handed over: the pure rule."""

from __future__ import annotations

import pytest

from tracker.assign import seats
from tracker.assign.seats import Vacancy
from tracker.terms import AssignmentState as A
from tracker.terms import CaseState as C


@pytest.mark.parametrize("state", [A.SIGNED, A.HANDLING, A.REPLIED, A.RETURN_REQUESTED])
@pytest.mark.parametrize("case", [C.ASSIGNED, C.HANDLING, C.REPLIED])
def test_a_part_in_force_of_a_case_that_is_not_closed_asks_for_a_handler(state, case):
    assert seats.is_open(state, case)
    assert seats.ended(state, case) == ""


@pytest.mark.parametrize("state", [A.PROPOSED, A.RETURNED, A.ENDED])
def test_a_part_that_is_not_in_force_is_not_handed_over(state):
    assert not seats.is_open(state, C.HANDLING)
    assert seats.ended(state, C.HANDLING) == f"已“{state.label}”，不用交接。"


def test_a_closed_case_asks_for_nobody_but_may_be_handed_over_for_its_promises():
    assert not seats.is_open(A.REPLIED, C.CLOSED)
    assert seats.ended(A.REPLIED, C.CLOSED) == ""


@pytest.mark.parametrize("case", [C.WITHDRAWN, C.HANDED_OUT, C.VOID])
def test_a_case_that_is_out_is_not_handed_over(case):
    assert seats.ended(A.SIGNED, case) == f"该件已“{case.label}”，不用交接。"


def test_the_name_says_that_the_person_is_gone_and_whether_somebody_is_to_follow():
    assert seats.named("何志强", None, is_open=True) == "何志强"
    assert seats.named("何志强", Vacancy.STOPPED, is_open=True) == "何志强（账号已停用，待交接）"
    assert seats.named("何志强", Vacancy.MOVED, is_open=False) == "何志强（已不在本单位）"


def test_a_reminder_tells_a_leader_what_to_do_and_anybody_else_only_why():
    assert seats.told("何志强", None, leader=True) == ""
    assert seats.told("何志强", Vacancy.RELEASED, leader=True) == (
        "（原承办人何志强已不任承办人，请在“承办人交接”中指定新的承办人）"
    )
    assert seats.told("何志强", Vacancy.STOPPED, leader=False) == "（原承办人何志强账号已停用）"
