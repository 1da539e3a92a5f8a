"""What hangs on an account in the features above, and telling them that it has let go.

Accounts stand below cases and know none; `create_app` puts in who answers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol, cast

from flask import current_app

from tracker.accounts.models import Account

KEY = "tracker.work_of_accounts"


@dataclass(frozen=True)
class Held:
    """How many open parts of a unit name an account as handler, and who hands them over."""

    unit: str
    count: int
    leaders: tuple[str, ...]


class Work(Protocol):
    """What the features above answer."""

    def held(self, account: Account) -> list[Held]:
        """Return what names the account as handler, by unit."""

    def left(self, account: Account) -> None:
        """Tell the leaders of the units whose parts name an account that is not there now."""


def held(account: Account) -> list[Held]:
    """Return what names the account as handler, by unit: numbers only, nothing of a case."""
    return _work().held(account)


def left(account: Account) -> None:
    """Say that an account was stopped, or has other roles or another unit."""
    _work().left(account)


def _work() -> Work:
    """Return who answers."""
    return cast("Work", current_app.extensions[KEY])
