"""The vocabulary of requests for an extension. See tracker/terms.py."""

from __future__ import annotations

from tracker.terms import Term


class ExtensionState(Term):
    """State of a request for an extension (延期申请状态)."""

    ASKED = "asked", "待单位领导确认"
    CONFIRMED = "confirmed", "待政府办审定"
    GRANTED = "granted", "同意延期"
    REFUSED = "refused", "不同意延期"
    RECALLED = "recalled", "已收回"
