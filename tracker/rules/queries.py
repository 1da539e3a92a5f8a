"""Reading the rules of this office and the decisions about them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from tracker.accounts.models import Account
from tracker.kernel.db import db
from tracker.rulebook.book import Rulebook
from tracker.rulebook.files import DEFAULT, layer
from tracker.rulebook.keys import label_of
from tracker.rulebook.resolving import resolve
from tracker.rulebook.terms import RuleState
from tracker.rules.lines import Line, lines_of, words_of
from tracker.settings import queries
from tracker.settings.decided import PLACE, Decided, override_of
from tracker.settings.models import RuleChange

NOT_SAID = "—"


@dataclass(frozen=True)
class Shown:
    """One decision as pages show it: what it is about, value before and after, who."""

    row: RuleChange
    label: str
    before: str
    after: str
    proposed_by: str
    decided_by: str

    @property
    def waits(self) -> bool:
        """Whether somebody has still to confirm it."""
        return self.row.state == RuleState.PROPOSED


def decided() -> Decided:
    """Return what was decided and confirmed."""
    return Decided.of(queries.confirmed_changes())


def lines(book: Rulebook) -> list[Line]:
    """Return every value of a book in words, with what the office confirmed."""
    return lines_of(book, {key: row.said for key, row in queries.lines().items()})


def place_name(code: str) -> str:
    """Return what a place is called; "" is the default, under no place."""
    return layer(code or DEFAULT).name


def place_note(code: str) -> str:
    """Return what the file of a place says about itself."""
    return layer(code or DEFAULT).note


def shown(rows: list[RuleChange]) -> list[Shown]:
    """Return decisions in words."""
    numbers = {number for row in rows for number in (row.proposed_by, row.decided_by) if number}
    query = select(Account.id, Account.name).where(Account.id.in_(numbers))
    names = {row.id: row.name for row in db.session.execute(query)} if numbers else {}
    known = decided()
    return [_shown(row, names, known) for row in rows]


def change(number: int) -> RuleChange | None:
    """Return a decision, None where there is none of that number."""
    return db.session.get(RuleChange, number)


def proposed(key: str) -> RuleChange | None:
    """Return the open proposal about a key, None where there is none."""
    query = select(RuleChange).where(RuleChange.key == key, RuleChange.state == RuleState.PROPOSED)
    return db.session.scalar(query)


def _shown(row: RuleChange, names: dict[int, str], known: Decided) -> Shown:
    """Return one decision in words."""
    before, after = _said(row, known)
    return Shown(
        row=row,
        label="适用地区" if row.key == PLACE else label_of(row.key),
        before=before,
        after=after,
        proposed_by=names.get(row.proposed_by or 0, "系统"),
        decided_by=names.get(row.decided_by or 0, ""),
    )


def _said(row: RuleChange, known: Decided) -> tuple[str, str]:
    """Return what holds without a decision and with it; of the past only what it decided."""
    place, day = known.place_on(row.since), row.since
    if row.key == PLACE:
        return place_name(place), place_name(row.value)
    without = book_without(row, known, place, day)
    if row.value == "":
        base = words_of(resolve(place, (), day), row.key)
        return words_of(without, row.key), f"恢复地方规定：{base}"
    own = resolve(place, (override_of(row),), day)
    return words_of(without, row.key), words_of(own, row.key)


def book_without(row: RuleChange, known: Decided, place: str, day: date) -> Rulebook:
    """Return the book of a day without one decision."""
    mine = override_of(row)
    return resolve(place, tuple(one for one in known.overrides if one != mine), day)
