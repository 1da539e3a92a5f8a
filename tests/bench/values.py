"""The statements that copy a table's rows: what each column of a copy holds."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Date, DateTime, Table, TypeDecorator

from tests.bench import either

APART = 100_000  # between the ids of a row and of its next copy
CASE, SESSION, DEPUTY = "case", "session", "deputy"
SHIFT = {CASE: "n.k", SESSION: "n.s", DEPUTY: "n.j"}
NAMED = ("recipient", "about")  # `submitter:12:person` names a row
OF_A_CASE = ("subject_id",)
AT_THE_END_OF_TIME = "9000-01-01"
TERMS, SESSIONS = 5, 5


@dataclass(frozen=True)
class Values:
    """How one of the two databases copies; `ended`: the cases whose copies lie in earlier years."""

    kind: str
    family: dict[str, str]
    ended: Collection[int]

    def insert(self, table: Table) -> str:
        """Return the statement that copies a table's rows."""
        names = ", ".join(f'"{column.name}"' for column in table.columns)
        values = ", ".join(self._value(table, column) for column in table.columns)
        return f"INSERT INTO {table.name} ({names}) SELECT {values} {self._rows(table)}"

    def index_postgres(self) -> str:
        """Return the statement that copies the index of grams."""
        grams = "i.grams || CASE WHEN one.source = 'case' THEN array_to_tsvector(n.tokens)"
        return (
            f"INSERT INTO {either.INDEX} (id, grams)"
            f" SELECT one.id + n.k * {APART}, {grams} ELSE ''::tsvector END"
            f" FROM copies_{CASE} AS n CROSS JOIN case_text AS one"
            f" JOIN {either.INDEX} AS i ON i.id = one.id"
            f" WHERE one.id < {APART} AND n.ended = {self._class_of('one')}"
        )

    def index_sqlite(self) -> str:
        """Return the statement that copies the index of grams, kept beside it by then."""
        grams = "g.grams || CASE WHEN one.source = 'case' THEN ' ' || n.tokens ELSE '' END"
        return (
            f"INSERT INTO {either.INDEX} (rowid, grams)"
            f" SELECT one.id + n.k * {APART}, {grams}"
            f" FROM copies_{CASE} AS n CROSS JOIN case_text AS one"
            f" CROSS JOIN grams_of AS g ON g.id = one.id"
            f" WHERE one.id < {APART} AND n.ended = {self._class_of('one')}"
        )

    def _rows(self, table: Table) -> str:
        """Return which originals are joined with which copies."""
        family = self.family[table.name]
        key = next(iter(table.primary_key))
        rows = f"FROM copies_{family} AS n CROSS JOIN {table.name} AS one"
        rows += f' WHERE one."{key.name}" < {APART}'
        if family == CASE:
            rows += f" AND n.ended = CASE WHEN {self._is_ended(table, 'one')} THEN 1 ELSE 0 END"
        return rows if self.kind == "sqlite" else f'{rows} ORDER BY n.k, one."{key.name}"'

    def _class_of(self, alias: str) -> str:
        """Return 1 for a row of an ended case, 0 otherwise."""
        return f"CASE WHEN {alias}.case_id IN ({self._numbers()}) THEN 1 ELSE 0 END"

    def _is_ended(self, table: Table, alias: str) -> str:
        """Return the condition under which a row belongs to ended cases alone."""
        if table.name == "case_record":
            return f"{alias}.id IN ({self._numbers()})"
        keys = [
            key
            for key in table.foreign_keys
            if self.family.get(key.column.table.name) == CASE and key.column.table is not table
        ]
        sure = [key for key in keys if not key.parent.nullable]
        own = [key for key in sure if key.column.table.name == "case_record"]
        chosen = own or sure or keys
        parts = []
        for key in chosen:
            parent, other = key.column.table, f"{alias}_{key.parent.name}"
            parts.append(
                f"EXISTS (SELECT 1 FROM {parent.name} AS {other} WHERE"
                f' {other}."{key.column.name}" = {alias}."{key.parent.name}"'
                f" AND {self._is_ended(parent, other)})"
            )
        return " AND ".join(parts)

    def _numbers(self) -> str:
        """Return the ended cases."""
        return ", ".join(map(str, self.ended)) or "-1"

    def _value(self, table: Table, column: Column[Any]) -> str:
        """Return what a column of a copy holds."""
        own, value = self.family[table.name], f'one."{column.name}"'
        points = [self.family.get(key.column.table.name) for key in column.foreign_keys]
        special = self._special(table, column, value)
        if special:
            return special
        if found := [one for one in points if one]:
            return f"{value} + {SHIFT[found[0]]} * {APART}"
        if column.primary_key:
            return f"{value} + {SHIFT[own]} * {APART}"
        if own == CASE and column.name in OF_A_CASE:
            return f"{value} + n.k * {APART}"
        if column.name == "session_id":
            return f"{value} + n.s * {APART}"
        return self._day(column, value)

    def _special(self, table: Table, column: Column[Any], value: str) -> str:
        """Return what a column holds that is no plain copy; nothing for the others."""
        one_is_of_case = f"CASE WHEN one.source = 'case' THEN {value} || chr(10) || n.street"
        if self.kind == "sqlite":
            one_is_of_case = one_is_of_case.replace("chr(", "char(")
        found = {
            # no key begins with a nought or has more than three figures: none comes out twice
            "case_record.number": "n.k || '00' || one.number_key",
            "case_record.number_key": "n.k || '00' || one.number_key",
            "case_record.title": f"{value} || n.street",
            "case_text.text": f"{one_is_of_case} ELSE {value} END",
            "deputy.name": f"{value} || n.j",
            "deputy.name_key": f"{value} || n.j",
            "mandate.term": f"{value} - n.j % {TERMS}",
            # the third session of a term, and those before it
            "congress_session.term": f"{value} - (n.s + 2) / {SESSIONS}",
            "congress_session.number": f"{SESSIONS} - (n.s + 2) % {SESSIONS}",
        }
        if column.name in NAMED and self.family[table.name] == CASE:
            return self._named(value)
        return found.get(f"{table.name}.{column.name}", "")

    def _named(self, value: str) -> str:
        """Return a text like `submitter:12:person` with the number of the copy's own row.

        `unit:3:…` and `office:…` name nothing that is copied.
        """
        if self.kind == "sqlite":
            after = f"substr({value}, instr({value}, ':') + 1)"
            number = f"CAST({after} AS INTEGER)"
            name = f"substr({value}, 1, instr({value}, ':'))"
            rest = f"ltrim({after}, '0123456789')"
        else:
            number = f"CAST(split_part({value}, ':', 2) AS INTEGER)"
            name = f"split_part({value}, ':', 1) || ':'"
            rest = f"substring({value} FROM '^[^:]*:[^:]*(.*)$')"
        copied = f"{name} || ({number} + n.k * {APART}) || {rest}"
        plain = f"{value} = '' OR {value} LIKE 'unit:%' OR {value} LIKE 'office:%'"
        return f"CASE WHEN {plain} THEN {value} ELSE {copied} END"

    def _day(self, column: Column[Any], value: str) -> str:
        """Return a day or an instant as many days earlier as the copy; other values as they are."""
        kind = column.type.impl if isinstance(column.type, TypeDecorator) else column.type
        if isinstance(kind, DateTime):
            if self.kind == "sqlite":
                earlier = f"date(substr({value}, 1, 10), '-' || n.days || ' days')"
                return f"{earlier} || substr({value}, 11)"
            return f"{value} - n.days * interval '1 day'"
        if isinstance(kind, Date):
            earlier = f"{value} - n.days"
            if self.kind == "sqlite":
                earlier = f"date({value}, '-' || n.days || ' days')"
            return f"CASE WHEN {value} < '{AT_THE_END_OF_TIME}' THEN {earlier} ELSE {value} END"
        return value
