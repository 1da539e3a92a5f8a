"""Commands for the operator: `flask --app run …`."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from datetime import date, datetime
from functools import wraps
from pathlib import Path
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import with_appcontext
from sqlalchemy import inspect

from config import Config
from tracker.accounts import actions as accounts
from tracker.accounts import queries
from tracker.audit import keys
from tracker.audit.commands import WITHOUT_KEY, audit
from tracker.backup import schema_commands
from tracker.backup.commands import backup, restore
from tracker.demo.build import build, log_ins
from tracker.intake.queries import preview_of
from tracker.kernel import clock
from tracker.kernel.days import year_fault
from tracker.kernel.db import db, transaction
from tracker.kernel.errors import Refused
from tracker.kernel.schema import check_schema, revision
from tracker.kernel.terminal import at_terminal
from tracker.plan.commands import plan
from tracker.plan.jobs import preview_day, run_day
from tracker.plan.trust import confirm, doubt, last_day
from tracker.reports.counting import whole
from tracker.reports.statistics import as_json as plain_figures
from tracker.roles import Role
from tracker.search.commands import search
from tracker.standing.commands import standing

FIRST = (
    ("sysadmin", "系统管理员", Role.SA),
    ("secadmin", "安全管理员", Role.SEC),
    ("auditor", "审计管理员", Role.AUD),
)


def _on_its_schema(command: Callable[..., None], *, keyless: bool = False) -> Callable[..., None]:
    """Run a command only on the schema that the program needs, and with the key of the log.

    Else say what to do, exit 1. `keyless` is for who has lost the key.
    """

    @with_appcontext
    @wraps(command)
    def checked(*args: Any, **options: Any) -> None:
        sentence = check_schema(current_app._get_current_object())  # type: ignore[attr-defined]
        sentence = sentence or (None if keyless else keys.fault())
        if sentence:
            click.echo(sentence, err=True)
            sys.exit(1)
        command(*args, **options)

    return checked


def _make_tables() -> None:
    """Make the tables of a database that has none; another schema is left as it is."""
    if revision() is None and not inspect(db.engine).get_table_names():
        click.echo("数据库是空的，正在建表……")
        schema_commands.bring_up()


@click.command("init")
@with_appcontext
def init() -> None:
    """Put an empty installation to work: three administrators, three one-time codes."""
    _make_tables()
    _first_administrators()


@_on_its_schema
def _first_administrators() -> None:
    """Create the three administrators; on a second run say how a lost code is issued anew."""
    if queries.by_login(FIRST[0][0]):
        click.echo("已经初始化过，没有做任何改动。激活码丢失的，运行 administrator-code 登录名。")
        return
    click.echo("三位管理员的一次性激活码（只显示这一次，请分别交给三个人）：")
    settings: Config = current_app.config["TRACKER"]
    with transaction():
        for login, name, role in FIRST:
            account = accounts.create(login, name)
            accounts.grant(account, frozenset({role}), None)
            code = accounts.invite(account, None, settings)
            click.echo(f"  {name}  登录名 {login}  激活码 {code}")
    click.echo(f"请在 {settings.activation_days} 天内打开本系统网址的 /activate 页，")
    click.echo("用登录名和激活码设置密码。此后：系统管理员建账号，安全管理员授权并发激活单。")


@click.command("administrator-code")
@click.argument("login")
@with_appcontext
def administrator_code(login: str) -> None:
    """Issue a new one-time code to an administrator whom nobody inside can help."""
    account = queries.by_login(login)
    if account is None or not account.is_administrator:
        click.echo(f"没有登录名为 {login} 的管理员。其他人的激活单由安全管理员在网页上发。")
        sys.exit(1)
    try:
        with transaction():
            code = accounts.invite(account, None, current_app.config["TRACKER"])
    except Refused as refusal:
        click.echo(str(refusal))
        sys.exit(1)
    click.echo(f"{account.name}  登录名 {account.login}  激活码 {code}（只显示这一次）")
    click.echo("原密码和登录随即失效。此事已记入审计日志。")


def _day_asked(day: datetime | None, advice: str) -> date:
    """Return the day asked for, today where none is; say so where it lies ahead.

    A year that can only be a slip is refused with exit 1.
    """
    today = clock.today()
    on = day.date() if day else today
    if fault := year_fault(on, today):
        click.echo(fault, err=True)
        sys.exit(1)
    if on > today:
        click.echo(f"注意：{on} 在今天（{today}）以后。{advice}", err=True)
    return on


def _check_not_over(on: date) -> None:
    """Stop at an earlier day that a later run has made up for; it would pass for a wrong clock."""
    last = last_day()
    if last is not None and on < min(last, clock.today()):
        click.echo(f"{last} 已经运行过，{on} 的提醒已由它补上，没有做任何改动。")
        sys.exit(0)


def _ask_date(on: date) -> None:
    """Have the date confirmed by whoever sits at the terminal, where the daily job waits for it.

    Nobody to ask: exit 1, nothing was done.
    """
    found = doubt(on)
    if found is None:
        return
    click.echo(found.sentence, err=True)
    if not at_terminal():
        click.echo("请在终端里运行本命令，或在网页“今天要办”上核对日期。", err=True)
        sys.exit(1)
    click.confirm(f"今天确实是 {on}，开始运行吗？", abort=True)
    with transaction():
        confirm(on)


@click.command("daily")
@click.option("--date", "day", type=click.DateTime(["%Y-%m-%d"]), help="Day; today by default.")
@click.option("--dry-run", is_flag=True, help="Only print what would be done.")
@with_appcontext
def daily(day: datetime | None, dry_run: bool) -> None:
    """Do a day's job: reminders, lapses; a second run of the same day does nothing.

    A person who types a day ahead is asked first: what it sends cannot be taken back.
    """
    on = _day_asked(day, "到那一天为止的提醒会现在发出，到了那天还会再发；只想看看请加 --dry-run。")
    if on > clock.today() and not dry_run and at_terminal():
        click.confirm("确定要运行吗？", abort=True)
    _check_not_over(on)
    with clock.moved_to(clock.at(on, 6)):
        if not dry_run:
            _ask_date(on)
        report = preview_day(on) if dry_run else run_day(on)
    if report.doubt:
        click.echo(report.doubt.sentence, err=True)
    if report.done_before:
        click.echo(f"{on} 已经运行过，没有做任何改动。")
        return
    for sentence in (*report.sent, *report.lapses):
        click.echo(sentence)
    counts = (
        f"提醒 {len(report.sent)} 条，被取代 {report.superseded} 条，逾期未反馈 {report.lapsed} 件"
    )
    word = "（只列出，没有做任何改动）" if dry_run else ""
    click.echo(f"{on}：查看 {report.looked_at} 项，{counts}{word}。")


@click.command("statistics")
@click.option("--as-of", "day", type=click.DateTime(["%Y-%m-%d"]), help="Cut-off date.")
@click.option("--json", "as_json", is_flag=True, help="Print as JSON.")
@with_appcontext
def statistics(day: datetime | None, as_json: bool) -> None:
    """Print the figures of the whole district as of a day."""
    as_of = _day_asked(day, "还没有到的期限按已到计算。")
    found = whole(as_of)
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


ON_ITS_SCHEMA = (
    administrator_code,
    audit,
    daily,
    demo,
    intake,
    plan,
    search,
    standing,
    statistics,
)
ON_ANY_SCHEMA = (init, backup, restore)  # init makes the tables, the others say what they find


def _guard(command: click.Command) -> None:
    """Let a command, or every command of a group, run on its schema only."""
    if isinstance(command, click.Group):
        for one in command.commands.values():
            _guard(one)
    elif command.callback:
        keyless = command.name in WITHOUT_KEY
        command.callback = _on_its_schema(command.callback, keyless=keyless)


for _command in ON_ITS_SCHEMA:
    _guard(_command)


def register(app: Flask) -> None:
    """Hang the commands on the application."""
    schema_commands.register(app)
    for command in (*ON_ITS_SCHEMA, *ON_ANY_SCHEMA):
        app.cli.add_command(command)
