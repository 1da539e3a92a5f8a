"""The archive: a ZIP of members, a sealed manifest, a digest over the whole file; pure."""

from __future__ import annotations

import hashlib
import json
import os
import re
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import IO, Any, BinaryIO

from tracker.audit import chain
from tracker.kernel.errors import Refused
from tracker.kernel.whole import keep_names

FORMAT = 2
READ = (1, FORMAT)
OF_FORMAT_2 = ("log", "missing", "findings")
MANIFEST = "manifest.json"
DATABASE = "database"
BLOBS = "blobs"
MARK = b"sha256:"
HEX = 64
CHUNK = MIB = 1 << 20
LARGEST_MANIFEST = 64 << 20
_NAME = re.compile(rf"{DATABASE}|{BLOBS}/[0-9a-f]{{2}}/[0-9a-f]{{64}}")
UNREADABLE = (  # what zipfile and json raise on bytes that are not theirs
    OSError,
    EOFError,
    ValueError,
    LookupError,
    TypeError,
    AttributeError,
    RuntimeError,
    zipfile.BadZipFile,
    zlib.error,
)
KINDS = {
    "database": str, "schema": str, "key_id": str, "made_at": str, "seal": str,
    "tables": dict, "members": dict, "log": dict, "missing": dict, "findings": list,
}  # fmt: skip
DAMAGED = "这份备份已损坏或不完整（{}），没有做任何改动。请换另一份备份。"


@dataclass(frozen=True)
class Manifest:
    """What an archive says of itself; `members` are SHA-256 digests by name.

    `log` is how the audit log stood in that moment: the last entry's number and digest, whether the
    chain was whole, and where not. `missing` are digest and name of attachments that were not on
    the disk as they were stored. `findings` are the sentences that were said then.
    """

    database: str
    schema: str
    key_id: str
    made_at: str
    tables: dict[str, int]
    members: dict[str, str] = field(default_factory=dict)
    format: int = FORMAT
    seal: str = ""
    log: dict[str, Any] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)
    findings: list[str] = field(default_factory=list)

    def sealed(self, key: bytes) -> str:
        """Return the keyed digest of everything but the seal itself."""
        told = asdict(replace(self, seal=""))
        if self.format == 1:  # written before an archive said what was found
            told = {name: value for name, value in told.items() if name not in OF_FORMAT_2}
        return chain.seal(key, MANIFEST, told)

    @property
    def rows(self) -> int:
        """How many rows it holds."""
        return sum(self.tables.values())

    @property
    def files(self) -> int:
        """How many attachments it holds."""
        return len(self.members) - 1

    @property
    def broken_at(self) -> int | None:
        """The first entry of the log that could not be confirmed, None where all could."""
        return self.log.get("broken_at")


def write(
    target: Path, files: Mapping[str, Path], manifest: Manifest, key: bytes | None
) -> Manifest:
    """Write an archive under a draft name, read it back, then give it its name.

    Without the key of the log it bears no seal.

    :raises Refused: there is a file of that name, or what was written cannot be read back.
    """
    if target.exists():
        raise Refused(f"{target} 已经存在，请换一个文件名。")
    target.parent.mkdir(parents=True, exist_ok=True)
    draft = target.with_name(f"{target.name}.part")
    members = {name: digest_of(path) for name, path in files.items()}
    full = replace(manifest, members=members)
    full = replace(full, seal=full.sealed(key) if key else "")
    try:
        with open(draft, "w+b", opener=_private) as file:
            _fill(file, files, full)
        read(draft)
        draft.replace(target)
        keep_names(target.parent)
    finally:
        draft.unlink(missing_ok=True)
    return full


def read(path: Path, free: int | None = None) -> Manifest:
    """Check a whole archive and return its manifest; nothing is unpacked.

    :param free: how many bytes there is room for; what says that it needs more is not read on.

    :raises Refused: it is no archive, damaged, incomplete, of another format, or too large.
    """
    _check_whole(path)
    try:
        with zipfile.ZipFile(path) as book:
            _check_room(book, free)
            return _checked(book)
    except UNREADABLE as error:
        raise Refused(DAMAGED.format("内容不能读取")) from error


