"""When a log-in is held back, so that guessing is slow and nobody can lock a person out; pure.

Only tries that were judged count; what was held back told the guesser nothing. Figures per
rolling day: one source ≤ 480 tries on an account, all sources together ≤ 1,000, of which
sources from which the person logged in before keep 500 for themselves.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

DAY = timedelta(days=1)
PAIR_PER_DAY = 480
ACCOUNT_PER_DAY = 1000
STRANGERS_PER_DAY = 500
SOURCE_FACTOR = 6
SLOW_AFTER = 20
SLOW_PAUSE = timedelta(seconds=60)


@dataclass(frozen=True)
class Limits:
    """How many failures within how long hold back an account from one source, and how long."""

    failures: int
    window: timedelta


@dataclass(frozen=True)
class Tries:
    """Failed tries of the last day, oldest first.

    `pair`: on this account from this source; `account`: on this account from all sources;
    `source`: from this source on any account. `familiar`: the person has logged in from
    this source before.
    """

    pair: Sequence[datetime]
    account: Sequence[datetime]
    source: Sequence[datetime]
    familiar: bool


def held(tries: Tries, now: datetime, limits: Limits) -> bool:
    """Whether the next try is held back without being judged."""
    return (
        _locked(tries.pair, now, limits.failures, limits.window)
        or len(tries.pair) >= PAIR_PER_DAY
        or len(tries.account) >= ACCOUNT_PER_DAY
        or (not tries.familiar and _stranger_waits(tries, now, limits))
    )


def _locked(failures: Sequence[datetime], now: datetime, most: int, window: timedelta) -> bool:
    """Whether the last failures came so fast that a pause of one window is on."""
    if len(failures) < most:
        return False
    last = failures[-1]
    return now - last < window and last - failures[-most] < window


def _stranger_waits(tries: Tries, now: datetime, limits: Limits) -> bool:
    """Whether a source that the account does not know waits; a familiar one does not."""
    if _locked(tries.source, now, limits.failures * SOURCE_FACTOR, limits.window):
        return True
    failures = tries.account
    if len(failures) >= STRANGERS_PER_DAY:
        return True
    return len(failures) >= SLOW_AFTER and now - failures[-1] < SLOW_PAUSE
