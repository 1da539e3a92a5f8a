"""The form of a proposal that came with several hosts in one cell of a list."""

from __future__ import annotations

import re
from html import unescape

import pytest

from tests import scenes
from tests.rows import the
from tracker.assign import actions, queries
from tracker.assign.actions import ShareFacts
from tracker.cases.models import Case
from tracker.kernel import clock
from tracker.terms import AssignRole
from tracker.units.models import Unit

SAID = "清单写了不止一个主办：{names}。"


@pytest.fixture
def clerk(app, district):
    """The clerk's client on the day of the scenes."""
    with clock.moved_to(clock.at(scenes.START)):
        yield scenes.client_of(app, district, "clerk")


def proposed(district, *shares) -> int:
    """Register a case with a proposal; shares are (unit or the list's name, role)."""
    case_id = scenes.register(district)
    with district.act("clerk"):
        known = {name: district.row(Unit, name) for name in ("education", "finance", "city")}
        facts = [
            ShareFacts(known.get(name), AssignRole(role), "", "" if name in known else name)
            for name, role in shares
        ]
        actions.propose(the(Case, case_id), facts)
    return case_id


def filled(page):
    """Return what the form would send as it stands: host, mode and assisting units."""
    (host,) = re.findall(r'<select [^>]*name="unit_id".*?</select>', page, re.S)
    inputs = [tag for tag in re.findall(r"<input [^>]+>", page) if " checked" in tag]
    return {
        "unit_id": re.findall(r'<option selected value="(\d+)"', host),
        "mode": [value(tag) for tag in inputs if 'name="mode"' in tag],
        "assisting": [value(tag) for tag in inputs if 'name="assisting"' in tag],
    }


def value(tag):
    return re.search(r'value="([^"]*)"', tag).group(1)


@pytest.mark.parametrize(
    ("shares", "host", "assisting", "said"),
    [
        (
            [("city", "host"), ("education", "host")],
            "city",
            ["education"],
            "区城市管理局、区教育局",
        ),
        (
            [("city", "host"), ("education", "host"), ("finance", "assisting")],
            "city",
            ["education", "finance"],
            "区城市管理局、区教育局",
        ),
        (
            [("区没有的局", "host"), ("education", "host")],
            None,
            ["education"],
            "区没有的局、区教育局",
        ),
        ([("city", "host"), ("finance", "assisting")], "city", ["finance"], ""),
    ],
)
def test_the_first_host_is_shown_as_host_and_no_other_is_lost(
    clerk, district, shares, host, assisting, said
):
    page = clerk.get(f"/cases/{proposed(district, *shares)}/propose").text
    assert filled(page) == {
        "unit_id": [str(district.ids[host]) if host else "0"],
        "mode": ["host"],
        "assisting": [str(district.ids[name]) for name in assisting],
    }
    assert ("清单写了不止一个主办" in page) is bool(said)
    assert not said or SAID.format(names=said) in unescape(page)


def test_one_click_keeps_every_unit(clerk, district):
    case_id = proposed(district, ("city", "host"), ("education", "host"))
    address = f"/cases/{case_id}/propose"
    data = {"version": the(Case, case_id).version, **filled(clerk.get(address).text)}
    assert clerk.post(address, data=data).status_code == 302
    found = [(row.unit_name, str(row.role)) for row in queries.proposed(case_id)]
    assert found == [("区城市管理局", "host"), ("区教育局", "assisting")]


def test_a_single_unit_is_shown_as_before(clerk, district):
    page = clerk.get(f"/cases/{proposed(district, ('education', 'independent'))}/propose").text
    unit = str(district.ids["education"])
    assert filled(page) == {"unit_id": [unit], "mode": ["independent"], "assisting": []}
    assert "不止一个主办" not in page


@pytest.mark.parametrize(("hosts", "offered"), [(1, True), (2, False)])
def test_a_proposal_of_two_hosts_is_not_offered_to_be_submitted(clerk, district, hosts, offered):
    case_id = proposed(district, *(("city", "host"), ("education", "host"))[:hosts])
    page = clerk.get(f"/cases/{case_id}").text
    assert (f"/cases/{case_id}/submit" in page) is offered
    assert "拟定承办单位" in page
