"""What the filters offer, and a filter in words."""

from __future__ import annotations

from tracker.bodies.queries import all_sessions
from tracker.reports.ledger import DUES, Filter
from tracker.terms import CaseState, Kind, Period
from tracker.units.queries import active

NAMES = ("kind", "session", "period", "unit", "state", "due", "follow", "key")
Choices = dict[str, list[tuple[str, str]]]


def choices() -> Choices:
    """Return what each filter offers: value and words."""
    return {
        "kind": [(item.value, item.label) for item in Kind],
        "state": [(item.value, item.label) for item in CaseState],
        "period": [(item.value, item.label) for item in Period],
        "due": list(DUES),
        "unit": [(str(unit.id), unit.short_name) for unit in active()],
        "session": [(str(row.id), row.title) for row in all_sessions()],
        "follow": [("yes", "跟踪中")],
        "key": [("yes", "重点件")],
    }


def in_words(asked: Filter) -> str:
    """Return a filter in words, empty where it leaves nothing out."""
    offered = choices()
    found = [
        words for name in NAMES for value, words in offered[name] if getattr(asked, name) == value
    ]
    if asked.text:
        found.append(f"含“{asked.text}”")
    if asked.picked:
        found.append("所选各件")
    return "、".join(found)
