"""Another schema under the data of an office: a backup first, then all of it or nothing.

The migrations and the program's own steps after them run in one transaction (decision 0017).
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from alembic import command
from alembic.config import Config as AlembicConfig
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from flask import Flask
from sqlalchemy.engine import Connection

from config import ROOT
from tracker.audit import anchor, keys
from tracker.audit.actions import record
from tracker.audit.queries import is_of_this_program
from tracker.backup import dump, making
from tracker.kernel.errors import Refused
from tracker.kernel.rebuilding import rebuilding
from tracker.kernel.schema import is_known, revision

STEPS = "steps_after_upgrade"
OURS = (str(ROOT / "migrations"), str(ROOT / "tracker"))
Step = Callable[[], object]
Say = Callable[[str], object]
Shape = dict[str, list[str]]


@dataclass(frozen=True)
class Way:
    """One of the two ways a schema goes, with its words."""

    name: str
    action: str
    run: Callable[[AlembicConfig, str], None]


@dataclass(frozen=True)
class Order:
    """How far the schema is to go; the options are those of Alembic's command line."""

    target: str = "head"
    directory: str | None = None
    options: tuple[str, ...] = ()
    tag: str | None = None


UP = Way("升级", "schema.upgraded", command.upgrade)
DOWN = Way("退回", "schema.downgraded", command.downgrade)


def compose(app: Flask, steps: tuple[Step, ...]) -> None:
    """Hand the application the steps that follow an upgrade, in their order.

    Each runs in the transaction of the migrations: it works by `db.session`, opens no transaction
    and no connection of its own. It runs at each upgrade that reaches the program's schema.
    """
    app.extensions[STEPS] = steps


def upgrade(app: Flask, say: Say, order: Order | None = None) -> None:
    """Bring the schema up; a place with data is saved first. `say` tells a person what happens.

    :raises Refused: it was not done; the database is as it was.
    """
    order = order or Order()
    before = _schema_known(app)
    if not _has_steps(app, UP, order, before):
        say(f"数据库结构已是 {before or '空的'}，没有要升级的，没有做任何改动。")
        return
    saved = _save(app, say, "upgrade", before) if has_data() else None
    with _or_back(UP, before, saved):
        arrived = bring_up(app, order, before if saved else None)
    say(_done(UP, before))
    if arrived and saved:
        anchor.keep()


def bring_up(app: Flask, order: Order, before: str | None) -> bool:
    """Run the migrations and, at the program's schema, the steps after them: all or nothing.

    `before` is the schema from which data come, None where there are none. Return whether the
    program's schema was reached; only there can the program write its audit log.
    """
    with rebuilding() as connection:
        _run(app, UP, order, connection)
        found = revision(connection)
        if found != _scripts(app, order).get_current_head():
            return False
        for step in app.extensions[STEPS]:
            step()
        if before:
            record(UP.action, "schema", None, {"from": before, "to": found})
        return True


def downgrade(app: Flask, say: Say, order: Order) -> None:
    """Take the schema back after a backup; who calls has asked the person.

    :raises Refused: it was not done; the database is as it was.
    """
    before = _schema_known(app)
    if not _has_steps(app, DOWN, order, before):
        say(f"数据库结构已是 {before or '空的'}，没有要退回的，没有做任何改动。")
        return
    saved = _save(app, say, "downgrade", before) if has_data() else None
    with _or_back(DOWN, before, saved), rebuilding() as connection:
        if saved and is_of_this_program():
            record(DOWN.action, "schema", None, {"from": before, "to": order.target})
        _run(app, DOWN, order, connection)
    if revision() is None:
        anchor.forget()  # the log has gone with its table, lawfully
    say(_done(DOWN, before))


def has_data() -> bool:
    """Whether any table holds a row."""
    return any(dump.content().tables.values())


