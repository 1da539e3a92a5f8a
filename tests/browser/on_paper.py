"""Examples of what a unit without log-in sends on paper."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlalchemy import select

from tests.browser.world import World
from tracker.kernel.db import db, transaction


def paper(stage: str, key: str, model: type) -> Callable[[World, int], list[dict[str, Any]]]:
    """What the unit without log-in sent on paper at a stage."""

    def values(world: World, _account: int) -> list[dict[str, Any]]:
        made = world.stage(stage)
        query = select(model.id).filter_by(assignment_id=made.rows["post"])
        with transaction():
            number = db.session.scalars(query).one()
        return [{"case_id": made.case_id, "assignment_id": made.rows["post"], key: number}]

    return values
