"""`flask standing`: whether the spans of the figures equal a recount; making them anew."""

from __future__ import annotations

import sys

import click
from flask.cli import with_appcontext

from tracker.kernel.db import transaction
from tracker.standing import keeping


@click.group("standing")
def standing() -> None:
    """Work on the rows that figures are sums of."""


@standing.command("verify")
@with_appcontext
def verify() -> None:
    """Recount how every case stood and name each difference; exit 2 where there is one."""
    found = keeping.verify()
    for one in found:
        click.echo(f"件 {one.case_id} {one.what}。")
    click.echo(f"共 {len(found)} 处不符。" if found else "逐日情况与依事实重算的结果一致。")
    if found:
        sys.exit(2)


@standing.command("rebuild")
@with_appcontext
def rebuild() -> None:
    """Make the rows anew from the facts."""
    with transaction():
        cases = keeping.rebuild()
    click.echo(f"已按 {cases} 件的事实重新生成逐日情况。")
