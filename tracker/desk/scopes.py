"""What stands on whose desk: conditions on the kept duties, and the figures above the list.

A figure counts by the same condition that the list behind it is read by.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from sqlalchemy import ColumnElement, and_, false, or_, true

from tracker.cases.queries import seen_by
from tracker.kernel.access import Viewer
from tracker.plan.models import DutyRow
from tracker.plan_terms import AT_UNIT, OF_LETTER, DutyKind, Party
from tracker.roles import OFFICE, UNIT, Role

K, D = DutyKind, DutyRow
Condition = ColumnElement[bool]
URGENT, MINE, OTHERS = "急", "我办", "等别人"
DECISIONS = (K.RETURN_DECIDE, K.DECIDE)
ASKED_OF_OFFICE = (K.CHECK, K.RETURN_DECIDE)
ANSWERING = (*OF_LETTER, K.CONTACT, K.DELIVER)
REPLYING = (K.SIGN, *ANSWERING)
OUTSIDE = (*AT_UNIT, Party.PROPOSER)


@dataclass(frozen=True)
class Tile:
    """One figure: its group, its name in the address, its label and what it counts."""

    group: str
    code: str
    label: str
    condition: Condition
    tone: str = ""


@dataclass(frozen=True)
class Days:
    """The day that the desk is read on, and the last one that is 'soon'."""

    today: date
    soon: date

    @classmethod
    def of(cls, today: date, soon: int) -> Days:
        """Return the days of a desk."""
        return cls(today, today + timedelta(days=soon))

    @property
    def late(self) -> Condition:
        """Due before today: a day ends at its end."""
        return D.due_on < self.today

    @property
    def near(self) -> Condition:
        """Due today or soon."""
        return D.due_on.between(self.today, self.soon)

    @property
    def pressing(self) -> Condition:
        """Late or soon."""
        return D.due_on <= self.soon

    @property
    def stands(self) -> Condition:
        """What can be done now, or is late though another act comes first; not at rest.

        Of several visits only the next one stands there.
        """
        behind = and_(self.late, D.kind != K.VISIT)
        begun = and_(D.first_on <= self.today, or_(D.ready, behind))
        rests = and_(D.rests_from <= self.today, D.rests_until > self.today)
        return and_(begun, or_(D.rests_from.is_(None), ~rests))


@dataclass(frozen=True)
class Scope:
    """A desk: what is mine, what waits for others, and its figures.

    All of it stands under `within`, which says whose cases are read at all: asked once, not in
    each figure.
    """

    own: Condition
    rest: Condition
    tiles: tuple[Tile, ...]
    within: Condition = field(default_factory=true)

    @property
    def mine(self) -> Condition:
        """What the person does."""
        return and_(self.within, self.own)

    @property
    def all(self) -> Condition:
        """Everything on the desk."""
        return and_(self.within, or_(self.own, self.rest))

    def named(self, code: str) -> tuple[str, Condition]:
        """Return label and part of a figure or of a whole group; everything by default."""
        whole = {"mine": (MINE, self.own), "others": (OTHERS, self.rest)}
        tiles = {tile.code: (tile.label, tile.condition) for tile in self.tiles}
        return {**whole, **tiles}.get(code, ("全部", or_(self.own, self.rest)))

    def chosen(self, code: str) -> tuple[str, Condition]:
        """Return label and condition of a figure or of a whole group."""
        label, part = self.named(code)
        return label, and_(self.within, part)

    def alone(self) -> Scope:
        """Return the desk with what it stands under said in each part."""
        tiles = tuple(
            replace(tile, condition=and_(self.within, tile.condition)) for tile in self.tiles
        )
        return Scope(self.mine, and_(self.within, self.rest), tiles)


def scope_of(person: Viewer, days: Days) -> Scope:
    """Return the desk of a person; one with several parts has them all."""
    found: list[Scope] = []
    if person.is_one_of(Role.OH):
        found.append(_clerk(days))
    elif person.is_one_of(Role.OL):
        found.append(_leader(person, days))
    if person.is_one_of(*UNIT) and person.unit_id:
        found.append(_unit(person, person.unit_id, days))
    if person.is_one_of(Role.OBS):
        found.append(_body(person, days))
    if person.is_one_of(Role.DL):
        found.append(_district_leader(person, days))
    return _joined(found, days)


def _joined(found: Sequence[Scope], days: Days) -> Scope:
    """Return several desks as one; what is urgent cuts across them."""
    if not found:
        return Scope(false(), false(), ())
    within = found[0].within if len(found) == 1 else true()
    scopes = found if len(found) == 1 else [scope.alone() for scope in found]
    own = or_(*(scope.own for scope in scopes))
    rest = or_(*(scope.rest for scope in scopes))
    every = or_(own, rest)
    near = f"{(days.soon - days.today).days} 日内"
    urgent = (
        Tile(URGENT, "late", "已逾期", and_(every, days.late), "late"),
        Tile(URGENT, "soon", near, and_(every, days.near), "soon"),
    )
    tiles = tuple(tile for scope in scopes for tile in scope.tiles)
    return Scope(own, rest, urgent + tiles, within)


def _clerk(days: Days) -> Scope:
    """The office's clerk: its own acts, those on behalf, and what is pressing elsewhere."""
    own = and_(D.party == Party.OFFICE, days.stands)
    units = and_(D.party.in_(OUTSIDE), days.stands, days.pressing)
    leaders = and_(D.party.in_((Party.OFFICE_LEADER, Party.SECOND)), days.stands)
    propose = and_(own, D.kind == K.PROPOSE)
    behalf = and_(own, D.on_behalf)
    rest = and_(own, D.kind != K.PROPOSE, ~D.on_behalf)
    return Scope(
        own,
        or_(units, leaders),
        (
            Tile(MINE, "propose", "拟交办", propose),
            Tile(MINE, "study", "审核研究", rest),
            Tile(MINE, "behalf", "代录登记", behalf),
            Tile(OTHERS, "units", "等单位和代表", units),
            Tile(OTHERS, "leaders", "等领导批", leaders),
        ),
    )


