"""The figures above a desk's list, in three groups: what is urgent, mine, others'."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for
from sqlalchemy import func, select

from tracker.desk.scopes import MINE, OTHERS, URGENT, Scope, Tile
from tracker.kernel.db import db
from tracker.plan.models import DutyRow

NOTES = {URGENT: "在右边各项之内", MINE: "", OTHERS: ""}
WHOLE = {MINE: "mine", OTHERS: "others"}


@dataclass(frozen=True)
class Figure:
    """One figure as a link to the rows behind it."""

    count: int
    label: str
    href: str
    tone: str
    current: bool


@dataclass(frozen=True)
class Group:
    """Some figures under one heading."""

    name: str
    total: int
    note: str
    href: str | None
    tiles: list[Figure]


def counted(scope: Scope, chosen: str) -> tuple[list[Group], int]:
    """Return the figures of a desk, and how many rows the chosen one has: one reading of all."""
    parts = [*(tile.condition for tile in scope.tiles), scope.named(chosen)[1]]
    counts = select(*(func.count().filter(part) for part in parts)).select_from(DutyRow)
    *numbers, total = db.session.execute(counts.where(scope.all)).one()
    figures = list(zip(scope.tiles, numbers, strict=True))
    names = [name for name in (URGENT, MINE, OTHERS) if any(t.group == name for t, _ in figures)]
    return [_group(name, figures, chosen) for name in names], total


def _group(name: str, figures: list[tuple[Tile, int]], chosen: str) -> Group:
    """Return one group; what stands in it is counted once in each figure."""
    own = [(tile, number) for tile, number in figures if tile.group == name]
    tiles = [
        Figure(
            count=number,
            label=tile.label,
            href=url_for("desk.home", only="" if tile.code == chosen else tile.code),
            tone=tile.tone,
            current=tile.code == chosen,
        )
        for tile, number in own
    ]
    href = url_for("desk.home", only=WHOLE[name]) if name in WHOLE else None
    return Group(name, sum(number for _, number in own), NOTES[name], href, tiles)
