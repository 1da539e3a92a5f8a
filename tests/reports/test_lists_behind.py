"""Each number of the statistics leads to just the cases that it counts; a unit reads its own."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass, replace
from datetime import date
from html import unescape
from random import Random
from urllib.parse import parse_qsl, urlsplit

import pytest
from sqlalchemy import text
from werkzeug.datastructures import MultiDict

from tests import plain_sql, scenes
from tests.oracles import figures as oracle
from tests.reports.pages import table
from tests.reports.second_way import spoil
from tests.reports.village import day
from tests.reports.walk import Walk
from tracker.kernel import clock
from tracker.kernel.access import acting
from tracker.kernel.db import db, transaction
from tracker.reports import behind, counting, ledger, views
from tracker.reports.asked import filter_of
from tracker.settings.in_force import rulebook

TODAY = day(6, 30)
DAYS = (day(3, 26), day(4, 21), day(6, 22), TODAY)
STATES = {
    "received": (
        "submitted", "registered", "assign_pending", "assigned", "handling", "replied", "closed",
        "not_filed", "turned", "merged", "withdrawn", "handed_out",
    ),
    "registered": ("registered", "assign_pending"),
    **{
        one: (one,)
        for one in (
            "submitted", "assigned", "handling", "replied", "closed", "not_filed", "turned",
            "merged", "withdrawn", "handed_out", "void",
        )
    },
}  # fmt: skip
OF_CASE = """
SELECT c.id, c.kind, c.period, c.session_id, c.topic, s.group_name, c.confidential
 FROM case_record c JOIN submitter s ON s.case_id = c.id AND s.position = 0
"""
SCOPES = (
    "", "kind=suggestion", "kind=proposal", "period=session", "period=intersession", "session=1",
    "topic=教育", "group=城西代表团", "kind=suggestion&period=session&topic=教育",
)  # fmt: skip
GROUPED = ("", "by=kind", "by=topic", "by=group", "by=session", "by=reply_class")


@dataclass(frozen=True)
class Facts:
    """What a case can be chosen by."""

    kind: str
    period: str
    session: str
    topic: str
    group: str
    confidential: bool


@pytest.fixture
def varied(village):
    """The village with topics, two delegations, a confidential case and one between sessions."""
    later = Walk(village).assign("3", period="intersession", on=day(4, 1)).sign(day(4, 2))
    later.talk(day(4, 7)).answer(day(4, 14), "云教函〔2026〕9号")
    with transaction():
        for change in (
            "UPDATE case_record SET topic = '教育' WHERE number IN ('015', '017', '12')",
            "UPDATE case_record SET confidential = true WHERE number = '017'",
            "UPDATE submitter SET group_name = '城西代表团' WHERE case_id IN"
            " (SELECT id FROM case_record WHERE number IN ('016', '017', '021'))",
        ):
            db.session.execute(text(change))
    return village


class Reader:
    """A person who opens the statistics and the lists behind them."""

    def __init__(self, app, district, who: str) -> None:
        """Log in; `unit`: the one whose own parts this person reads."""
        self.client, self.person = scenes.client_of(app, district, who), district.person(who)
        self.unit = self.person.unit_id
        self.sees = "suggestion" if who == "congress_office" else ""
        self.facts = {row[0]: Facts(*map(str, row[1:6]), row[6]) for row in plain_sql.rows(OF_CASE)}

    def links(self, query: str) -> dict[str, set[str]]:
        """The lists behind the numbers of a page, each with the numbers that lead to it."""
        page = self.client.get(f"/statistics?{query}")
        assert page.status_code == 200
        found = defaultdict(set)
        for link, number in re.findall(r'<a href="(/ledger\?[^"]*)">([^<]*)</a>', page.text):
            if "figure=" in link:
                found[unescape(link)].add(number)
        return dict(found)

    def listed(self, address: str) -> list[int]:
        """The cases that the ledger lists under an address."""
        asked = filter_of(MultiDict(parse_qsl(urlsplit(address).query)))
        with clock.moved_to(clock.at(TODAY, 20)), acting(self.person):
            chosen = ledger.chosen(asked, self.person, TODAY, 5)
            return list(db.session.scalars(chosen))

    def shown(self, address: str) -> int:
        """How many cases the page of the ledger shows."""
        return len(table(self.client, address, "办理台账"))

    def meant(self, address: str, told: dict[date, oracle.Reading]) -> tuple[int, list[int]]:
        """What the oracle counts behind an address: the number, and the cases of it."""
        args = dict(parse_qsl(urlsplit(address).query))
        reading = told[date.fromisoformat(args["as_of"])]
        key, number = args["figure"], 0
        if key in STATES:
            cases = {case for case, state in reading.state_of.items() if state in STATES[key]}
            found = {case for case in cases if self.has(case, args)}
            return len(found), sorted(found)
        name = key
        if key in oracle.FIGURES:
            name = oracle.FIGURES[key][args["count"] == "of"]
        unit = self.unit or int(args.get("of_unit", 0))
        found = set()
        for row in rows_of(reading, name, bool(unit or "of_unit" in args)):
            counts = row.counts[name] or name in row.true
            fits = unit in (0, row.unit) and is_of_class(row, args)
            if counts and fits and self.has(row.case, args):
                number += counts
                found.add(row.case)
        return number, sorted(found)

    def has(self, case: int, args: dict[str, str]) -> bool:
        """Whether the person counts a case under the filter of an address."""
        facts = self.facts[case]
        if self.sees and facts.kind != self.sees:
            return False
        if self.unit and args.get("group") and facts.confidential:
            return False
        names = ("kind", "period", "session", "topic", "group")
        return all(getattr(facts, one) == args[one] for one in names if one in args)


def rows_of(reading: oracle.Reading, name: str, own: bool) -> list[oracle.Told]:
    """What a number is a sum over."""
    if name in ("filed", "proposals"):
        return reading.told_of_received()
    of_parts = {*reading.parts, "late", "returned", "host", "separate", "assisting"}
    return reading.told_of_parts() if name in of_parts else reading.told(own=own)


def is_of_class(row: oracle.Told, args: dict[str, str]) -> bool:
    """Whether a row is of the class that a group is made of, where it is of one."""
    return "of_class" not in args or row.counts[f"class_{args['of_class'].lower()}"] > 0


def told_on() -> dict[date, oracle.Reading]:
    """The oracle's reading of each day."""
    found = {on: oracle.Reading(plain_sql.rows, on) for on in DAYS}
    db.session.rollback()
    return found


