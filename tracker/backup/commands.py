"""`flask backup` and `flask restore`."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from tracker.backup import making, restoring
from tracker.kernel.errors import Refused


@click.command("backup")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path), required=False)
@with_appcontext
def backup(file: Path | None) -> None:
    """Write one verified archive of database and attachments while the system runs."""
    try:
        path, manifest = making.make(current_app._get_current_object(), file)  # type: ignore[attr-defined]
    except Refused as refusal:
        click.echo(str(refusal))
        sys.exit(1)
    key, place = making.key_told()
    rows, files = sum(manifest.tables.values()), len(manifest.members) - 1
    click.echo(f"已备份到 {path}：{rows} 行数据、{files} 个附件，已逐一核对。")
    click.echo(f"恢复时需要审计密钥 {key}（{place}），它不在备份中，请另行保管。")


@click.command("restore")
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@with_appcontext
def restore(file: Path) -> None:
    """Bring an archive back into an empty place."""
    try:
        done = restoring.bring_back(current_app._get_current_object(), file)  # type: ignore[attr-defined]
    except Refused as refusal:
        click.echo(str(refusal))
        sys.exit(1)
    rows, files = sum(done.manifest.tables.values()), len(done.manifest.members) - 1
    click.echo(f"已恢复 {done.manifest.made_at} 的备份：{rows} 行数据、{files} 个附件。")
    click.echo(done.note or "审计日志完好，所有登录已结束，可以启动了。")
