"""A demonstration case from its talks to its rating."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from tracker.assign import opinions
from tracker.assign import queries as assignments
from tracker.assign.models import Assignment
from tracker.contact import actions as contacts
from tracker.contact.actions import ContactFacts
from tracker.demo.paper import SCAN
from tracker.demo.places import Staff
from tracker.demo.tale import Tale, name_of, staff_of
from tracker.kernel import files
from tracker.kernel.db import db
from tracker.rating import actions as rating
from tracker.rating import queries as ratings
from tracker.rating.models import Rating
from tracker.reply import actions as reply
from tracker.reply import issuing
from tracker.reply import queries as replies
from tracker.reply.letter_check import IssueFacts, LetterFacts
from tracker.terms import (
    BodyType,
    ContactForm,
    ContactPhase,
    DeliveryWay,
    Dimension,
    Disclosure,
    Outcome,
    ReplyClass,
    ReplyState,
    Satisfaction,
)

OUTCOMES = {
    ReplyClass.A: (Outcome.DONE, Outcome.ADOPTED, Outcome.DONE),
    ReplyClass.B: (Outcome.PLANNED_DATED, Outcome.UNDER_WAY, Outcome.PARTLY_DONE),
    ReplyClass.C: (Outcome.NOT_NOW,),
    ReplyClass.D: (Outcome.REFERENCE, Outcome.BEYOND_LEVEL, Outcome.NOT_FEASIBLE),
}
OPINIONS = (
    "同意主办单位意见，所需资金已列入年度预算。",
    "经研究，我单位将配合做好现场踏勘和方案审查，并明确一名联系人。",
    "我单位职责内事项已列入年度工作安排，建议在答复中写明完成时间。",
)
TALKS = (
    ("介绍了办理安排，听取了意见。", "希望尽快落实，完成后告知结果。"),
    ("到现场一同查看，说明了进度和难点。", "对办理态度满意，请把时间节点写进答复。"),
    ("逐条说明拟答复的内容，征求修改意见。", "同意拟答复的内容，建议注明责任科室。"),
    ("汇报了前期调研的情况，商定下一步措施。", "建议多听居民意见，方案公示后再施工。"),
)
IN_PERSON = (ContactForm.VISIT, ContactForm.FORUM, ContactForm.SURVEY, ContactForm.FACE_REPLY)
FROM_AFAR = (ContactForm.PHONE, ContactForm.MESSAGE, ContactForm.VIDEO, ContactForm.MAIL)


def opine(tale: Tale, on: date, until: str = "accepted") -> None:
    """Let the assisting units give their opinions, and the host use or return them.

    `until`: signing | submitted | recalled | sent back | accepted.
    """
    for row in assignments.open_opinions(tale.case_id):
        staff, text = staff_of(tale, row), tale.one_of(OPINIONS)
        with tale.by(staff.handler if staff else "clerk", on, 10):
            fresh = assignments.by_id(row.id)
            if staff:
                opinions.submit(fresh, text, on)
                if until == "recalled":
                    opinions.recall(fresh)
            else:
                scan = files.keep_bytes(SCAN, "会办意见.pdf", None)
                opinions.enter_on_behalf(fresh, text, on, scan)
        waits = assignments.signing_opinion(assignments.by_id(row.id))
        if staff and waits and until != "signing":
            with tale.by(staff.head, on, 14):
                opinions.sign(assignments.by_id(row.id))
        host = staff_of(tale, next(iter(assignments.answering(tale.case_id))))
        if host and until in ("accepted", "sent back"):
            with tale.by(host.handler, on, 15):
                fresh = assignments.by_id(row.id)
                if until == "accepted":
                    opinions.accept(fresh)
                else:
                    opinions.send_back(fresh, "请写明本单位承担的具体任务和完成时间。")


def meet(
    tale: Tale,
    on: date,
    forms: tuple[ContactForm, ...] = IN_PERSON,
    phase: ContactPhase = ContactPhase.DURING,
) -> None:
    """Record a talk with the deputy by every answering unit."""
    said, view = tale.one_of(TALKS)
    for row in assignments.answering(tale.case_id):
        staff = staff_of(tale, row)
        facts = ContactFacts(
            phase=phase,
            form=forms[tale.turn // 2 % len(forms)],
            held_on=on,
            unit_people=f"{staff.signer}、承办科室负责人" if staff else "分管负责人、承办人",
            deputies=tale.case.lead.name,
            said=said,
            place=tale.place,
            deputy_view=view,
        )
        with tale.by(staff.handler if staff else "clerk", on, 16):
            fresh = assignments.by_id(row.id)
            if staff:
                contacts.add(fresh, facts)
            else:
                scan = files.keep_bytes(SCAN, "面商记录.pdf", None)
                contacts.add_on_behalf(fresh, facts, scan)


def letter_facts(tale: Tale, letter: ReplyClass, due_on: date | None = None) -> LetterFacts:
    """Return what a letter says."""
    promised = letter is ReplyClass.B
    body = "区人大常委会代表工委" if tale.kind is BodyType.CONGRESS else "区政协提案委"
    shown = Disclosure.ON_REQUEST if tale.turn % 7 == 3 else Disclosure.PUBLIC
    withheld = tale.confidential
    return LetterFacts(
        text=tale.say("answer"),
        reply_class=letter,
        outcome=tale.one_of(OUTCOMES[letter]),
        disclosure=Disclosure.WITHHELD if withheld else shown,
        withheld_ground="《中华人民共和国政府信息公开条例》第十五条" if withheld else "",
        copies=f"{body}，区政府办公室",
        promise=tale.say("promise") if promised else "",
        promise_due_on=due_on if promised else None,
        missing_opinions_reason="会办意见已电话沟通。",
    )


def draft(tale: Tale, on: date, facts: LetterFacts, until: str = "issued") -> list[int]:
    """Write the letters of the answering units up to a step; return their ids."""
    made = []
    for row in assignments.answering(tale.case_id):
        staff = staff_of(tale, row)
        if staff is None:
            made.append(_enter(tale, row, on, facts))
            continue
        with tale.by(staff.handler, on, 9):
            letter_id = reply.start(assignments.by_id(row.id), facts).id
        pass_on(tale, letter_id, staff, on, until)
        made.append(letter_id)
    return made


def pass_on(tale: Tale, letter_id: int, staff: Staff, on: date, until: str = "issued") -> None:
    """Submit, sign off and issue a letter, as far as asked; the office checks a small unit's."""
    if until == "drafting":
        return
    with tale.by(staff.handler, on, 10):
        letter = replies.by_id(letter_id)
        reply.submit_for_signing(letter)
        in_office = letter.state == ReplyState.OFFICE_CHECK
    if until == "signing":
        return
    with tale.by("clerk" if in_office else staff.head, on, 15):
        letter = replies.by_id(letter_id)
        (reply.office_check_pass if in_office else reply.sign_in_unit)(letter)
    if until == "checked":
        return
    with tale.by(staff.head, on, 16):
        letter = replies.by_id(letter_id)
        number = f"云{name_of(letter.assignment)[0]}函〔{on.year}〕{letter_id}号"
        issuing.issue(letter, IssueFacts(number, on, staff.signer))
        if tale.turn % 3:
            scan = files.keep_bytes(SCAN, "盖章答复函.pdf", None)
            issuing.attach_sealed_scan(letter, scan)


