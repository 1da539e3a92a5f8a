"""Which headings of lists are known: `headings.csv` says the same as the reader."""

from __future__ import annotations

import csv
from pathlib import Path

from tracker.intake.reading.headers import ALIASES, UNIT_TABLE

TABLE = Path(__file__).with_name("headings.csv")
BY_UNIT = "table by unit"


def test_each_known_heading_names_its_field():
    with TABLE.open(encoding="utf-8", newline="") as file:
        said = {row["heading"]: row["field"] for row in csv.DictReader(file)}
    known = {heading: field.value for heading, field in ALIASES.items()}
    assert {heading: field for heading, field in said.items() if field != BY_UNIT} == known


def test_each_heading_of_a_table_by_unit_is_known():
    with TABLE.open(encoding="utf-8", newline="") as file:
        said = {row["heading"] for row in csv.DictReader(file) if row["field"] == BY_UNIT}
    assert said == UNIT_TABLE
