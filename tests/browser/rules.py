"""Decisions about the rules, one to check, one of one's own, and an own value, for the examples."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from tests.browser.world import World
from tracker.kernel import clock
from tracker.kernel.db import db, transaction
from tracker.rulebook.terms import RuleState
from tracker.settings.models import RuleChange

VALUE = '{"value": 4, "unit": "workdays", "event": "claimed"}'


def waiting(world: World, account_id: int) -> list[dict[str, Any]]:
    """A proposal of somebody else, and one of the person who opens the page."""
    clerk = world.account_id(world.district.logins["clerk"])
    with transaction():
        found = [_change("decide", clerk, "rated"), _change("close", account_id, "settled")]
        return [{"change_id": row.id} for row in found]


def own(world: World, _account_id: int) -> list[dict[str, Any]]:
    """A value of the office's own, which can be given up."""
    clerk = world.account_id(world.district.logins["clerk"])
    leader = world.account_id(world.district.logins["leader"])
    with transaction():
        row = _change("verify", clerk, "claimed")
        row.state, row.decided_by = RuleState.CONFIRMED, leader
        row.decided_at = clock.now()
        return [{"key": "verify"}]


def keys(_world: World, _account_id: int) -> list[dict[str, Any]]:
    """One key for each kind of form."""
    return [{"key": key} for key in ("return", "copies", "place", "reminders", "classes")]


def _change(key: str, account_id: int, event: str) -> RuleChange:
    """Return the proposal about a key, made at the first call."""
    row = db.session.scalar(select(RuleChange).where(RuleChange.key == key))
    if row is None:
        value = VALUE.replace("claimed", event)
        row = RuleChange(key=key, value=value, reason="按年初会议", document="", refusal="")
        row.since, row.state, row.proposed_at = clock.today(), RuleState.PROPOSED, clock.now()
        row.proposed_by = account_id
        db.session.add(row)
        db.session.flush()
    return row
