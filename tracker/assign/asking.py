"""What every act on an assignment asks before it writes."""

from __future__ import annotations

from datetime import date

from tracker.assign import acts, queries
from tracker.assign.act_labels import CASE_LABELS, LABELS
from tracker.assign.left import handed_over
from tracker.assign.models import Assignment
from tracker.assign.responsibility import faults
from tracker.cases.models import Case
from tracker.kernel.access import viewer
from tracker.kernel.errors import Invalid, Refused
from tracker.terms import AssignmentState, CaseState

RETURN = (acts.Act.REQUEST_RETURN, acts.Act.ENTER_RETURN)
RETURN_OVER = "申请退办的期限 {} 已过，不再调整；请继续办理，确有困难的与政府办联系。"
LEFT = "你单位不再承办本件，不能办理。"
BEGUN = "{}已经开始办理（登记过沟通面商），不再申请退办。确实不属本单位职责的，请与政府办联系。"


def ask_case(case: Case, act: acts.CaseAct) -> None:
    """Ask the rule again before writing.

    :raises Refused: not allowed now.
    """
    facts = queries.case_facts(case, viewer())
    if act in acts.allowed_on_case(facts):
        return
    ask_party(case)
    if act is acts.CaseAct.SUBMIT and facts.faulty and facts.state is CaseState.REGISTERED:
        raise Refused("".join(faults(queries.shares(queries.proposed(case.id)))))
    raise Refused(_not_now(facts.state, CASE_LABELS[act]))


def ask(row: Assignment, act: acts.Act) -> None:
    """Ask the rule again before writing.

    :raises Refused: not allowed now.
    """
    facts = queries.facts(row, viewer())
    if act not in acts.allowed(facts):
        ask_party(row.case)
        raise Refused(_why_not(row, act, facts))


def _why_not(row: Assignment, act: acts.Act, facts: acts.Facts) -> str:
    """Return the sentence that refuses an act on an assignment: what hinders, what to do."""
    if not acts.in_time(act, facts.case_state):
        return _not_now(facts.case_state, LABELS[act])
    if act in RETURN and facts.state is AssignmentState.HANDLING:
        return BEGUN.format(row.unit_name)
    due = row.deadline(queries.RETURN)
    if due and act is acts.Act.REQUEST_RETURN and facts.return_over:
        return RETURN_OVER.format(due.due_on)
    return f"{row.unit_name}为“{facts.state.label}”，现在不能{LABELS[act]}。请刷新页面查看。"


def ask_return_limit(row: Assignment, on: date) -> None:
    """Refuse a request to return after its limit.

    :raises Invalid: at its day.
    """
    due = row.deadline(queries.RETURN)
    if due and on > due.due_on:
        raise Invalid("on", RETURN_OVER.format(due.due_on))


def ask_party(case: Case) -> None:
    """Tell who handed the case over no more than that.

    :raises Refused: the viewer's unit did.
    """
    if handed_over(case, viewer()):
        raise Refused(LEFT)


def _not_now(state: CaseState, label: str) -> str:
    """Return the sentence that refuses an act for the state of the case."""
    return f"该件为“{state.label}”，现在不能{label}。请刷新页面查看。"
