"""What a reminder says, and telling it to the one whose turn it is."""

from __future__ import annotations

from datetime import date

from tracker.assign import seats
from tracker.assign.holding import Absent
from tracker.cases.models import Case
from tracker.kernel.db import db
from tracker.notices.gathering import Gathering
from tracker.plan import steps
from tracker.plan.owed.facts import Subject
from tracker.plan.steps import Step
from tracker.plan.words import undated
from tracker.plan_terms import ReminderKind
from tracker.roles import Role
from tracker.units.models import Unit

HANDLERS, LEADERS = (Role.UH,), (Role.UL,)
OFFICE = {steps.OFFICE: (Role.OH,), steps.HANDLER: (Role.OH,), steps.LEADER: (Role.OL,)}
WORDS = {
    ReminderKind.SIGN: "签收",
    ReminderKind.CONTACT: "首次沟通",
    ReminderKind.REPLY: "答复",
    ReminderKind.ASSIST: "会办意见",
    ReminderKind.RATING: "评价",
    ReminderKind.COMMITMENT: "承诺事项",
    ReminderKind.VISIT: "回访",
}


def sentence_of(case: Case, step: Step, today: date) -> str:
    """Return what a reminder says on a day; one of an earlier day is marked 补发."""
    due = step.duty.due_on or step.day
    word, left = WORDS[step.kind], (due - today).days
    again = "（补发）" if step.day < today else ""
    name = f"{again}{case.label}“{case.title}”"
    if step.kind is ReminderKind.VISIT:
        return f"{name}到了回访的日子（{due}），请安排回访。"
    if step.kind is ReminderKind.RATING:
        return f"{name}的答复已送达，请您评价。"
    if undated(step.duty):
        late = f"应在 {due} 前报告进展，已过 {-left} 天，请尽快报告。"
        asked = late if left < 0 else f"请在 {due} 前报告进展。"
        return f"{name}的承诺没有写明完成日期，{asked}"
    if left < 0:
        return f"{name}的{word}期限 {due} 已过 {-left} 天，请尽快办理。"
    if left == 0:
        return f"{name}的{word}期限 {due}，今天到期，请尽快办理。"
    return f"{name}的{word}期限 {due}，还有 {left} 天。"


def recipient_of(case: Case, step: Step) -> str:
    """Return to whom a reminder goes, as it is written down: the party and who of it."""
    if step.kind is ReminderKind.VISIT:
        return f"office:{step.who}"
    if step.kind is ReminderKind.RATING:
        return f"submitter:{case.lead.id}:{step.who}"
    return f"unit:{step.duty.unit_id}:{step.who}"


def send(case: Case, step: Step, today: date, told: Gathering, absent: Absent | None = None) -> str:
    """Tell who has to know, and return what was said.

    :param absent: the handler whom the part names and who is gone.
    """
    duty, sentence = step.duty, sentence_of(case, step, today)
    if step.kind is ReminderKind.RATING:
        lead = case.lead
        told.tell_deputy(
            case.id,
            lead.name,
            lead.phone,
            lead.deputy_id,
            sentence,
            about(step.duty.subject, step.kind),
        )
    elif step.kind is ReminderKind.VISIT or steps.turn_of(duty) == steps.OFFICE:
        told.tell_office(case.id, sentence, OFFICE[step.who])
    else:
        _tell_unit(case, step, sentence, told, absent)
    return sentence


def about(subject: Subject, kind: ReminderKind) -> str:
    """Return what a telephone reminder is about: one call for each stays open."""
    return f"{subject[0]}:{subject[1]}:{kind}"


def _tell_unit(
    case: Case, step: Step, sentence: str, told: Gathering, absent: Absent | None
) -> None:
    """Tell a unit's handlers or leaders; nobody twice, and one telephone call at most.

    Where the part's handler is gone, the leader gets what was the handler's, and reads why.
    """
    duty, of = step.duty, about(step.duty.subject, step.kind)
    unit = db.session.get_one(Unit, duty.unit_id)
    number = unit.id if unit.online else None
    handlers, leaders = (told.people.of_unit(number, roles) for roles in (HANDLERS, LEADERS))
    early = duty.due_on is not None and step.day < duty.due_on
    leads = steps.turn_of(duty) == steps.LEADER
    stand_in = bool(leaders) and ((leads and early) or absent is not None)
    if step.who == steps.HANDLER:
        why = seats.told(absent.name, absent.vacancy, leader=stand_in) if absent else ""
        roles = LEADERS if stand_in else HANDLERS
        told.tell_unit(case.id, unit, sentence + why, roles, of)
        return
    known = set(leaders if absent or not handlers else handlers)
    if others := [account_id for account_id in leaders if account_id not in known]:
        told.tell(others, case.id, sentence)
    elif handlers and not leaders:
        told.tell_unit(case.id, unit, sentence, LEADERS, of)
