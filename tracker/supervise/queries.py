"""Reading supervision: what is undecided, what is followed, what stands against closing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import contains_eager, joinedload

from tracker.assign import queries as assign
from tracker.assign.models import Assignment
from tracker.cases.models import Case
from tracker.cases.queries import visible
from tracker.deadlines import counting
from tracker.kernel import clock
from tracker.kernel.access import Viewer
from tracker.kernel.db import db, remembered_rows
from tracker.kernel.offers import Offer
from tracker.rating import queries as rating
from tracker.rating.models import Rating
from tracker.reply import queries as reply
from tracker.roles import Role
from tracker.settings.in_force import calendar, rulebook
from tracker.supervise import acts, closing
from tracker.supervise.models import (
    FollowUpAct,
    FollowUpEnd,
    FollowUpPause,
    ReworkDecision,
)
from tracker.terms import (
    CaseState,
    FollowUpKind,
    RatingState,
    Satisfaction,
)
from tracker.timeline.models import HistoryEntry

TRIGGERS = ("commitment.opened", "rating.unsatisfied", "follow_up.listed")
DEAD = (CaseState.WITHDRAWN, CaseState.HANDED_OUT, CaseState.VOID)


@dataclass(frozen=True)
class Section:
    """Supervision of a case for its page."""

    case_id: int
    decisions: list[ReworkDecision]
    acts: list[FollowUpAct]
    in_follow_up: bool
    pause: FollowUpPause | None
    hindrances: list[str]
    ends: list[FollowUpEnd]
    may_record: bool


def undecided(case_id: int) -> list[Rating]:
    """Return the 不满意 of a case that nobody has decided about."""
    rows = rating.unsatisfied(case_id)
    decided = {row.rating_id for row in decisions(case_id)}
    return [row for row in rows if row.id not in decided]


def decisions(case_id: int) -> list[ReworkDecision]:
    """Return what was decided about the 不满意 of a case, oldest first."""
    query = select(ReworkDecision).where(ReworkDecision.case_id == case_id)
    return remembered_rows(("rework decisions", case_id), query.order_by(ReworkDecision.id))


def acts_of(case_id: int) -> list[FollowUpAct]:
    """Return every 催办, 督办 and 回访 of a case, oldest first."""
    query = select(FollowUpAct).where(FollowUpAct.case_id == case_id)
    return remembered_rows(("follow-up acts", case_id), query.order_by(FollowUpAct.id))


def undecided_everywhere(person: Viewer) -> list[Rating]:
    """Return every 不满意 without a decision on the cases that a person sees (待定重办)."""
    query = (
        select(Rating)
        .join(Case, Case.id == Rating.case_id)
        .where(
            Rating.state == RatingState.SUBMITTED,
            Rating.overall == Satisfaction.UNSATISFIED,
            Rating.id.not_in(select(ReworkDecision.rating_id)),
            visible(person),
            Case.state.not_in(DEAD),
        )
    )
    query = query.options(contains_eager(Rating.case), joinedload(Rating.assignment))
    return list(db.session.scalars(query.order_by(Rating.filled_on, Rating.id)))


def rework_due(on: date) -> date:
    """Return until when another round ordered on a day would be answered."""
    return counting.rework_due(rulebook(), on, calendar()).on


def hindrances(case: Case) -> list[str]:
    """Return in words what still stands against closing a case."""
    return closing.hindrances([_letter(case, row) for row in assign.answering(case.id)])


def _letter(case: Case, row: Assignment) -> closing.Letter:
    """Return one answering assignment as closing sees it."""
    letter = reply.latest_issued(row)
    issued = letter is not None and letter.round == row.round and row.state == "replied"
    said = rating.of_letter(row.id, row.round)
    waiting = "awaited" if letter and rating.receipt_of(letter) else "undelivered"
    open_rows = {item.assignment_id for item in undecided(case.id)}
    return closing.Letter(
        unit=row.unit_name,
        issued=issued,
        rating=str(said.state) if said else waiting,
        undecided=row.id in open_rows,
        corrected=reply.correction(row) is not None,
    )


def last_step(case: Case) -> tuple[date | None, str]:
    """Return the day of the last step before closing, and what it was."""
    rows = rating.of_case_rows(case.id)
    decisions = select(ReworkDecision.decided_on).where(ReworkDecision.case_id == case.id)
    steps = [
        (case.replied_on, "答复日期"),
        *((row.filled_on, "评价日期") for row in rows),
        *((row.lapsed_on, "视为未反馈的日期") for row in rows),
        *((on, "决定是否重新办理的日期") for on in db.session.scalars(decisions)),
    ]
    return max(((on, what) for on, what in steps if on), default=(None, ""))


def last_record(case: Case, account_id: int | None) -> FollowUpAct | None:
    """Return the last 催办, 督办 or 回访 that a person recorded today."""
    kinds = [f"follow_up.{kind}" for kind in FollowUpKind]
    query = (
        select(FollowUpAct)
        .join(HistoryEntry, HistoryEntry.subject_id == FollowUpAct.id)
        .where(
            FollowUpAct.case_id == case.id,
            FollowUpAct.recorded_by == account_id,
            HistoryEntry.act.in_(kinds),
            HistoryEntry.at >= clock.at(clock.today(), 0),
        )
    )
    return db.session.scalar(query.order_by(FollowUpAct.id.desc()).limit(1))


def following() -> ColumnElement[bool]:
    """Return the condition on Case under which it is in follow-up (跟踪中)."""
    trigger = (
        select(func.max(HistoryEntry.id))
        .where(HistoryEntry.case_id == Case.id, HistoryEntry.act.in_(TRIGGERS))
        .scalar_subquery()
    )
    covered = (
        select(func.coalesce(func.max(FollowUpEnd.after_entry_id), 0))
        .where(FollowUpEnd.case_id == Case.id)
        .scalar_subquery()
    )
    return (trigger > covered) & Case.state.not_in(DEAD)


def in_follow_up(person: Viewer) -> list[Case]:
    """Return the cases in follow-up that a person sees, the earliest first."""
    query = select(Case).where(following(), visible(person)).order_by(Case.id)
    return list(db.session.scalars(query))


def is_followed(case: Case) -> bool:
    """Whether a case is in follow-up."""
    query = select(Case.id).where(Case.id == case.id, following())
    return bool(remembered_rows(("followed", case.id), query))


def last_trigger(case: Case) -> HistoryEntry | None:
    """Return the latest entry that put the case under follow-up."""
    query = select(HistoryEntry).where(
        HistoryEntry.case_id == case.id, HistoryEntry.act.in_(TRIGGERS)
    )
    return db.session.scalar(query.order_by(HistoryEntry.id.desc()).limit(1))


def last_triggers(cases: Sequence[int]) -> dict[int, HistoryEntry]:
    """Return the latest entry that put each of the cases under follow-up."""
    query = select(HistoryEntry).where(
        HistoryEntry.case_id.in_(cases), HistoryEntry.act.in_(TRIGGERS)
    )
    return {row.case_id: row for row in db.session.scalars(query.order_by(HistoryEntry.id))}


def pauses() -> dict[int, FollowUpPause]:
    """Return the latest pause of each case that had one."""
    rows = db.session.scalars(select(FollowUpPause).order_by(FollowUpPause.id))
    return {row.case_id: row for row in rows}


def pause_of(case_id: int) -> FollowUpPause | None:
    """Return the pause in which a case's follow-up is today, None where it goes on."""
    query = select(FollowUpPause).where(FollowUpPause.case_id == case_id)
    rows = remembered_rows(("pauses", case_id), query.order_by(FollowUpPause.id))
    return rows[-1] if rows and clock.today() < rows[-1].end_on else None


