"""The states of a letter and of a promise, and the moves between them; pure.

Source: domain §2.5 (any letter may go back to its draft until it is issued) and §2.8.
"""

from __future__ import annotations

from collections.abc import Mapping

from tracker.terms import CommitmentState, ReplyState

S, P = ReplyState, CommitmentState
MOVES: Mapping[ReplyState, frozenset[ReplyState]] = {
    S.DRAFTING: frozenset({S.SIGNING, S.OFFICE_CHECK}),
    S.SIGNING: frozenset({S.OFFICE_CHECK, S.CHECKED, S.DRAFTING}),
    S.OFFICE_CHECK: frozenset({S.CHECKED, S.DRAFTING}),
    S.CHECKED: frozenset({S.ISSUED, S.DRAFTING}),
    S.ISSUED: frozenset(),
}
ON_BEHALF_MOVES: Mapping[ReplyState, frozenset[ReplyState]] = {
    state: frozenset() if state is S.ISSUED else frozenset({S.ISSUED}) for state in ReplyState
}
UNDER_WAY = frozenset(set(ReplyState) - {S.ISSUED})
CLASS_OPEN = frozenset({S.DRAFTING, S.OFFICE_CHECK})
SUBMITTED = frozenset({S.SIGNING, S.OFFICE_CHECK})
IN_OTHER_HANDS = SUBMITTED | {S.CHECKED}
PRINTABLE = frozenset({S.CHECKED, S.ISSUED})

COMMITMENT_MOVES: Mapping[CommitmentState, frozenset[CommitmentState]] = {
    P.OPEN: frozenset({P.DONE_CLAIMED, P.CARRIED_OVER, P.WRITTEN_OFF}),
    P.CARRIED_OVER: frozenset({P.DONE_CLAIMED, P.CARRIED_OVER, P.WRITTEN_OFF}),
    P.DONE_CLAIMED: frozenset({P.CLOSED, P.OPEN}),
    P.CLOSED: frozenset(),
    P.WRITTEN_OFF: frozenset(),
}
TO_DO = frozenset({P.OPEN, P.CARRIED_OVER})
FOLLOWED = TO_DO | {P.DONE_CLAIMED}
"""A promise is followed until it is done or written off; a carried over one has a new date."""
