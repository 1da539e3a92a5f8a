"""Every page of one unit's assignment; the application takes the blueprint from here."""

from __future__ import annotations

from tracker.assign import extension_views, return_views, unit_views
from tracker.assign.blueprint import bp

__all__ = ["bp", "extension_views", "return_views", "unit_views"]
