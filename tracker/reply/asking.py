"""What every act on a letter or a promise asks before it writes."""

from __future__ import annotations

from datetime import date

from tracker.assign import holding
from tracker.assign import queries as assign
from tracker.assign.models import Assignment
from tracker.contact import queries as contact
from tracker.kernel import clock
from tracker.kernel.access import viewer
from tracker.kernel.errors import Refused
from tracker.notices.actions import with_roles
from tracker.reply import acts, document, promise_acts, queries
from tracker.reply.letter_check import Fault, LetterFacts, faults
from tracker.reply.models import Commitment, Reply
from tracker.reply.second_look import Beside, warnings
from tracker.roles import Role
from tracker.settings.in_force import book_of
from tracker.terms import AssignRole, ContactPhase


def ask(assignment: Assignment, act: acts.Act, reply: Reply | None = None) -> None:
    """Ask the rule again before writing, on rows nobody else can change meanwhile.

    :raises Refused: not allowed now.
    """
    assign.by_id(assignment.id, locked=True)
    if reply is not None:
        queries.by_id(reply.id, locked=True)
    found = queries.facts(assignment, viewer(), reply)
    if act not in acts.allowed(found):
        raise Refused(acts.why_not(found, act))


def ask_promise(row: Commitment, act: promise_acts.PromiseAct) -> None:
    """Ask the rule again before writing about a promise.

    :raises Refused: not allowed now.
    """
    queries.promise_by_id(row.id, locked=True)
    found = queries.promise_facts(row, viewer())
    if act not in promise_acts.allowed(found):
        raise Refused(promise_acts.why_not(found, act))


def entered(reply: Reply) -> LetterFacts:
    """Return what stands on a letter."""
    return LetterFacts(
        text=reply.text,
        reply_class=reply.reply_class,
        outcome=reply.outcome,
        disclosure=reply.disclosure,
        withheld_ground=reply.withheld_ground,
        copies=reply.copies,
        promise=reply.promise,
        promise_due_on=reply.promise_due_on,
        missing_opinions_reason=reply.missing_opinions_reason,
    )


def submission_faults(reply: Reply, from_day: date | None = None) -> list[Fault]:
    """Return everything that keeps a letter from being signed (domain R1, §5.1)."""
    found = faults(entered(reply), book_of(reply.case).outcome_class, from_day or clock.today())
    if not contact.heard(reply.assignment):
        sentence = "本轮还没有登记与代表（委员）的沟通。先沟通、后答复，请先登记沟通面商。"
        found.append(Fault("text", sentence))
    if (missing := missing_opinions(reply.assignment)) and not reply.missing_opinions_reason:
        names = "、".join(missing)
        sentence = f"{names}的会办意见还没有收到。请等意见，或写明不等意见即答复的理由。"
        found.append(Fault("missing_opinions_reason", sentence))
    return found


def submission_warnings(reply: Reply) -> list[str]:
    """Return what the unit should look at twice before signing."""
    case, row = reply.case, reply.assignment
    before = document.earlier(reply)
    beside = Beside(document.consulted(row), document.named(before) if before else "")
    found = warnings(entered(reply), document.subject_of(case), beside)
    keys = book_of(case).choice("must_meet_in_person")
    if not contact.met(row):
        if case.key_item and "key_item" in keys:
            found.append("本件是重点件，应当与代表（委员）面商，还没有登记见面。")
        elif "every" in keys:
            found.append("按规定每件答复前都应当与代表（委员）面商，还没有登记见面。")
    if reply.missing_opinions_reason and (missing := missing_opinions(row)):
        found.append(f"{'、'.join(missing)}的会办意见没有收到，已写明理由。")
    if vacancy := holding.vacancies([row]).get(row.id):
        found.append(f"联系人{row.handler_name}{vacancy.label}，请单位领导先办承办人交接，再印发。")
    if not _leaders(row):
        found.append("本单位还没有领导账号，审核后无人能印发，请联系系统管理员开通。")
    return found


def first_talk(assignment: Assignment) -> date | None:
    """Return when the proposer was first heard in the present round; the answer comes after."""
    rows = contact.valid(assignment)
    return min((row.held_on for row in rows if row.phase != ContactPhase.AFTER), default=None)


def missing_opinions(assignment: Assignment) -> list[str]:
    """Return the assisting units whose opinion the host has not received."""
    if AssignRole(assignment.role) is not AssignRole.HOST:
        return []
    return [row.unit_name for row in assign.open_opinions(assignment.case_id)]


def has_second_person(reply: Reply) -> bool:
    """Whether the unit has an active leader who did not write on the letter."""
    return bool(_leaders(reply.assignment) - queries.authors_of(reply.id))


def _leaders(assignment: Assignment) -> frozenset[int]:
    """Return the active leader accounts of the assignment's unit."""
    return frozenset(row.id for row in with_roles((Role.UL,)) if row.unit_id == assignment.unit_id)
