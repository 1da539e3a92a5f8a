"""Whose cases a leader's page is about: the whole district, or what a district leader leads."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import url_for
from sqlalchemy import ColumnElement, select, true

from tracker.cases.models import Case, Participant
from tracker.kernel.access import Viewer
from tracker.roles import Relation

Condition = ColumnElement[bool]


@dataclass(frozen=True)
class Reach:
    """Some cases, by the number of the account that leads them; None is all of the district."""

    leader: int | None = None

    @classmethod
    def led_by(cls, person: Viewer) -> Reach:
        """Return what a district leader leads (领办)."""
        return cls(person.account_id)

    @property
    def cases(self) -> Condition:
        """The cases themselves."""
        return true() if self.leader is None else Case.id.in_(led(self.leader))

    def holds(self, case_id: Any) -> Condition:
        """Return the condition that a column names one of the cases."""
        return true() if self.leader is None else case_id.in_(led(self.leader))

    def ledger(self, **asked: Any) -> str:
        """Return the address of the ledger that lists just these of the cases."""
        return url_for("reports.ledger", **self._own(), **asked)

    def promises(self, **asked: Any) -> str:
        """Return the address of the list of promises, of these cases alone."""
        return url_for("leader.promises", **self._own(), **asked)

    def _own(self) -> dict[str, Any]:
        """Return what an address says of whose cases they are."""
        return {} if self.leader is None else {"leader": self.leader}


def led(account_id: int) -> Any:
    """Select the cases that a district leader leads now."""
    return select(Participant.case_id).where(
        Participant.account_id == account_id,
        Participant.relation == Relation.LED,
        Participant.until.is_(None),
    )
