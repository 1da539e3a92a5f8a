"""What is no list gets one sentence in Chinese at the field; nothing is written."""

from __future__ import annotations

import json
import zipfile
from io import BytesIO

import pytest
from flask_migrate import stamp
from openpyxl import Workbook
from sqlalchemy import func, select

from tests.intake import layouts
from tracker.cases.models import Case
from tracker.kernel.db import db

OLE2 = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600
LOCKED = OLE2 + "EncryptedPackage".encode("utf-16-le")
TABLE = "<html><body><table><tr><td>建议编号</td></tr></table></body></html>"
CSV = "建议编号,建议标题,领衔代表\n"


def zipped(*names: str) -> bytes:
    """A zip with these members."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, "<x/>")
    return file.getvalue()


def book(*rows: list[object]) -> bytes:
    """A workbook with these rows."""
    made, file = Workbook(), BytesIO()
    for row in rows:
        made.active.append(row)
    made.save(file)
    return file.getvalue()


BAD = {
    "no bytes": (b"", "空的"),
    "text": ("说明".encode(), "不是清单"),
    "picture": (b"\x89PNG\r\n\x1a\n1234", "这是图片"),
    "comma-separated headings alone": (CSV.encode(), "没有一件"),
    "the same in GB18030": (CSV.encode("gb18030"), "没有一件"),
    "web table": (TABLE.encode(), "没有找到表头"),
    "web table in GB18030": (TABLE.encode("gb18030"), "没有找到表头"),
    "OLE2 without anything": (OLE2, "损坏"),
    "password": (LOCKED, "密码"),
    "cut off": (b"PK\x03\x04 broken", "损坏"),
    "Word document": (zipped("word/document.xml"), "这是 Word"),
    "binary workbook that is none": (zipped("xl/workbook.bin"), "损坏"),
    "empty sheet": (book(), "没有内容"),
    "no headings": (book(["一", "二"], ["三", "四"]), "没有找到表头"),
    "no lead": (book(["建议编号", "建议标题", "主办单位"], ["1", "甲", "乙"]), "提出者"),
    "no title": (book(["建议编号", "领衔代表", "主办单位"], ["1", "何平", "乙"]), "标题"),
    "headings alone": (book(["建议编号", "建议标题", "领衔代表"]), "没有一件"),
}


@pytest.mark.parametrize(("content", "word"), BAD.values(), ids=BAD)
def test_a_bad_file_is_told_at_the_field_and_nothing_is_written(clerk, content, word):
    answer = clerk.post("/intake/", data={"file": (BytesIO(content), "清单.xlsx")})
    assert answer.status_code == 422
    assert word in answer.text
    assert db.session.scalar(select(func.count(Case.id))) == 0


@pytest.mark.parametrize(("content", "word"), BAD.values(), ids=BAD)
def test_the_command_says_the_same_sentence(app, district, tmp_path, content, word):
    path = tmp_path / "清单.xlsx"
    path.write_bytes(content)
    stamp()
    printed = app.test_cli_runner().invoke(args=["intake", "preview", str(path), "--json"])
    found = json.loads(printed.output)
    assert printed.exit_code == 0
    assert word in found["refused"]
    assert found == {"file": "清单.xlsx", "refused": found["refused"], "sheets": []}


def test_no_file_at_all_is_told_at_the_field(clerk):
    answer = clerk.post("/intake/", data={})
    assert answer.status_code == 422
    assert "请选择清单文件" in answer.text


def test_a_file_beyond_the_limit_is_refused_with_its_sentence(clerk):
    body = b"x" * 30 * 1024 * 1024
    answer = clerk.post("/intake/", data=body, content_type="multipart/form-data; boundary=b")
    assert answer.status_code == 413
    assert "太大" in answer.text
    assert db.session.scalar(select(func.count(Case.id))) == 0


def test_a_sheet_that_is_no_list_does_not_hide_the_one_that_is(clerk, tmp_path):
    made = layouts.catalogue()
    made.create_sheet("汇总").append(["单位名称", "办复率", "合计"])
    path = layouts.saved(tmp_path, made)
    sent = clerk.post("/intake/", data={"file": (BytesIO(path.read_bytes()), "清单.xlsx")})
    page = clerk.get(sent.location).text
    assert "工作表“汇总”：这是按单位汇总的表" in page
    assert "关于校门口停车的建议" in page
