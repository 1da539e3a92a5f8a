"""`flask backup` and `flask restore`."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext
from sqlalchemy.exc import OperationalError

from tracker.backup import making, restoring
from tracker.kernel.errors import Refused


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), required=False)
@with_appcontext
def backup(file: Path | None) -> None:
    """Write one verified archive of database and attachments while the system runs."""
    with in_words():
        path, manifest = making.make(current_app._get_current_object(), file)  # type: ignore[attr-defined]
    key, place = making.key_told()
    rows, files = sum(manifest.tables.values()), len(manifest.members) - 1
    click.echo(f"已备份到 {path}：{rows} 行数据、{files} 个附件，已逐一核对。")
    click.echo(f"恢复时需要审计密钥 {key}（{place}），它不在备份中，请另行保管。")


@click.command("restore")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@with_appcontext
def restore(file: Path) -> None:
    """Bring an archive back into an empty place."""
    with in_words():
        done = restoring.bring_back(current_app._get_current_object(), file)  # type: ignore[attr-defined]
    rows, files = sum(done.manifest.tables.values()), len(done.manifest.members) - 1
    click.echo(f"已恢复 {done.manifest.made_at} 的备份：{rows} 行数据、{files} 个附件。")
    click.echo(f"{done.note}审计日志完好，所有登录已结束，可以启动了。")


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
