"""Recording what the committee decided about a proposal (立案审查), and taking that back.

The decision is the committee's: its office enters it, or a clerk who cites the paper. Source:
domain §2.0 (filed, merged, turned into an opinion, not filed; the proposer is told).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from tracker.case_terms import FilingOutcome
from tracker.cases import acts, parties, queries
from tracker.cases.asking import ask
from tracker.cases.lifecycle import AT_UNITS, BEFORE_UNITS, MOVES
from tracker.cases.models import Case, Filing
from tracker.kernel import clock
from tracker.kernel.access import viewer
from tracker.kernel.db import anew, db
from tracker.kernel.errors import Invalid
from tracker.kernel.given import check_day, needed
from tracker.notices import actions as notices
from tracker.roles import Role
from tracker.terms import CaseState
from tracker.timeline.actions import Act, change_state, note
from tracker.timeline.events import Event

O = FilingOutcome  # noqa: E741 - the word is long and stands in every line
BECOMES: Mapping[FilingOutcome, tuple[CaseState, Event]] = {
    O.FILED: (CaseState.REGISTERED, Event.CASE_FILED),
    O.NOT_FILED: (CaseState.NOT_FILED, Event.CASE_NOT_FILED),
    O.TURNED: (CaseState.TURNED, Event.CASE_TURNED),
    O.MERGED: (CaseState.MERGED, Event.CASE_MERGED),
}
REASONED = (O.NOT_FILED, O.TURNED, O.SENT_BACK)


@dataclass(frozen=True)
class Decision:
    """What the committee decided: when, by which paper, why; `leading`: the number merged into."""

    outcome: FilingOutcome
    decided_on: date
    document: str = ""
    reason: str = ""
    passed_to: str = ""
    leading: str = ""


def decide(case: Case, said: Decision) -> Filing:
    """Record the decision; proposers, office and body are told.

    What was sent back to be mended waits on, under the same limit.

    :raises Refused: not allowed now.
    :raises Invalid: the paper, the reason or the other proposal is missing, the date is wrong.
    """
    ask(case, acts.Act.DECIDE_FILING)
    _check(case, said)
    leading = _leading(case, said.leading) if said.outcome is O.MERGED else None
    row = Filing(
        case_id=case.id,
        outcome=said.outcome,
        decided_on=said.decided_on,
        document=said.document.strip(),
        reason=said.reason.strip() if said.outcome is not O.FILED else "",
        passed_to=said.passed_to.strip() if said.outcome is O.TURNED else "",
        leading_id=leading.id if leading else None,
        recorded_at=clock.now(),
    )
    db.session.add(row)
    db.session.flush()
    what = words(row, leading)
    by = f"（{row.document}）" if row.document else ""
    _write(case, row, f"{what}{by}。")
    if leading is not None:
        parties.enter(leading)
        notices.tell_office(leading.id, f"{case.label}“{case.title}”并入{leading.label}办理。")
    _tell(case, row, what)
    return row


def enter_filed(case: Case, on: date, document: str) -> None:
    """Keep by which paper a proposal was filed that came in as filed."""
    filed = Filing(
        case_id=case.id,
        outcome=O.FILED,
        decided_on=on,
        document=document,
        recorded_at=clock.now(),
    )
    db.session.add(filed)
    db.session.flush()


def take_back(case: Case, reason: str) -> None:
    """Take back what was recorded by mistake: the proposal waits for the decision again.

    :raises Refused: not allowed now.
    :raises Invalid: the reason is missing.
    """
    ask(case, acts.Act.TAKE_BACK_FILING)
    why = needed(reason).rstrip("。")
    row = queries.filing_of(case)
    if row is not None:
        row.taken_back_at = clock.now()
    before = CaseState(case.state).label if case.state != CaseState.REGISTERED else "立案"
    sentence = f"撤销登记的“{before}”：{why}。"
    change_state(
        case, CaseState.SUBMITTED, MOVES, Act(case.id, Event.CASE_FILING_TAKEN_BACK, sentence)
    )
    if row is not None and row.leading_id is not None:
        leading = select(Case).where(Case.id == row.leading_id)
        parties.enter(db.session.scalars(anew(leading, queries.whole())).one())
    what = "原登记的立案审查意见有误，已撤销，重新等待立案决定"
    for person in case.submitters:
        told = f"您提出的{case.label}“{case.title}”{what}。"
        notices.inform_deputy(case.id, person.deputy_id, told)
    notices.tell_office(case.id, f"{case.label}“{case.title}”{sentence}")
    notices.tell_body(case.id, case.body.type, f"{case.label}“{case.title}”{sentence}请重新决定。")


def words(row: Filing, leading: Case | None) -> str:
    """Return a decision in words: 不予立案：…, 并入提案第016号."""
    why = row.reason.rstrip("。")
    if row.outcome is O.MERGED and leading is not None:
        return f"并入{leading.label}" + (f"：{why}" if why else "")
    what = {O.TURNED: "转为意见建议、参阅件"}.get(row.outcome, row.outcome.label)
    to = f"，转{row.passed_to}" if row.passed_to else ""
    return f"{what}{to}" + (f"：{why}" if why else "")


def _write(case: Case, row: Filing, sentence: str) -> None:
    """Move the case, or write that it was sent back."""
    if row.outcome is O.SENT_BACK:
        note(case, Act(case.id, Event.CASE_FILING_SENT_BACK, sentence, row.decided_on))
        return
    state, event = BECOMES[row.outcome]
    change_state(case, state, MOVES, Act(case.id, event, sentence, row.decided_on))


def _check(case: Case, said: Decision) -> None:
    """Refuse a decision that lacks what makes it one.

    :raises Invalid: the field is named.
    """
    check_day("decided_on", said.decided_on, case.received_on, "收件日期")
    if not said.document.strip() and not viewer().is_one_of(Role.OBS):
        raise Invalid(
            "document", "政府办登记的，请写明立案文件的文号或名称；没有文件的由政协登记。"
        )
    if said.outcome in REASONED and not said.reason.strip():
        raise Invalid("reason", "请写明理由，会告知提出者。")


def _leading(case: Case, number: str) -> Case:
    """Return the filed proposal that a case is merged into.

    :raises Invalid: there is none of that number, or it is beyond merging.
    """
    if not number.strip():
        raise Invalid("leading", "请填写并入哪一件提案的编号。")
    found = queries.same(case.session_id, case.level, case.period, number, queries.whole())
    if found is None:
        raise Invalid("leading", "本次会议没有这个编号的提案，请核对。")
    if found is case:
        raise Invalid("leading", "不能并入本件自己，请填写另一件的编号。")
    if found.state not in BEFORE_UNITS | AT_UNITS:
        state = CaseState(found.state).label
        raise Invalid(
            "leading", f"{found.label}为“{state}”，不能并入；请填写已立案、未答复的提案。"
        )
    return found


def _tell(case: Case, row: Filing, what: str) -> None:
    """Tell the proposers, and whichever of the two offices did not enter it."""
    for person in case.submitters:
        sentence = f"您提出的{case.label}“{case.title}”经审查：{what}。"
        if row.outcome is O.SENT_BACK and person.is_lead:
            asked = f"{sentence}请修改后交回。"
            notices.tell_deputy(case.id, person.name, person.phone, person.deputy_id, asked)
        else:
            notices.inform_deputy(case.id, person.deputy_id, sentence)
    if viewer().is_one_of(Role.OBS):
        notices.tell_office(case.id, f"{case.label}“{case.title}”：政协登记{what}。")
    else:
        notices.tell_body(
            case.id, case.body.type, f"{case.label}“{case.title}”：政府办登记{what}。"
        )
