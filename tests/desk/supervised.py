"""Reading the supervision list as a person reads it, and making it long."""

from __future__ import annotations

import re
from html import unescape

from sqlalchemy import insert, select

from tests.desk.town import case_id
from tracker.kernel.db import db, transaction
from tracker.plan.models import DutyRow
from tracker.plan_terms import DutyKind

ROW = re.compile(
    r'<td class="day">(.*?)</td><td class="number">(.*?)</td>.*?<td class="cut( me)?"[^>]*>'
    r'<span class="hand-whose">.*?</span>(.*?)</td>\s*<td class="whose (\w+)">(.*?)</td>',
    re.DOTALL,
)
CHIP = re.compile(r'<li><a href="([^"]*)"[^>]*>([^<]+)<b[^>]*>(\d+)</b></a></li>')


def rows(page: str) -> list[tuple[str, str, str, str]]:
    """The rows of the list: day, number, next step, whose."""
    return [(day, number, step, whose) for day, number, _, step, _, whose in ROW.findall(page)]


def chips(page: str) -> list[tuple[str, str, int]]:
    """The chips: address, words, figure."""
    return [(unescape(href), label, int(count)) for href, label, count in CHIP.findall(page)]


def fill(number: int) -> None:
    """Let case 008 owe so many more replies, all late."""
    row = db.session.execute(
        select(DutyRow.__table__).where(
            DutyRow.case_id == case_id("008"), DutyRow.kind == DutyKind.REPLY
        )
    ).first()
    same = {key: value for key, value in row._mapping.items() if key != "id"}
    with transaction():
        db.session.execute(
            insert(DutyRow), [{**same, "ordinal": 1000 * number + place} for place in range(number)]
        )
