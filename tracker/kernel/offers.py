"""What a person may do next, as a button or a link."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Offer:
    """One act on offer: its code, its label and the page or POST that does it.

    `post` acts at once without a form of its own; `main` is drawn as the main button.
    """

    code: str
    label: str
    endpoint: str
    args: dict[str, Any] = field(default_factory=dict)
    post: bool = False
    main: bool = False
    note: str = ""
