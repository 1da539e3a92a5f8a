"""What every act on an assignment asks before it writes."""

from __future__ import annotations

from tracker.assign import acts, queries
from tracker.assign.left import handed_over
from tracker.assign.models import Assignment
from tracker.cases.models import Case
from tracker.kernel.access import viewer
from tracker.kernel.errors import Refused
from tracker.terms import AssignmentState, CaseState

RETURN = (acts.Act.REQUEST_RETURN, acts.Act.ENTER_RETURN)
LEFT = "你单位不再承办本件，不能办理。"
BEGUN = "{}已经开始办理（登记过沟通面商），不再申请退办。确实不属本单位职责的，请与政府办联系。"


def ask_case(case: Case, act: acts.CaseAct) -> None:
    """Ask the rule again before writing.

    :raises Refused: not allowed now.
    """
    if act not in acts.allowed_on_case(queries.case_facts(case, viewer())):
        _ask_party(case)
        raise Refused(_not_now(CaseState(case.state), acts.CASE_LABELS[act]))


def ask(row: Assignment, act: acts.Act) -> None:
    """Ask the rule again before writing.

    :raises Refused: not allowed now.
    """
    facts = queries.facts(row, viewer())
    if act not in acts.allowed(facts):
        _ask_party(row.case)
        if not acts.in_time(act, facts.case_state):
            raise Refused(_not_now(facts.case_state, acts.LABELS[act]))
        if act in RETURN and row.state == AssignmentState.HANDLING:
            raise Refused(BEGUN.format(row.unit_name))
        state = AssignmentState(row.state).label
        raise Refused(f"{row.unit_name}为“{state}”，现在不能{acts.LABELS[act]}。请刷新页面查看。")


def _ask_party(case: Case) -> None:
    """Tell who handed the case over no more than that."""
    if handed_over(case, viewer()):
        raise Refused(LEFT)


def _not_now(state: CaseState, label: str) -> str:
    """Return the sentence that refuses an act for the state of the case."""
    return f"该件为“{state.label}”，现在不能{label}。请刷新页面查看。"
