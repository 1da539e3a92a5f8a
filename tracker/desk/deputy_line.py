"""Where a case stands, in the words of who proposed it; pure.

Whose turn it is and until when is read from the kept duties; what is past, from the letters,
ratings and promises themselves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from tracker.cases.lifecycle import ENDED
from tracker.kernel.days import spoken
from tracker.plan_terms import OF_LETTER, UNASSIGNED, DutyKind
from tracker.terms import CaseState, CommitmentState, RatingState, Satisfaction

K = DutyKind
ASSIGNMENT, PROMISE = "assignment", "commitment"
STEPS = ("提出", "交给单位", "单位办理", "已答复", "我评价")
STEPS_OF_SIGNER = (*STEPS[:-1], "评价")
HANDED, AT_WORK, ANSWERED, RATES, ALL_DONE = 2, 3, 4, 5, 6
SETTLING = "已收到，政府办正在确定由哪个单位办理"
PLAIN: Mapping[CaseState, str] = {
    CaseState.REGISTERED: SETTLING,
    CaseState.ASSIGN_PENDING: SETTLING,
    CaseState.ASSIGNED: "已交给办理单位",
    CaseState.HANDLING: "正在办理",
    CaseState.REPLIED: "已答复",
    CaseState.CLOSED: "已答复",
    CaseState.HANDED_OUT: "已转给有关机关办理",
    CaseState.VOID: "登记有误，已作废",
}
UNIT = "{u}"  # stands for the units that share a sentence
URGED = "，政府办在催办"


@dataclass(frozen=True)
class Owed:
    """One kept duty of the case."""

    kind: DutyKind
    subject: tuple[str, int]
    unit_id: int | None
    due_on: date | None


@dataclass(frozen=True)
class Answer:
    """One unit that answers, its letter and rating of the present round; None: not there yet.

    `says` is what the letter comes to, in one phrase.
    """

    assignment_id: int
    unit_id: int | None
    unit: str
    round: int
    issued_on: date | None = None
    edition: int = 1
    says: str = ""
    rating: RatingState | None = None
    overall: Satisfaction | None = None


@dataclass(frozen=True)
class Promised:
    """One promise of a letter and what became of it."""

    id: int
    unit: str
    text: str
    state: CommitmentState
    due_on: date | None
    ended_on: date | None = None
    why: str = ""


@dataclass(frozen=True)
class Standing:
    """A case as one proposer reads it.

    `lead`: the reader is the one who rates; else `rater` says who is. `told`: the reader has
    signed the case, and is told how it was rated.
    """

    state: CaseState
    lead: bool
    rater: str = "提出人"
    told: bool = True
    answers: tuple[Answer, ...] = ()
    owed: tuple[Owed, ...] = ()
    promised: tuple[Promised, ...] = ()

    def first(self, kinds: Sequence[DutyKind]) -> Owed | None:
        """Return the first duty of these kinds."""
        return next((row for row in self.owed if row.kind in kinds), None)

    def of_unit(self, answer: Answer) -> dict[DutyKind, Owed]:
        """Return what waits on the part of one unit, by kind; corrections are not told."""
        rows = (row for row in self.owed if row.unit_id == answer.unit_id)
        return {r.kind: r for r in rows if r.kind not in OF_LETTER or r.subject[0] == ASSIGNMENT}


def line(case: Standing, today: date) -> str:
    """Return who does what until when; units with the same to say share it."""
    if case.state is CaseState.WITHDRAWN:
        return f"已按{'您' if case.lead else '提出人'}的申请撤回。"
    if (before := case.first(UNASSIGNED)) is not None:
        return f"{SETTLING}{_by_office(before.due_on, '交给单位', today)}。"
    shared: dict[str, list[str]] = {}
    for answer in () if case.state in ENDED else case.answers:
        shared.setdefault(_stands(case, answer, today), []).append(answer.unit)
    parts = [words.replace(UNIT, "、".join(units)) for words, units in shared.items()]
    return f"{'；'.join(parts) or PLAIN[case.state]}{_ending(case, today)}。"


def step(case: Standing) -> int:
    """Return the step that the case is at; past the last when all are done, 0: left the road."""
    if case.state in ENDED:
        return 0
    if case.state is CaseState.CLOSED:
        return ALL_DONE
    if case.lead and case.first((K.RATE,)):
        return RATES
    if case.first(UNASSIGNED) or not case.answers:
        return HANDED
    waiting = [owed for owed in map(case.of_unit, case.answers) if _letter(owed)]
    if waiting:
        signed = len(waiting) < len(case.answers) or any(K.SIGN not in owed for owed in waiting)
        return AT_WORK if signed else HANDED
    rated = all(answer.rating is RatingState.SUBMITTED for answer in case.answers)
    return ALL_DONE if rated else ANSWERED


def to_rate(case: Standing) -> list[tuple[Answer, date | None]]:
    """Return the answers that wait for this reader's rating, and until when."""
    if not case.lead:
        return []
    found = ((answer, case.of_unit(answer).get(K.RATE)) for answer in case.answers)
    return [(answer, owed.due_on) for answer, owed in found if owed is not None]


