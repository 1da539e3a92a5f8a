"""Reading supervision: what is undecided, what is followed, what stands against closing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Select, select

from tracker.assign import queries as assign
from tracker.assign.models import Assignment
from tracker.cases.models import Case
from tracker.deadlines import counting
from tracker.kernel import clock
from tracker.kernel.access import Viewer
from tracker.kernel.db import NUMBER, db, remembered_rows
from tracker.kernel.offers import Offer
from tracker.plan_terms import FollowUpCause
from tracker.rating import queries as rating
from tracker.rating.models import Rating
from tracker.reply import queries as reply
from tracker.roles import ABOVE_UNITS, OFFICE, UNIT
from tracker.settings.in_force import book_of, calendar
from tracker.supervise import acts, closing
from tracker.supervise.models import (
    FollowUpAct,
    FollowUpPause,
    ReworkDecision,
)
from tracker.terms import (
    CaseState,
    FollowUpKind,
)
from tracker.timeline import queries as timeline
from tracker.timeline.events import Event
from tracker.timeline.models import FollowUp, HistoryEntry

RECORDED = {
    FollowUpKind.URGE: Event.FOLLOW_UP_URGE,
    FollowUpKind.SUPERVISE: Event.FOLLOW_UP_SUPERVISE,
    FollowUpKind.VISIT: Event.FOLLOW_UP_VISIT,
}


@dataclass(frozen=True)
class Section:
    """Supervision of a case for its page."""

    case_id: int
    decisions: list[ReworkDecision]
    acts: list[FollowUpAct]
    in_follow_up: bool
    pause: FollowUpPause | None
    hindrances: list[str]
    follow_ups: list[FollowUp]
    may_record: bool


def undecided(case_id: int) -> list[Rating]:
    """Return the 不满意 of a case that nobody has decided about."""
    rows = rating.unsatisfied(case_id)
    decided = {row.rating_id for row in decisions(case_id)}
    return [row for row in rows if row.id not in decided]


@cache
def _decisions_rows() -> Select[Any]:
    return (
        select(ReworkDecision).where(ReworkDecision.case_id == NUMBER).order_by(ReworkDecision.id)
    )


def decisions(case_id: int) -> list[ReworkDecision]:
    """Return what was decided about the 不满意 of a case, oldest first."""
    return remembered_rows(("rework decisions", case_id), _decisions_rows, case_id)


@cache
def _acts_of_rows() -> Select[Any]:
    return select(FollowUpAct).where(FollowUpAct.case_id == NUMBER).order_by(FollowUpAct.id)


def acts_of(case_id: int) -> list[FollowUpAct]:
    """Return every 催办, 督办 and 回访 of a case, oldest first."""
    return remembered_rows(("follow-up acts", case_id), _acts_of_rows, case_id)


def rework_due(case: Case, on: date) -> date:
    """Return until when another round ordered on a day would be answered."""
    return counting.rework_due(book_of(case), on, calendar()).on


def hindrances(case: Case) -> list[str]:
    """Return in words what still stands against closing a case."""
    return closing.hindrances([_letter(case, row) for row in assign.answering(case.id)])


def _letter(case: Case, row: Assignment) -> closing.Letter:
    """Return one answering assignment as closing sees it."""
    letter = reply.latest_issued(row)
    issued = letter is not None and letter.round == row.round and row.state == "replied"
    said = rating.of_letter(row.case_id, row.id, row.round)
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
    query = (
        select(FollowUpAct)
        .join(HistoryEntry, HistoryEntry.subject_id == FollowUpAct.id)
        .where(
            FollowUpAct.case_id == case.id,
            FollowUpAct.recorded_by == account_id,
            HistoryEntry.act.in_(RECORDED.values()),
            HistoryEntry.at >= clock.at(clock.today(), 0),
        )
    )
    return db.session.scalar(query.order_by(FollowUpAct.id.desc()).limit(1))


def following() -> ColumnElement[bool]:
    """Return the condition on Case under which it is in follow-up (跟踪中)."""
    rows = select(FollowUp.id).where(FollowUp.case_id == Case.id, FollowUp.until.is_(None))
    return rows.exists()


def followed_cases() -> Select[Any]:
    """Select the cases that are in follow-up, of all that there are."""
    return select(FollowUp.case_id).where(FollowUp.until.is_(None))


@cache
def _is_followed_rows() -> Select[Any]:
    return select(Case.id).where(Case.id == NUMBER, following())


def is_followed(case: Case) -> bool:
    """Whether a case is in follow-up."""
    return bool(remembered_rows(("followed", case.id), _is_followed_rows, case.id))


def open_follow_ups(case: Case) -> list[FollowUp]:
    """Return for what a case is followed now, oldest first."""
    return [row for row in timeline.follow_ups(case.id) if row.until is None]


@cache
def _pause_of_rows() -> Select[Any]:
    own = FollowUpPause.case_id == NUMBER
    return select(FollowUpPause).where(own).order_by(FollowUpPause.id)


def pause_of(case_id: int) -> FollowUpPause | None:
    """Return the pause in which a case's follow-up is today, None where it goes on."""
    rows = remembered_rows(("pauses", case_id), _pause_of_rows, case_id)
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
        ended=bool(timeline.ended_by(case.id, Event.FOLLOW_UP_ENDED)),
    )


