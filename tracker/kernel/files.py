"""Attachments: blobs by digest on disk, their names in the database."""

from __future__ import annotations

import hashlib
import unicodedata
import zipfile
from datetime import datetime
from io import BytesIO
from pathlib import Path

from flask import current_app, send_file
from sqlalchemy import BigInteger, String
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.datastructures import FileStorage
from werkzeug.wrappers import Response

from tracker.kernel import clock, whole
from tracker.kernel.db import Model, UTCDateTime, db
from tracker.kernel.errors import Invalid, Refused

ALLOWED = ".pdf、.docx、.jpg、.png"
_MAGIC = {
    b"%PDF-": ("application/pdf", (".pdf",)),
    b"\xff\xd8\xff": ("image/jpeg", (".jpg", ".jpeg")),
    b"\x89PNG\r\n\x1a\n": ("image/png", (".png",)),
}
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
NAME_LENGTH = 120
HIDDEN = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")
SEALED_OFF = "sandbox; default-src 'none'"


class StoredFile(Model):
    """One uploaded file; equal content is stored once."""

    __tablename__ = "stored_file"
    __table_args__ = {"comment": "附件"}

    id: Mapped[int] = mapped_column(primary_key=True, comment="主键")
    digest: Mapped[str] = mapped_column(String(64), index=True, comment="内容摘要（SHA-256）")
    name: Mapped[str] = mapped_column(String(NAME_LENGTH), comment="文件名")
    media_type: Mapped[str] = mapped_column(String(100), comment="类型")
    size: Mapped[int] = mapped_column(BigInteger, comment="字节数")
    uploaded_at: Mapped[datetime] = mapped_column(UTCDateTime, comment="上传时刻")
    uploaded_by: Mapped[int | None] = mapped_column(comment="上传账号")


def keep(upload: FileStorage, account_id: int | None, field: str = "scan") -> StoredFile:
    """Store an upload and return its record; the type is told from the content.

    :raises Invalid: it is empty, or neither PDF, DOCX, JPEG nor PNG.
    """
    data = upload.stream.read()
    return keep_bytes(data, upload.filename or "", account_id, field)


def keep_bytes(data: bytes, name: str, account_id: int | None, field: str = "scan") -> StoredFile:
    """Store bytes under a name; see `keep`."""
    name = safe_name(name)
    media_type = _media_type(data, name)
    if not data:
        raise Invalid(field, "文件是空的，请重新选择。")
    if media_type is None:
        raise Invalid(field, f"只能上传 {ALLOWED} 文件，且扩展名要与内容一致。请另存后再传。")
    digest = hashlib.sha256(data).hexdigest()
    _write(path_of(digest), data)
    stored = StoredFile(
        digest=digest,
        name=name,
        media_type=media_type,
        size=len(data),
        uploaded_at=clock.now(),
        uploaded_by=account_id,
    )
    db.session.add(stored)
    db.session.flush()
    return stored


def safe_name(name: str) -> str:
    """Return the last part of a name without what cannot be seen, cut so that its end stays.

    Characters of no width and those that turn the writing round make `gpj.exe` of `exe.jpg`.
    """
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    seen = "".join(c for c in last if unicodedata.category(c) not in HIDDEN)
    return seen.strip()[-NAME_LENGTH:]


def path_of(digest: str) -> Path:
    """Return where a blob lies."""
    folder: Path = current_app.config["TRACKER"].data_dir / "blobs" / digest[:2]
    return folder / digest


def answer(stored: StoredFile) -> Response:
    """Send a file as a download under its own name, never shown inside a page.

    :raises Refused: it is not on the disk.
    """
    path = path_of(stored.digest)
    if not path.is_file():
        raise Refused(f"附件“{stored.name}”在磁盘上找不到，请联系系统管理员从备份中找回。")
    response: Response = send_file(
        path,
        mimetype=stored.media_type,
        as_attachment=True,
        download_name=stored.name,
    )
    response.headers["Content-Security-Policy"] = SEALED_OFF
    return response


def answer_of(file_id: int) -> Response:
    """Send the file with this number, which exists.

    :raises Refused: it is not on the disk.
    """
    return answer(db.session.get_one(StoredFile, file_id))


def _media_type(data: bytes, name: str) -> str | None:
    """Return the type if content and extension agree and it is allowed."""
    suffix = Path(name).suffix.lower()
    for magic, (media_type, suffixes) in _MAGIC.items():
        if data.startswith(magic):
            return media_type if suffix in suffixes else None
    return _DOCX if suffix == ".docx" and _is_docx(data) else None


def _is_docx(data: bytes) -> bool:
    """Whether the bytes are a Word document without macros."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError):
        return False
    return "word/document.xml" in names and "word/vbaProject.bin" not in names


def _write(path: Path, data: bytes) -> None:
    """Write a blob durably under its final name, once."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    with whole.written(path) as file:
        file.write(data)
    whole.keep_names(path.parent.parent)
