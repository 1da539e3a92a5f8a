"""How each act that the pages offer is taken up on a random walk."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from io import BytesIO
from typing import TYPE_CHECKING

from werkzeug.datastructures import FileStorage

from tests import scenes
from tests.lifecycle import filings, follow_ups, helpers, later_dates, mistakes, promises
from tests.reply.letters import DONE, PROMISED, TALK
from tests.rows import the
from tracker.accounts.models import Account
from tracker.assign import actions as assign
from tracker.assign import endings, reassigning, returns, signing
from tracker.assign import queries as assignments
from tracker.assign.actions import ShareFacts
from tracker.cases import actions as cases
from tracker.cases.facts import CaseFacts, SubmitterFacts
from tracker.cases.lifecycle import AT_UNITS
from tracker.contact import actions as contacts
from tracker.contact.models import Contact
from tracker.kernel.db import db
from tracker.rating import actions as rating
from tracker.rating import queries as ratings
from tracker.rating.models import Rating
from tracker.reply import actions as letters
from tracker.reply import issuing
from tracker.reply.letter_check import IssueFacts
from tracker.supervise import actions as supervise
from tracker.supervise import following
from tracker.supervise.models import FollowUpAct
from tracker.terms import (
    AssignmentState,
    AssignRole,
    ContactPhase,
    DeliveryWay,
    Dimension,
    FollowUpKind,
    Period,
    Satisfaction,
)

if TYPE_CHECKING:
    from tests.lifecycle.walk import Walk

SHARES = (
    (("education", "independent", ""),),
    (("post", "independent", ""),),
    (("education", "host", ""), ("finance", "assisting", "")),
    (("finance", "host", ""), ("education", "assisting", ""), ("post", "assisting", "")),
    (("education", "separate", "学位建设"), ("city", "separate", "周边停车")),
    (("city", "separate", "占道停车"), ("post", "separate", "邮政网点")),
)
VALUES = tuple(Satisfaction)


def _propose(walk: Walk, _args: dict) -> None:
    shares = SHARES[walk.value % len(SHARES)]
    chosen = [ShareFacts(walk.unit(key), AssignRole(role), part) for key, role, part in shares]
    assign.propose(walk.case(), chosen)


def _request_return(walk: Walk, args: dict) -> None:
    row = walk.row(args)
    other = next(unit for unit in map(walk.unit, ("finance", "city")) if unit.id != row.unit_id)
    returns.request(row, "不属于本单位职责。", other, walk.day)


def _decide_return(walk: Walk, args: dict) -> str:
    row = walk.row(args)
    unit = helpers.free_unit(walk) if walk.case().state in AT_UNITS else None
    said = walk.done_least("handling.decide_return.grant", "handling.decide_return.refuse")
    granted = said.endswith("grant")
    returns.decide(row, returns.Decision(granted, "按职责确定。", unit, walk.day))
    return said


def _reassign(walk: Walk, args: dict) -> None:
    reassigning.reassign(walk.row(args), helpers.free_unit(walk), "机构职责调整。", walk.day)


def _talk(walk: Walk, args: dict) -> contacts.ContactFacts:
    answered = walk.row(args).state == AssignmentState.REPLIED
    phase = ContactPhase.AFTER if answered else ContactPhase.DURING
    return replace(TALK, held_on=walk.day, phase=phase, said=f"第 {walk.done.total()} 次说明。")


def _correct_talk(walk: Walk, args: dict) -> None:
    row = the(Contact, args["contact_id"])
    contacts.correct(row, replace(TALK, held_on=row.held_on, phase=row.phase, said="更正。"))


def _correct_case(walk: Walk, _args: dict) -> None:
    case = walk.case()
    people = tuple(
        SubmitterFacts(row.name, row.group_name, row.phone, row.deputy) for row in case.submitters
    )
    facts = CaseFacts(
        session=case.session,
        period=Period(case.period),
        number=case.number,
        title=f"{case.title.removesuffix('（更正）')}（更正）",
        submitters=people,
        received_on=case.received_on,
    )
    cases.correct(case, facts, "标题有误。")


def _facts(walk: Walk):
    """The letter's facts: done, or a promise; one in three waits for opinions.

    Of the promises some name no day.
    """
    due = walk.day + timedelta(days=30) if walk.value % 4 else None
    facts = DONE if walk.value % 2 else replace(PROMISED, promise_due_on=due)
    return facts if walk.value % 3 == 0 else replace(facts, missing_opinions_reason="期限将至。")


def _issue(walk: Walk, args: dict) -> None:
    letter = walk.letter(args)
    number = f"云函〔2026〕{letter.id}号"
    issuing.issue(letter, IssueFacts(number, walk.day, "陈志远"))


def _enter_letter(walk: Walk, args: dict) -> None:
    number = f"云邮函〔2026〕{walk.case_id}-{walk.value}号"
    facts = IssueFacts(number, walk.day, "陈志远")
    issuing.enter_issued_on_behalf(walk.row(args), _facts(walk), facts, walk.scan())


def _deliver(walk: Walk, args: dict) -> None:
    letter = walk.letter(args)
    had = {row.submitter_id for row in letter.deliveries}
    left = [row for row in letter.case.submitters if row.id not in had] or letter.case.submitters
    issuing.record_delivery(letter, left[0], DeliveryWay.IN_PERSON, walk.day)


def _answers(walk: Walk) -> tuple[dict, str]:
    value = VALUES[walk.value % 3]
    return {Dimension.OVERALL: value}, "没有写明时间。" if value == "unsatisfied" else ""


def _rate(walk: Walk, args: dict) -> str:
    values, reason = _answers(walk)
    rating.submit(ratings.letter_of(walk.case(), args["assignment_id"]), values, reason)
    return f"rating.rate.{VALUES[walk.value % 3]}"


def _enter_rating(walk: Walk, args: dict) -> None:
    values, reason = _answers(walk)
    letter = ratings.letter_of(walk.case(), args["assignment_id"])
    rating.enter_on_behalf(letter, rating.Form(values, reason, walk.day), walk.scan())


def _confirm(walk: Walk, args: dict) -> str:
    row = the(Rating, args["rating_id"])
    said = walk.done_least("rating.confirm", "rating.reject")
    if said == "rating.confirm":
        rating.confirm_on_behalf(row)
    else:
        rating.reject_on_behalf(row, "与扫描件不符。")
    return said


def _reopen(walk: Walk, _args: dict) -> None:
    first = assignments.answering(walk.case_id)[0]
    supervise.reopen(walk.case(), first, "代表要求重新办理。", walk.day)


def _record(walk: Walk, _args: dict) -> None:
    kind = tuple(FollowUpKind)[walk.value % len(tuple(FollowUpKind))]
    asked = f"请报进展（{walk.done.total()}）。"
    supervise.record(walk.case(), supervise.Record(kind, walk.day, asked, "", None))


ACTS: dict[str, Callable[[Walk, dict], object]] = {
    **mistakes.ACTS,
    **later_dates.ACTS,
    **helpers.ACTS,
    **filings.ACTS,
    "assign.propose": _propose,
    "assign.submit": lambda walk, _args: assign.submit(walk.case()),
    "assign.recall_submission": lambda walk, _args: assign.recall_submission(walk.case()),
    "assign.approve": lambda walk, _args: assign.approve(walk.case(), walk.day),
    "assign.send_back": lambda walk, _args: assign.send_back(walk.case(), "请补充会办单位。"),
    "assign.withdraw": lambda walk, _args: endings.withdraw(walk.case(), walk.day, "书面撤回。"),
    "assign.hand_out": lambda walk, _args: endings.hand_out(
        walk.case(), walk.day, "区法院", "不属政府系统。"
    ),
    "handling.sign": lambda walk, args: signing.sign(walk.row(args), walk.day),
    "handling.sign_on_behalf": lambda walk, args: signing.sign_on_behalf(
        walk.row(args), walk.day, walk.scan()
    ),
    "handling.recall_sign": lambda walk, args: signing.recall(walk.row(args)),
    "handling.name_handler": lambda walk, args: signing.name_handler(
        walk.row(args), None, "何志强", "010-5550001"
    ),
    "handling.request_return": _request_return,
    "handling.enter_return": lambda walk, args: returns.enter_on_behalf(
        walk.row(args), "不属本单位职责。", walk.unit("city"), walk.day, walk.scan()
    ),
    "handling.confirm_return": lambda walk, args: returns.confirm(walk.row(args)),
    "handling.decline_return": lambda walk, args: returns.decline(walk.row(args)),
    "handling.recall_return": lambda walk, args: returns.recall(walk.row(args)),
    "handling.decide_return": _decide_return,
    "handling.reassign": _reassign,
    "handling.set_deadline": lambda walk, args: assign.set_deadline(
        walk.row(args), walk.day + timedelta(days=20), "区委督查要求。"
    ),
    "contact.add": lambda walk, args: contacts.add(walk.row(args), _talk(walk, args)),
    "contact.correct": _correct_talk,
    "contact.add_on_behalf": lambda walk, args: contacts.add_on_behalf(
        walk.row(args), _talk(walk, args), walk.scan()
    ),
    "reply.start": lambda walk, args: letters.start(walk.row(args), _facts(walk)),
    "reply.edit": lambda walk, args: letters.edit(walk.letter(args), _facts(walk)),
    "reply.classify": lambda walk, args: letters.classify(walk.letter(args), _facts(walk)),
    "reply.submit": lambda walk, args: letters.submit_for_signing(walk.letter(args)),
    "reply.recall": lambda walk, args: letters.recall(walk.letter(args)),
    "reply.sign": lambda walk, args: letters.sign_in_unit(walk.letter(args)),
    "reply.check": lambda walk, args: letters.office_check_pass(walk.letter(args)),
    "reply.send_back": lambda walk, args: letters.send_back(walk.letter(args), "请补充依据。"),
    "reply.issue": _issue,
    "reply.enter_on_behalf": _enter_letter,
    "reply.deliver": _deliver,
    "reply.attach_scan": lambda walk, args: issuing.attach_sealed_scan(
        walk.letter(args), walk.scan()
    ),
    "reply.mend": lambda walk, args: letters.mend(walk.letter(args), "落款单位有误。"),
    "reply.progress": promises.progress,
    "reply.progress_on_behalf": promises.progress_on_behalf,
    "reply.close": promises.close_promise,
    "reply.carry_over": promises.carry_over,
    "reply.write_off": promises.write_off,
    "rating.rate": _rate,
    "rating.enter_on_behalf": _enter_rating,
    "rating.confirm": _confirm,
    "supervise.decide": lambda walk, args: supervise.open_round(
        the(Rating, args["rating_id"]), "请写明时间。", walk.day
    ),
    "supervise.decline": lambda walk, args: supervise.decide_without_round(
        the(Rating, args["rating_id"]), "已尽力，代表谅解。", walk.day
    ),
    "supervise.close": lambda walk, _args: supervise.close(walk.case(), walk.day),
    "supervise.reopen": _reopen,
    "supervise.follow": lambda walk, _args: following.follow(walk.case(), "群众关注。"),
    "supervise.record": _record,
    "supervise.result": lambda walk, args: supervise.record_result(
        db.session.get_one(FollowUpAct, args["act_id"]), "单位答应本周内答复。", walk.day
    ),
    "supervise.pause": lambda walk, _args: following.pause(
        walk.case(), walk.day + timedelta(days=20), "等待上级批复。"
    ),
    "supervise.move": follow_ups.move,
    "supervise.restate": follow_ups.restate,
    "supervise.resume": lambda walk, _args: following.resume(walk.case(), "批复已到。"),
    "supervise.end": lambda walk, _args: following.end(walk.case(), "已落实。", walk.day),
    "cases.correct": _correct_case,
    "cases.attach": lambda walk, _args: cases.attach(
        walk.case(), FileStorage(BytesIO(scenes.SCAN), "原件.pdf")
    ),
    "cases.mark": lambda walk, _args: cases.mark(walk.case(), bool(walk.value % 2), False),
    "cases.void": lambda walk, _args: cases.void(walk.case(), "重复登记。"),
    "cases.reinstate": lambda walk, _args: cases.reinstate(walk.case(), "并非重复登记。"),
    "cases.name_leader": lambda walk, _args: cases.name_leader(
        walk.case(),
        the(Account, walk.district.person("district_leader").account_id),
    ),
}
