"""Published letters are entered on behalf as they were published; more from TRACKER_SAMPLES."""

from __future__ import annotations

import json
import os
import re
import shutil
import sys
from collections import Counter
from dataclasses import dataclass, field
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

from sqlalchemy import update

from tests import built
from tests.oracles.workdays import day_of
from tests.plain_sql import rows
from tests.reply.letters import Letters
from tests.scenes import SCAN
from tracker.assign.models import Assignment
from tracker.kernel.db import transaction

LONG_AGO = date(2005, 1, 4)
FEW: list[dict[str, str | None]] = [
    {"category": "A", "doc_number": "云建函(2024)第012号", "reply_date": "2024年6月5日"},
    {"category": "(B)类", "doc_number": "2022-92", "reply_date": "2022-7-1", "signer": "孙  立"},
    {"category": "B類", "disclosure": "主動公開", "reply_date": "2021年9月12日"},
    {"category": "已解决", "disclosure": "同意公开", "reply_date": "2023.3.1"},
    {"category": "D", "disclosure": "信息公开选项:依申请公开", "reply_date": "2020-10-27"},
    {"category": "A:解决采纳", "signer": "陈志远", "reply_date": "二〇一七年七月五日"},
    {"doc_number": "云政复〔2022〕號", "reply_date": "2022年5月25日"},
    {"doc_number": "教基建议〔2020〕408号", "copied_to": "区政府办公室", "reply_date": None},
]
DISCLOSED = {"主动公开": "public", "依申请公开": "on_request", "不予公开": "withheld"}
OUTCOMES = {"已解决": "done"}  # the one published wording without a letter
STORED = """SELECT reply_class, outcome, disclosure, number, signer, issued_on, copies, promise,
  promise_due_on, withheld_ground, text FROM reply WHERE state = 'issued'"""
SPELLING = str.maketrans(dict.fromkeys("[(﹝（【", "〔") | dict.fromkeys("])﹞）】", "〕"))


@dataclass
class Told:
    """What came of the records, and which of what was published has no place in the form."""

    counts: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    altered: list[tuple[str, object, object]] = field(default_factory=list)


def records() -> list[dict[str, Any]]:
    """Return the records of the folder that TRACKER_SAMPLES names, else a few."""
    folder = os.environ.get("TRACKER_SAMPLES")
    lines = Path(folder, "replies.jsonl").read_text("utf-8").splitlines() if folder else []
    return [json.loads(line) for line in lines] or FEW


def plain(text: str | None) -> str:
    """Return a published text in simplified characters where a choice of the form is meant."""
    return (text or "").translate(str.maketrans("類動開請", "类动开请"))


def typed(record: dict[str, Any]) -> dict[str, Any]:
    """Return what a clerk types who copies a letter and makes nothing up."""
    mark = re.search(r"[ABCD]", plain(record.get("category")))
    shown = plain(record.get("disclosure"))
    wanted = {
        "number": record.get("doc_number") or "",
        "issued_on": record.get("reply_date") or "",
        "signer": record.get("signer") or "",
        "copies": record.get("copied_to") or "",
        "text": record.get("reply_excerpt") or "",
        "reply_class": mark[0] if mark else "",
        "outcome": "" if mark else OUTCOMES.get(plain(record.get("category")), ""),
        "disclosure": next((code for word, code in DISCLOSED.items() if word in shown), ""),
        "not_stated": "y",
    }
    return {name: value for name, value in wanted.items() if value}


def printed(number: str) -> str:
    """Return a document number as the house prints it: brackets, no 第, no leading zero."""
    neat = re.sub(r"\s", "", number).translate(SPELLING).replace("〕第", "〕")
    return re.sub(r"〕0+(?=\d)", "〕", neat)


def wrong(data: dict[str, Any]) -> list[tuple[str, object, object]]:
    """Return what was stored otherwise than it was typed."""
    ((mark, outcome, shown, number, signer, on, copies, *rest),) = rows(STORED)
    promise, due_on, ground, text = rest
    by_table = "A" if data.get("outcome") == "done" else None
    year, month, day = map(int, re.findall(r"\d+", data["issued_on"]))
    told = {
        "class": (mark, data.get("reply_class") or by_table),
        "outcome": (outcome, data.get("outcome")),
        "disclosure": (shown, data.get("disclosure")),
        "number": (printed(number), printed(data.get("number", ""))),
        "signer": (signer, data.get("signer", "").strip()),
        "date": (day_of(on), date(year, month, day)),
        "copies": (copies, data.get("copies", "").strip()),
        "promise": ((promise, due_on, ground), ("", None, "")),
        "text": (data.get("text", "").strip() in text, True),
    }
    return [(name, stored, said) for name, (stored, said) in told.items() if stored != said]


def enter(client, url: str, record: dict[str, Any], told: Told) -> None:
    """Type one record into the form and note what came of it."""
    data = typed(record)
    answer = client.post(url, data={**data, "scan": (BytesIO(SCAN), "答复函.pdf")})
    if answer.status_code == 422:
        told.counts["asked"] += 1
        told.asked.update(re.findall(r'<a href="#(\w+)">', answer.text))
        assert rows(STORED) == []
    elif answer.status_code == 302:
        found = wrong(data)
        told.altered += found
        told.counts["as published"] += not found
        told.counts["without a choice"] += bool(record.get("disclosure")) and not data.get(
            "disclosure"
        )
        assert rows("SELECT count(*) FROM commitment") == [(0,)]
    else:
        told.counts["refused"] += 1


def test_published_letters_are_entered_as_they_are(app, district, tmp_path, letters, capsys):
    stage: Letters = letters
    stage.assign(("post", "independent"))
    stage.sign_for_offline()
    with transaction():
        begun = update(Assignment).where(Assignment.id == stage.rows["post"])
        stage.app.extensions["sqlalchemy"].session.execute(begun.values(assigned_on=LONG_AGO))
    client, kept, told = stage.client("clerk"), tmp_path / "kept", Told()
    kept.mkdir()
    for name in built.KEPT:
        shutil.copy(tmp_path / name, kept / name)
    found, url = records(), stage.url("/reply/on-behalf", "post")
    for record in found:
        built.put(kept, tmp_path)
        enter(client, url, record, told)
    with capsys.disabled():
        sys.stdout.write(f"[{len(found)} published letters: {dict(told.counts)}, {told.asked}] ")
    assert told.altered == []
    assert told.counts["refused"] == 0
    assert told.counts["as published"] + told.counts["asked"] == len(found)
    assert told.counts["as published"] > told.counts["asked"]
    assert set(told.asked) <= {"issued_on"}
