"""Every page of letters and promises; the application takes the blueprint from here."""

from __future__ import annotations

from tracker.reply import draft_views, issue_views, promise_views
from tracker.reply.blueprint import bp

__all__ = ["bp", "draft_views", "issue_views", "promise_views"]