def peek(path: Path) -> Manifest | None:
    """Return what an archive says of itself, unchecked; None where nothing can be read."""
    try:
        with zipfile.ZipFile(path) as book:
            return _told(book)
    except (Refused, *UNREADABLE):
        return None


def unpack(path: Path, folder: Path, only: str = "") -> None:
    """Unpack the members of a checked archive, or one of them."""
    with zipfile.ZipFile(path) as book:
        for name in book.namelist():
            if name != MANIFEST and only in ("", name):
                book.extract(name, folder)


def digest_of(path: Path) -> str:
    """Return the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _private(path: str, flags: int) -> int:
    """Open a file that only its owner may read: it holds personal data."""
    return os.open(path, flags, 0o600)


def _fill(file: BinaryIO, files: Mapping[str, Path], manifest: Manifest) -> None:
    """Write members, manifest and, in the comment at the end, the digest of all before it."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as book:
        book.comment = MARK + b"0" * HEX
        book.writestr(MANIFEST, json.dumps(asdict(manifest), ensure_ascii=False, indent=1))
        for name, path in files.items():
            book.write(path, name)
    file.seek(0, os.SEEK_END)
    size = file.tell() - HEX
    digest = _digest_until(file, size)
    file.seek(size)
    file.write(digest.encode())
    file.flush()
    os.fsync(file.fileno())


def _digest_until(file: IO[bytes], size: int) -> str:
    """Return the SHA-256 of the first bytes of a file."""
    file.seek(0)
    found = hashlib.sha256()
    while size > 0 and (part := file.read(min(CHUNK, size))):
        found.update(part)
        size -= len(part)
    return found.hexdigest()


def _check_whole(path: Path) -> None:
    """Compare the file with the digest at its end."""
    try:
        size = path.stat().st_size - HEX
        with path.open("rb") as file:
            file.seek(max(0, size - len(MARK)))
            tail = file.read()
            same = size > 0 and tail == MARK + _digest_until(file, size).encode()
    except OSError as error:
        raise Refused(f"不能读取 {path}，请检查文件是否存在、是否有权限。") from error
    if not same:
        raise Refused(DAMAGED.format("校验不符"))


def _check_room(book: zipfile.ZipFile, free: int | None) -> None:
    """Refuse what would not fit, before it is read to the end."""
    needed = sum(one.file_size for one in book.infolist())
    if free is not None and needed > free:
        raise Refused(
            f"这份备份展开需要 {needed // MIB} MiB，磁盘只剩 {free // MIB} MiB，没有做任何改动。"
        )


def _told(book: zipfile.ZipFile) -> Manifest:
    """Return the manifest, if it is one.

    :raises Refused: it is of another format, or says nothing that can be used.
    """
    if book.getinfo(MANIFEST).file_size > LARGEST_MANIFEST:
        raise Refused(DAMAGED.format("清单过大"))
    told = json.loads(book.read(MANIFEST))
    if told.get("format") not in READ:
        raise Refused(
            f"这份备份的格式是 {told.get('format')}，本程序只认 {FORMAT} 及以前的。"
            "请用当时的版本恢复。"
        )
    manifest = Manifest(**told)
    plain = all(isinstance(getattr(manifest, name), kind) for name, kind in KINDS.items())
    if not plain or not all(isinstance(count, int) for count in manifest.tables.values()):
        raise Refused(DAMAGED.format("清单内容不对"))
    return manifest


def _checked(book: zipfile.ZipFile) -> Manifest:
    """Return the manifest if every member is there, has its digest and a safe name."""
    manifest = _told(book)
    names = [name for name in book.namelist() if name != MANIFEST]
    if sorted(names) != sorted(manifest.members) or DATABASE not in names:
        raise Refused(DAMAGED.format("缺少或多出文件"))
    for name in names:
        if not _NAME.fullmatch(name):
            raise Refused(DAMAGED.format(f"含有不该有的文件 {name[:80]}"))
        with book.open(name) as member:
            digest = _digest_until(member, book.getinfo(name).file_size)
        if digest != manifest.members[name] or not name.endswith((DATABASE, digest)):
            raise Refused(DAMAGED.format(f"{name} 校验不符"))
    return manifest
