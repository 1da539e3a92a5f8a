"""The box of a case page: a line for each open duty, the most urgent first, with its acts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from tracker.assign.models import Assignment
from tracker.desk.case_known import Known, about, may_read
from tracker.desk.case_why import ground, how
from tracker.desk.case_words import About, sentence
from tracker.desk.duty_lines import OFFICE, whose
from tracker.desk.history import short
from tracker.kernel.offers import Offer
from tracker.plan_terms import AT_OFFICE, AT_UNIT, OF_LETTER, DutyKind, Party
from tracker.settings.in_force import book_of
from tracker.supervise import queries as supervise
from tracker.terms import FollowUpKind

K = DutyKind
WRITING = ("reply.submit", "reply.edit", "reply.enter_on_behalf")
TALKING = ("contact.add", "contact.add_on_behalf")
URGE = "urging.check"
# the acts that settle a duty, as the features offer them; the first is the first button
SETTLED_BY: Mapping[DutyKind, tuple[str, ...]] = {
    K.FILE: ("cases.decide_filing",),
    K.PROPOSE: ("assign.submit", "assign.propose"),
    K.APPROVE: ("assign.approve", "assign.send_back"),
    K.SIGN: ("handling.sign", "handling.sign_on_behalf"),
    K.RETURN_CONFIRM: ("handling.confirm_return", "handling.decline_return"),
    K.RETURN_DECIDE: ("handling.decide_return",),
    K.EXTENSION_CONFIRM: ("handling.confirm_extension", "handling.decline_extension"),
    K.EXTENSION_DECIDE: ("handling.decide_extension",),
    K.CONTACT: TALKING,
    K.OPINION: ("handling.submit_opinion", "handling.enter_opinion"),
    K.OPINION_SIGN: ("handling.sign_opinion",),
    K.OPINION_DECIDE: ("handling.decide_opinion",),
    K.REPLY: (*WRITING, *TALKING),
    K.SIGN_OFF: ("reply.edit",),
    K.CHECK: ("reply.edit",),
    K.ISSUE: ("reply.issue",),
    K.DELIVER: ("reply.deliver",),
    K.RATE: ("rating.enter_on_behalf",),
    K.CONFIRM: ("rating.confirm",),
    K.DECIDE: ("supervise.decide", "supervise.decline"),
    K.CLOSE: ("supervise.close",),
    K.PROMISE: ("reply.progress", "reply.progress_on_behalf"),
    K.CHECK_POINT: ("reply.progress", "reply.progress_on_behalf"),
    K.VERIFY: ("reply.close",),
    K.VISIT: ("supervise.record",),
}
SUBJECTS = {"reply": "reply_id", "rating": "rating_id", "commitment": "commitment_id"}


@dataclass(frozen=True)
class Owed:
    """One line of the box, as `turn_box` draws it.

    `why` is the `rule` of its day and what was done about it; `rests` is said while it rests.
    """

    row: Any
    mine: bool
    due_on: date | None
    before: str
    who: str
    what: str
    until: str
    why: str
    how: list[str] = field(default_factory=list)
    rule: str = ""
    rests: str = ""
    told: str = ""
    acts: list[Offer] = field(default_factory=list)

    @property
    def words(self) -> str:
        """The sentence without its day."""
        return f"{self.before}{self.who}{self.what}"


def lines_of(known: Known, rows: Sequence[Any], offers: Sequence[Offer]) -> list[Owed]:
    """Return the lines that the viewer reads, the most urgent first."""
    may_urge = any(offer.endpoint == "supervise.record" for offer in offers)
    found = [_line(known, row, offers, may_urge=may_urge) for row in rows if may_read(row, known)]
    return sorted(found, key=lambda line: _urgency(line, known.days.today))


def _line(known: Known, row: Any, offers: Sequence[Offer], *, may_urge: bool) -> Owed:
    """Return one line with its acts; of the unit that keeps others waiting the office asks."""
    owner, asked, mine = known.assignment(row), known.of_unit(row.unit_id), known.mine(row)
    rests = bool(row.rests_from and row.rests_from <= known.days.today < row.rests_until)
    urges = may_urge and asked is not None and not rests and _presses(row, known)
    why = [ground(known, row)]
    acts = _fitting(known, row, owner, offers) if mine or row.party in AT_OFFICE else []
    if urges and asked is not None:
        why.append(_urged(known, asked))
        acts = [_urge(row, asked), *acts]
    until = f"{short(row.due_on)}前" if row.due_on else ""
    before, who, what = _whose(known, row, about(known, row, owner))
    return Owed(
        row=row,
        mine=mine,
        due_on=row.due_on,
        before=before,
        who=who,
        what=what,
        until=f"{until}（暂定）" if row.provisional else until,
        why="；".join(word for word in why if word),
        rule=why[0],
        how=how(known.dates.get(row.deadline_id), book_of(known.case)),
        rests=f"暂停至 {short(row.rests_until)}" if rests else "",
        told=_told(asked) if urges else "",
        acts=acts,
    )


def _whose(known: Known, row: Any, named: About) -> tuple[str, str, str]:
    """Return 等, whose turn it is, and what; of what cannot be done yet the act before it."""
    mine, office = known.mine(row), row.party is Party.OFFICE
    if not row.ready:
        who = "您" if row.unit_id == known.person.unit_id else row.unit
        what = sentence(row.kind, named, on_behalf=False)
        asked = known.returning(row.unit_id)
        return "", who, f"{what}（申请退办期间照算期限）" if asked else f"签收后{what}"
    what = sentence(row.kind, named, on_behalf=row.on_behalf and office, mine=mine)
    if mine:
        return "", "轮到您", what
    return "等", OFFICE if office else whose(row, known.person), what


def _presses(row: Any, known: Known) -> bool:
    """Whether a unit can be asked for a duty: it is late or due soon, and can be done."""
    near = row.due_on is not None and row.due_on <= known.days.soon
    return row.party in AT_UNIT and bool(row.ready) and near


def _fitting(
    known: Known, row: Any, owner: Assignment | None, offers: Sequence[Offer]
) -> list[Offer]:
    """Return the offers about the very subject of a duty, the first button first."""
    wanted, arg = SETTLED_BY[row.kind], SUBJECTS.get(row.subject_type)
    if row.kind is K.REPLY and row.subject_id in known.to_talk:
        wanted = WRITING  # the talk has a line of its own
    found = []
    for offer in offers:
        if offer.endpoint not in wanted:
            continue
        if row.kind is K.VISIT:
            return [_visit(offer)]
        if arg in offer.args:
            fits = offer.args[arg] == row.subject_id
        else:
            fits = owner is None or offer.args.get("assignment_id", owner.id) == owner.id
        if fits:
            found.append(offer)
    talks = [one for one in found if one.endpoint in TALKING and one.main]
    rest = [one for one in found if one not in talks]
    return talks + sorted(rest, key=lambda one: wanted.index(one.endpoint))


def _visit(offer: Offer) -> Offer:
    """Return the record of a 回访, its kind filled in."""
    return replace(offer, label="登记回访", args={**offer.args, "kind": FollowUpKind.VISIT.value})


def _urge(row: Any, asked: Assignment) -> Offer:
    """Return the 催办 of a unit, its unit and wording filled in."""
    return Offer("urge", f"催办{asked.unit_name}", URGE, {"duty": row.id})


def _urged(known: Known, asked: Assignment) -> str:
    """Return how often and when last a unit was urged."""
    days = [
        row.done_on
        for row in supervise.acts_of(known.case.id)
        if row.kind == FollowUpKind.URGE and row.assignment_id == asked.id
    ]
    return f"催过 {len(days)} 次，最近 {short(max(days))}" if days else "没有催过"


def _told(asked: Assignment | None) -> str:
    """Return whom a 催办 reaches."""
    return f"站内通知承办人{asked.handler_name}" if asked and asked.handler_name else ""


def _urgency(line: Owed, today: date) -> tuple[Any, ...]:
    """Return where a line stands: late letters, what is late, then by date; rest comes last."""
    due = line.due_on or date.max
    late = due < today and not line.rests
    letter = line.row.kind in OF_LETTER and line.row.subject_type == "assignment"
    return bool(line.rests), not late, not (late and letter), due, line.row.id


def with_main(lines: list[Owed]) -> list[Owed]:
    """Return the lines with one main button: the viewer's own act, or that of the first line."""
    own = (line for line in lines if line.mine and line.acts)
    chosen = next(own, next((line for line in lines[:1] if line.acts), None))
    found = []
    for line in lines:
        acts = [
            replace(act, main=line is chosen and place == 0) for place, act in enumerate(line.acts)
        ]
        found.append(replace(line, acts=acts, told=line.told if line is lines[0] else ""))
    return found
