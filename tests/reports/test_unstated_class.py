"""Letters whose paper states no class stand beside A to D: in figures, groups, lists and ledger."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import pytest
from sqlalchemy import select

from tests.reply.letters import DAY, Letters
from tests.reports import second_way
from tests.reports.pages import workbook
from tracker.cases.models import Case
from tracker.kernel import clock
from tracker.kernel.db import db
from tracker.reply import issuing
from tracker.reply.letter_check import IssueFacts, LetterFacts
from tracker.reports.statistics import figures_of
from tracker.reports.sums import Reading, Scope
from tracker.terms import ReplyClass

BARE = IssueFacts("", DAY, "", not_stated=True)
SHARES = ("class_a_share", "class_b_share", "class_c_share", "class_d_share")
ONE = (("education", "independent"),)
TWO = (("education", "separate", "学位建设"), ("finance", "separate", "经费保障"))


@pytest.fixture
def papers(app, district):
    """021 is A; 022 states none; of 023 one letter is B and one states none; 024 waits."""
    with clock.moved_to(clock.at(DAY)):
        letters = Letters(app, district)
        for number, shares, marks in (
            ("021", ONE, (ReplyClass.A,)),
            ("022", ONE, (None,)),
            ("023", TWO, (ReplyClass.B, None)),
            ("024", ONE, ()),
        ):
            letters.assign(*shares, number=number)
            for (unit, *_), mark in zip(shares, marks, strict=False):
                with letters.by("clerk"):
                    facts = LetterFacts("", mark)
                    issuing.enter_issued_on_behalf(letters.row(unit), facts, BARE, paper=True)
        yield letters


def shares() -> dict[str, tuple[int, int, str | None]]:
    """Return the shares of the classes as they are printed."""
    told = Reading(Scope(), DAY).tallies()
    found = {row.key: row for row in figures_of(told.items, told.parts)}
    names = (*SHARES, "class_unstated_share")
    rows = [(name, found[name]) for name in names]
    return {name: (row.numerator, row.denominator, row.rate) for name, row in rows}


EXPECTED = {
    "class_a_share": (1, 3, "33.3"),
    "class_b_share": (0, 3, "0.0"),
    "class_c_share": (0, 3, "0.0"),
    "class_d_share": (0, 3, "0.0"),
    "class_unstated_share": (2, 3, "66.7"),
}


def test_the_shares_sum_up_with_what_is_not_stated(papers):
    assert shares() == EXPECTED
    assert sum(some for some, _, _ in shares().values()) == 3


@pytest.mark.parametrize("wait", [False, True])
def test_the_oracle_counts_the_same_also_where_rows_wait(papers, wait):
    if wait:
        second_way.spoil(list(db.session.scalars(select(Case.id))), Random("unstated"))
    assert second_way.differences([DAY - timedelta(days=1), DAY, date(2026, 7, 1)]) == []
    assert shares() == EXPECTED


@pytest.mark.parametrize("wait", [False, True])
def test_they_are_a_group_of_their_own_whose_numbers_lead_to_their_cases(papers, wait):
    if wait:
        second_way.spoil(list(db.session.scalars(select(Case.id))), Random("group"))
    groups = Reading(Scope(), DAY).by("reply_class")
    counted = {mark: counts["counted"] for mark, counts in groups.items()}
    assert counted == {"A": 1, "unstated": 2, None: 1}
    client = papers.client("clerk")
    page = client.get(f"/statistics?as_of={DAY}&by=reply_class").text
    for words in ("A类", "未注明类别", "未答复"):
        assert words in page
    listed = f"/ledger?figure=answer_rate&count=some&as_of={DAY}&of_class="
    assert numbers(client, f"{listed}unstated") == ["022", "023"]
    assert numbers(client, f"{listed}A") == ["021"]
    assert numbers(client, f"{listed}B") == []


def numbers(client, address: str) -> list[str]:
    """Return the numbers of the cases that a page of the ledger lists."""
    rows = workbook(client, address.replace("/ledger?", "/ledger.xlsx?"))
    return sorted(number for row in rows if (number := str(row[2])) in NUMBERS)


NUMBERS = {"021", "022", "023", "024"}


def test_the_ledger_shows_and_finds_them(papers):
    client = papers.client("clerk")
    assert numbers(client, "/ledger?reply_class=unstated") == ["022", "023"]
    assert numbers(client, "/ledger?reply_class=A") == ["021"]
    assert numbers(client, "/ledger?reply_class=B") == []
    page = client.get("/ledger?reply_class=unstated").text
    assert "未注明类别" in page
    rows = workbook(client, "/ledger.xlsx")
    head = next(place for place, row in enumerate(rows) if "类别" in row)
    column = rows[head].index("类别")
    found = {row[2]: row[column] for row in rows[head + 1 :] if row[2] in NUMBERS}
    assert found == {"021": "A类", "022": "未注明", "023": "未注明", "024": ""}
