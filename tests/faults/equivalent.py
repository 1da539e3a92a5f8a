"""Faults that change nothing to be observed; the next of their kind is drawn instead."""

from __future__ import annotations

from collections.abc import Mapping

EQUIVALENT: Mapping[str, str] = {
    "tracker/plan/steps.py:latest_only: step.day > before.day -> step.day >= before.day": (
        "the steps of one duty come once for a day and a person, so that no two days are the same"
    ),
}
"""Why, by the name of the fault."""