def promises(case: Standing, today: date) -> list[str]:
    """Return what the letters promised and what became of it, a sentence each."""
    due = {row.subject[1]: row.due_on for row in case.owed if row.subject[0] == PROMISE}
    return [_promise(row, due.get(row.id), today) for row in case.promised]


def _stands(case: Standing, answer: Answer, today: date) -> str:
    """Return how far one unit is."""
    owed = case.of_unit(answer)
    letter = _letter(owed)
    if K.SIGN in owed:
        return _handed(case, owed[K.SIGN], letter, today)
    if letter is not None:
        again = "重新" if answer.round > 1 else ""
        talk = _talk(owed.get(K.CONTACT), today) if case.lead else ""
        return f"{UNIT}正在{again}办理{talk}{_reply(case, letter, today)}"
    return f"{_answered(answer, today)}{_after(case, answer, owed, today)}"


def _letter(owed: Mapping[DutyKind, Owed]) -> Owed | None:
    """Return the letter that a unit still owes."""
    return next((owed[kind] for kind in OF_LETTER if kind in owed), None)


def _handed(case: Standing, sign: Owed, letter: Owed | None, today: date) -> str:
    """Return that a unit has not signed for the case."""
    if days := _late(sign.due_on, today):
        return f"已交给{UNIT}，还没有签收，已过期 {days} 天{URGED}"
    return f"已交给{UNIT}，等签收{_reply(case, letter, today)}"


def _talk(owed: Owed | None, today: date) -> str:
    """Return by when the unit first talks with the proposer."""
    if owed is None or owed.due_on is None:
        return ""
    day = spoken(owed.due_on, today)
    if days := _late(owed.due_on, today):
        return f"，应在{day}前和您沟通，已过期 {days} 天"
    return f"，{day}前先和您沟通"


def _reply(case: Standing, owed: Owed | None, today: date) -> str:
    """Return by when the unit answers, honestly where it did not."""
    if owed is None or owed.due_on is None:
        return ""
    whom, day = "您" if case.lead else "", spoken(owed.due_on, today)
    if days := _late(owed.due_on, today):
        return f"，应在{day}前答复{whom}，已过期 {days} 天{URGED}"
    return f"，{day}前答复{whom}"


def _answered(answer: Answer, today: date) -> str:
    """Return that a unit has answered."""
    if answer.issued_on is None:
        return f"{UNIT}已答复"
    again = "重新" if answer.round > 1 else ""
    return f"{UNIT}{spoken(answer.issued_on, today)}{again}答复了"


