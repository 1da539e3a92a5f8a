"""An account's states and the moves between them; pure. Source: docs/decisions/0007."""

from __future__ import annotations

from collections.abc import Mapping

from tracker.roles import AccountState

S = AccountState
MOVES: Mapping[AccountState, frozenset[AccountState]] = {
    S.INACTIVE: frozenset({S.INVITED, S.DISABLED}),
    S.INVITED: frozenset({S.ACTIVE, S.DISABLED, S.INVITED}),
    S.ACTIVE: frozenset({S.DISABLED, S.INVITED}),
    S.DISABLED: frozenset({S.INACTIVE}),
}
NEVER_USED = frozenset({S.INACTIVE, S.INVITED})
