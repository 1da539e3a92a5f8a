"""The index of bigrams over `CaseText`: its table, what goes into it, what it finds.

SQLite: FTS5 without content of its own. PostgreSQL: a `tsvector` with GIN. Nothing here knows
what a text says or who may read it. Only `tracker/cases/indexing.py` and `refill` write it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import (
    DDL,
    ColumnElement,
    Integer,
    Select,
    Text,
    cast,
    column,
    event,
    func,
    inspect,
    literal,
    literal_column,
    select,
    table,
    text,
)
from sqlalchemy.dialects.postgresql import TSQUERY

from tracker.cases.grams import Gram, asked, grams, token
from tracker.cases.models import CaseText
from tracker.kernel.db import db
from tracker.kernel.derived import CASE_TEXT_INDEX

AT_ONCE = 500
MADE = {
    "sqlite": (
        "CREATE VIRTUAL TABLE case_text_index USING fts5(grams, content='', tokenize='ascii')",
    ),
    "postgresql": (
        "CREATE TABLE case_text_index (id INTEGER PRIMARY KEY, grams TSVECTOR NOT NULL)",
        "CREATE INDEX ix_case_text_index_grams ON case_text_index USING gin (grams)",
    ),
}
DROPPED = "DROP TABLE IF EXISTS case_text_index"
PUT = {
    "sqlite": "INSERT INTO case_text_index (rowid, grams) VALUES (:id, :grams)",
    "postgresql": "INSERT INTO case_text_index (id, grams)"
    " VALUES (:id, array_to_tsvector(CAST(:grams AS TEXT[])))",
}
# FTS5 without content keeps no text: to take a row out it has to be told what is in it
TAKEN = {
    "sqlite": "INSERT INTO case_text_index (case_text_index, rowid, grams)"
    " VALUES ('delete', :id, :grams)",
    "postgresql": "DELETE FROM case_text_index WHERE id = :id",
}
EMPTIED = {
    "sqlite": "INSERT INTO case_text_index (case_text_index) VALUES ('delete-all')",
    "postgresql": "DELETE FROM case_text_index",
}
TWO = 2

for _dialect, _statements in MADE.items():
    for _statement in _statements:
        _made = DDL(_statement)  # type: ignore[no-untyped-call]
        event.listen(CaseText.__table__, "after_create", _made.execute_if(dialect=_dialect))
event.listen(CaseText.__table__, "before_drop", DDL(DROPPED))  # type: ignore[no-untyped-call]


def put(rows: Sequence[tuple[int, str]]) -> None:
    """Take texts into the index: number and text."""
    if rows:
        db.session.execute(text(PUT[_kind()]), [_values(*row) for row in rows])


def take_out(row_id: int, words: str) -> None:
    """Take a text out of the index; `words` is what was put in."""
    values = _values(row_id, words) if _kind() == "sqlite" else {"id": row_id}
    db.session.execute(text(TAKEN[_kind()]), values)


def exists() -> bool:
    """Whether the database has the index: an older one does not yet."""
    return inspect(db.session.connection()).has_table(CASE_TEXT_INDEX)


def refill() -> int:
    """Make the index anew from the texts that are kept; return how many there are."""
    db.session.execute(text(EMPTIED[_kind()]))
    count = 0
    for rows in kept():
        put(rows)
        count += len(rows)
    return count


def kept() -> Iterator[list[tuple[int, str]]]:
    """Give the texts that are kept, some at a time: number and text."""
    last = 0
    while True:
        query = select(CaseText.id, CaseText.text).where(CaseText.id > last)
        found = db.session.execute(query.order_by(CaseText.id).limit(AT_ONCE))
        rows = [(row.id, row.text) for row in found]
        if not rows:
            return
        yield rows
        last = rows[-1][0]


def holding(word: str) -> ColumnElement[bool]:
    """Return the condition on CaseText under which its text holds a word.

    The same rows as `text LIKE '%word%'`.
    """
    found = CaseText.id.in_(_hit(word))
    if _kind() == "sqlite" or len(word) <= TWO:
        return found
    # grams without their places do not tell whether they follow each other
    return found & CaseText.text.contains(word, autoescape=True)


def hits(word: str, most: int) -> Select[Any]:
    """Select in about how many texts a word stands, counted up to `most`."""
    return select(func.count()).select_from(_hit(word).limit(most).subquery())


def _hit(word: str) -> Select[Any]:
    """Select the texts that have the grams of a word; on SQLite, one after the other."""
    pairs = asked(word)
    if _kind() == "sqlite":
        phrase = " ".join(token(pair) for pair in pairs)
        query = f'"{phrase}"' + ("*" if len(word) < TWO else "")
        hit = literal_column(CASE_TEXT_INDEX).op("MATCH", is_comparison=True)(literal(query, Text))
        number = column("rowid", Integer)
        return select(number).select_from(table(CASE_TEXT_INDEX)).where(hit)
    query = " & ".join(_lexeme(pair) for pair in pairs) + (":*" if len(word) < TWO else "")
    rows = table(CASE_TEXT_INDEX, column("id", Integer), column("grams"))
    hit = rows.c.grams.op("@@", is_comparison=True)(cast(literal(query, Text), TSQUERY))
    return select(rows.c.id).where(hit)


def _kind() -> str:
    """Return which of the two databases this is."""
    return db.engine.dialect.name


def _values(row_id: int, words: str) -> dict[str, object]:
    """Return a text as its statement takes it."""
    pairs = grams(words)
    if _kind() == "sqlite":
        return {"id": row_id, "grams": " ".join(map(token, pairs))}
    return {"id": row_id, "grams": sorted(_plain(pairs))}


def _plain(pairs: Iterable[Gram]) -> set[str]:
    """Return grams as PostgreSQL keeps them: the characters, each once."""
    return {first + second for first, second in pairs}


def _lexeme(pair: Gram) -> str:
    """Return a gram in the language of tsquery."""
    plain = "".join(pair).replace("\\", "\\\\").replace("'", "''")
    return f"'{plain}'"
