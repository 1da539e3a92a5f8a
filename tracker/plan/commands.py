"""`flask plan`: whether the rows of what is owed equal a recount; making them anew."""

from __future__ import annotations

import sys

import click
from flask.cli import with_appcontext

from tracker.kernel.db import transaction
from tracker.plan import keeping


@click.group("plan")
def plan() -> None:
    """Work on the rows of what is owed."""


@plan.command("verify")
@with_appcontext
def verify() -> None:
    """Recount what is owed on every case and name each difference; exit 2 where there is one."""
    found = keeping.verify()
    for one in found:
        click.echo(f"件 {one.case_id} {'、'.join(str(part) for part in one.key)}：{one.what}。")
    click.echo(f"共 {len(found)} 处不符。" if found else "待办事项与依事实重算的结果一致。")
    if found:
        sys.exit(2)


@plan.command("rebuild")
@with_appcontext
def rebuild() -> None:
    """Make the rows of what is owed anew from the facts; no date is touched."""
    with transaction():
        cases = keeping.rebuild()
    click.echo(f"已按 {cases} 件的事实重新生成待办事项，期限没有改动。")
