"""The village of the reports: half a year of a district."""

from __future__ import annotations

from tests.reports.conftest import built_village, make_config, village

__all__ = ["built_village", "make_config", "village"]
