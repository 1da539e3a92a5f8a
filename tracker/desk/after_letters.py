"""What waits once a letter is issued: its delivery, its rating, the closing of the case."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import and_, select
from sqlalchemy.orm import aliased

from tracker.assign.models import Assignment
from tracker.cases.lifecycle import LIVE
from tracker.cases.models import Case
from tracker.cases.queries import visible
from tracker.desk.waiting import Item, letters, with_case
from tracker.kernel.access import Viewer
from tracker.kernel.db import db
from tracker.permissions import Permission
from tracker.rating import queries as rating
from tracker.rating.models import Rating
from tracker.reply.models import Delivery, Reply
from tracker.roles import Role
from tracker.supervise import queries as supervise
from tracker.terms import CaseState, RatingState, ReplyState


def awaited(person: Viewer, waiting: Sequence[rating.Awaited]) -> list[Item]:
    """Return the letters whose rating has not come, as those see them who enter paper forms."""
    office = person.is_one_of(Role.OH, Role.OL)
    own = [row for row in waiting if office or row.case.body.type == person.body_type]
    return [_awaited(person, row) for row in own]


def _awaited(person: Viewer, row: rating.Awaited) -> Item:
    """Return the line of one letter; the limit of the rating begins with its delivery."""
    case, letter = row.case, row.letter
    if row.delivered_on is None:
        why, button, endpoint = "还没有登记送达，评价期限没有开始", "登记送达", "reply.deliver"
        may, args = person.may(Permission.REPLY_DELIVER), {"reply_id": letter.id}
    else:
        why, button, endpoint = (
            f"答复 {row.delivered_on} 送达，还没有评价",
            "代录评价",
            "rating.enter_on_behalf",
        )
        may, args = person.may(Permission.RATING_ENTER), {"assignment_id": letter.assignment_id}
    if not may:
        button, endpoint, args = "看进度", "desk.case", {}
    unit = letter.assignment.unit_name
    return Item("待评价", case, why, button, endpoint, args, unit, row.due_on)


def undelivered(person: Viewer) -> list[Item]:
    """Return the letters of the viewer's unit whose delivery to the rater is not recorded."""
    return [
        Item(
            "待送达",
            row.case,
            "答复已印发，还没有登记送达",
            "登记送达",
            "reply.deliver",
            {"reply_id": row.letter.id},
            row.letter.assignment.role.label,
        )
        for row in rating.awaited_everywhere()
        if row.delivered_on is None and row.letter.assignment.unit_id == person.unit_id
    ] + _corrected(person)


def _corrected(person: Viewer) -> list[Item]:
    """Return the corrections that the unit issued after the rating and has to deliver still."""
    newer = aliased(Reply)
    is_newer = and_(
        newer.assignment_id == Reply.assignment_id,
        newer.round == Reply.round,
        newer.edition > Reply.edition,
        newer.state == ReplyState.ISSUED,
    )
    rated = and_(
        Rating.assignment_id == Reply.assignment_id,
        Rating.round == Reply.round,
        Rating.state.in_(rating.LIVE_STATES),
    )
    query = with_case(Reply).where(
        Assignment.unit_id == person.unit_id,
        Reply.edition > 1,
        Reply.state == ReplyState.ISSUED,
        ~select(newer.id).where(is_newer).exists(),
        select(Rating.id).where(rated).exists(),
        ~select(Delivery.id).where(Delivery.reply_id == Reply.id).exists(),
        Case.state.in_(LIVE),
    )
    why, button, endpoint = "更正的答复还没有登记送达", "登记送达", "reply.deliver"
    return [
        Item("待送达", case, why, button, endpoint, {"reply_id": row.id})
        for row, case in db.session.execute(query)
    ]


def closable(person: Viewer, waiting: Sequence[rating.Awaited]) -> list[Item]:
    """Return the cases that lack nothing any more and are to be closed (待办结)."""
    open_ids = {row.case.id for row in waiting}
    open_ids |= {row.case_id for row in supervise.undecided_everywhere(person)}
    open_ids |= {case.id for _, case in letters(Reply.edition > 1)}
    open_ids |= set(
        db.session.scalars(select(Rating.case_id).where(Rating.state == RatingState.PENDING))
    )
    query = select(Case).where(Case.state == CaseState.REPLIED, visible(person))
    return [
        Item("待办结", case, "没有未决事项，可以办结", "办结", "supervise.close")
        for case in db.session.scalars(query.order_by(Case.id))
        if case.id not in open_ids
    ]
