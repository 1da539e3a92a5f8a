"""Letters and promises as lines of a page, each already fit for its viewer."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tracker.reply.models import Commitment, Reply
from tracker.reply.promise_words import day_or_why
from tracker.terms import CommitmentState, Disclosure, Outcome, ReplyClass, ReplyState

TONES = {
    ReplyState.ISSUED: "ok",
    ReplyState.DRAFTING: "",
    CommitmentState.CLOSED: "ok",
    CommitmentState.WRITTEN_OFF: "",
    CommitmentState.DONE_CLAIMED: "soon",
}


@dataclass(frozen=True)
class LetterLine:
    """One letter: whose, which round and edition, how far, what it says of the outcome."""

    id: int
    assignment_id: int
    unit: str
    round: int
    edition: int
    state: str
    tone: str
    issued: bool
    reply_class: str
    outcome: str
    disclosure: str
    number: str
    signer: str
    issued_on: date | None
    on_behalf: bool
    unstated: tuple[str, ...]
    has_scan: bool
    delivered: int
    to_deliver: int


@dataclass(frozen=True)
class ProgressLine:
    """One report on a promise."""

    on: date
    text: str
    done: bool


@dataclass(frozen=True)
class PromiseLine:
    """One promise and what was reported on it."""

    id: int
    unit: str
    text: str
    until: str
    state: str
    tone: str
    ended_on: date | None
    end_reason: str
    progress: tuple[ProgressLine, ...]


@dataclass(frozen=True)
class ReplySection:
    """The letters and promises of a case for its page."""

    case_id: int
    letters: tuple[LetterLine, ...]
    promises: tuple[PromiseLine, ...]


def letter_line(row: Reply, submitters: int, *, may_see_scan: bool) -> LetterLine:
    """Return a letter as a line; `submitters` is to how many it is delivered."""
    state = ReplyState(row.state)
    return LetterLine(
        id=row.id,
        assignment_id=row.assignment_id,
        unit=row.assignment.unit_name,
        round=row.round,
        edition=row.edition,
        state=state.label,
        tone=TONES.get(state, "blue"),
        issued=state is ReplyState.ISSUED,
        reply_class=ReplyClass(row.reply_class).label if row.reply_class else "",
        outcome=Outcome(row.outcome).label if row.outcome else "",
        disclosure=Disclosure(row.disclosure).label if row.disclosure else "",
        number=row.number,
        signer=row.signer,
        issued_on=row.issued_on,
        on_behalf=row.on_behalf,
        unstated=row.unstated,
        has_scan=row.scan_id is not None and may_see_scan,
        delivered=len(row.deliveries),
        to_deliver=submitters,
    )


def promise_line(row: Commitment) -> PromiseLine:
    """Return a promise as a line."""
    state = CommitmentState(row.state)
    return PromiseLine(
        id=row.id,
        unit=row.assignment.unit_name,
        text=row.text,
        until=day_or_why(row.due_on),
        state=state.label,
        tone=TONES.get(state, "blue"),
        ended_on=row.ended_on,
        end_reason=row.end_reason,
        progress=tuple(ProgressLine(one.reported_on, one.text, one.done) for one in row.progress),
    )
