"""Commands for the operator: `flask --app run …`."""

from __future__ import annotations

import json
import secrets
import sys
from datetime import datetime
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from sqlalchemy import select

from config import write_private
from tracker.accounts import actions as accounts
from tracker.accounts import queries
from tracker.audit.queries import verify
from tracker.backup.commands import backup, restore
from tracker.cases.models import Case
from tracker.demo.build import build, log_ins
from tracker.intake.queries import preview_of
from tracker.kernel import clock
from tracker.kernel.db import transaction
from tracker.kernel.errors import Refused
from tracker.reports.queries import load
from tracker.reports.statistics import as_json as plain_figures
from tracker.reports.statistics import compute
from tracker.roles import Role
from tracker.supervise.jobs import preview_day, run_day

FIRST = (
    ("sysadmin", "系统管理员", Role.SA),
    ("secadmin", "安全管理员", Role.SEC),
    ("auditor", "审计管理员", Role.AUD),
)


@click.command("init")
@with_appcontext
def init() -> None:
    """Put an empty installation to work: three administrators, three one-time codes."""
    if queries.by_login(FIRST[0][0]):
        click.echo("已经初始化过，没有做任何改动。")
        return
    click.echo("三位管理员的一次性激活码（只显示这一次，请分别交给三个人）：")
    with transaction():
        for login, name, role in FIRST:
            account = accounts.create(login, name)
            accounts.grant(account, frozenset({role}), None)
            code = accounts.invite(account, None, current_app.config["TRACKER"])
            click.echo(f"  {name}  登录名 {login}  激活码 {code}")
    click.echo("请打开 /activate，用登录名和激活码设置密码。")


@click.group("audit")
def audit() -> None:
    """Work on the audit log."""


@audit.command("verify")
@with_appcontext
def verify_chain() -> None:
    """Verify the chain; exit 2 and name the first entry where it is broken."""
    finding = verify()
    click.echo(finding.sentence)
    if not finding.intact:
        sys.exit(2)


@click.command("daily")
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="Day; today by default.")
@click.option("--dry-run", is_flag=True, help="Only print what would be sent.")
@with_appcontext
def daily(day: datetime | None, dry_run: bool) -> None:
    """Do a day's job: reminders, lapses; a second run of the same day does nothing."""
    on = day.date() if day else clock.today()
    with clock.moved_to(clock.at(on, 6)):
        if dry_run:
            for sentence in preview_day(on):
                click.echo(sentence)
            return
        with transaction():
            report = run_day(on)
    if report.done_before:
        click.echo(f"{on} 已经运行过，没有做任何改动。")
        return
    for sentence in report.sent:
        click.echo(sentence)
    counts = (
        f"发出 {len(report.sent)} 条，被取代 {report.superseded} 条，逾期未反馈 {report.lapsed} 件"
    )
    click.echo(f"{on}：查看 {report.looked_at} 项，{counts}。")


@click.command("statistics")
@click.option("--as-of", "day", type=click.DateTime(["%Y-%m-%d"]), help="Cut-off date.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@with_appcontext
def statistics(day: datetime | None, as_json: bool) -> None:
    """Print the figures of the whole district as of a day."""
    as_of = day.date() if day else clock.today()
    found = compute(load(select(Case.id)), as_of)
    if as_json:
        click.echo(json.dumps(plain_figures(found), ensure_ascii=False, indent=1))
        return
    for figure in found.figures:
        rate = "—" if figure.rate is None else f"{figure.rate}%"
        click.echo(f"{figure.label} {figure.numerator}/{figure.denominator} {rate}")


@click.command("demo")
@with_appcontext
def demo() -> None:
    """Fill an empty database with the demonstration district."""
    try:
        lines = build()
    except Refused as refusal:
        click.echo(str(refusal))
        sys.exit(1)
    for line in (*lines, log_ins()):
        click.echo(line)


@click.group("intake")
def intake() -> None:
    """Work on lists of cases."""


@intake.command("preview")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="Print what the page shows as JSON.")
@with_appcontext
def preview_list(file: Path, as_json: bool) -> None:
    """Read a list and print what its import would do; nothing is written."""
    preview, _ = preview_of(file, file.name)
    if as_json:
        click.echo(json.dumps(preview.as_json(), ensure_ascii=False, indent=1))
        return
    if preview.refused:
        click.echo(preview.refused)
    for sheet in preview.sheets:
        click.echo(f"{sheet.name}：{len(sheet.rows)} 件，{len(sheet.good)} 件没有错误。")
        for entry in sheet.rows:
            for fault in (*entry.errors, *entry.warnings):
                click.echo(f"  第 {entry.row} 行 {fault}")


def ensure_audit_key(app: Flask) -> None:
    """Make the key of the audit chain where there is none yet."""
    path = app.config["TRACKER"].audit_key_file
    if not path.exists():
        write_private(path, secrets.token_hex(32))


def register(app: Flask) -> None:
    """Hang the commands on the application."""
    app.cli.add_command(init)
    app.cli.add_command(audit)
    app.cli.add_command(backup)
    app.cli.add_command(restore)
    app.cli.add_command(intake)
    app.cli.add_command(daily)
    app.cli.add_command(demo)
    app.cli.add_command(statistics)
