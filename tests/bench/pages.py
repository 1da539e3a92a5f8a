"""The pages of an office, each read by somebody to whom it belongs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.exceptions import HTTPException

from tests.bench import originals
from tests.bench.cost import Cost, measured, middle, told
from tests.bench.office import client_of
from tests.bench.values import APART
from tracker.accounts.models import Account
from tracker.cases.models import Case
from tracker.kernel.db import db
from tracker.notices.models import Notice

TURNS = 7
PATIENCE = 6  # seconds after which a page is asked for no more
ROWS = 50
IDLE = "{idle}"  # somebody of a unit to whom nothing was ever said


@dataclass(frozen=True)
class PageOf:
    """A page: its name, who reads it, where it lies; of several addresses the first known."""

    name: str
    login: str
    addresses: tuple[str, ...]


PAGES = (
    PageOf("emptiest page", IDLE, ("/messages", "/notices")),
    PageOf("ledger", "clerk", ("/ledger",)),
    PageOf("ledger, filter", "clerk", ("/ledger?unit={unit}&state=handling&sort=due",)),
    PageOf("ledger, deep page", "clerk", ("/ledger?page={deep}",)),
    PageOf("ledger, a unit's", "handler", ("/ledger",)),
    PageOf("case page, under way", "clerk", ("/cases/{talked}",)),
    PageOf("case page, closed", "clerk", ("/cases/{satisfied}",)),
    PageOf("case page, a unit's", "handler", ("/cases/{talked}",)),
    PageOf("search", "clerk", ("/ledger?q={few}",)),
    PageOf("search, many hits", "clerk", ("/ledger?q={many}",)),
    PageOf("desk, clerk", "clerk", ("/",)),
    PageOf("desk, office leader", "leader", ("/",)),
    PageOf("desk, unit handler", "handler", ("/",)),
    PageOf("desk, unit head", "head", ("/",)),
    PageOf("desk, district leader", "district-leader", ("/",)),
    PageOf("desk, body's office", "congress-office", ("/",)),
    PageOf("deputy's list", "deputy", ("/rating/",)),
    PageOf("supervision", "clerk", ("/supervision/",)),
    PageOf("calendar month", "clerk", ("/supervision/?month=2026-05&day=2026-05-06",)),
    PageOf("telephone reminders", "clerk", ("/calls",)),
    PageOf("statistics, one session", "clerk", ("/statistics?session={session}",)),
    PageOf("statistics, all", "clerk", ("/statistics",)),
    PageOf("form to register", "clerk", ("/cases/new",)),
)


def all_of(app: Flask, folder: Path, names: tuple[str, ...] = ()) -> list[dict]:
    """Return what each page costs."""
    values = values_of(folder)
    clients: dict[str, FlaskClient] = {}
    found = []
    for page in PAGES:
        if names and page.name not in names:
            continue
        login = page.login.format(**values)
        if login not in clients:
            clients[login] = client_of(app, login)
        address = address_of(app, page, values)
        found.append(told("page", page.name, cost_of(clients[login], address)))
    return found


def values_of(folder: Path) -> dict[str, object]:
    """Return what stands in the addresses."""
    known = originals.read(folder)
    last = known["last"]
    total = db.session.scalar(select(func.count()).select_from(Case)) or 0
    return {
        "unit": known["unit"],
        "session": known["session"],
        "deep": max(1, total // ROWS - 1),
        "talked": known["of"]["talked"] + last["under_way"] * APART,
        "satisfied": known["of"]["satisfied"] + last["ended"] * APART,
        "idle": _idle(),
        "few": quote(f"建议 {known['street']}"),
        "many": quote("幼儿园"),
    }


def _idle() -> str:
    """Return the log-in of a handler who has no messages."""
    told_of = select(Notice.account_id)
    query = select(Account.login).where(Account.login.like("handler-%"), Account.id.not_in(told_of))
    return db.session.scalars(query.order_by(Account.login)).first() or ""


def address_of(app: Flask, page: PageOf, values: dict[str, object]) -> str:
    """Return the address of a page in this version."""
    known = app.url_map.bind("localhost")
    for address in page.addresses:
        found = address.format(**values)
        try:
            known.match(found.partition("?")[0])
        except HTTPException:
            continue
        return found
    raise LookupError(page.name)


def cost_of(client: FlaskClient, address: str) -> Cost:
    """Return the median of several requests after one that warms up."""
    turns = [_once(client, address)]
    while len(turns) <= TURNS and (len(turns) == 1 or sum(one.wall for one in turns) < PATIENCE):
        turns.append(_once(client, address))
    return middle(turns[1:])


def _once(client: FlaskClient, address: str) -> Cost:
    """Ask for a page once."""
    with measured() as cost:
        answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    cost.size = len(answer.data)
    return cost
