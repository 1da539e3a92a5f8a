"""Looking at an archive without bringing it back: is it whole, and on what terms would it come."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from flask import Flask
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from config import Config
from tracker.audit import chain, keys
from tracker.audit.queries import is_of_this_program, verify_within
from tracker.backup import archive, copied_rows, dump
from tracker.backup.archive import BLOBS, DAMAGED, DATABASE, Manifest
from tracker.kernel.errors import Refused
from tracker.kernel.files import StoredFile
from tracker.kernel.schema import is_known

BROKEN = "审计日志不完好：{}其余数据完整。恢复后日志仍会在该处显示不完好，由谁同意恢复会记入日志。"
OTHER_KEY = (
    "恢复需要审计密钥 {wanted}，{path} 中的是 {here}。请先把备份时另行保管的密钥文件放到该处"
    "再恢复；确实找不回来才继续：日志将用现有密钥另起一段，以前各条不能再核对。"
)
UNSEALED = "这份备份是没有审计密钥时做的，没有印记，不能确认它是不是原样。"
KEYLESS = "{path} 没有审计密钥。请把密钥 {wanted} 的文件放到该处再恢复。"
MISSING = "附件“{}”在备份时已缺失，不在这份备份中。"
PLACES = 3


@dataclass(frozen=True)
class Terms:
    """On what terms an archive comes back: what a person has to agree to, in sentences."""

    manifest: Manifest
    without_key: bool
    reasons: tuple[str, ...]


@dataclass
class Verdict:
    """What an archive was found to be."""

    manifest: Manifest
    findings: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


def terms_of(app: Flask, path: Path) -> Terms:
    """Check a whole archive for this place; return on what terms it comes back.

    :raises Refused: it cannot come back here, whoever agrees.
    """
    settings: Config = app.config["TRACKER"]
    manifest = archive.read(path, shutil.disk_usage(settings.data_dir).free)
    _check_fits(app, manifest)
    without_key, reasons = _about_key(settings, manifest)
    if manifest.broken_at is not None:
        reasons.append(BROKEN.format(manifest.log.get("told", "")))
    if manifest.missing:
        reasons += [MISSING.format(name) for name in manifest.missing.values()]
    return Terms(manifest, without_key, tuple(reasons))


def examine(app: Flask, path: Path) -> Verdict:
    """Check an archive as far as that goes without bringing it back.

    :raises Refused: it is damaged, or cannot come back here.
    """
    settings: Config = app.config["TRACKER"]
    terms = terms_of(app, path)
    verdict = Verdict(terms.manifest, list(terms.reasons))
    verdict.findings += [one for one in terms.manifest.findings if one not in verdict.findings]
    with dump.workroom(settings.data_dir) as room:
        archive.unpack(path, room, only=DATABASE)
        check_database(room / DATABASE)
        if terms.manifest.database == "sqlite":
            _look_into(room / DATABASE, verdict, terms)
        else:
            _count(room / DATABASE, verdict)
    return verdict


def check_database(saved: Path) -> None:
    """Refuse an unpacked database that is damaged within; of PostgreSQL its own tool says so."""
    if dump.kind() != "sqlite":
        return
    try:
        with dump.opened(saved) as connection:
            whole = connection.scalar(text("PRAGMA integrity_check")) == "ok"
    except SQLAlchemyError:
        whole = False
    if not whole:
        raise Refused(DAMAGED.format("数据库文件已损坏"))


def _check_fits(app: Flask, manifest: Manifest) -> None:
    """Refuse an archive of another kind of database or of a newer program, or without tools."""
    if manifest.database != dump.kind():
        raise Refused(
            f"这份备份来自 {manifest.database}，本安装使用 {dump.kind()}。"
            "请在同一种数据库的安装上恢复。"
        )
    if not is_known(app, manifest.schema):
        raise Refused(
            f"这份备份的数据库结构 {manifest.schema} 比本程序新，请安装备份时的版本再恢复。"
        )
    if manifest.database == "postgresql":
        dump.tool("pg_restore")


def _about_key(settings: Config, manifest: Manifest) -> tuple[bool, list[str]]:
    """Return whether the key of the archive's log is missing here, and what is to be said.

    :raises Refused: there is no key at all, or the seal says that the manifest was changed.
    """
    path = settings.audit_key_file
    if not path.is_file():
        raise Refused(KEYLESS.format(path=path, wanted=manifest.key_id))
    key = keys.signing_key()
    if manifest.key_id and chain.key_id(key) != manifest.key_id:
        here = chain.key_id(key)
        return True, [OTHER_KEY.format(wanted=manifest.key_id, path=path, here=here)]
    if not manifest.seal:
        return False, [UNSEALED]
    if manifest.sealed(key) != manifest.seal:
        raise Refused(DAMAGED.format("清单印记不符"))
    return False, []


def _look_into(saved: Path, verdict: Verdict, terms: Terms) -> None:
    """Look into a database of SQLite: rows, attachments, the log."""
    try:
        with dump.opened(saved) as connection:
            _compare(verdict.manifest, dump.content_within(connection))
            if terms.without_key or not is_of_this_program(connection):
                verdict.notes.append("审计日志没有核对：缺少它的密钥，或它由较早的版本写成。")
                return
            finding = verify_within(connection, keys.signing_key())
            if not finding.intact and verdict.manifest.broken_at is None:
                verdict.findings.append(BROKEN.format(finding.sentence))
            verdict.notes.append(f"审计日志：{finding.sentence}")
    except SQLAlchemyError as error:
        raise Refused(DAMAGED.format("数据库不能读取")) from error


def _count(saved: Path, verdict: Verdict) -> None:
    """Count the rows of a dump of PostgreSQL, which cannot be opened by itself."""
    tables, files = copied_rows.read(saved, StoredFile.__tablename__)
    counts = {name: tables.get(name, 0) for name in verdict.manifest.tables}
    _compare(verdict.manifest, dump.Content(counts, files))
    verdict.notes.append("审计日志在备份时已核对，恢复时再核对一次。")


def _compare(manifest: Manifest, found: dump.Content) -> None:
    """Compare what the database holds with what the manifest says.

    :raises Refused: they differ.
    """
    if found.tables != manifest.tables:
        counts = manifest.tables.items()
        names = _first([name for name, rows in counts if found.tables.get(name) != rows])
        raise Refused(DAMAGED.format(f"行数与清单不符：{names}"))
    there = {name.rsplit("/", 1)[1] for name in manifest.members if name.startswith(BLOBS)}
    known = there | set(manifest.missing)
    lost = [name for digest, name in found.files.items() if digest not in known]
    if lost:
        raise Refused(DAMAGED.format(f"缺少附件 {_first(lost)}"))


def _first(names: Sequence[str]) -> str:
    """Return the first few of some names."""
    return "、".join(names[:PLACES])
