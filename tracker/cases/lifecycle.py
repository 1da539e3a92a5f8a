"""The case's states and the moves between them; pure. Source: domain §2.1, C1–C13."""

from __future__ import annotations

from collections.abc import Mapping

from tracker.terms import CaseState

S = CaseState
MOVES: Mapping[CaseState, frozenset[CaseState]] = {
    S.REGISTERED: frozenset({S.ASSIGN_PENDING, S.ASSIGNED, S.WITHDRAWN, S.HANDED_OUT, S.VOID}),
    S.ASSIGN_PENDING: frozenset({S.REGISTERED, S.ASSIGNED, S.WITHDRAWN, S.HANDED_OUT}),
    S.ASSIGNED: frozenset(
        {
            S.HANDLING,
            S.REPLIED,
            S.WITHDRAWN,
            S.HANDED_OUT,
            S.REGISTERED,  # an assignment that was taken back
            S.ASSIGN_PENDING,
            S.VOID,  # with the list that entered it as done on paper, as below
        }
    ),
    S.HANDLING: frozenset({S.ASSIGNED, S.REPLIED, S.WITHDRAWN, S.VOID}),
    S.REPLIED: frozenset({S.HANDLING, S.CLOSED, S.VOID}),
    S.CLOSED: frozenset({S.HANDLING}),
    # one that ended by mistake is what it was before
    S.WITHDRAWN: frozenset({S.REGISTERED, S.ASSIGN_PENDING, S.ASSIGNED, S.HANDLING}),
    S.HANDED_OUT: frozenset({S.REGISTERED, S.ASSIGN_PENDING, S.ASSIGNED}),
    S.VOID: frozenset({S.REGISTERED}),
}
BEFORE_UNITS = frozenset({S.REGISTERED, S.ASSIGN_PENDING})
AT_UNITS = frozenset({S.ASSIGNED, S.HANDLING})
ANSWERED = frozenset({S.REPLIED, S.CLOSED})
IN_HAND = AT_UNITS | {S.REPLIED}
LIVE = AT_UNITS | ANSWERED
OPEN = BEFORE_UNITS | IN_HAND
ENDED = frozenset({S.WITHDRAWN, S.HANDED_OUT, S.VOID})
OVER = ENDED | {S.CLOSED}
