"""Faults that change nothing to be observed; the next of their kind is drawn instead."""

from __future__ import annotations

from collections.abc import Mapping

EQUIVALENT: Mapping[str, str] = {}
"""Why, by the name of the fault."""
