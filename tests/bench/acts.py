"""The acts of a case, on rows that are fresh each time: whole lives, walked by the real actions."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from tests.bench import either, originals
from tests.bench.cost import Cost, measured, middle, told
from tests.bench.office import TODAY
from tracker.assign import queries as assignments
from tracker.demo import answered, letters, places, tale
from tracker.demo.tale import Tale
from tracker.reply import actions as reply
from tracker.reply import issuing
from tracker.reply.letter_check import IssueFacts
from tracker.terms import BodyType, ReplyClass

LIVES = 7
BEYOND = 900  # numbers that no copy has in the newest session


@dataclass
class Taken:
    """What each act cost in each life."""

    costs: dict[str, list[Cost]] = field(default_factory=lambda: defaultdict(list))

    @contextmanager
    def of(self, name: str) -> Iterator[None]:
        """Measure an act."""
        with measured() as cost:
            yield
        self.costs[name].append(cost)


def all_of(folder: Path) -> list[dict]:
    """Return what each act costs; a first life warms up."""
    district, data = originals.district_of(folder), places.read()
    topic = next(row for row in data["topics"] if row["unit"] == originals.SCHOOLS)
    taken = Taken()
    for turn in range(LIVES + 1):
        live(
            Tale(
                district=district,
                topic=topic,
                place=data["places"][turn],
                kind=BodyType.CONGRESS,
                number=f"{BEYOND + turn}",
                session=3,
                deputy=0,
                turn=turn,
            ),
            taken,
        )
    return [told("act", name, middle(costs[1:])) for name, costs in taken.costs.items()]


def live(one: Tale, taken: Taken) -> None:
    """Lead a case from its registration to its rating, all on one day."""
    with taken.of("register a case"):
        tale.register(one, TODAY)
    tale.propose(one, TODAY, "independent")
    with taken.of("approve"):
        tale.approve(one, TODAY)
    with taken.of("sign for"):
        tale.sign_all(one, TODAY)
    letters.meet(one, TODAY)
    letter_id = _draft(one, taken)
    staff = one.district.staff[one.unit]
    letters.pass_on(one, letter_id, staff, TODAY, "checked")
    with taken.of("issue"), one.by(staff.head, TODAY, 16):
        facts = IssueFacts(f"云教函〔2026〕{one.number}号", TODAY, staff.signer)
        issuing.issue(either.letter(letter_id), facts)
    letters.deliver(one, [letter_id], TODAY)
    with taken.of("rate"):
        letters.rate(one, [letter_id], answered.GOOD, TODAY)


def _draft(one: Tale, taken: Taken) -> int:
    """Begin a letter and save it once more; return it."""
    staff = one.district.staff[one.unit]
    facts = letters.letter_facts(one, ReplyClass.A)
    with one.by(staff.handler, TODAY):
        (row,) = assignments.answering(one.case_id)
        number: int = reply.start(either.assignment(row.id), facts).id
    with taken.of("save a draft"), one.by(staff.handler, TODAY):
        letter = either.letter(number)
        reply.edit(letter, replace(facts, text=f"{facts.text}特此答复。"))
    return number
