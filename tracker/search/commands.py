"""`flask search rebuild` and `flask search verify`."""

from __future__ import annotations

import sys

import click
from flask import current_app
from flask.cli import with_appcontext

from tracker.kernel.db import transaction
from tracker.kernel.schema import check_schema
from tracker.search import whole

SHOWN = 100


@click.group("search")
@with_appcontext
def search() -> None:
    """Work on the search index."""
    sentence = check_schema(current_app._get_current_object())  # type: ignore[attr-defined]
    if sentence:
        click.echo(sentence, err=True)
        sys.exit(1)


@search.command("rebuild")
@with_appcontext
def rebuild() -> None:
    """Make the index anew from cases and letters; who reads goes on, who writes waits."""
    with transaction():
        cases, texts = whole.rebuild()
    click.echo(f"查找索引已重建：{cases} 件，{texts} 段文字。")


@search.command("verify")
@with_appcontext
def verify() -> None:
    """Compare the index with cases and letters; exit 2 and name each difference."""
    found = list(whole.differences())
    for sentence in found[:SHOWN]:
        click.echo(sentence)
    if not found:
        click.echo("查找索引与件和答复函一致。")
        return
    more = f"（只列出前 {SHOWN} 处）" if len(found) > SHOWN else ""
    click.echo(f"共 {len(found)} 处不同{more}。请运行 search rebuild 重建。")
    sys.exit(2)