def offers(case: Case, person: Viewer) -> list[Offer]:
    """Return what the person may do to supervise this case."""
    open_acts = acts.allowed(facts(case, person))
    found = []
    for act in acts.Act:
        if act not in open_acts:
            continue
        if act is acts.Act.RESTATE:
            found += _restating(case)
            continue
        args = {"case_id": case.id}
        if act in (acts.Act.DECIDE, acts.Act.DECLINE):
            args["rating_id"] = undecided(case.id)[0].id
        main = act in (acts.Act.DECIDE, acts.Act.CLOSE)
        found.append(Offer(act, acts.LABELS[act], f"supervise.{act}", args, main=main))
    return found


def _restating(case: Case) -> list[Offer]:
    """Return an offer for each follow-up whose words may be changed; several are told apart."""
    rows, label = open_follow_ups(case), acts.LABELS[acts.Act.RESTATE]
    return [
        Offer(
            acts.Act.RESTATE,
            f"{label}（{FollowUpCause(row.cause).label}）" if len(rows) > 1 else label,
            "supervise.restate",
            {"case_id": case.id, "follow_up_id": row.id},
        )
        for row in rows
    ]


def section(case: Case, person: Viewer) -> Section:
    """Return supervision for the page of a case; inner notes are the office's and the body's."""
    inner = person.is_one_of(*ABOVE_UNITS)
    rows = acts_of(case.id)
    own = assign.own(case, person)
    shown = [row for row in rows if inner or (own and row.assignment_id in (None, own.id))]
    return Section(
        case_id=case.id,
        decisions=[
            row
            for row in decisions(case.id)
            if not person.is_one_of(*UNIT) or (own and row.assignment_id == own.id)
        ],
        acts=shown if inner else [row for row in shown if row.kind != FollowUpKind.VISIT],
        in_follow_up=bool(inner or own) and is_followed(case),
        pause=pause_of(case.id) if inner else None,
        hindrances=hindrances(case) if case.state == CaseState.REPLIED and inner else [],
        follow_ups=timeline.follow_ups(case.id) if inner else [],
        may_record=person.is_one_of(*OFFICE),
    )


def _of(model: Any, case: Case) -> list[Any]:
    """Return the rows of a case, oldest first."""

    def rows() -> Select[Any]:
        return select(model).where(model.case_id == NUMBER).order_by(model.id)

    return remembered_rows((model.__name__, case.id), rows, case.id)
