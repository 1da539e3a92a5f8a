"""What one run or one change tells about many cases: one message a person.

Who is told is collected in memory and written once. A person who is told of one case alone gets
the sentence as it is. Telephone reminders are written at once, one for each subject.
"""

from __future__ import annotations

from collections.abc import Iterable

from tracker.notices import actions
from tracker.notices.actions import NO_HANDLER, Line
from tracker.notices.directory import Directory
from tracker.roles import OFFICE, UNIT, Role
from tracker.units.models import Unit


class Gathering:
    """The lines of messages under one key, until they are written."""

    def __init__(self, key: str, title: str, people: Directory) -> None:
        """Begin with no line.

        :param key: what is gathered; a message that its reader has not opened grows under it.
        :param title: what stands over the list.
        """
        self.key, self.title, self.people = key, title, people
        self._lines: list[Line] = []

    def __len__(self) -> int:
        """Return how many lines there are."""
        return len(self._lines)

    def cut(self, length: int) -> None:
        """Forget the lines after so many: what they told of was taken back."""
        del self._lines[length:]

    def tell(self, accounts: Iterable[int], case_id: int | None, sentence: str) -> None:
        """Add a line for each account."""
        self._lines += [Line(account_id, case_id, sentence) for account_id in accounts]

    def tell_office(self, case_id: int, sentence: str, roles: Iterable[Role] = OFFICE) -> None:
        """Tell the office's clerks and leaders."""
        self.tell(self.people.with_roles(roles), case_id, sentence)

    def tell_unit(
        self,
        case_id: int,
        unit: Unit,
        sentence: str,
        roles: Iterable[Role] = UNIT,
        about: str = "",
    ) -> None:
        """Tell a unit; one without log-in becomes a telephone reminder on the clerks' desk.

        What is meant for the handlers goes to the leaders where no handler logs in, and says so.
        """
        asked = frozenset(roles)
        chosen = self.people.of_unit(unit.id, asked) if unit.online else []
        if not chosen and unit.online and Role.UH in asked:
            chosen = self.people.of_unit(unit.id, (Role.UL,))
            sentence += NO_HANDLER if chosen else ""
        if not chosen:
            actions.call(case_id, unit.name, unit.phone, sentence, unit.id, about)
        self.tell(chosen, case_id, sentence)

    def inform_unit(self, case_id: int, unit: Unit, sentence: str) -> None:
        """Tell a unit that logs in; nobody is phoned for it."""
        if unit.online:
            self.tell(self.people.of_unit(unit.id, UNIT), case_id, sentence)

    def inform_deputy(self, case_id: int, deputy_id: int | None, sentence: str) -> None:
        """Tell a deputy or member who logs in; nobody is phoned for it."""
        self.tell(self.people.of_deputy(deputy_id), case_id, sentence)

    def tell_deputy(
        self,
        case_id: int,
        name: str,
        phone: str,
        deputy_id: int | None,
        sentence: str,
        about: str = "",
    ) -> None:
        """Tell a deputy what to do; one without log-in becomes a telephone reminder."""
        chosen = self.people.of_deputy(deputy_id)
        if not chosen:
            actions.call(case_id, name, phone, sentence, about=about)
        self.tell(chosen, case_id, sentence)

    def send(self) -> None:
        """Write the messages, in the transaction of the acts themselves."""
        actions.gather(self.key, self.title, self._lines)
        self._lines = []
