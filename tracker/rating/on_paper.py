"""A rating that stood in a paper ledger before the system was used. Source: domain §2.6, C10."""

from __future__ import annotations

from datetime import date

from tracker.kernel import clock
from tracker.kernel.access import viewer
from tracker.kernel.db import db
from tracker.kernel.errors import Refused
from tracker.kernel.given import check_day
from tracker.rating import lifecycle, queries
from tracker.rating.actions import begun
from tracker.rating.models import Rating, RatingValue
from tracker.reply.models import Reply
from tracker.terms import Dimension, RatingState, Satisfaction
from tracker.timeline.actions import Act, begin, note
from tracker.timeline.events import Event

UNEXPLAINED = "纸面台账记为不满意，未注明理由。"


def enter_on_paper(
    letter: Reply, value: Satisfaction, on: date | None = None, reason: str = ""
) -> Rating:
    """Enter what a paper ledger says of a letter: the lead's, final at once, nobody is told.

    不满意 leaves the case answered: it is followed, and the office owes the decision whether it is
    handled again.

    :param on: the day of the rating; None: the ledger names none. No day is invented: the rating
        counts from the day of its entry then, and says so.
    :param reason: why; even of 不满意 a ledger may give none.
    :raises Refused: the letter is not issued, not that of the round, or was rated already.
    :raises Invalid: `filled_on`, the day lies ahead or before the letter.
    """
    if not lifecycle.may_come_from_paper(queries.facts(letter.case, letter, viewer())):
        raise Refused(
            f"{letter.assignment.unit_name}的答复已有评价，或还没有印发，不能再录入评价。"
        )
    if on is not None:
        check_day("filled_on", on, letter.issued_on, "答复函落款日期")
    row = begun(letter, RatingState.SUBMITTED)
    row.on_behalf = row.on_paper = True
    row.overall, row.reason, row.filled_on = value, reason.strip(), on
    row.values = [RatingValue(dimension=Dimension.OVERALL, value=value)]
    row.submitted_at, row.entered_by = clock.now(), viewer().account_id
    db.session.add(row)
    db.session.flush()
    unit_id = row.assignment.unit_id
    begin(row, Act(row.case_id, Event.RATING_FROM_PAPER, _sentence(row), on, unit_id))
    if value is Satisfaction.UNSATISFIED:
        why = row.reason or UNEXPLAINED
        sentence = f"不满意：{why}"
        note(row, Act(row.case_id, Event.RATING_UNSATISFIED, sentence, on, unit_id, why=why))
    return row


def _sentence(row: Rating) -> str:
    """Return the line of history: what the ledger says, and what it does not."""
    label = Satisfaction(row.overall).label if row.overall else ""
    when = "" if row.filled_on else "，未注明日期，自录入之日计"
    return f"对{row.assignment.unit_name}答复的评价：{label}（纸面台账所载{when}）。"
