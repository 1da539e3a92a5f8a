"""What becomes of a demonstration case after its rating, or instead of an answer."""

from __future__ import annotations

from datetime import date, timedelta

from tracker.assign import endings as leaving
from tracker.assign import queries as assignments
from tracker.assign import returns
from tracker.assign.models import Assignment
from tracker.demo import places
from tracker.demo.tale import Tale, handler_of, name_of
from tracker.kernel.db import db
from tracker.reply import commitments, queries
from tracker.reply.models import Commitment
from tracker.supervise import actions as supervise
from tracker.supervise import queries as supervision
from tracker.terms import (
    FollowUpKind,
)
from tracker.units.models import Unit


def order_again(tale: Tale, on: date) -> None:
    """Open the next round for what was not satisfying."""
    with tale.by("clerk", on, 9):
        for row in supervision.undecided(tale.case_id):
            supervise.open_round(row, "请补充具体措施和完成时限，并当面沟通。", on)


def decline(tale: Tale, on: date) -> None:
    """Record why it is not handled again."""
    with tale.by("leader", on, 9):
        for row in supervision.undecided(tale.case_id):
            supervise.decide_without_round(row, "已当面解释政策，代表表示理解。", on)


def close(tale: Tale, on: date) -> None:
    """Close the case."""
    with tale.by("leader", on, 10):
        supervise.close(tale.case, on)


def follow(tale: Tale, on: date, kind: FollowUpKind, text: str, result: str = "") -> None:
    """Record a 催办, 督办 or 回访."""
    with tale.by("clerk", on, 11):
        row = next(iter(assignments.answering(tale.case_id)), None)
        supervise.record(tale.case, supervise.Record(kind, on, text, result, row))


def report_done(tale: Tale, on: date, confirm: bool) -> None:
    """Report a promise as kept, and let the office confirm it."""
    said, looked = "已按期完成，现场可查。", on + timedelta(days=1)
    for row in queries.open_commitments(tale.case_id):
        login = handler_of(row.assignment)
        with tale.by(login or "clerk", on, 10):
            fresh = db.session.get_one(Commitment, row.id)
            if login:
                commitments.add_progress(fresh, said, on, done=True)
            else:
                commitments.add_progress_on_behalf(fresh, said, on, done=True)
        if confirm:
            with tale.by("clerk", looked, 10):
                fresh = db.session.get_one(Commitment, row.id)
                commitments.close(fresh, looked, "现场核实，代表认可。")


def ask_return(tale: Tale, on: date) -> None:
    """Let the answering unit's head ask to return the case."""
    row = next(iter(assignments.answering(tale.case_id)))
    logins = places.logins_of(name_of(row))
    if logins is None:
        return
    with tale.by(logins[1], on, 10):
        other = db.session.get_one(Unit, tale.district.units["行政审批局"])
        fresh = db.session.get_one(Assignment, row.id)
        returns.request(fresh, "机构改革后有关职责已经划转", other, on)


def decide_return(tale: Tale, on: date, granted: bool) -> None:
    """Decide a request to return."""
    for row in assignments.live(tale.case_id):
        if assignments.open_return(row) is None:
            continue
        with tale.by("leader", on, 11):
            fresh = db.session.get_one(Assignment, row.id)
            unit = db.session.get_one(Unit, tale.district.units["城市管理局"])
            reason = "职责已经划转" if granted else "仍属于你局职责"
            returns.decide(fresh, returns.Decision(granted, reason, unit if granted else None, on))


def withdraw(tale: Tale, on: date) -> None:
    """Withdraw the case."""
    with tale.by("clerk", on, 10):
        leaving.withdraw(tale.case, on, "代表书面申请撤回，问题已经解决")


def hand_out(tale: Tale, on: date) -> None:
    """Hand the case out."""
    with tale.by("clerk", on, 10):
        leaving.hand_out(tale.case, on, "区人民法院", "不属于政府系统办理")
