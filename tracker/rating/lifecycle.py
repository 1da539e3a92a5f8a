"""A rating's states, its worst value, who may do what; pure. Source: domain §2.6, §4.2."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from tracker.roles import Role
from tracker.terms import BodyType, Kind, RatingState, Satisfaction

S = RatingState
MOVES: Mapping[RatingState, frozenset[RatingState]] = {
    S.PENDING: frozenset({S.SUBMITTED, S.REJECTED}),
    S.LAPSED: frozenset({S.SUBMITTED, S.PENDING, S.REJECTED}),
    S.SUBMITTED: frozenset(),
    S.REJECTED: frozenset(),
}
STANDING = frozenset(set(RatingState) - {S.REJECTED})
SETTLED = frozenset({S.SUBMITTED, S.LAPSED})
UNSETTLED = frozenset({S.LAPSED, S.PENDING})
"""What a lapse began and a later rating may still take the place of."""
WORST_FIRST = (
    Satisfaction.UNSATISFIED,
    Satisfaction.BASICALLY_SATISFIED,
    Satisfaction.SATISFIED,
)


class Act(StrEnum):
    """An act on the rating of one letter."""

    RATE = "rate"
    ENTER = "enter_on_behalf"
    CONFIRM = "confirm"


LABELS: Mapping[Act, str] = {
    Act.RATE: "评价",
    Act.ENTER: "代录评价",
    Act.CONFIRM: "核对代录的评价",
}


@dataclass(frozen=True)
class Facts:
    """What decides; `state` None where nothing came yet, `lead`: the viewer is the rater."""

    roles: frozenset[Role]
    body: BodyType | None
    kind: Kind
    lead: bool
    issued: bool
    state: RatingState | None
    entered_by_viewer: bool = False


def worst(values: Iterable[Satisfaction]) -> Satisfaction:
    """Return the worst value: not satisfied in any dimension is not satisfied (domain §4.2)."""
    given = set(values)
    return next(value for value in WORST_FIRST if value in given)


def allowed(facts: Facts) -> frozenset[Act]:
    """Return the acts that are open to the viewer now."""
    found: set[Act] = set()
    awaited = facts.issued and facts.state in (None, S.LAPSED)
    own_body = Role.OBS in facts.roles and facts.body is not None and facts.body.kind is facts.kind
    if awaited and facts.lead and Role.DEP in facts.roles:
        found.add(Act.RATE)
    if awaited and (Role.OH in facts.roles or own_body):
        found.add(Act.ENTER)
    second = (Role.OL in facts.roles or own_body) and not facts.entered_by_viewer
    if facts.state is S.PENDING and second:
        found.add(Act.CONFIRM)
    return frozenset(found)


def may_come_from_paper(facts: Facts) -> bool:
    """Whether a rating of a paper ledger may be entered: the letter is out, nothing came of it."""
    return facts.issued and facts.state is None
