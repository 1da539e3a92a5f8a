"""The stage of supervision: a case that was answered."""

from __future__ import annotations

from tests.supervise.conftest import letters, stage

__all__ = ["letters", "stage"]
