"""Who may record a talk, in which state; the table is written by hand."""

from __future__ import annotations

import pytest

from tracker.contact.acts import Act, Facts, allowed, phase_fault, rights, why_not
from tracker.roles import Role
from tracker.terms import AssignmentState, AssignRole, ContactPhase

A, R = AssignmentState, AssignRole


def facts(*roles: Role, **changes) -> Facts:
    values = {
        "roles": frozenset(roles),
        "own": bool(set(roles) & {Role.UH, Role.UL}),
        "role": R.HOST,
        "state": A.HANDLING,
        "online": True,
    }
    return Facts(**{**values, **changes})


# role, unit online, own record → what may be done while the case is handled
HANDLING = [
    (Role.DEP, True, False, ""),
    (Role.UH, True, False, "add"),
    (Role.UH, True, True, "add correct"),
    (Role.UL, True, False, "add correct"),
    (Role.OH, True, False, "add correct"),
    (Role.OH, False, False, "add_on_behalf correct"),
    (Role.OL, False, False, ""),
    (Role.DL, True, False, ""),
    (Role.OBS, True, False, ""),
    (Role.SA, False, False, ""),
    (Role.SEC, False, False, ""),
    (Role.AUD, False, False, ""),
]


@pytest.mark.parametrize(("role", "online", "mine", "acts"), HANDLING)
def test_while_handled_each_role_may_do_this(role, online, mine, acts):
    found = allowed(facts(role, online=online, recorded_by_viewer=mine))
    assert {str(act) for act in found} == set(acts.split())


STATES = [
    (A.PROPOSED, ""),
    (A.ASSIGNED, ""),
    (A.SIGNED, "add"),
    (A.RETURN_REQUESTED, ""),
    (A.RETURNED, ""),
    (A.HANDLING, "add"),
    (A.OPINION_SUBMITTED, ""),
    (A.OPINION_ACCEPTED, ""),
    (A.REPLIED, "add"),
    (A.ENDED, ""),
]


@pytest.mark.parametrize(("state", "acts"), STATES)
def test_a_handler_may_do_this_in_each_state(state, acts):
    assert {str(act) for act in allowed(facts(Role.UH, state=state))} == set(acts.split())


def test_an_assisting_unit_never_records_a_talk():
    assert rights(facts(Role.UH, Role.UL, role=R.ASSISTING)) == frozenset()


def test_a_separate_units_leader_does_not_correct_but_its_handler_corrects_the_own_record():
    assert Act.CORRECT not in allowed(facts(Role.UL, role=R.SEPARATE))
    assert Act.CORRECT in allowed(facts(Role.UH, role=R.SEPARATE, recorded_by_viewer=True))


def test_another_units_people_have_no_right():
    assert rights(facts(Role.UH, Role.UL, own=False)) == frozenset()


def test_a_corrected_record_is_not_corrected_again():
    found = facts(Role.OH, corrected=True)
    assert Act.CORRECT in rights(found)
    assert Act.CORRECT not in allowed(found)
    assert why_not(found, Act.CORRECT, "教育局") == (
        "这条记录已经更正过，请刷新页面，更正最新的一条。"
    )


def test_the_refusal_says_what_to_do():
    unsigned = facts(Role.UH, state=A.ASSIGNED)
    assert why_not(unsigned, Act.ADD, "教育局") == ("教育局还没有签收，请先签收，再登记沟通面商。")
    ended = facts(Role.UH, state=A.ENDED)
    assert why_not(ended, Act.ADD, "教育局") == (
        "教育局为“终止”，现在不能登记沟通面商。请刷新页面查看。"
    )


@pytest.mark.parametrize(
    ("state", "phase", "fault"),
    [
        (A.HANDLING, ContactPhase.BEFORE, ""),
        (A.HANDLING, ContactPhase.DURING, ""),
        (A.HANDLING, ContactPhase.AFTER, "还没有答复，请选“办前”或“办中”。"),
        (A.REPLIED, ContactPhase.BEFORE, "已经答复，只能补记“办后”的沟通。"),
        (A.REPLIED, ContactPhase.DURING, "已经答复，只能补记“办后”的沟通。"),
        (A.REPLIED, ContactPhase.AFTER, ""),
    ],
)
def test_the_phase_fits_the_state(state, phase, fault):
    assert phase_fault(state, phase) == fault
