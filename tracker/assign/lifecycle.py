"""An assignment's states and the moves between them; pure. Source: domain §2.2, A1–A14."""

from __future__ import annotations

from collections.abc import Mapping

from tracker.terms import AssignmentState, OpinionState, ReturnState

A = AssignmentState
MOVES: Mapping[AssignmentState, frozenset[AssignmentState]] = {
    A.PROPOSED: frozenset({A.ASSIGNED, A.ENDED}),
    A.ASSIGNED: frozenset({A.SIGNED, A.RETURN_REQUESTED, A.RETURNED, A.REPLIED, A.ENDED}),
    A.SIGNED: frozenset(
        {
            A.ASSIGNED,  # a sign-for that was taken back
            A.HANDLING,
            A.RETURN_REQUESTED,
            A.RETURNED,
            A.OPINION_SUBMITTED,
            A.REPLIED,
            A.ENDED,
        }
    ),
    A.RETURN_REQUESTED: frozenset({A.ASSIGNED, A.SIGNED, A.RETURNED, A.ENDED}),
    A.HANDLING: frozenset({A.OPINION_SUBMITTED, A.REPLIED, A.RETURNED, A.ENDED}),
    A.OPINION_SUBMITTED: frozenset({A.HANDLING, A.OPINION_ACCEPTED, A.ENDED}),
    A.OPINION_ACCEPTED: frozenset({A.ENDED}),
    A.REPLIED: frozenset({A.HANDLING, A.ENDED}),  # or its list is taken back
    A.RETURNED: frozenset(),
    A.ENDED: frozenset(  # whose case was withdrawn or handed out by mistake
        {
            A.ASSIGNED,
            A.SIGNED,
            A.RETURN_REQUESTED,
            A.HANDLING,
            A.OPINION_SUBMITTED,
            A.OPINION_ACCEPTED,
        }
    ),
}
GONE = frozenset({A.RETURNED, A.ENDED})
NOT_HELD = GONE | {A.PROPOSED}
"""What no handler holds: it never came, was returned or ended."""
RETURNABLE = frozenset({A.ASSIGNED, A.SIGNED})
UNSIGNED = frozenset({A.ASSIGNED, A.RETURN_REQUESTED})
AT_WORK = frozenset({A.SIGNED, A.HANDLING})
SIGNED_FOR = AT_WORK | {A.REPLIED}
BEFORE_ANSWER = AT_WORK | {A.ASSIGNED}
OWED = BEFORE_ANSWER | {A.RETURN_REQUESTED}
"""What owes its answer or opinion: also while its return is asked for."""
OPINION_GIVEN = frozenset({A.OPINION_SUBMITTED, A.OPINION_ACCEPTED})
DONE = OPINION_GIVEN | {A.REPLIED}
OPEN_RETURN = frozenset({ReturnState.ASKED, ReturnState.CONFIRMED})

RETURN_MOVES: Mapping[ReturnState, frozenset[ReturnState]] = {
    ReturnState.ASKED: frozenset({ReturnState.CONFIRMED, ReturnState.RECALLED}),
    ReturnState.CONFIRMED: frozenset(
        {ReturnState.GRANTED, ReturnState.REFUSED, ReturnState.RECALLED}
    ),
    ReturnState.GRANTED: frozenset(),
    ReturnState.REFUSED: frozenset(),
    ReturnState.RECALLED: frozenset({ReturnState.ASKED, ReturnState.CONFIRMED}),  # as above
}
OPINION_MOVES: Mapping[OpinionState, frozenset[OpinionState]] = {
    OpinionState.SUBMITTED: frozenset(
        {OpinionState.SENT_BACK, OpinionState.ACCEPTED, OpinionState.RECALLED}
    ),
    OpinionState.SENT_BACK: frozenset(),
    OpinionState.ACCEPTED: frozenset(),
    OpinionState.RECALLED: frozenset(),
}
