"""Who may do what about a letter and a promise; the tables are written by hand."""

from __future__ import annotations

import pytest

from tracker.reply.acts import Act, Facts, allowed, main_acts, rights, why_not
from tracker.reply.promise_acts import PromiseAct, PromiseFacts
from tracker.reply.promise_acts import allowed as promise_allowed
from tracker.reply.promise_acts import why_not as promise_why_not
from tracker.roles import Role
from tracker.terms import AssignmentState, CommitmentState, ReplyState

A, S, P = AssignmentState, ReplyState, CommitmentState
UNIT = {Role.UH, Role.UL}


def facts(*roles: Role, state: ReplyState | None, **changes) -> Facts:
    values = {
        "roles": frozenset(roles),
        "own": bool(set(roles) & UNIT),
        "online": True,
        "assignment": A.REPLIED if state is S.ISSUED else A.HANDLING,
        "state": state,
    }
    return Facts(**{**values, **changes})


# state of the letter → role → acts; a role that is not named may do nothing
TABLE = {
    None: {Role.UH: "start", Role.UL: "start", Role.OH: "enter_on_behalf"},
    S.DRAFTING: {
        Role.UH: "edit classify submit",
        Role.UL: "edit classify",
        Role.OH: "classify enter_on_behalf",
    },
    S.SIGNING: {Role.UL: "sign send_back", Role.OH: "send_back", Role.OL: "send_back"},
    S.OFFICE_CHECK: {Role.OH: "check send_back classify", Role.OL: "check send_back"},
    S.CHECKED: {Role.UL: "issue send_back"},
    S.ISSUED: {
        Role.UH: "deliver attach_scan mend",
        Role.UL: "deliver attach_scan mend",
        Role.OH: "deliver attach_scan",
    },
}
CELLS = [
    (state, role, set(acts.get(role, "").split())) for state, acts in TABLE.items() for role in Role
]


@pytest.mark.parametrize(("state", "role", "acts"), CELLS)
def test_each_role_may_do_this_in_each_state(state, role, acts):
    assert {str(act) for act in allowed(facts(role, state=state))} == acts


@pytest.mark.parametrize("state", [S.SIGNING, S.CHECKED])
@pytest.mark.parametrize(("own", "role"), [(True, Role.UH), (False, Role.UL)])
def test_as_leader_of_the_unit_sends_back_who_leads_and_is_of_this_unit(state, own, role):
    both = allowed(facts(Role.OH, role, state=state, own=own))
    assert (Act.SEND_BACK in both) == (state is S.SIGNING)


@pytest.mark.parametrize(
    ("state", "more"),
    [
        (None, set()),
        (S.DRAFTING, set()),
        (S.SIGNING, {Act.ENTER}),
        (S.OFFICE_CHECK, {Act.ENTER}),
        (S.CHECKED, {Act.ENTER}),
        (S.ISSUED, {Act.MEND}),
    ],
)
def test_for_a_unit_without_log_in_the_clerk_enters_at_any_step_and_mends(state, more):
    online = allowed(facts(Role.OH, state=state))
    assert allowed(facts(Role.OH, state=state, online=False)) - online == more


def test_what_came_on_paper_of_a_unit_that_logs_in_the_clerk_mends_too():
    assert Act.MEND not in allowed(facts(Role.OH, state=S.ISSUED, assignment=A.REPLIED))
    entered = facts(Role.OH, state=S.ISSUED, assignment=A.REPLIED, on_behalf=True)
    assert Act.MEND in allowed(entered)
    correction = facts(Role.OH, state=S.DRAFTING, assignment=A.REPLIED, edition=2)
    assert Act.ENTER in allowed(correction)


@pytest.mark.parametrize("state", [S.SIGNING, S.OFFICE_CHECK, S.CHECKED])
def test_a_draft_of_a_unit_that_others_have_in_hand_is_not_overwritten_by_its_paper(state):
    assert why_not(facts(Role.OH, state=state), Act.ENTER) == (
        "承办单位的答复稿正在签发或审核，现在不能代录答复。以纸质函为准的，请先退回修改。"
    )


def test_the_paper_of_a_unit_that_logs_in_is_not_the_next_step():
    assert Act.ENTER not in main_acts(facts(Role.OH, state=None))
    assert Act.ENTER in main_acts(facts(Role.OH, state=None, online=False))


def test_the_leader_of_the_office_enters_nothing_on_behalf():
    assert Act.ENTER not in rights(facts(Role.OL, state=None, online=False))


@pytest.mark.parametrize(
    "assignment",
    [A.PROPOSED, A.ASSIGNED, A.RETURN_REQUESTED, A.RETURNED, A.REPLIED, A.ENDED],
)
def test_no_letter_is_begun_unless_the_unit_is_at_work(assignment):
    assert Act.START not in allowed(facts(Role.UH, state=None, assignment=assignment))


@pytest.mark.parametrize("assignment", [A.RETURNED, A.ENDED, A.RETURN_REQUESTED])
def test_a_letter_rests_once_its_assignment_is_over(assignment):
    for state in (S.DRAFTING, S.SIGNING, S.OFFICE_CHECK, S.CHECKED):
        for role in Role:
            assert allowed(facts(role, state=state, assignment=assignment)) == frozenset()


