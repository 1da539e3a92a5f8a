"""What stands on the supervision list (盯到底): conditions on the kept duties, and its chips.

It holds every open duty of a case that is followed, late or soon. A case that is followed and
owes nothing is a row of its own, which says that follow-up may be ended.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, exists, false, or_, select, true
from sqlalchemy.orm import aliased

from tracker.cases.models import Case
from tracker.cases.queries import visible
from tracker.desk.scopes import Days, visible_duty
from tracker.kernel.access import Viewer
from tracker.kernel.lookups import first
from tracker.plan.models import DutyRow
from tracker.plan_terms import AT_OFFICE, AT_UNIT, OF_PROMISE, DutyKind, Party
from tracker.roles import ABOVE_UNITS, UNIT
from tracker.supervise.queries import followed_cases
from tracker.timeline.models import FollowUp

K, D = DutyKind, DutyRow
Condition = ColumnElement[bool]
# what a unit is shown of its own part: how it was rated, and what the office plans, are not
OF_UNIT = (
    K.SIGN,
    K.RETURN_CONFIRM,
    K.RETURN_DECIDE,
    K.CONTACT,
    K.OPINION,
    K.OPINION_DECIDE,
    K.REPLY,
    K.SIGN_OFF,
    K.CHECK,
    K.ISSUE,
    K.DELIVER,
    K.PROMISE,
    K.CHECK_POINT,
    K.VERIFY,
)


@dataclass(frozen=True)
class Chip:
    """One narrowing of the list: its duties, and its followed cases that owe nothing."""

    code: str
    label: str
    duties: Condition
    idle: Condition
    tone: str = ""


@dataclass(frozen=True)
class Narrow:
    """What the address asks for beside the chip: one day, or what was due before a day."""

    on: date | None = None
    before: date | None = None

    @property
    def condition(self) -> Condition:
        """The duties that are asked for."""
        asked = [D.due_on == self.on] if self.on else []
        asked += [D.due_on < self.before] if self.before else []
        return and_(true(), *asked)

    @property
    def any(self) -> bool:
        """Whether something is asked for."""
        return bool(self.on or self.before)


def duties_of(person: Viewer, days: Days, *, few: bool = False) -> Condition:
    """Return the duties on a person's list: all of the cases followed, late or soon.

    Of several visits that are late the next one alone stands there. `few`: a page is read, each
    row of which is looked up; else all are counted.
    """
    followed, pressing = followed_cases(), select(D.case_id).where(days.pressing)
    watched = or_(D.case_id.in_(followed), D.case_id.in_(pressing))
    if few:
        other, opened = aliased(D), followed.with_only_columns(FollowUp.id)
        others = select(other.id).where(other.case_id == D.case_id, other.due_on <= days.soon)
        opened = opened.where(FollowUp.case_id == D.case_id)
        watched = or_(first(others).is_not(None), first(opened).is_not(None))
    covered = and_(D.kind == K.VISIT, ~D.ready, days.late)
    return and_(_seen(person), watched, ~covered)


def idle_of(person: Viewer) -> Condition:
    """Return the cases on a person's list that are followed and owe nothing."""
    if not _watches(person):
        return false()
    owes = exists().where(D.case_id == Case.id)
    return and_(visible(person), Case.id.in_(followed_cases()), ~owes)


def chips_of(days: Days) -> tuple[Chip, ...]:
    """Return the chips, the whole list first."""
    today = days.today
    last = today.replace(day=monthrange(today.year, today.month)[1])
    key: Condition = Case.key_item  # type: ignore[assignment]
    of_key = D.case_id.in_(select(Case.id).where(key))
    near = f"{(days.soon - today).days} 日内"
    return (
        Chip("", "全部", true(), true()),
        Chip("late", "逾期", days.late, false(), "late"),
        Chip("soon", near, days.near, false(), "soon"),
        Chip("month", "本月", D.due_on.between(today.replace(day=1), last), false()),
        Chip("units", "等单位", D.party.in_(AT_UNIT), false()),
        Chip("proposers", "等代表委员", D.party == Party.PROPOSER, false()),
        Chip("office", "等政府办", D.party.in_(AT_OFFICE), true()),
        Chip("promises", "承诺", D.kind.in_(OF_PROMISE), false()),
        Chip("key", "重点件", of_key, key),
    )


def chosen(chips: Sequence[Chip], code: str) -> Chip:
    """Return the chip that the address names, the whole list where it names none."""
    return next((chip for chip in chips if chip.code == code), chips[0])


def _watches(person: Viewer) -> bool:
    """Whether a person watches whole cases, and not the part of a unit alone."""
    return person.is_one_of(*ABOVE_UNITS)


def _seen(person: Viewer) -> Condition:
    """Return the duties that a person may read of: those of a unit are its own part's."""
    found = [visible_duty(person)] if _watches(person) else []
    if person.is_one_of(*UNIT) and person.unit_id and not found:
        own = and_(D.unit_id == person.unit_id, D.kind.in_(OF_UNIT), visible_duty(person))
        found.append(own)
    return or_(false(), *found)


def late_before(day: date, today: date) -> Condition:
    """Return the condition of what is late since before a day."""
    return D.due_on < min(day, today)