def what(error: BaseException) -> str:
    """Say what went wrong and where, without what people entered: one line, no parameters."""
    cause = getattr(error, "orig", None) or error
    line = next(iter(str(cause).strip().splitlines()), "")[:200]
    frames = traceback.extract_tb(error.__traceback__)
    place = next((f for f in reversed(frames) if _is_a_step(f.filename)), None)
    told = f"（{Path(place.filename).name} 第 {place.lineno} 行）" if place else ""
    return f"{type(cause).__name__} {line}{told}"


def _is_a_step(name: str) -> bool:
    """Whether a file is a migration or stands in the program."""
    return name.startswith(OURS) or Path(name).parent.name == "versions"


def _schema_known(app: Flask) -> str | None:
    """Return the schema of the database.

    :raises Refused: it is of a newer program.
    """
    found = revision()
    if found is not None and not is_known(app, found):
        raise Refused(
            f"数据库结构 {found} 比本程序新，没有做任何改动。"
            "请安装与它相配的版本，不要用旧版本升级。"
        )
    return found


def _scripts(app: Flask, order: Order) -> ScriptDirectory:
    """Return the migrations."""
    return ScriptDirectory(str(order.directory or app.extensions["migrate"].directory))


def _has_steps(app: Flask, way: Way, order: Order, before: str | None) -> bool:
    """Whether a migration lies on the way; asked before anything is saved or changed.

    :raises Refused: there is no such schema.
    """
    scripts = _scripts(app, order)
    find = scripts._upgrade_revs if way is UP else scripts._downgrade_revs  # as Alembic asks itself
    try:
        return bool(list(find(order.target, before or ())))  # type: ignore[arg-type]
    except CommandError as error:
        raise Refused(
            f"没有数据库结构“{order.target}”，没有做任何改动。可用的见 flask --app run db history。"
        ) from error


def _save(app: Flask, say: Say, word: str, before: str | None) -> Path:
    """Make the backup and say where it lies.

    :raises Refused: there is none, so nothing is changed.
    """
    if fault := keys.fault():
        raise Refused(f"{fault}没有做任何改动。")
    path, manifest = making.make_before(app, f"before-{word}-{before or 'none'}")
    say(f"已先备份到 {path}：{manifest.rows} 行数据、{manifest.files} 个附件，已逐一核对。")
    for finding in manifest.findings:
        say(f"！{finding}")
    return path


def _run(app: Flask, way: Way, order: Order, connection: Connection) -> None:
    """Run the migrations on the connection of the one transaction."""
    migrate = app.extensions["migrate"]
    settings = migrate.migrate.get_config(
        order.directory or migrate.directory, x_arg=list(order.options)
    )
    settings.attributes["connection"] = connection
    way.run(settings, order.target, tag=order.tag)  # type: ignore[call-arg]


@contextmanager
def _or_back(way: Way, before: str | None, saved: Path | None) -> Iterator[None]:
    """Let the one transaction take everything back, look whether it did, and say so.

    :raises Refused: it failed.
    """
    shape = dump.shape()
    try:
        yield
    except (Exception, KeyboardInterrupt) as error:
        told = _state(before, shape, saved)
        raise Refused(f"{way.name}没有成功：{what(error)}。\n{told}") from error


def _state(before: str | None, shape: Shape, saved: Path | None) -> str:
    """Say how the database stands after a failure, and what to do."""
    kept = f"事先的备份在 {saved}。" if saved else ""
    try:
        is_back = (revision(), dump.shape()) == (before, shape)
    except Exception as error:
        return (
            f"现在连不上数据库（{what(error)}）。没有完成的改动不会留下。"
            f"请先恢复数据库的运行，再重新运行本命令。{kept}"
        )
    if is_back:
        return (
            f"数据库已自动回到原来的结构（{before or '空的'}），数据没有丢失。"
            f"请装回原来的版本继续使用，并把上面一行告诉维护人员。{kept}"
        )
    return (
        f"数据库没有回到原来的样子（{before or '空的'}）。请不要启动系统：先装回原来的版本，"
        f"把备份恢复到空的数据目录或空的数据库（flask --app run restore）后再用。{kept}"
    )


def _done(way: Way, before: str | None) -> str:
    return f"数据库结构已从 {before or '空的'} {way.name}到 {revision() or '空的'}。"