def check(reader: Reader, queries: list[str]) -> int:
    """Compare each number and each list with the oracle; return how many there were."""
    told, done, random = told_on(), 0, Random("lists")
    for query in queries:
        links = reader.links(query)
        done += len(links)
        for address, numbers in links.items():
            number, cases = reader.meant(address, told)
            assert sorted(reader.listed(address)) == cases, (query, address)
            assert str(number) in numbers, (query, address)
            assert len(numbers) == 1 or "figure=late" in address, (query, address)
        if links:
            address = random.choice(sorted(links))
            assert reader.shown(address) == len(reader.listed(address)), (query, address)
    return done


def pages(seed: str, grouped: tuple[str, ...]) -> list[str]:
    """Addresses of statistics: each scope and each grouping, on days drawn by a seed."""
    random = Random(seed)
    whole = [f"as_of={random.choice(DAYS)}&{by}" for by in grouped]
    some = [f"as_of={random.choice(DAYS)}&{random.choice(grouped)}&{scope}" for scope in SCOPES[1:]]
    return [f"as_of={TODAY}", *whole, *some]


@pytest.mark.parametrize(
    ("who", "least"),
    [("clerk", 700), ("congress_office", 700), ("head", 100), ("city_head", 100)],
)
def test_each_number_leads_to_the_cases_that_it_counts(app, varied, who, least):
    with clock.moved_to(clock.at(TODAY, 20)):
        reader = Reader(app, varied, who)
        assert check(reader, pages(who, GROUPED if reader.unit is None else ("",))) > least