def test_who_wrote_neither_signs_nor_checks():
    assert Act.SIGN not in allowed(facts(Role.UL, state=S.SIGNING, author=True))
    found = facts(Role.OH, state=S.OFFICE_CHECK, author=True)
    assert Act.CHECK not in allowed(found)
    assert why_not(found, Act.CHECK) == (
        "您参与了拟稿，不能审核答复稿。请由没有参与拟稿的领导办理。"
    )


def test_a_correction_goes_the_same_way_while_the_assignment_stays_answered():
    found = facts(Role.UH, state=S.DRAFTING, assignment=A.REPLIED, edition=2)
    assert allowed(found) == {Act.EDIT, Act.CLASSIFY, Act.SUBMIT}
    assert allowed(facts(Role.UH, state=S.DRAFTING, assignment=A.REPLIED)) == frozenset()


def test_another_unit_has_no_right():
    assert rights(facts(Role.UH, Role.UL, state=S.DRAFTING, own=False)) == frozenset()


def test_what_is_done_is_not_offered_again():
    found = facts(Role.UH, state=S.ISSUED, has_scan=True, delivered=True)
    assert allowed(found) == {Act.MEND}
    assert why_not(found, Act.SCAN) == "盖章扫描件已经上传，不能替换。"
    assert why_not(found, Act.DELIVER) == "已全部登记送达，请刷新页面查看。"


@pytest.mark.parametrize(
    ("state", "assignment", "act", "sentence"),
    [
        (None, A.ASSIGNED, Act.START, "还没有签收，请先签收，再拟写答复。"),
        (
            None,
            A.RETURN_REQUESTED,
            Act.START,
            "承办单位正在申请退办，现在不能拟写答复。"
            "请等政府办决定；要自己办的，请申请人先收回退办申请。",
        ),
        (
            None,
            A.RETURN_REQUESTED,
            Act.ENTER,
            "承办单位正在申请退办，现在不能代录答复。请先审定退办申请。",
        ),
        (
            S.DRAFTING,
            A.RETURN_REQUESTED,
            Act.EDIT,
            "承办单位正在申请退办，现在不能继续拟写答复。"
            "请等政府办决定；要自己办的，请申请人先收回退办申请。",
        ),
        (None, A.ENDED, Act.START, "承办单位为“终止”，现在不能拟写答复。请刷新页面查看。"),
        (None, A.HANDLING, Act.SIGN, "还没有答复稿，现在不能签发答复稿。请刷新页面查看。"),
        (
            S.SIGNING,
            A.HANDLING,
            Act.EDIT,
            "答复函为“待签发”，现在不能继续拟写答复。请刷新页面查看。",
        ),
        (
            S.ISSUED,
            A.REPLIED,
            Act.EDIT,
            "答复函已经印发，不能再改。确有错误的，请用“更正答复”另发一函。",
        ),
    ],
)
def test_the_refusal_says_what_to_do(state, assignment, act, sentence):
    assert why_not(facts(Role.UL, state=state, assignment=assignment), act) == sentence


PROMISES = [
    (P.OPEN, Role.UH, "progress"),
    (P.OPEN, Role.UL, "progress"),
    (P.OPEN, Role.OH, "carry_over"),
    (P.OPEN, Role.OL, "carry_over write_off"),
    (P.OPEN, Role.DEP, ""),
    (P.OPEN, Role.OBS, ""),
    (P.OPEN, Role.DL, ""),
    (P.CARRIED_OVER, Role.UH, "progress"),
    (P.CARRIED_OVER, Role.OH, "carry_over"),
    (P.CARRIED_OVER, Role.OL, "carry_over write_off"),
    (P.DONE_CLAIMED, Role.UH, ""),
    (P.DONE_CLAIMED, Role.OH, "close"),
    (P.DONE_CLAIMED, Role.OL, "close"),
    (P.CLOSED, Role.UH, ""),
    (P.CLOSED, Role.OL, ""),
    (P.WRITTEN_OFF, Role.UH, ""),
    (P.WRITTEN_OFF, Role.OL, ""),
]


@pytest.mark.parametrize(("state", "role", "acts"), PROMISES)
def test_each_role_may_do_this_about_a_promise(state, role, acts):
    found = PromiseFacts(frozenset({role}), role in UNIT, True, state)
    assert {str(act) for act in promise_allowed(found)} == set(acts.split())


def test_only_the_clerk_reports_for_a_unit_without_log_in():
    def told(role: Role) -> frozenset[PromiseAct]:
        return promise_allowed(PromiseFacts(frozenset({role}), False, False, P.OPEN))

    assert PromiseAct.PROGRESS_ON_BEHALF in told(Role.OH)
    assert PromiseAct.PROGRESS_ON_BEHALF not in told(Role.OL)


def test_a_promise_is_verified_only_after_the_unit_claimed_it():
    found = PromiseFacts(frozenset({Role.OH}), False, True, P.OPEN)
    assert promise_why_not(found, PromiseAct.CLOSE) == (
        "承办单位还没有报“已落实”，请等单位报进展后再核实。"
    )
