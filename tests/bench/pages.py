"""The pages of an office with few and with many cases."""

from __future__ import annotations

from pathlib import Path
from statistics import median
from time import perf_counter

from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.bench.office import at_work, client_of, counted, open_office
from tracker.cases.models import Case
from tracker.kernel.db import db
from tracker.terms import CaseState

TURNS = 7
PAGES = (
    ("case list", "clerk", "/ledger"),
    ("case list, last page", "clerk", "/ledger?page=999999"),
    ("case list, late first", "clerk", "/ledger?due=late&sort=due"),
    ("case list, search", "clerk", "/ledger?q=幼儿园"),
    ("case page, in handling", "clerk", "{handling}"),
    ("case page, closed", "clerk", "{closed}"),
    ("desk", "clerk", "/"),
    ("leader's desk", "leader", "/"),
    ("unit handler's desk", "handler", "/"),
    ("unit handler's list", "handler", "/ledger"),
    ("district leader's desk", "district-leader", "/"),
    ("congress office's desk", "congress-office", "/"),
    ("deputy's own cases", "deputy", "/rating/"),
    ("supervision", "clerk", "/supervision/"),
    ("telephone reminders", "clerk", "/calls"),
    ("statistics", "clerk", "/statistics"),
)


def measured(folder: Path) -> dict[str, tuple[float, int]]:
    """Return the median seconds and the number of statements of each page."""
    found = {}
    with at_work(open_office(folder)) as app:
        addresses = {state.value: f"/cases/{_some(state)}" for state in CaseState}
        clients = {login: client_of(app, login) for _, login, _ in PAGES}
        for name, login, address in PAGES:
            place = address.format(**addresses)
            found[name] = (_seconds(clients[login], place), _statements(clients[login], place))
    return found


def total(folder: Path) -> int:
    """Return how many cases an office has."""
    with at_work(open_office(folder)):
        return db.session.scalar(select(func.count()).select_from(Case)) or 0


def _some(state: CaseState) -> int:
    """Return a case in a state; the latest, so that no copy is favoured."""
    return db.session.scalar(select(func.max(Case.id)).where(Case.state == state)) or 0


def _seconds(client: FlaskClient, address: str) -> float:
    """Return the median of several requests after one that warms up."""
    taken = []
    for _turn in range(TURNS + 1):
        db.session.remove()
        begun = perf_counter()
        answer = client.get(address)
        taken.append(perf_counter() - begun)
        assert answer.status_code == 200, (address, answer.status_code)
        if taken[0] > 5:  # too slow to be asked again
            return taken[0]
    return median(taken[1:])


def _statements(client: FlaskClient, address: str) -> int:
    """Return how many statements a page sends to the database."""
    db.session.remove()
    with counted() as sent:
        client.get(address)
    return len(sent)
