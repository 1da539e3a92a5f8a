"""`flask backup`, `flask backup verify` and `flask restore`."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import OperationalError

from tracker.backup import examining, making, restoring
from tracker.kernel.errors import Refused
from tracker.kernel.terminal import at_terminal

WITH_FINDINGS = 3
WORD = "restore"
FILE = click.Path(dir_okay=False, path_type=Path)


class _OrMake(click.Group):
    """A group whose first word may be a file: then an archive is made there."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take what is no command of the group as the file of `make`."""
        known = {*self.commands, *ctx.help_option_names}
        if not args or args[0] not in known:
            args = ["make", *args]
        return super().parse_args(ctx, args)


@click.command("make", hidden=True)
@click.argument("file", type=FILE, required=False)
@with_appcontext
def make(file: Path | None) -> None:
    """Write one verified archive of database and attachments; exit 3 where something was found."""
    with in_words():
        path, manifest = making.make(_app(), file)
        click.echo(
            f"已备份到 {path}：{manifest.rows} 行数据、{manifest.files} 个附件，已逐一核对。"
        )
        if manifest.seal:
            key, place = making.key_told()
            click.echo(f"恢复时需要审计密钥 {key}（{place}），它不在备份中，请另行保管。")
    _say_findings(manifest.findings, "数据已保存，但发现以下问题，请立即处理：")


@click.command("verify")
@click.argument("file", type=FILE)
@with_appcontext
def verify(file: Path) -> None:
    """Check an archive without restoring it; exit 1 where it cannot come back, 3 with findings."""
    with in_words():
        verdict = examining.examine(_app(), file)
    told = verdict.manifest
    click.echo(f"{told.made_at} 的备份：{told.rows} 行数据、{told.files} 个附件，已逐一核对。")
    for note in verdict.notes:
        click.echo(note)
    _say_findings(verdict.findings, "可以恢复，但要有人确认：")
    click.echo("可以恢复。")


@click.group("backup", cls=_OrMake)
def backup() -> None:
    """Write one verified archive: `backup [FILE]`; check one: `backup verify FILE`."""


backup.add_command(make)
backup.add_command(verify)


@click.command("restore")
@click.argument("file", type=FILE)
@with_appcontext
def restore(file: Path) -> None:
    """Bring an archive back; what is there is put aside, a person types a word."""
    with in_words():
        done = restoring.bring_back(_app(), file, ask)
    told = done.manifest
    click.echo(f"已恢复 {told.made_at} 的备份：{told.rows} 行数据、{told.files} 个附件。")
    click.echo(f"{done.note}{done.log}所有登录已结束，可以启动了。")


def ask(reasons: Sequence[str]) -> None:
    """Ask the person at the terminal.

    :raises Refused: nobody is there, or another word came.
    """
    if not at_terminal():
        restoring.refuse(reasons)
    for reason in reasons:
        click.echo(f"- {reason}")
    if click.prompt(f"确定要恢复，请输入 {WORD}", default="", show_default=False) != WORD:
        raise Refused("确认词不符，没有做任何改动。")


def _say_findings(findings: Sequence[str], heading: str) -> None:
    """Say what was found, and exit 3 where there is anything."""
    if not findings:
        return
    click.echo(f"！{heading}")
    for number, finding in enumerate(findings, 1):
        click.echo(f"{number}. {finding}")
    sys.exit(WITH_FINDINGS)


def _app() -> Flask:
    return current_app._get_current_object()  # type: ignore[attr-defined,no-any-return]


@contextmanager
def in_words() -> Iterator[None]:
    """Say in a sentence why nothing came of it, and exit 1."""
    try:
        yield
    except Refused as refusal:
        click.echo(str(refusal))
        sys.exit(1)
    except OperationalError as error:  # its own text would quote what people entered
        click.echo(f"没有成功：{error.orig}。请检查数据库是否运行、磁盘空间和权限，再试一次。")
        sys.exit(1)
    except (OSError, sqlite3.Error) as error:
        click.echo(f"没有成功：{error}。请检查磁盘空间和文件夹权限，再试一次。")
        sys.exit(1)
