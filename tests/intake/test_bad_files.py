"""What is no list gets one sentence at the field, nothing is written; more in `ugly`."""

from __future__ import annotations

import json
from html import unescape
from io import BytesIO

import pytest
from flask_migrate import stamp
from sqlalchemy import func, select

from tests.intake import layouts
from tests.intake.ugly import refused
from tests.intake.ugly.corpus import CORPUS
from tracker.cases.models import Case
from tracker.kernel.db import db

BAD = [
    refused.no_bytes, refused.a_workbook_with_a_password, refused.no_column_of_proposers,
    refused.headings_alone_as_text,
]  # fmt: skip
SENTENCES = {one.name: one.refused for one in CORPUS}


@pytest.mark.parametrize("make", BAD, ids=lambda make: make.__name__)
def test_a_bad_file_is_told_at_the_field_and_nothing_is_written(clerk, make):
    answer = clerk.post("/intake/", data={"file": (BytesIO(make()), "清单.xlsx")})
    assert answer.status_code == 422
    assert SENTENCES[make.__name__] in unescape(answer.text)
    assert db.session.scalar(select(func.count(Case.id))) == 0


@pytest.mark.parametrize("make", BAD, ids=lambda make: make.__name__)
def test_the_command_says_the_same_sentence(app, district, tmp_path, make):
    path = tmp_path / "清单.xlsx"
    path.write_bytes(make())
    stamp()
    printed = app.test_cli_runner().invoke(args=["intake", "preview", str(path), "--json"])
    found = json.loads(printed.output)
    assert printed.exit_code == 0
    assert found["refused"] == SENTENCES[make.__name__]
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
