"""Attachments: what is taken, under which name it lies and how it is sent."""

from __future__ import annotations

import hashlib
import zipfile
from io import BytesIO

import pytest

from tracker.kernel.db import transaction
from tracker.kernel.errors import Invalid, Refused
from tracker.kernel.files import answer, keep_bytes, path_of, safe_name

PDF, PNG, JPG = b"%PDF-1.7\n1 0 obj", b"\x89PNG\r\n\x1a\n0", b"\xff\xd8\xff\xe0"


def _zip(*names: str) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"", "空.pdf"),
        (b"<html><script>alert(1)</script>", "页.pdf"),
        (b"<svg onload=alert(1)>", "图.svg"),
        (b"MZ\x90\x00", "程序.exe"),
        (PDF, "名不副实.docx"),
        (PDF, "没有扩展名"),
        (PDF, "两个扩展名.pdf.html"),
        (PNG, "图.jpg"),
        (_zip("xl/workbook.xml"), "表.docx"),
        (_zip("word/document.xml", "word/vbaProject.bin"), "宏.docx"),
        (_zip("word/document.xml"), "宏.docm"),
        (b"PK\x03\x04broken", "坏.docx"),
    ],
)
def test_what_is_none_of_the_four_kinds_is_refused(app, data, name):
    with pytest.raises(Invalid), transaction():
        keep_bytes(data, name, None)
    assert not (app.config["TRACKER"].data_dir / "blobs").exists()


@pytest.mark.parametrize(
    ("name", "safe"),
    [
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\资料\\答复.PDF", "答复.PDF"),
        ("a\0b\r\nX-Evil: 1.pdf", "abX-Evil: 1.pdf"),
        ("答复\u202efdp.exe.pdf", "答复fdp.exe.pdf"),
        ("\u200b答复\ufeff.pdf", "答复.pdf"),
        ("中" * 300 + ".pdf", "中" * 116 + ".pdf"),
        ("CON.pdf", "CON.pdf"),
    ],
)
def test_a_name_loses_folders_and_what_cannot_be_seen(app, name, safe):
    assert safe_name(name) == safe
    with transaction():
        stored = keep_bytes(PDF, name, None)
        assert stored.name == safe
        digest, blobs = hashlib.sha256(PDF).hexdigest(), app.config["TRACKER"].data_dir / "blobs"
        assert path_of(stored.digest) == blobs / digest[:2] / digest


def test_a_file_is_sent_as_a_download_that_runs_nothing(app):
    with transaction():
        stored = keep_bytes(PNG, "现场 照片.png", None)
        with app.test_request_context():
            sent = app.process_response(answer(stored))
    assert sent.headers["Content-Disposition"].startswith("attachment; filename")
    assert "filename*=UTF-8''%E7%8E%B0%E5%9C%BA%20%E7%85%A7%E7%89%87.png" in str(sent.headers)
    assert sent.headers["X-Content-Type-Options"] == "nosniff"
    assert sent.headers["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert sent.headers["Cache-Control"] == "no-store"
    sent.close()


def test_a_file_that_is_gone_from_the_disk_is_told(app):
    with transaction():
        stored = keep_bytes(JPG, "照片.jpg", None)
        path_of(stored.digest).unlink()
        with app.test_request_context(), pytest.raises(Refused, match="在磁盘上找不到"):
            answer(stored)
