"""The figures above a desk's list, in three groups: what is urgent, mine, others'."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for
from sqlalchemy import select

from tracker.desk.duty_lines import count
from tracker.desk.scopes import MINE, OTHERS, URGENT, Scope, Tile
from tracker.kernel.db import db

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


def groups_of(scope: Scope, chosen: str) -> list[Group]:
    """Return the figures of a desk, all counted in one question."""
    if not scope.tiles:
        return []
    counted = db.session.execute(select(*(count(tile.condition) for tile in scope.tiles))).one()
    figures = list(zip(scope.tiles, counted, strict=True))
    names = [name for name in (URGENT, MINE, OTHERS) if any(t.group == name for t, _ in figures)]
    return [_group(name, figures, chosen) for name in names]


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
