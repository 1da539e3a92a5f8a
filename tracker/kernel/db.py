"""The database: one commit, writers that start as writers, column types.

SQLite runs with a rollback journal and `synchronous=EXTRA` (docs/decisions/0004).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Hashable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any, ClassVar, TypeVar

from flask import Flask, current_app, has_request_context, request
from flask_migrate import Migrate
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import (
    BindParameter,
    DateTime,
    Dialect,
    Enum,
    MetaData,
    Select,
    Table,
    TypeDecorator,
    bindparam,
    event,
)
from sqlalchemy.engine import Connection, Engine
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import (
    DeclarativeBase,
    MappedColumn,
    Session,
    SessionTransaction,
    mapped_column,
    relationship,
)
from sqlalchemy.orm.strategy_options import _AbstractLoad

from tracker.kernel.derived import is_compared
from tracker.terms import Term

NAMING = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s",
    "pk": "pk_%(table_name)s",
}


class Model(DeclarativeBase):
    """What every table is a class of; each writes its `__tablename__`."""

    metadata = MetaData(naming_convention=NAMING)
    __table__: ClassVar[Table]


OVERTAKEN = frozenset({"23505", "40001", "40P01"})  # not unique, not serializable, deadlock
TURN = "SELECT pg_advisory_xact_lock(7451001)"
REMEMBERED, MARKED = "remembered", "marked"
BEFORE_COMMIT, AT_OPENING, SAVED = "before_commit", "at_opening", "tracker.saved"
Mark = tuple[str, int]
Needs = tuple[_AbstractLoad, ...]  # what a query loads of relations
Found = TypeVar("Found")
NUMBER: BindParameter[int] = bindparam("number")  # of a case, in a query that is made once
db = SQLAlchemy(model_class=Model)
migrate = Migrate(render_as_batch=True, compare_type=True, include_name=is_compared)
_writing: ContextVar[bool] = ContextVar("writing", default=False)
WITHOUT_KEYS: ContextVar[bool] = ContextVar("without_keys", default=False)  # kernel/rebuilding.py


class UTCDateTime(TypeDecorator[datetime]):
    """An aware instant, stored in UTC; a naive one is refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store as UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant must be aware")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(  # the dialect is given by SQLAlchemy
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002
    ) -> datetime | None:
        """Give back an aware instant in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def term_type(enum: type[Term], name: str = "") -> Enum:
    """Return the column type of an enum: stored by value with a CHECK behind it.

    `name` tells two columns of one enum in one table apart.
    """
    return Enum(
        enum,
        native_enum=False,
        create_constraint=True,
        length=32,
        name=name or enum.__name__.lower(),
        values_callable=lambda members: [member.value for member in members],
    )


def term_column(enum: type[Term], comment: str, **options: Any) -> MappedColumn[Any]:
    """Return a column that holds a member of an enum."""
    return mapped_column(term_type(enum), comment=comment, **options)


def related(**options: Any) -> Any:
    """Return a relation to other rows, which sends no statement by itself (decisions/0022).

    What a query needs of it, it says beside the query; a row that is here already is given.
    """
    return relationship(lazy="raise_on_sql", **options)


def anew(query: Select[Any], needs: Needs) -> Select[Any]:
    """Let a query read its rows anew with what is needed of their relations.

    A row that another query brought without them has them from here on, also after the end of a
    transaction made it stale.
    """
    return query.options(*needs).execution_options(populate_existing=True)


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: Any, _record: Any) -> None:
    """Switch off the driver's own transactions and set the durability pragmas."""
    if not isinstance(connection, sqlite3.Connection):
        return
    connection.isolation_level = None
    keys = "OFF" if WITHOUT_KEYS.get() else "ON"
    for pragma in (f"foreign_keys={keys}", "synchronous=EXTRA", "busy_timeout=30000"):
        connection.execute(f"PRAGMA {pragma}")
    connection.execute("PRAGMA journal_mode=TRUNCATE")


@event.listens_for(Engine, "begin")
def _begin_sqlite(connection: Connection) -> None:
    """Begin as a writer inside transaction(), as a reader elsewhere."""
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE" if _writing.get() else "BEGIN")


def remembered(key: Hashable, read: Callable[[], Found]) -> Found:
    """Return what `read` gives, once for many that ask in this session.

    A page asks the same question of a case many times. What is pending is written first, as
    before any query; every write and every end of a transaction forgets.
    """
    session = db.session()
    if not session.autoflush:
        return read()
    if session.new or session.dirty or session.deleted:
        session.flush()
    kept: dict[Hashable, Any] = session.info.setdefault(REMEMBERED, {})
    if key not in kept:
        kept[key] = read()
    found: Found = kept[key]
    return found


