"""Published records of assignments read as a list; more of them from TRACKER_SAMPLES."""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path

from tests.intake import layouts
from tracker.intake.opening import parse_book

FEW = [
    {"number": "第五号", "title": "甲", "submitters": "百善镇代表团", "host_unit": "县民政局"},
    {"number": "B(2017)103", "title": "乙", "submitters": "樊一、李二", "host_unit": "县公安局"},
    {"number": "0390", "title": "丙", "submitters": "李红等8名代表", "host_unit": None},
]


def records():
    """Return the records of the folder that TRACKER_SAMPLES names, else a few."""
    folder = os.environ.get("TRACKER_SAMPLES")
    lines = Path(folder, "assignments.jsonl").read_text("utf-8").splitlines() if folder else []
    found = [json.loads(line) for line in lines] or FEW
    return [record for record in found if record["number"] and record["submitters"]]


def test_every_record_with_number_title_and_proposer_becomes_a_row(tmp_path, capsys):
    used = [record for record in records() if record["title"]]
    lines = [
        [at, record["number"], record["title"], record["submitters"], record["host_unit"], ""]
        for at, record in enumerate(used, 1)
    ]
    path = layouts.saved(tmp_path, layouts.listed(*lines))
    (sheet,) = parse_book(path, path.name).sheets
    with capsys.disabled():
        sys.stdout.write(f"[{len(sheet.rows)} of {len(used)} published records read] ")
    assert sheet.left_out == ()
    assert [entry.number for entry in sheet.rows] == [record["number"] for record in used]
    assert [entry.row for entry in sheet.rows if not entry.lead or not entry.number_key] == []
    for entry, record in zip(sheet.rows, used, strict=True):
        assert entry.lead[:2] in record["submitters"]  # 县环卫所李燕芹等11人 begins with a place
        assert bool(entry.hosts) == bool(record["host_unit"])
    # numbers of many districts meet in one list here, so only that error may occur
    others = [str(fault) for entry in sheet.rows for fault in entry.errors]
    assert [text for text in others if "编号相同" not in text] == []
