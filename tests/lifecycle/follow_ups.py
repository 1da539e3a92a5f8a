"""Changing a follow-up on a walk."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tracker.kernel.db import db
from tracker.supervise import following, queries
from tracker.timeline.models import FollowUp

if TYPE_CHECKING:
    from tests.lifecycle.walk import Walk


def move(walk: Walk, _args: dict[str, int]) -> None:
    """Let it rest a day longer."""
    until = queries.pause_of(walk.case_id).until_on + timedelta(days=1)
    following.move(walk.case(), until, "批复推迟。")


def restate(walk: Walk, args: dict[str, int]) -> None:
    """Say anew for what the case is followed."""
    row = db.session.get_one(FollowUp, args["follow_up_id"])
    reason = "来信又问。" if row.reason != "来信又问。" else "来电又问。"
    following.restate(walk.case(), row, row.cause, reason, "写明原因。")
