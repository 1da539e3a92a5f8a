"""Copies of cases with all that hangs on them, made inside the database.

Three families are copied, each with ids of its own: the cases with every table that hangs on them
by a foreign key, the sessions of earlier years, and the people who put the cases. A copy of an
ended case lies in an earlier year, its days with it; what is under way lies in the newest session.
Derived tables are copied like any other; the search index from the grams of the originals.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Date, Table
from sqlalchemy.schema import CreateIndex, DropIndex

from tests.bench import either
from tests.bench.values import APART, CASE, DEPUTY, SESSION, Values
from tracker.kernel.db import db

YEAR = 364  # days: whole weeks, so that a Monday stays one
SIGNS = "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥"
ENDED_STREET, OPEN_STREET = "里", "坊"
IN_A_STREET = 4
QUICK = {
    "sqlite": ("PRAGMA foreign_keys=OFF", "PRAGMA synchronous=OFF", "PRAGMA cache_size=-400000"),
    "postgresql": (
        "SET session_replication_role = replica",
        "SET synchronous_commit = off",
        "SET maintenance_work_mem = '400MB'",
    ),
}
AFTER = {"sqlite": "ANALYZE", "postgresql": "VACUUM ANALYZE"}
COLUMNS = "ended, k, s, j, days, street, tokens"


@dataclass(frozen=True)
class Copy:
    """One copy of every ended case, or of every case under way.

    `session`: how many years before the newest; `people`: which set of people puts it.
    """

    number: int
    ended: bool
    session: int = 0
    people: int = 0

    @property
    def street(self) -> str:
        """The street that its titles and texts name; four copies are in each."""
        place, signs = self.number // IN_A_STREET, ""
        for _sign in range(3):
            place, sign = divmod(place, len(SIGNS))
            signs = SIGNS[sign] + signs
        return (ENDED_STREET if self.ended else OPEN_STREET) + signs


def copy(copies: Sequence[Copy], ended: Collection[int]) -> None:
    """Make copies of every case; `ended` names the cases that are copied as ended ones."""
    db.session.rollback()
    family = families()
    with _quick() as cursor:
        values = Values(cursor.kind, family, ended)
        _write_down(cursor, copies)
        tables = [table for table in db.metadata.sorted_tables if table.name in family]
        for table in tables:
            _without_indexes(cursor, table)
            cursor.run(values.insert(table))
        if either.has_index():
            _index(cursor, values)
        for table in tables:
            _with_indexes(cursor, table)


def families() -> dict[str, str]:
    """Return which tables are copied: of a case, of a session, of a person."""
    ordered = db.metadata.sorted_tables
    found = {"case_record": CASE}
    for table in ordered:
        if CASE in {found.get(name) for name in _points(table)}:
            found[table.name] = CASE
    for table in ordered:
        if table.name == "congress_session" or "congress_session" in _points(table):
            found.setdefault(table.name, SESSION)
    return {**found, "deputy": DEPUTY, "mandate": DEPUTY}


def settle() -> None:
    """Let the database look at what it holds, as it does by itself in an installation."""
    with _quick() as cursor:
        cursor.run("COMMIT")
        cursor.run(AFTER[cursor.kind])
        cursor.run("BEGIN")


def broken() -> list[str]:
    """Return each foreign key under which a row has lost its parent."""
    found = []
    with _quick() as cursor:
        for table in db.metadata.sorted_tables:
            for key in table.foreign_keys:
                name, parent = key.parent.name, key.column
                lost = (
                    f"SELECT 1 FROM {table.name} AS one"
                    f" LEFT JOIN {parent.table.name} AS p ON p.{parent.name} = one.{name}"
                    f" WHERE one.{name} IS NOT NULL AND p.{parent.name} IS NULL"
                )
                if cursor.run(lost).fetchone():
                    found.append(f"{table.name}.{name}")
    return found


def _points(table: Table) -> set[str]:
    """Return the tables that a table points to."""
    return {key.column.table.name for key in table.foreign_keys}


@dataclass
class Cursor:
    """A cursor of the driver, and which database it is."""

    kind: str
    bare: Any

    def run(self, statement: str) -> Any:
        """Execute a statement without parameters."""
        self.bare.execute(statement)
        return self.bare


@contextmanager
def _quick() -> Iterator[Cursor]:
    """Give a connection that checks no foreign keys and waits for no disk; it is thrown away."""
    kind = db.engine.dialect.name
    connection = db.engine.raw_connection()
    try:
        cursor = Cursor(kind, connection.cursor())
        if kind == "postgresql":
            connection.driver_connection.autocommit = True
        for setting in QUICK[kind]:
            cursor.run(setting)
        cursor.run("BEGIN")
        yield cursor
        cursor.run("COMMIT")
    finally:
        connection.invalidate()


def _write_down(cursor: Cursor, copies: Sequence[Copy]) -> None:
    """Write which copies there are to be into tables of their own."""
    postgres = cursor.kind == "postgresql"
    tokens = "text[]" if postgres else "text"
    cursor.run(
        f"CREATE TEMP TABLE copies_{CASE} (ended integer, k integer, s integer, j integer,"
        f" days integer, street text, tokens {tokens})"
    )
    mark = "%s" if postgres else "?"
    line = ", ".join([mark] * len(COLUMNS.split(",")))
    insert = f"INSERT INTO copies_{CASE} ({COLUMNS}) VALUES ({line})"
    cursor.bare.executemany(insert, [_row(one, postgres) for one in copies])
    days = f"max(s) * {YEAR}"
    cursor.run(
        f"CREATE TEMP TABLE copies_{SESSION} AS SELECT 0 AS k, s, 0 AS j, {days} AS days"
        f" FROM copies_{CASE} WHERE s > 0 GROUP BY s"
    )
    cursor.run(
        f"CREATE TEMP TABLE copies_{DEPUTY} AS SELECT 0 AS k, 0 AS s, j, 0 AS days"
        f" FROM copies_{CASE} WHERE j > 0 GROUP BY j"
    )


def _row(one: Copy, postgres: bool) -> tuple[Any, ...]:
    """Return a copy as a row."""
    street = one.street.lower()
    words: Any = ""
    if either.has_index():
        words = either.lexemes(street) if postgres else either.tokens(street)
    elif postgres:
        words = []
    days = one.session * YEAR
    return int(one.ended), one.number, one.session, one.people, days, street, words


def _without_indexes(cursor: Cursor, table: Table) -> None:
    """Drop what is quicker made again afterwards."""
    for one in table.indexes:
        cursor.run(str(DropIndex(one).compile(db.engine)))


def _with_indexes(cursor: Cursor, table: Table) -> None:
    """Make the indexes again; the next row gets an id beyond all copies."""
    for one in table.indexes:
        cursor.run(str(CreateIndex(one).compile(db.engine)))
    keys: list[Column[Any]] = list(table.primary_key)
    counts = len(keys) == 1 and not keys[0].foreign_keys and not isinstance(keys[0].type, Date)
    if cursor.kind == "postgresql" and counts:
        name = keys[0].name
        sequence = f"pg_get_serial_sequence('{table.name}', '{name}')"
        cursor.run(f"SELECT setval({sequence}, (SELECT max({name}) + 1 FROM {table.name}))")


def _index(cursor: Cursor, values: Values) -> None:
    """Index the texts of the copies: the grams of the original, and those of the street."""
    if cursor.kind == "postgresql":
        cursor.run(f"DROP INDEX ix_{either.INDEX}_grams")
        cursor.run(values.index_postgres())
        cursor.run(either.index_made_again())
        return
    cursor.run("CREATE TEMP TABLE grams_of (id integer PRIMARY KEY, grams text)")
    rows = cursor.run(f"SELECT id, text FROM case_text WHERE id < {APART}").fetchall()
    lines = [(number, either.tokens(text)) for number, text in rows]
    cursor.bare.executemany("INSERT INTO grams_of VALUES (?, ?)", lines)
    cursor.run(values.index_sqlite())
