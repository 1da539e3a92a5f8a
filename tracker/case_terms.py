"""The vocabulary of how a case came in, before anybody handles it. See tracker/terms.py."""

from __future__ import annotations

from tracker.terms import Term


class FilingOutcome(Term):
    """What the committee decided about a proposal on its review (立案审查意见)."""

    FILED = "filed", "立案"
    NOT_FILED = "not_filed", "不予立案"
    TURNED = "turned", "转为意见建议、参阅件"
    MERGED = "merged", "并入另一件提案"
    SENT_BACK = "sent_back", "退回修改"
