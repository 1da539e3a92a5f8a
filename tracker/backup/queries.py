"""What the page of the system administrator says of the archives; read from the folder itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from config import Config
from tracker.backup import archive, each_day
from tracker.backup.archive import Manifest
from tracker.kernel import clock

SHOWN = 60
KIB, MIB = 1 << 10, 1 << 20
OVERDUE = timedelta(hours=26)  # a day, and the time that a backup may take


@dataclass(frozen=True)
class Kept:
    """One archive in the folder."""

    name: str
    size: str
    made_at: datetime
    written: float
    manifest: Manifest | None

    @property
    def kind(self) -> str:
        """How it came about, by its name."""
        begins = {each_day.NAME: "每日", "before": "升级前"}
        return begins.get(self.name.split("-")[0], "手工")


@dataclass(frozen=True)
class Report:
    """What the page shows: archives, newest first, the last one, and what is wrong."""

    archives: list[Kept]
    last: Kept | None
    faults: list[str]


def report(settings: Config) -> Report:
    """Look into the folder of the archives."""
    found = archives(settings)
    last = next((one for one in found if one.manifest), None)
    return Report(found, last, faults(settings, last))


def archives(settings: Config) -> list[Kept]:
    """Return the newest archives, by when they were made; a draft is none."""
    found = [_kept(path) for path in settings.backups.glob("*.zip") if path.is_file()]
    return sorted(found, key=lambda one: (one.made_at, one.written), reverse=True)[:SHOWN]


def faults(settings: Config, last: Kept | None) -> list[str]:
    """Say what is wrong, the worst first; empty where all is well."""
    told, tried = [], each_day.result(settings)
    if last is None:
        told.append("还没有任何备份。")
    elif clock.now() - last.made_at > OVERDUE:
        hours = int((clock.now() - last.made_at) / timedelta(hours=1))
        told.append(f"最近一份备份已是 {hours} 小时以前的，请确认任务进程在运行、磁盘有空间。")
    if tried and tried.fault:
        told.append(f"最近一次每日备份没有成功：{tried.fault}")
    if settings.backup_at is None:
        told.append("每日备份已在设置中关闭（TRACKER_BACKUP_AT=off）。")
    if last and last.manifest:
        told += last.manifest.findings
    return told


def _kept(path: Path) -> Kept:
    """Return what an archive says of itself; one that says nothing has the time of its file."""
    seen, told = path.stat(), archive.peek(path)
    made_at = _moment(told) or datetime.fromtimestamp(seen.st_mtime, UTC)
    return Kept(path.name, _size(seen.st_size), made_at, seen.st_mtime, told)


def _size(count: int) -> str:
    """Say a number of bytes."""
    return f"{count / MIB:.1f} MiB" if count >= MIB else f"{count / KIB:.0f} KiB"


def _moment(told: Manifest | None) -> datetime | None:
    """Return when an archive says that it was made."""
    try:
        found = datetime.fromisoformat(told.made_at) if told else None
    except ValueError:
        return None
    return found if found and found.tzinfo else None