@pytest.mark.parametrize("waiting", [3, 8])
def test_what_waits_to_be_written_stands_in_its_lists(app, varied, waiting):
    every = [row[0] for row in plain_sql.rows("SELECT id FROM case_record ORDER BY id")]
    random = Random(f"waiting {waiting}")
    spoil(random.sample(every, waiting), random)
    with clock.moved_to(clock.at(TODAY, 20)):
        for who in ("clerk", "head"):
            reader = Reader(app, varied, who)
            assert check(reader, ["as_of=2026-06-30", "as_of=2026-04-21&topic=教育"]) > 50


FOREIGN = ("of_unit=0", "of_unit=2", "of_unit=3", "of_unit=99", "")


def test_a_unit_learns_nothing_of_another_by_naming_it_in_the_address(app, varied):
    with clock.moved_to(clock.at(TODAY, 20)):
        clerk, unit = Reader(app, varied, "clerk"), Reader(app, varied, "head")
        told, done = told_on(), 0
        for address in clerk.links(f"as_of={TODAY}&by=reply_class"):
            bare = re.sub(r"&?of_unit=\d+", "", address)
            lists = [sorted(unit.listed(f"{bare}&{foreign}")) for foreign in FOREIGN]
            assert lists == [lists[0]] * len(FOREIGN), address
            if not re.search(rf"figure=({'|'.join(STATES)})(&|$)", address):
                assert lists[0] == unit.meant(bare, told)[1], address
                done += 1
        assert done > 100


@pytest.fixture
def unseen(monkeypatch):
    """A place where units do not see how they were rated."""
    choices = {**rulebook().choices, "unit_sees_rating": "never"}
    book = replace(rulebook(), choices=choices)
    for module in (behind, counting, ledger, views):
        monkeypatch.setattr(module, "rulebook", lambda: book)


OF_RATINGS = (
    "feedback_rate", "lapsed_rate", "satisfied_rate", "basically_satisfied_rate",
    "satisfied_or_basically_rate", "unsatisfied_rate", "first_satisfied_rate",
    "rework_satisfied_rate",
)  # fmt: skip


def test_where_units_see_no_ratings_no_figure_and_no_list_tells_one(app, varied, unseen):
    with clock.moved_to(clock.at(TODAY, 20)):
        clerk, unit = Reader(app, varied, "clerk"), Reader(app, varied, "head")
        (case,) = unit.listed("/ledger?q=学位 015")
        for address in ("/statistics", f"/statistics?as_of={TODAY}&topic=教育"):
            assert {"满意率", "反馈率", "各单位满意度"} <= said(clerk, address)
            assert not any("满意" in one or "反馈" in one for one in said(unit, address))
            assert "办复率" in said(unit, address)
        below = f"/ledger?id={case}&figures=1"
        assert "满意率" in clerk.client.get(below).text
        assert "办复率" in unit.client.get(below).text
        assert "满意率" not in unit.client.get(below).text
        for key in OF_RATINGS:
            for count in ("some", "of"):
                asked = f"/ledger?figure={key}&count={count}&as_of={TODAY}"
                assert unit.listed(asked) == [], key
        assert clerk.listed(f"/ledger?figure=satisfied_rate&count=some&as_of={TODAY}") == [case]
        assert check(unit, ["as_of=2026-06-30", "as_of=2026-04-21"]) > 50


def said(reader: Reader, address: str) -> set[str]:
    """The names of the tables of a page, their columns and cells."""
    page = reader.client.get(address).text
    cells = re.findall(r"<t[dh][ >].*?</t[dh]>", page, re.S)
    names = re.findall(r'aria-label="([^"]*)"', page)
    return {*names, *(re.sub(r"<[^>]+>|\s", "", cell) for cell in cells)}


def test_who_reads_no_figures_reads_no_list_behind_one(app, varied):
    with clock.moved_to(clock.at(TODAY, 20)):
        deputy, clerk = Reader(app, varied, "deputy"), Reader(app, varied, "clerk")
        returned = f"/ledger?figure=return_rate&count=some&as_of={TODAY}"
        assert len(clerk.listed(returned)) == 1
        assert clerk.listed(returned)[0] in deputy.listed("/ledger?q=学位")
        assert deputy.client.get("/statistics").status_code == 403
        for address in clerk.links(f"as_of={TODAY}"):
            assert deputy.listed(address) == [], address
