"""A case of 教育局 whose reply date is asked to be moved, and who reads what of it.

Assigned on Wednesday 18 March, due on Thursday 18 June 2026; the law's six months end on
18 September (domain §2.4, §3.1).
"""

from __future__ import annotations

from datetime import date

from tests.reports.walk import Walk
from tests.rows import every
from tracker.assign import extensions
from tracker.assign.extensions import Asked
from tracker.notices.models import Notice
from tracker.plan.models import DutyRow

DUE, NEW, CAP = date(2026, 6, 18), date(2026, 7, 20), date(2026, 9, 18)
MAY_11, MAY_12, MAY_14 = date(2026, 5, 11), date(2026, 5, 12), date(2026, 5, 14)
ASKED = Asked(NEW, "三处地块需要专家论证。", "已踏勘三处地块。")
HOST = (("education", "host"), ("finance", "assisting"))


def due(walk: Walk, unit: str = "education") -> date | None:
    stored = walk.row(unit).deadline("reply")
    return stored.due_on if stored else None


def told() -> dict[str, list[str]]:
    """Who was told what since the beginning, by log-in."""
    found: dict[str, list[str]] = {}
    for row in every(Notice):
        found.setdefault(str(row.account_id), []).append(row.sentence)
    return found


def told_to(walk: Walk, name: str) -> str:
    person = walk.district.person(name).account_id
    return "".join(told().get(str(person), []))


def owed(walk: Walk) -> dict[str, tuple[str, date | None]]:
    rows = every(DutyRow, DutyRow.subject_type == "extension_request")
    return {str(row.kind): (str(row.party), row.due_on) for row in rows}


def asks(walk: Walk, who: str = "handler", on: date = MAY_11, asked: Asked = ASKED) -> None:
    with walk.district.act(who, on, 10):
        extensions.request(walk.row(), asked, on)


def decides(walk: Walk, granted: bool = True, on: date = MAY_14) -> None:
    with walk.district.act("leader", on, 10):
        extensions.decide(walk.row(), granted=granted, reason="情况属实，同意。", on=on)
