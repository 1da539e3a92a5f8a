"""What is about a case asks `book_of(case)`: a rule that changes moves no case of before."""

from __future__ import annotations

import ast

from tests.house.sources import ROOT, Source, product

# what is about no case in particular asks the rulebook of the place
OF_THE_PLACE = {
    "tracker/settings/books.py": "freezes it for what is registered",
    "tracker/rules/views.py": "shows it and decides about it",
    "tracker/desk/deputy_views.py": "what is soon, in a list",
    "tracker/desk/leader_page.py": "what is soon, in a list",
    "tracker/desk/leader_views.py": "what is soon, in a list",
    "tracker/desk/neighbours.py": "what is soon, in a list",
    "tracker/desk/supervision_views.py": "what is soon, in a list",
    "tracker/desk/urging_views.py": "what is soon, in a list",
    "tracker/desk/views.py": "what is soon, in a list",
    "tracker/reports/behind.py": "a filter over many cases",
    "tracker/reports/counting.py": "a count over many cases",
    "tracker/reports/ledger.py": "a filter over many cases",
    "tracker/reports/views.py": "what the filter finds, and what is soon",
    "tracker/intake/comparing/compare.py": "rows of a list that are no cases yet",
    "tracker/intake/comparing/on_paper.py": "rows of a list that are no cases yet",
}


def callers(source: Source) -> list[ast.Call]:
    """Where a file asks for the rulebook of the place."""
    calls = (node for node in source.nodes(ast.Call) if isinstance(node, ast.Call))
    return [call for call in calls if ast.unparse(call.func).split(".")[-1] == "rulebook"]


def test_only_what_is_about_no_case_asks_for_the_rulebook_of_the_place():
    assert {source.name for source in product() if callers(source)} == set(OF_THE_PLACE)


def test_the_search_finds_a_call_under_either_name():
    source = Source(ROOT / "tracker" / "bad.py")
    source.__dict__["text"] = "rulebook().limit('sign')\nin_force.rulebook()\nbook_of(case)\n"
    assert len(callers(source)) == 2