def _enter(tale: Tale, row: Assignment, on: date, facts: LetterFacts) -> int:
    """Enter the paper letter of a unit without log-in."""
    with tale.by("clerk", on, 15):
        scan = files.keep_bytes(SCAN, "答复函.pdf", None)
        fresh = assignments.by_id(row.id)
        number = f"云{name_of(row)[0]}函〔{on.year}〕{row.id}号"
        ready = IssueFacts(number, on, "孔令辉")
        return issuing.enter_issued_on_behalf(fresh, facts, ready, scan).id


def mend(tale: Tale, letter_id: int, on: date, until: str = "issued") -> int:
    """Let the unit mend an issued letter by another edition; return the letter in force."""
    letter = replies.by_id(letter_id)
    staff = staff_of(tale, letter.assignment)
    if staff is None:
        return letter_id
    with tale.by(staff.handler, on, 9):
        fresh = reply.mend(replies.by_id(letter_id), "正文中的完成数量有误。")
        facts = letter_facts(
            tale, ReplyClass(fresh.reply_class or ReplyClass.A), fresh.promise_due_on
        )
        text = f"{facts.text}前函所附数量以本函为准。"
        made = reply.edit(fresh, replace(facts, text=text)).id
    pass_on(tale, made, staff, on, until)
    return made if until == "issued" else letter_id


def deliver(tale: Tale, letters: list[int], on: date) -> None:
    """Record that the letters reached every proposer."""
    for letter_id in letters:
        staff = staff_of(tale, replies.by_id(letter_id).assignment)
        with tale.by(staff.handler if staff else "clerk", on, 17):
            fresh = replies.by_id(letter_id)
            for person in fresh.case.submitters:
                way = tale.one_of(tuple(DeliveryWay)) if person.is_lead else DeliveryWay.POST
                issuing.record_delivery(fresh, person, way, on)


def rate(tale: Tale, letters: list[int], value: Satisfaction, on: date, reason: str = "") -> None:
    """Take the rating: the deputy's own where there is an account, else entered and confirmed."""
    lead = tale.case.lead.deputy_id
    login = tale.district.raters.get(lead) if lead else None
    for letter_id in letters:
        if login:
            with tale.by(login, on, 20):
                letter = replies.by_id(letter_id)
                rating.submit(letter, {Dimension.OVERALL: value}, reason)
        else:
            enter_rating(tale, letter_id, value, on, reason)
            decide_rating(tale, letter_id, on)


def enter_rating(
    tale: Tale, letter_id: int, value: Satisfaction, on: date, reason: str = ""
) -> None:
    """Enter a paper form."""
    with tale.by("clerk", on, 10):
        scan = files.keep_bytes(SCAN, "评价表.pdf", None)
        letter = replies.by_id(letter_id)
        form = rating.Form({Dimension.OVERALL: value}, reason, on)
        rating.enter_on_behalf(letter, form, scan)


def decide_rating(tale: Tale, letter_id: int, on: date, rejected: str = "") -> None:
    """Let the body's office confirm a form that was entered, or reject it."""
    office = "congress-office" if tale.kind is BodyType.CONGRESS else "cppcc-office"
    with tale.by(office, on, 15):
        query = db.select(Rating).filter_by(reply_id=letter_id).order_by(Rating.id.desc())
        row = db.session.scalars(query.options(*ratings.whole()).limit(1)).one()
        if rejected:
            rating.reject_on_behalf(row, rejected)
        else:
            rating.confirm_on_behalf(row)