def remembered_rows(
    key: Hashable, query: Callable[[], Select[Any]], number: int | None = None
) -> list[Any]:
    """Return the rows of a query, each once, read once for many that ask in this session.

    `query` gives the query, which is not built where its rows are known; `number` is its NUMBER.
    """
    values = {} if number is None else {NUMBER.key: number}
    return list(remembered(key, lambda: tuple(db.session.scalars(query(), values).unique())))


def mark(kind: str, number: int) -> None:
    """Note that an act touched a case, or something on which cases depend (unit, deputy …)."""
    db.session().info.setdefault(MARKED, set()).add((kind, number))


def marked() -> frozenset[Mark]:
    """Return what the acts of this transaction touched so far."""
    return frozenset(db.session().info.get(MARKED, ()))


@event.listens_for(Session, "after_transaction_end")
def _forget(session: Session, transaction: SessionTransaction) -> None:
    """Forget what was read before a write or the end of a transaction: a flush is one, too.

    What the acts touched is known until the whole transaction ends.
    """
    session.info.pop(REMEMBERED, None)
    if transaction.parent is None:
        session.info.pop(MARKED, None)


def before_commit(app: Flask, settle: Callable[[frozenset[Mark]], None]) -> None:
    """Let a function see what each transaction touched, before its one commit."""
    app.extensions[BEFORE_COMMIT] = settle


def at_opening(app: Flask, judge: Callable[[], None]) -> None:
    """Let a function judge each act once its turn has come, before it does anything."""
    app.extensions[AT_OPENING] = judge


def _open() -> None:
    """Begin an act: as the one writer, and as one that may go on."""
    _wait_for_turn()
    if judge := current_app.extensions.get(AT_OPENING):
        judge()


def _settle() -> None:
    """Bring what hangs on the touched things into line; that may touch more."""
    settle = current_app.extensions.get(BEFORE_COMMIT)
    done: frozenset[Mark] = frozenset()
    db.session.flush()
    while settle and (touched := marked() - done):
        settle(touched)
        done |= touched


def is_overtaken(error: DBAPIError) -> bool:
    """Whether somebody else was faster: the same thing is there already, or two acts collided.

    Of two acts that wait for each other PostgreSQL ends one; it may be done again.
    """
    state = getattr(error.orig, "sqlstate", "")
    return state in OVERTAKEN or "UNIQUE constraint failed" in str(error.orig)


@contextmanager
def transaction(*, in_turn: bool = True) -> Iterator[None]:
    """Commit what the block does, or nothing of it; one at a time (docs/decisions/0023).

    What was read before is read again inside, under the writer's lock.

    :param in_turn: False for what writes no log and no row of others: it passes by on PostgreSQL.
        Else SAVED in the request tells that it has saved something.

    :raises RuntimeError: transactions are nested, or rows were added before the block.
    """
    if _writing.get():
        raise RuntimeError("a transaction is open already")
    if db.session.new or db.session.dirty or db.session.deleted:
        raise RuntimeError("rows were changed outside a transaction")
    db.session.rollback()
    db.session().info.pop(MARKED, None)  # what was noted outside of any transaction
    token = _writing.set(True)
    try:
        if in_turn:
            _open()
        yield
        _settle()
        db.session.commit()
        if in_turn and has_request_context():
            request.environ[SAVED] = True
    except BaseException:
        db.session.rollback()
        raise
    finally:
        db.session().info.pop(MARKED, None)
        _writing.reset(token)


def _wait_for_turn() -> None:
    """Begin as the one writer. SQLite does so by itself, at the first statement."""
    if db.session.get_bind().dialect.name == "postgresql":
        db.session.connection().exec_driver_sql(TURN)


@contextmanager
def attempt() -> Iterator[None]:
    """Undo what the block does where it fails, and nothing else of the transaction around it.

    The error goes on; who catches it goes on with the next of many.

    :raises RuntimeError: no transaction is open.
    """
    if not _writing.get():
        raise RuntimeError("an attempt stands in a transaction")
    session, kept = db.session(), marked()
    session.flush()
    try:
        with session.begin_nested():
            yield
    except BaseException:
        session.info[MARKED] = set(kept)
        raise