def to_decide(person: Viewer, days: Days) -> Condition:
    """What waits for the office's leader, whatever else the person is."""
    return _leader(person, days).mine


def _leader(person: Viewer, days: Days) -> Scope:
    """The office's leader: what waits for a signature or a decision, then the rest."""
    approve = and_(D.party == Party.OFFICE_LEADER, days.stands)
    confirm = and_(D.party == Party.SECOND, days.stands, not_entered_by(person))
    decide = and_(D.party == Party.OFFICE, D.kind.in_(DECISIONS), days.stands)
    clerks = and_(D.party == Party.OFFICE, D.kind.not_in(DECISIONS), days.stands)
    units = and_(D.party.in_(OUTSIDE), days.stands, days.pressing)
    return Scope(
        or_(approve, confirm, decide),
        or_(clerks, units),
        (
            Tile(MINE, "approve", "批准交办", approve),
            Tile(MINE, "decide", "审定研究", or_(decide, confirm)),
            Tile(OTHERS, "clerks", "等经办", clerks),
            Tile(OTHERS, "units", "等单位和代表", units),
        ),
    )


def _unit(person: Viewer, unit_id: int, days: Days) -> Scope:
    """A unit: what its handlers do, what its leader does, what it waits for."""
    within, own = and_(D.unit_id == unit_id, visible_duty(person)), days.stands
    work = and_(own, D.party == Party.UNIT)
    leads = and_(own, D.party == Party.UNIT_LEADER)
    office = and_(own, D.party == Party.OFFICE, ~D.on_behalf, D.kind.in_(ASKED_OF_OFFICE))
    tiles = [
        Tile(MINE, "sign", "签收", and_(work, D.kind == K.SIGN)),
        Tile(MINE, "reply", "办理答复", and_(work, D.kind.in_(ANSWERING))),
        Tile(MINE, "opinion", "会办", and_(work, D.kind.in_((K.OPINION, K.OPINION_DECIDE)))),
        Tile(MINE, "promise", "承诺", and_(work, D.kind.in_((K.PROMISE, K.CHECK_POINT)))),
    ]
    if not person.is_one_of(Role.UH):
        tiles = [
            Tile(MINE, "lead", "签发确认", leads),
            Tile(OTHERS, "sign", "等签收", and_(work, D.kind == K.SIGN)),
            Tile(OTHERS, "work", "承办在办", and_(work, D.kind != K.SIGN)),
            Tile(OTHERS, "office", "等政府办", office),
        ]
        return Scope(leads, or_(work, office), tuple(tiles), within)
    if person.is_one_of(Role.UL):  # one account may be both in a small unit
        tiles = [Tile(MINE, "lead", "签发确认", leads), *tiles[:3]]
        tiles[-1] = Tile(MINE, "rest", "会办和承诺", and_(work, ~D.kind.in_(REPLYING)))
        tiles.append(Tile(OTHERS, "office", "等政府办", office))
        return Scope(or_(leads, work), office, tuple(tiles), within)
    waits = or_(leads, office)
    tiles.append(Tile(OTHERS, "office", "等领导和政府办", waits))
    return Scope(work, waits, tuple(tiles), within)


def _body(person: Viewer, days: Days) -> Scope:
    """The People's Congress office or the CPPCC office: paper ratings, and what is pressing."""
    enter = and_(days.stands, D.kind == K.RATE, D.on_behalf)
    confirm = and_(days.stands, D.party == Party.SECOND, not_entered_by(person))
    letters = and_(D.kind.in_(OF_LETTER), days.pressing)
    tiles = (
        Tile(MINE, "enter", "代录评价", enter),
        Tile(MINE, "confirm", "核对评价", confirm),
        Tile(OTHERS, "letters", "等答复", letters),
    )
    return Scope(or_(enter, confirm), letters, tiles, visible_duty(person))


def _district_leader(person: Viewer, days: Days) -> Scope:
    """A district leader: what is pressing on the cases that he or she leads."""
    led = and_(days.pressing, D.kind.in_(OF_LETTER))
    promised = and_(days.pressing, D.kind == K.PROMISE, days.stands)
    tiles = (
        Tile(OTHERS, "letters", "等答复", led),
        Tile(OTHERS, "promised", "等兑现", promised),
    )
    return Scope(false(), or_(led, promised), tiles, visible_duty(person))


def not_entered_by(person: Viewer) -> Condition:
    """What somebody else entered: the second person is another one."""
    return or_(D.not_by.is_(None), D.not_by != person.account_id)


def visible_duty(person: Viewer) -> Condition:
    """The duties of cases that a person sees."""
    if person.is_one_of(*OFFICE):
        return true()
    return seen_by(person, D.case_id)
