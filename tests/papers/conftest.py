"""The test district with a case in handling, as the tests of letters have it."""

from __future__ import annotations

from tests.reply.conftest import letters

__all__ = ["letters"]
