"""`flask audit verify` and `flask audit renew-key`."""

from __future__ import annotations

import sys

import click
from flask.cli import with_appcontext

from tracker.audit import anchor, renewing
from tracker.audit.queries import verify
from tracker.kernel.db import transaction
from tracker.kernel.terminal import at_terminal

BROKEN = 2
WORD = "renew-key"
WITHOUT_KEY = frozenset({WORD})  # commands for who has no key, or another one
WARNING = (
    "更换审计密钥：此前各条记录从此不能再用密钥核对，只能看出以后有没有再被改动。",
    "只在密钥确实找不回来，或日志已经损坏、查明原因之后才用。密钥放错了地方的，把它放回即可，不要更换。",
    "以前的备份仍要用以前的密钥恢复。此事记入审计日志，写明由谁决定。",
)


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
        sys.exit(BROKEN)
    with transaction():
        gone = anchor.note_missing()
    anchor.keep()
    if gone:
        click.echo(anchor.told_missing())
        sys.exit(BROKEN)


@audit.command(WORD)
@with_appcontext
def renew_key() -> None:
    """Go on under a new key where the earlier one is lost; a person has to type a word."""
    for line in WARNING:
        click.echo(line)
    if not at_terminal():
        click.echo("只能由人在终端上输入确认词后运行，没有做任何改动。")
        sys.exit(1)
    if click.prompt(f"确定要更换，请输入 {WORD}", default="", show_default=False) != WORD:
        click.echo("确认词不符，没有做任何改动。")
        sys.exit(1)
    with renewing.another_key() as earlier, transaction():
        renewing.begin_anew("operator")
    anchor.forget()
    anchor.keep()
    kept = f"原来的密钥改名为 {earlier}。" if earlier else ""
    click.echo(f"已更换审计密钥并记入日志。{kept}请立即另行保管新密钥，并做一次备份。")
