"""Rows that the database itself keeps from being changed or deleted, by triggers.

Whoever holds the database can drop a trigger, but no slip of the program or of a hand in SQL
changes a letter of record, a rating or the log unnoticed. A migration that rebuilds such a table
on SQLite (`batch_alter_table`) drops its triggers and has to make them again.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlalchemy import DDL, Table, event

REFUSE = """
CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION USING MESSAGE = TG_TABLE_NAME || ' is never changed',
    ERRCODE = 'restrict_violation';
END $$
"""
DIFFER = {"sqlite": "NEW.{0} IS NOT OLD.{0}", "postgresql": "NEW.{0} IS DISTINCT FROM OLD.{0}"}


def keep(table: Table, when: str = "", free: Iterable[str] = (), once: Iterable[str] = ()) -> None:
    """Let the database refuse to change or delete rows of a table.

    :param when: the condition on OLD from which a row is kept; empty for always.
    :param free: columns that may change all the same.
    :param once: columns that may be filled in once, and not changed from then on.
    """
    for dialect in DIFFER:
        for statement in statements(table, dialect, when, tuple(free), tuple(once)):
            made = DDL(statement)  # type: ignore[no-untyped-call]
            event.listen(table, "after_create", made.execute_if(dialect=dialect))


def statements(
    table: Table, dialect: str, when: str, free: tuple[str, ...], once: tuple[str, ...]
) -> Iterator[str]:
    """Return the statements that make the triggers of a table."""
    if dialect == "postgresql":
        yield REFUSE
    kept = [column.name for column in table.columns if column.name not in (*free, *once)]
    differs = [DIFFER[dialect].format(name) for name in kept]
    differs += [f"(OLD.{name} IS NOT NULL AND {DIFFER[dialect].format(name)})" for name in once]
    changed = "" if not free and not once else f"({' OR '.join(differs)})"
    yield _trigger(table.name, "UPDATE", dialect, [when, changed])
    yield _trigger(table.name, "DELETE", dialect, [when])


def _trigger(table: str, act: str, dialect: str, conditions: list[str]) -> str:
    """Return the statement that makes one trigger."""
    asked = " AND ".join(condition for condition in conditions if condition)
    clause = f" WHEN ({asked})" if asked else ""
    head = f"CREATE TRIGGER {table}_keeps_{act.lower()} BEFORE {act} ON {table} FOR EACH ROW"
    if dialect == "postgresql":
        return f"{head}{clause} EXECUTE FUNCTION refuse_change()"
    return f"{head}{clause} BEGIN SELECT RAISE(ABORT, '{table} is never changed'); END"
