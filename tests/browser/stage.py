"""A case of its own for each stage, led by the district leader."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from tests import scenes
from tests.reply.letters import Letters
from tests.rows import the
from tests.steps import step
from tracker.accounts.models import Account
from tracker.cases import actions as cases
from tracker.roles import Role

PEOPLE = {
    Role.DEP: "deputy",
    Role.UH: "handler",
    Role.UL: "head",
    Role.OH: "clerk",
    Role.OL: "leader",
    Role.DL: "district_leader",
    Role.OBS: "congress_office",
}


@dataclass
class Stage(Letters):
    """A case with a number of its own, led by the district leader."""

    number: str = ""

    @step
    def register(self) -> None:
        """Register it."""
        self.case_id = scenes.register(self.district, self.number)
        self.lead()

    @step
    def assign(self, *shares: tuple[str, ...], **changes: Any) -> None:
        """Assign it; see Letters."""
        super().assign(*shares, **{"number": self.number, **changes})
        self.lead()

    @step
    def lead(self) -> None:
        """Let the district leader take charge, so that the role has a case to see."""
        with self.by("leader"):
            account = the(Account, self.district.person(PEOPLE[Role.DL]).account_id)
            cases.name_leader(self.case(), account)
