"""Whether the handler of a part is still there, and when a part can be handed over; pure.

A handler is gone whose account is stopped, belongs to another unit, or is neither handler nor
leader now. A log-in that waits for a new slip (重置单) is not gone: the person comes back.
"""

from __future__ import annotations

from tracker.assign.lifecycle import NOT_HELD
from tracker.cases.lifecycle import IN_HAND, LIVE
from tracker.terms import AssignmentState, CaseState, Term


class Vacancy(Term):
    """Why the person whom a part names as handler is not there any more (承办人空缺)."""

    STOPPED = "stopped", "账号已停用"
    MOVED = "moved", "已不在本单位"
    RELEASED = "released", "已不任承办人"


def is_open(state: AssignmentState, case: CaseState) -> bool:
    """Whether a part still asks for a handler: in force, of a case that is neither out nor closed.

    An answered part is: the letter is delivered, rated, mended by the person whom it names.
    """
    return state not in NOT_HELD and case in IN_HAND


def ended(state: AssignmentState, case: CaseState) -> str:
    """Return why a part cannot be handed over any more, empty where it can."""
    if state in NOT_HELD:
        return f"已“{state.label}”，不用交接。"
    # the promises of a closed one may still be open
    return "" if case in LIVE else f"该件已“{case.label}”，不用交接。"


def named(name: str, vacancy: Vacancy | None, *, is_open: bool) -> str:
    """Return a handler's name, with what keeps the person from being the one to ask."""
    if vacancy is None:
        return name
    return f"{name}（{vacancy.label}{'，待交接' if is_open else ''}）"


def told(name: str, vacancy: Vacancy | None, *, leader: bool) -> str:
    """Return what a reminder adds for the one who gets it in the handler's place."""
    if vacancy is None:
        return ""
    asked = "，请在“承办人交接”中指定新的承办人" if leader else ""
    return f"（原承办人{name}{vacancy.label}{asked}）"
