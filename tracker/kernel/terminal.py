"""Whether a person sits at the command."""

from __future__ import annotations

import sys


def at_terminal() -> bool:
    """Whether a person typed the command and can be asked."""
    return sys.stdin.isatty()
