"""`flask db upgrade` and `flask db downgrade`: Flask-Migrate's options, our safety."""

from __future__ import annotations

import copy
from collections.abc import Callable
from typing import Any

import click
import flask_migrate
from flask import Flask, current_app, g
from flask.cli import with_appcontext
from flask_migrate.cli import db as theirs
from sqlalchemy.exc import NoInspectionAvailable

from tracker.backup import upgrading
from tracker.backup.commands import in_words
from tracker.kernel.errors import Refused
from tracker.kernel.terminal import at_terminal

WORD = "downgrade"


def register(app: Flask) -> None:
    """Hang the `db` group on the application, with `upgrade` and `downgrade` of our own."""
    group = copy.copy(theirs)
    group.commands = dict(theirs.commands)
    for name, made in (("upgrade", upgrade), ("downgrade", downgrade)):
        params = theirs.commands[name].params
        group.add_command(click.Command(name, params=params, callback=made, help=made.__doc__))
    app.cli.add_command(group, "db")


def bring_up(order: upgrading.Order | None = None) -> None:
    """Bring the database up by the safe way; where that fails say what to do, exit 1."""
    with in_words():
        upgrading.upgrade(_app(), click.echo, order)


@with_appcontext
def upgrade(sql: bool, **options: Any) -> None:
    """Upgrade to a later version: backup first, then everything or nothing."""
    if sql:
        _print(flask_migrate.upgrade, options)
        return
    bring_up(_order(options))


@with_appcontext
def downgrade(sql: bool, **options: Any) -> None:
    """Go back to an earlier version; on a database with data a person has to type a word."""
    if sql:
        _print(flask_migrate.downgrade, options)
        return
    with in_words():
        if upgrading.has_data():
            _ask()
        upgrading.downgrade(_app(), click.echo, _order(options))


def _print(way: Callable[..., None], options: dict[str, Any]) -> None:
    """Print the statements; nothing is changed. A migration that reads the database cannot."""
    with in_words():
        try:
            way(sql=True, **_plain(options))
        except NoInspectionAvailable as error:
            told = "这一步迁移要先读数据库，不能只列出语句。请指明范围，如 0001:0002。"
            raise Refused(told) from error


def _ask() -> None:
    """Ask for the word.

    :raises Refused: nobody is there to be asked, or another word came.
    """
    told = "退回数据库结构会删除较新版本才有的内容，不能撤回。"
    if not at_terminal():
        raise Refused(f"{told}只能由人在终端上输入确认词后运行，没有做任何改动。")
    click.echo(told)
    if click.prompt(f"确定要退回，请输入 {WORD}", default="", show_default=False) != WORD:
        raise Refused("确认词不符，没有做任何改动。")


def _app() -> Flask:
    return current_app._get_current_object()  # type: ignore[attr-defined,no-any-return]


def _plain(options: dict[str, Any]) -> dict[str, Any]:
    """Return the options as Flask-Migrate's own functions take them."""
    return {
        **options,
        "directory": options["directory"] or g.directory,
        "x_arg": options["x_arg"] or g.x_arg,
    }


def _order(options: dict[str, Any]) -> upgrading.Order:
    """Return what the command line asks for."""
    plain = _plain(options)
    return upgrading.Order(
        plain["revision"], plain["directory"], tuple(plain["x_arg"]), plain["tag"]
    )
