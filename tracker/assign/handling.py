"""Every page of one unit's assignment; the application takes the blueprint from here."""

from __future__ import annotations

from tracker.assign import return_views, unit_views
from tracker.assign.blueprint import bp

__all__ = ["bp", "return_views", "unit_views"]
