"""What lies in the place of a restore: put aside under other names, never deleted.

A mark is written before anything is moved and goes when all is done. A restore that was killed is
found by it: nothing starts on half of one, and the next restore first puts everything back.
"""

from __future__ import annotations

import itertools
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path

from flask import current_app

from config import Config
from tracker.audit import anchor
from tracker.backup import swapping
from tracker.backup.archive import BLOBS
from tracker.kernel import clock, whole
from tracker.kernel.errors import Refused

MARK = "restoring.json"
SUFFIX = "before-restore"
UNFINISHED = (
    "上一次恢复没有做完，这里的数据不完整，不能启动。请重新运行 flask --app run restore 备份文件："
    "它会先把原来的数据放回，再从头恢复。"
)


@dataclass(frozen=True)
class Aside:
    """What there was before a restore, and the stamp under which it lies."""

    stamp: str
    database: bool
    folder: bool
    head: bool


def unfinished() -> str | None:
    """Return what to do after a restore that was killed, None where there was none."""
    return UNFINISHED if _mark().exists() else None


def put_back_unfinished() -> bool:
    """Put back what a killed restore moved; return whether there was one.

    :raises Refused: its mark cannot be read.
    """
    if not _mark().exists():
        return False
    try:
        told = Aside(**json.loads(_mark().read_text()))
    except (ValueError, TypeError) as error:
        raise Refused(
            f"{_mark()} 读不出来，不知道上一次恢复移走了什么，没有做任何改动。请联系维护人员。"
        ) from error
    _put_back(told)
    return True


@contextmanager
def kept(has_rows: bool) -> Iterator[Aside]:
    """Put aside what is there while the block fills the place; where it fails, put it back.

    :param has_rows: whether the database holds any; one without is no loss.
    """
    stamp = _free_stamp()
    aside = Aside(stamp, has_rows, has_files(), _head().exists())
    _write_mark(aside)
    try:
        _rename(_head(), stamp)
        _rename(_blobs(), stamp)
        if has_rows:
            swapping.put_aside(_name(stamp))
        yield aside
    except BaseException:
        _put_back(aside)
        raise
    _mark().unlink()


def has_files() -> bool:
    """Whether any attachment lies in the place."""
    return any(path.is_file() for path in _blobs().rglob("*"))


def told(aside: Aside) -> str:
    """Say where what was there lies now; empty where there was nothing."""
    places = []
    if aside.database:
        places.append(swapping.told_aside(_name(aside.stamp)))
    if aside.folder:
        places.append(str(_beside(_blobs(), aside.stamp)))
    if not places:
        return ""
    return f"原有的数据改名保存为 {'、'.join(places)}，确认不再需要后请自行删除。"


def _free_stamp() -> str:
    """Return a stamp under which nothing lies yet: nothing put aside is ever written over."""
    stamp = f"{clock.local(clock.now()):%Y%m%d-%H%M%S}"
    stamps = itertools.chain([stamp], (f"{stamp}-{turn}" for turn in itertools.count(2)))
    return next(one for one in stamps if not _is_taken(one))


def _is_taken(stamp: str) -> bool:
    """Whether something lies under a stamp."""
    beside = any(_beside(path, stamp).exists() for path in (_blobs(), _head()))
    return beside or swapping.is_aside(_name(stamp))


def _name(stamp: str) -> str:
    return f"{SUFFIX}-{stamp}"


def _data_dir() -> Path:
    settings: Config = current_app.config["TRACKER"]
    return settings.data_dir


def _mark() -> Path:
    return _data_dir() / MARK


def _blobs() -> Path:
    return _data_dir() / BLOBS


def _head() -> Path:
    return _data_dir() / anchor.NAME


def _beside(path: Path, stamp: str) -> Path:
    return path.with_name(f"{path.name}.{_name(stamp)}")


def _write_mark(aside: Aside) -> None:
    """Write the mark so that it outlasts a power cut."""
    with whole.written(_mark()) as file:
        file.write(json.dumps(asdict(aside)).encode())


def _rename(path: Path, stamp: str) -> None:
    """Give something its name beside, where it is there."""
    if path.exists():
        path.replace(_beside(path, stamp))


def _put_back(aside: Aside) -> None:
    """Make the place what it was: what came goes, what was put aside comes back."""
    swapping.take_back(_name(aside.stamp), aside.database)
    _take_back(_blobs(), aside.stamp, aside.folder)
    _take_back(_head(), aside.stamp, aside.head)
    _mark().unlink(missing_ok=True)


def _take_back(path: Path, stamp: str, was_there: bool) -> None:
    """Put one thing back; one that was never moved stays, one that was never there goes."""
    beside = _beside(path, stamp)
    if was_there and not beside.exists():
        return
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)
    if beside.exists():
        beside.replace(path)
