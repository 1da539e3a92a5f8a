"""Recording what the rater says, or that nothing came. Source: domain §2.6."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from tracker.cases.models import Case
from tracker.kernel import clock
from tracker.kernel.access import viewer
from tracker.kernel.db import db
from tracker.kernel.errors import Invalid, Refused
from tracker.kernel.files import StoredFile
from tracker.kernel.given import check_day, needed
from tracker.notices import actions as notices
from tracker.rating import lifecycle, queries
from tracker.rating.lifecycle import MOVES
from tracker.rating.models import Rating, RatingValue
from tracker.rating.queries import Awaited
from tracker.reply.models import Reply
from tracker.roles import Role
from tracker.settings.in_force import book_of
from tracker.terms import Dimension, RatingState, Satisfaction
from tracker.timeline.actions import Act, begin, change_state, note
from tracker.timeline.events import Event


@dataclass(frozen=True)
class Form:
    """What was filled in: a value for each dimension of the place, reasons, the day."""

    values: Mapping[Dimension, Satisfaction]
    reason: str
    filled_on: date


def dimensions(case: Case) -> tuple[Dimension, ...]:
    """Return what the proposer of a case is asked about."""
    return tuple(Dimension(code) for code in book_of(case).choice("dimensions"))


def submit(letter: Reply, values: Mapping[Dimension, Satisfaction], reason: str) -> Rating:
    """Take the rater's own answer; it never changes afterwards.

    :raises Refused: not this person's to rate, or rated already.
    :raises Invalid: a dimension is missing, or 不满意 has no reason.
    """
    ask(letter, lifecycle.Act.RATE)
    row = _fill(letter, Form(values, reason, clock.today()), RatingState.SUBMITTED, "")
    _follow(row)
    return row


def enter_on_behalf(letter: Reply, form: Form, scan: StoredFile | None) -> Rating:
    """Enter a paper form for the rater (代录); a second person confirms it.

    :raises Refused: not allowed now.
    :raises Invalid: a value, a reason, the scan is missing, or the date is wrong.
    """
    ask(letter, lifecycle.Act.ENTER)
    if scan is None:
        raise Invalid("scan", "代录评价请上传评价表的扫描件或照片。")
    check_day("filled_on", form.filled_on, letter.issued_on, "答复函落款日期")
    row = _fill(letter, form, RatingState.PENDING, "代录评价，待第二人核对。")
    row.on_behalf, row.entered_by, row.scan = True, viewer().account_id, scan
    notices.tell_office(row.case_id, f"{row.case.label}：代录的评价待核对。", (Role.OL,))
    notices.tell_body(row.case_id, row.case.body.type, f"{row.case.label}：代录的评价待核对。")
    return row


def confirm_on_behalf(row: Rating) -> None:
    """Confirm a form that somebody else entered; from here it counts.

    :raises Refused: not allowed now, or entered by the same person.
    """
    ask(row.reply, lifecycle.Act.CONFIRM)
    row.confirmed_by, row.submitted_at = viewer().account_id, clock.now()
    act = _counted(row, Event.RATING_CONFIRMED, "（代录，已由第二人核对）")
    change_state(row, RatingState.SUBMITTED, MOVES, act)
    _follow(row)


def reject_on_behalf(row: Rating, reason: str) -> None:
    """Reject a form that was entered wrongly; it may be entered again, and a lapse stands again.

    :raises Refused: not allowed now.
    :raises Invalid: the reason is missing.
    """
    ask(row.reply, lifecycle.Act.CONFIRM)
    act = Act(row.case_id, Event.RATING_REJECTED, f"代录的评价退回：{needed(reason)}")
    change_state(row, RatingState.REJECTED, MOVES, act)
    if row.lapsed_on is not None:
        _lapse_again(row, row.lapsed_on)
    sentence = f"{row.case.label}：代录的评价被退回，请重新录入。"
    notices.tell_office(row.case_id, sentence)
    notices.tell_body(row.case_id, row.case.body.type, sentence)


def lapse(item: Awaited, on: date) -> Rating | None:
    """Record that no answer came after limit and reminder; never counted as satisfied.

    Without a recorded delivery, or before its day, nothing lapses.
    """
    if item.lapses_on is None or on < item.lapses_on:
        return None
    letter = item.letter
    row = begun(letter, RatingState.LAPSED)
    row.lapsed_on = on
    db.session.add(row)
    db.session.flush()
    sentence = f"{letter.assignment.unit_name}的答复逾期未反馈，不计入满意度。"
    unit_id = letter.assignment.unit_id
    begin(row, Act(letter.case_id, Event.RATING_LAPSED, sentence, on, unit_id=unit_id))
    return row


def take_back_lapse(row: Rating) -> str:
    """Take back a lapse that was recorded under a wrong date: the rating is awaited again.

    A form that came since, and waits for its second person, only loses the day of the lapse.
    Return what was said.
    """
    unit = row.assignment
    sentence = (
        f"{unit.unit_name}的答复曾因系统日期有误记为逾期未反馈（{row.lapsed_on}），现予撤销。"
    )
    act = Act(row.case_id, Event.RATING_LAPSE_TAKEN_BACK, sentence, unit_id=unit.unit_id)
    if row.state == RatingState.LAPSED:
        change_state(row, RatingState.REJECTED, MOVES, act)
    else:
        row.lapsed_on = None
        note(row, act)
    return sentence


def _lapse_again(row: Rating, on: date) -> None:
    """Write the lapse with its old day beside a rejected form, whose values never change."""
    lapsed = begun(row.reply, RatingState.LAPSED)
    lapsed.delivered_on, lapsed.due_on, lapsed.lapsed_on = row.delivered_on, row.due_on, on
    db.session.add(lapsed)
    unit = row.assignment
    sentence = f"{unit.unit_name}的答复仍记为逾期未反馈（{on}），不计入满意度。"
    begin(lapsed, Act(row.case_id, Event.RATING_LAPSED, sentence, unit_id=unit.unit_id))


def _fill(letter: Reply, form: Form, state: RatingState, sentence: str) -> Rating:
    """Write a form: a new row, or the one that had lapsed."""
    overall = _checked(letter.case, form)
    before = queries.of_letter(letter.case_id, letter.assignment_id, letter.round)
    lapsed = before is not None
    row = queries.by_id(before.id) if before else begun(letter, state)
    row.overall, row.reason, row.filled_on = overall, form.reason.strip(), form.filled_on
    row.submitted_at = clock.now() if state is RatingState.SUBMITTED else None
    row.values = [RatingValue(dimension=key, value=value) for key, value in form.values.items()]
    if not lapsed:
        db.session.add(row)
        db.session.flush()
    counts = state is RatingState.SUBMITTED
    act = _counted(row, Event.RATING_SUBMITTED) if counts else _entered(row, sentence)
    if lapsed:
        change_state(row, state, MOVES, act)
    else:
        begin(row, act)
    return row


def _checked(case: Case, form: Form) -> Satisfaction:
    """Return the worst value; refuse a form with gaps.

    :raises Invalid: at the dimension, or at the reason.
    """
    for dimension in dimensions(case):
        if dimension not in form.values:
            raise Invalid(dimension, "请选择满意、基本满意或不满意。")
    overall = lifecycle.worst(form.values.values())
    if overall is Satisfaction.UNSATISFIED and not form.reason.strip():
        raise Invalid("reason", "不满意请写明原因，政府办据此决定是否重新办理。")
    return overall


def begun(letter: Reply, state: RatingState) -> Rating:
    """Return a rating of a letter by its lead, with the dates of the delivery, to be filled."""
    case: Case = letter.case
    waiting = next((item for item in queries.awaited(case.id) if item.letter.id == letter.id), None)
    return Rating(
        state=state,
        case=case,
        assignment=letter.assignment,
        round=letter.round,
        submitter=case.lead,
        reply=letter,
        delivered_on=waiting.delivered_on if waiting else None,
        due_on=waiting.due_on if waiting else None,
    )


def _counted(row: Rating, event: Event, how: str = "") -> Act:
    """Return the line of history of a rating that counts; no name, since it may be confidential."""
    label = Satisfaction(row.overall).label if row.overall else ""
    sentence = f"对{row.assignment.unit_name}答复的评价：{label}{how}。"
    unit_id = row.assignment.unit_id
    return Act(row.case_id, event, sentence, row.filled_on, unit_id)


def _entered(row: Rating, sentence: str) -> Act:
    """Return the line of history of a form entered on behalf."""
    unit_id = row.assignment.unit_id
    return Act(row.case_id, Event.RATING_ENTERED, sentence, row.filled_on, unit_id=unit_id)


def _follow(row: Rating) -> None:
    """Tell who has to know; 不满意 puts the case under 待定重办."""
    case = row.case
    if row.overall == Satisfaction.UNSATISFIED:
        sentence = f"不满意：{row.reason}"
        act = Act(case.id, Event.RATING_UNSATISFIED, sentence, row.filled_on, why=row.reason)
        note(row, replace(act, unit_id=row.assignment.unit_id))
        notices.tell_office(case.id, f"{case.label}评价为不满意，待研究是否重新办理：{row.reason}")
    else:
        label = Satisfaction(row.overall).label if row.overall else ""
        notices.tell_office(case.id, f"{case.label}评价为{label}。")
    notices.tell_body(case.id, case.body.type, f"{case.label}已收到评价。")
    unit = row.assignment.unit
    if unit and unit.online and book_of(case).choice("unit_sees_rating") != "never":
        notices.tell_unit(case.id, unit, f"{case.label}已收到评价。")


def may(letter: Reply, act: lifecycle.Act) -> bool:
    """Whether the viewer may do this about the rating of a letter now."""
    return act in lifecycle.allowed(queries.facts(letter.case, letter, viewer()))


def ask(letter: Reply, act: lifecycle.Act) -> None:
    """Ask the rule, before a form is shown and again before writing.

    :raises Refused: not allowed now.
    """
    if not may(letter, act):
        raise Refused(
            f"现在不能{lifecycle.LABELS[act]}：可能已经评价过，或不由您评价。请刷新页面。"
        )
