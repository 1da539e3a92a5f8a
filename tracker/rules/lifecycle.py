"""What becomes of a proposed change of the rules; pure."""

from __future__ import annotations

from collections.abc import Mapping

from tracker.rulebook.terms import RuleState

RULE_MOVES: Mapping[RuleState, frozenset[RuleState]] = {
    RuleState.PROPOSED: frozenset({RuleState.CONFIRMED, RuleState.REJECTED}),
    RuleState.CONFIRMED: frozenset(),
    RuleState.REJECTED: frozenset(),
}
