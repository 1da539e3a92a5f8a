"""The case's states and the moves between them; pure. Sources: domain §2.0, §2.1, C1–C13."""

from __future__ import annotations

from collections.abc import Mapping

from tracker.terms import CaseState

S = CaseState
MOVES: Mapping[CaseState, frozenset[CaseState]] = {
    S.SUBMITTED: frozenset({S.REGISTERED, S.NOT_FILED, S.TURNED, S.MERGED, S.WITHDRAWN, S.VOID}),
    S.REGISTERED: frozenset(
        {
            S.SUBMITTED,  # a filing that was taken back
            S.ASSIGN_PENDING,
            S.ASSIGNED,
            S.WITHDRAWN,
            S.HANDED_OUT,
            S.VOID,
        }
    ),
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
    S.NOT_FILED: frozenset({S.SUBMITTED}),
    S.TURNED: frozenset({S.SUBMITTED}),
    S.MERGED: frozenset({S.SUBMITTED}),
    S.WITHDRAWN: frozenset({S.SUBMITTED, S.REGISTERED, S.ASSIGN_PENDING, S.ASSIGNED, S.HANDLING}),
    S.HANDED_OUT: frozenset({S.REGISTERED, S.ASSIGN_PENDING, S.ASSIGNED}),
    S.VOID: frozenset({S.SUBMITTED, S.REGISTERED}),
}
UNASKED = frozenset({S.SUBMITTED, S.REGISTERED})  # no leader was asked to approve
BEFORE_UNITS = frozenset({S.REGISTERED, S.ASSIGN_PENDING})
AT_UNITS = frozenset({S.ASSIGNED, S.HANDLING})
ANSWERED = frozenset({S.REPLIED, S.CLOSED})
IN_HAND = AT_UNITS | {S.REPLIED}
LIVE = AT_UNITS | ANSWERED
OPEN = BEFORE_UNITS | IN_HAND | {S.SUBMITTED}
NOT_TAKEN = frozenset({S.NOT_FILED, S.TURNED, S.MERGED})  # the committee filed no proposal
ENDED = NOT_TAKEN | {S.WITHDRAWN, S.HANDED_OUT, S.VOID}
OVER = ENDED | {S.CLOSED}
UNFILED = NOT_TAKEN | {S.SUBMITTED, S.WITHDRAWN}
OFF_THE_BAR = UNFILED | {S.HANDED_OUT}  # received, and at no step of the bar