def follow_up_hindrances(case: Case) -> list[str]:
    """Return in words what still stands against ending follow-up."""
    return closing.follow_up_hindrances(
        open_commitments=len(reply.open_commitments(case.id)),
        undecided=len(undecided(case.id)),
        round_open=any(
            row.round > 1 and row.state != "replied" for row in assign.answering(case.id)
        ),
    )


def facts(case: Case, person: Viewer) -> acts.Facts:
    """Return what decides about a case."""
    return acts.Facts(
        roles=person.roles,
        state=CaseState(case.state),
        undecided=bool(undecided(case.id)),
        pending=bool(rating.pending(case.id)),
        closable=not hindrances(case),
        in_follow_up=is_followed(case),
        endable=not follow_up_hindrances(case),
        paused=pause_of(case.id) is not None,
    )


def offers(case: Case, person: Viewer) -> list[Offer]:
    """Return what the person may do to supervise this case."""
    open_acts = acts.allowed(facts(case, person))
    found = []
    for act in acts.Act:
        if act not in open_acts:
            continue
        args = {"case_id": case.id}
        if act in (acts.Act.DECIDE, acts.Act.DECLINE):
            args["rating_id"] = undecided(case.id)[0].id
        main = act in (acts.Act.DECIDE, acts.Act.CLOSE)
        found.append(Offer(act, acts.LABELS[act], f"supervise.{act}", args, main=main))
    return found


def section(case: Case, person: Viewer) -> Section:
    """Return supervision for the page of a case; inner notes are the office's and the body's."""
    inner = person.is_one_of(Role.OH, Role.OL, Role.OBS, Role.DL)
    rows = acts_of(case.id)
    own = assign.own(case, person)
    shown = [row for row in rows if inner or (own and row.assignment_id in (None, own.id))]
    return Section(
        case_id=case.id,
        decisions=[
            row
            for row in decisions(case.id)
            if not person.is_one_of(Role.UH, Role.UL) or (own and row.assignment_id == own.id)
        ],
        acts=shown if inner else [row for row in shown if row.kind != FollowUpKind.VISIT],
        in_follow_up=is_followed(case),
        pause=pause_of(case.id) if inner else None,
        hindrances=hindrances(case) if case.state == CaseState.REPLIED and inner else [],
        ends=_of(FollowUpEnd, case) if inner else [],
        may_record=person.is_one_of(Role.OH, Role.OL),
    )


def _of(model: type, case: Case) -> list:  # type: ignore[type-arg]
    """Return the rows of a case, oldest first."""
    query: Any = select(model).where(model.case_id == case.id)  # type: ignore[attr-defined]
    return remembered_rows((model.__name__, case.id), query.order_by(model.id))  # type: ignore[attr-defined]
