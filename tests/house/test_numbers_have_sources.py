"""Law 7: every number that comes from a regulation carries its source."""

from __future__ import annotations

import ast

import pytest
from sqlalchemy import select

from tests import books, scenes
from tests.house.sources import ROOT, Source, product
from tracker.deadlines.models import Deadline
from tracker.kernel.db import db
from tracker.rulebook.book import Limit
from tracker.rulebook.files import places

PLACES = ["", *(one.code for one in places())]
# rule files that count days: their numbers stand in the rulebook
COUNTING = (
    "tracker/deadlines/counting.py",
    "tracker/assign/limits.py",
    "tracker/rating/lifecycle.py",
    "tracker/supervise/closing.py",
    "tracker/plan/lapsing.py",
    "tracker/plan/reminding.py",
    "tracker/plan/steps.py",
)
NO_LIMITS = {"(MONTHS_IN_YEAR, MONTHS_IN_QUARTER)", "BATCH"}
STORED = ("due_on", "rule", "value", "unit", "event", "event_on", "source", "provisional")


def _counts(source: Source) -> list[str]:
    """Return where a number of days stands in the code: a default, a timedelta, a setting."""
    found = []
    for node in source.nodes(ast.Call):
        named = {getattr(node.func, "id", ""), getattr(node.func, "attr", "")}
        given = [*node.args, *(keyword.value for keyword in node.keywords)]
        if named & {"timedelta", "add_workdays", "add_months", "after"}:
            found += [source.at(one) for one in given if _large(one)]
    named = [node for node in source.nodes(ast.Assign) if _large(node.value)]
    found += [source.at(node) for node in named if ast.unparse(node.targets[0]) not in NO_LIMITS]
    return found


def _large(node: ast.AST) -> bool:
    """Whether a node is a number above one."""
    return isinstance(node, ast.Constant) and isinstance(node.value, int) and node.value > 1


@pytest.mark.parametrize("place", PLACES)
def test_a_limit_names_its_article_or_says_that_it_is_not_confirmed(place):
    limits = books.of(place).limits
    assert limits
    silent = [key for key, limit in limits.items() if not limit.source.strip()]
    vague = [key for key, one in limits.items() if one.origin.article and "条" not in one.source]
    assert (silent, vague) == ([], [])


def test_a_limit_has_no_source_by_default():
    assert Limit.__dataclass_fields__["origin"].default is Limit.__dataclass_fields__["key"].default


def test_what_counts_days_knows_no_number_of_its_own():
    counting = [source for source in product() if source.name in COUNTING]
    assert len(counting) == len(COUNTING)
    assert [place for source in counting for place in _counts(source)] == []


def test_the_search_would_find_a_number_of_its_own(tmp_path):
    path = ROOT / "tracker" / "bad.py"
    source = Source(path)
    source.__dict__["text"] = "LATE = 7\nday + timedelta(days=15)\nday + timedelta(days=1)\n"
    assert len(_counts(source)) == 2


def test_a_stored_date_has_its_rule_value_event_source_and_mark():
    empty = [name for name in STORED if Deadline.__table__.columns[name].nullable]
    assert empty == []


def test_each_date_of_an_assigned_case_carries_a_source_of_the_rulebook(district):
    shares = (("education", "host"), ("finance", "assisting"))
    scenes.assign_to(district, scenes.register(district), *shares)
    rows = db.session.scalars(select(Deadline)).all()
    known = {limit.source for limit in books.DEFAULT.limits.values()}
    assert len(rows) >= 5
    assert {row.source for row in rows} <= known
