"""Which permission each route asks for: `routes.csv` says the same as the gates of the views."""

from __future__ import annotations

import csv
from pathlib import Path

from tests.house.routes import permission_of, views

TABLE = Path(__file__).with_name("routes.csv")


def test_each_route_asks_for_the_permission_of_its_row(app):
    with TABLE.open(encoding="utf-8", newline="") as file:
        said = {row["route"]: row["permission"] for row in csv.DictReader(file)}
    assert {rule.endpoint: permission_of(app, rule) for rule in views(app)} == said
