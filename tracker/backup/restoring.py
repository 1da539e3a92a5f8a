"""Bringing a backup back: into an empty place, or in place of what is there.

What is there is put aside under other names; what fails puts it back. What a person has to decide
is asked for by a typed word, and who gave it stands in the log.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from sqlalchemy import delete

from config import Config
from tracker.accounts.models import LoginSession
from tracker.audit import anchor, renewing
from tracker.audit.actions import record
from tracker.audit.queries import verify
from tracker.backup import archive, aside, dump, examining, swapping, upgrading
from tracker.backup.archive import BLOBS, DATABASE, Manifest
from tracker.backup.examining import Terms
from tracker.cases import index
from tracker.kernel.db import db, transaction
from tracker.kernel.errors import Refused
from tracker.kernel.files import path_of
from tracker.kernel.schema import check_schema, revision

Ask = Callable[[Sequence[str]], None]
IN_USE = (
    "数据库正被使用（{}），没有做任何改动。请先停止本系统的两个进程"
    "（systemctl stop tracker-web tracker-jobs），再恢复。"
)


@dataclass(frozen=True)
class Restored:
    """What came back; `note` says what was done besides, `log` how the audit log stands."""

    manifest: Manifest
    note: str
    log: str


def refuse(reasons: Sequence[str]) -> None:
    """Ask nobody.

    :raises Refused: always.
    """
    told = "".join(reasons)
    raise Refused(f"{told}这要由人在终端上核对并输入确认词，没有做任何改动。")


def bring_back(app: Flask, path: Path, ask: Ask = refuse) -> Restored:
    """Bring an archive back; where that fails the place is what it was.

    :param ask: is given what a person has to agree to, and raises Refused where nobody does.

    :raises Refused: the archive is damaged, needs another kind of database or program, somebody
        works in the place, or nobody agreed. Nothing has been changed then.
    """
    settings: Config = app.config["TRACKER"]
    terms = examining.terms_of(app, path)
    with dump.workroom(settings.data_dir) as room:
        back = "上一次没有做完的恢复已退回。" if aside.put_back_unfinished() else ""
        filled = [name for name, rows in dump.content().tables.items() if rows]
        reasons = [*_in_the_way(filled), *terms.reasons]
        if reasons:
            ask(reasons)
        archive.unpack(path, room)
        examining.check_database(room / DATABASE)
        with aside.kept(bool(filled)) as put:
            _move(room / BLOBS, settings.data_dir / BLOBS)
            dump.load(room / DATABASE)  # last: a place with a database has its attachments
            note = _checked(app, terms.manifest)
            log = _go_on_with_log(terms, put.stamp if filled else "", ask)
    return Restored(terms.manifest, f"{back}{note}{aside.told(put)}", log)


def _in_the_way(filled: Sequence[str]) -> list[str]:
    """Say what is in the place already and will be put aside.

    :raises Refused: somebody works in it.
    """
    told = []
    if filled:
        if others := swapping.others():
            raise Refused(IN_USE.format(others))
        told.append(f"这里的数据库已有数据（{'、'.join(filled[:3])}），将改名保存，由备份代替。")
    if aside.has_files():
        told.append("数据目录中已有附件，将改名保存，由备份中的附件代替。")
    return told


def _move(source: Path, target: Path) -> None:
    """Move the unpacked attachments into their place."""
    shutil.rmtree(target, ignore_errors=True)
    if source.is_dir():
        source.replace(target)


def _checked(app: Flask, manifest: Manifest) -> str:
    """Compare what came back with the manifest, bring it up; return what was done besides."""
    found = dump.content()
    if found.tables != manifest.tables:
        raise Refused(archive.DAMAGED.format("恢复后的行数不符"))
    for digest, name in sorted(found.files.items()):
        path = path_of(digest)
        there = path.is_file() and archive.digest_of(path) == digest
        if not there and digest not in manifest.missing:
            raise Refused(archive.DAMAGED.format(f"附件“{name}”缺失或内容不符"))
    note = _upgraded(app, manifest)
    with transaction():
        if index.exists():
            index.refill()
    return note


def _upgraded(app: Flask, manifest: Manifest) -> str:
    """Bring an archive of an earlier version up, with the steps after it; say so.

    :raises Refused: that failed.
    """
    if check_schema(app) is None:
        return ""
    try:
        upgrading.bring_up(app, upgrading.Order(), manifest.schema)
    except Exception as error:
        raise Refused(
            f"备份来自较早的版本，升级没有成功：{upgrading.what(error)}。"
            "这里已退回恢复以前的样子，备份文件没有变。"
            "请安装备份时的版本恢复，并把上面的原因告诉维护人员。"
        ) from error
    return f"备份来自较早的版本（{manifest.schema}），已升级到 {revision()}。"


def _go_on_with_log(terms: Terms, put_aside: str, ask: Ask) -> str:
    """Verify the log, add the restore to it, end all log-ins; return how the log stands.

    :raises Refused: the log was touched, and nobody agreed to take it as it is.
    """
    told: dict[str, object] = {"made_at": terms.manifest.made_at, "by": renewing.operator()}
    if put_aside:
        told["put_aside"] = put_aside
    finding = None if terms.without_key else verify()
    broken = finding is not None and not finding.intact
    if finding and broken:
        if terms.manifest.broken_at is None:  # said before anything was moved, where it was known
            ask([examining.BROKEN.format(finding.sentence)])
        told.update(broken_at=finding.seq, finding=finding.sentence)
    with transaction():
        if terms.without_key:
            renewing.begin_anew("restore without the earlier key")
        if broken:
            renewing.mend_head()
        record("restore.done", "backup", None, told)
        db.session.execute(delete(LoginSession))
    anchor.keep()
    if finding and broken:
        return f"审计日志不完好：{finding.sentence}已照样恢复，由谁同意已记入日志。"
    return "审计日志从此另起一段，已记入日志。" if terms.without_key else "审计日志完好。"
