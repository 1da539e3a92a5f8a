"""What a reminder says, and telling it to the one whose turn it is."""

from __future__ import annotations

from datetime import date

from tracker.accounts.models import Account
from tracker.assign import holding, seats
from tracker.cases.models import Case, Submitter
from tracker.kernel.db import db
from tracker.notices import actions as notices
from tracker.roles import Role
from tracker.supervise import plan
from tracker.supervise.plan import Duty, Step
from tracker.terms import ReminderKind
from tracker.units.models import Unit

HANDLERS, LEADERS = (Role.UH,), (Role.UL,)
OFFICE = {plan.OFFICE: (Role.OH,), plan.HANDLER: (Role.OH,), plan.LEADER: (Role.OL,)}
WORDS = {
    ReminderKind.SIGN: "签收",
    ReminderKind.CONTACT: "首次沟通",
    ReminderKind.REPLY: "答复",
    ReminderKind.ASSIST: "会办意见",
    ReminderKind.RATING: "评价",
    ReminderKind.COMMITMENT: "承诺事项",
    ReminderKind.VISIT: "回访",
}


def sentence_of(step: Step, today: date) -> str:
    """Return what a reminder says on a day; one of an earlier day is marked 补发."""
    duty, case = step.duty, db.session.get_one(Case, step.duty.case_id)
    word, left = WORDS[duty.kind], (duty.due_on - today).days
    again = "（补发）" if step.day < today else ""
    name = f"{again}{case.label}“{case.title}”"
    if duty.kind is ReminderKind.VISIT:
        return f"{name}到了回访的日子（{duty.due_on}），请安排回访。"
    if duty.kind is ReminderKind.RATING:
        return f"{name}的答复已送达，请您评价。"
    if left < 0:
        return f"{name}的{word}期限 {duty.due_on} 已过 {-left} 天，请尽快办理。"
    if left == 0:
        return f"{name}的{word}期限 {duty.due_on}，今天到期，请尽快办理。"
    return f"{name}的{word}期限 {duty.due_on}，还有 {left} 天。"


def send(step: Step, today: date) -> str:
    """Tell who has to know, and return what was said."""
    duty, sentence = step.duty, sentence_of(step, today)
    who = step.recipient.rsplit(":", 1)[1]
    kind, _, number = duty.party.partition(":")
    if kind == plan.OFFICE or duty.turn == plan.OFFICE:
        notices.tell_office(duty.case_id, sentence, OFFICE[who])
    elif kind == "submitter":
        person = db.session.get_one(Submitter, int(number))
        notices.tell_deputy(
            duty.case_id, person.name, person.phone, person.deputy, sentence, about(duty)
        )
    else:
        _tell_unit(step, db.session.get_one(Unit, int(number)), who, sentence)
    return sentence


def about(duty: Duty) -> str:
    """Return what a telephone reminder of this duty is about: one call for each stays open."""
    return f"{duty.subject_type}:{duty.subject_id}:{duty.kind}"


def _tell_unit(step: Step, unit: Unit, who: str, sentence: str) -> None:
    """Tell a unit's handlers or leaders; nobody twice, and one telephone call at most.

    Where the part's handler is gone, the leader gets what was the handler's, and reads why.
    """
    duty, absent = step.duty, holding.absent(step.duty.case_id, unit.id)
    handlers, leaders = _people(unit, HANDLERS), _people(unit, LEADERS)
    early = duty.turn == plan.LEADER and step.day < duty.due_on
    stand_in = bool(leaders) and (early or absent is not None)
    if who == plan.HANDLER:
        why = seats.told(absent.name, absent.vacancy, leader=stand_in) if absent else ""
        roles = LEADERS if stand_in else HANDLERS
        notices.tell_unit(duty.case_id, unit, sentence + why, roles, about(duty))
        return
    told = {account.id for account in (leaders if absent or not handlers else handlers)}
    if others := [account for account in leaders if account.id not in told]:
        notices.tell(others, duty.case_id, sentence)
    elif handlers and not leaders:
        notices.tell_unit(duty.case_id, unit, sentence, LEADERS, about(duty))


def _people(unit: Unit, roles: tuple[Role, ...]) -> list[Account]:
    """Return a unit's active accounts of a role, none where the unit does not log in."""
    return notices.of_unit(unit.id, roles) if unit.online else []