def _after(case: Standing, answer: Answer, owed: Mapping[DutyKind, Owed], today: date) -> str:
    """Return what follows an answer: its delivery, its rating, the decision on it."""
    if K.DELIVER in owed:
        return f"，{'更正后的' if answer.edition > 1 else ''}答复正在送达"
    if K.RATE in owed:
        due = owed[K.RATE].due_on
        return f"，{_asked(due, today) if case.lead else _asked_of(case.rater, due, today)}"
    if not case.told or answer.rating is None:
        return ""
    if answer.rating is RatingState.PENDING:
        return "，已收到纸质评价表，正在核对"
    if answer.rating is RatingState.LAPSED or answer.overall is None:
        return f"，没有按期收到{'您的评价，您仍可以评价' if case.lead else '评价'}"
    words = f"，已收到{'您' if case.lead else '提出人'}的评价：{answer.overall.label}"
    return words + _decision(answer, owed.get(K.DECIDE), today)


def _asked(due: date | None, today: date) -> str:
    """Return that the reader is asked to rate."""
    if due is None:
        return "请您评价"
    if due == today:
        return "请您评价，今天是最后一天"
    if days := _late(due, today):
        return f"请您评价，{spoken(due, today)}的期限已过 {days} 天"
    return f"请您在{spoken(due, today)}前评价"


def _asked_of(rater: str, due: date | None, today: date) -> str:
    """Return that somebody else is asked to rate."""
    if due is None:
        return f"由{rater}评价"
    if days := _late(due, today):
        return f"由{rater}评价，{spoken(due, today)}的期限已过 {days} 天"
    return f"由{rater}在{spoken(due, today)}前评价"


def _decision(answer: Answer, owed: Owed | None, today: date) -> str:
    """Return what follows 不满意 where no new round was opened."""
    if answer.overall is not Satisfaction.UNSATISFIED:
        return ""
    if owed is None:
        return "，政府办研究后没有再重新办理"
    return f"，政府办正在研究是否重新办理{_by_office(owed.due_on, '决定', today)}"


def _ending(case: Standing, today: date) -> str:
    """Return that a case was closed, or that the office is to close it."""
    if case.state is CaseState.CLOSED:
        return "，已办结"
    owed = case.first((K.CLOSE,))
    return f"，政府办正在办结{_by_office(owed.due_on, '办结', today)}" if owed else ""


def _by_office(due: date | None, act: str, today: date) -> str:
    """Return by when the office does its own part."""
    if due is None:
        return ""
    if days := _late(due, today):
        return f"，应在{spoken(due, today)}前{act}，已过期 {days} 天"
    return f"，{spoken(due, today)}前{act}"


def _promise(row: Promised, due: date | None, today: date) -> str:
    """Return one promise; `due` is the day of the duty that stands on it, None: none does."""
    text = row.text.rstrip("。")
    ended = spoken(row.ended_on, today) if row.ended_on else ""
    if row.state is CommitmentState.CLOSED:
        return f"{row.unit}答应的事办成了：{text}，{ended}核实。"
    if row.state is CommitmentState.WRITTEN_OFF:
        why = row.why.rstrip("。")
        return f"{row.unit}答应的事{ended}起不再跟踪：{text}。说明：{why}。"
    if row.state is CommitmentState.DONE_CLAIMED:
        until = _by_office(due, "核实", today)
        return f"{row.unit}说已经办成：{text}。政府办正在核实{until}。"
    later = "延期，" if row.state is CommitmentState.CARRIED_OVER else ""
    days = _late(due, today)
    if row.due_on is None:
        asked = f"，{spoken(due, today)}应报的进展已过期 {days} 天{URGED}" if due and days else ""
        return f"{row.unit}答应{text}，没有写明日期，政府办每季度末催问{asked}。"
    late = f"，已过期 {days} 天{URGED}" if days else ""
    return f"{row.unit}{later}答应{spoken(row.due_on, today)}前{text}{late}。"


def _late(due: date | None, today: date) -> int:
    """Return the days since a date, 0 until it has passed."""
    return max(0, (today - due).days) if due else 0
