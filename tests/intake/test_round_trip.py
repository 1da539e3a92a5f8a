"""What the office exports it can import: the same cases, and nothing to change."""

from __future__ import annotations

import random
import re
import shutil
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import openpyxl
import pytest

from tests import built, scenes
from tests.intake import books
from tests.intake.lists import cases, sent, ticks
from tracker.intake.queries import preview_of
from tracker.kernel import clock

HEADS = [
    "种类", "编号", "届次", "标题", "提出者", "代表团、界别", "承办单位", "交办日期", "签收日期",
    "答复日期", "答复文号", "类别", "满意度",
]  # fmt: skip
KINDS = (("代表建议", "区十八届人大三次会议"), ("政协提案", "区政协十届三次会议"))
PERIODS = ("大会", "闭会")
UNITS = ("区教育局", "区财政局", "区城市管理局")
FIRST, LAST = date(2026, 2, 24), date(2026, 4, 28)
SETS = 3


def drawn(dice: random.Random) -> list[list[str]]:
    """Draw a list of both kinds: what happened to each case on paper, as far as it went."""
    rows = []
    for number in dice.sample(range(1, 999), dice.randint(4, 14)):
        kind, session = dice.choice(KINDS)
        host, *assisting = dice.sample(UNITS, dice.randint(1, 3))
        names = [f"{host}（主办）" if assisting else host, *(f"{one}（会办）" for one in assisting)]
        far = dice.randint(0, 4)
        days = sorted(FIRST + timedelta(dice.randint(0, (LAST - FIRST).days)) for _ in range(3))
        assigned, signed, replied = (day.isoformat() for day in days)
        rows.append(
            [
                kind,
                dice.choice((str(number), f"{number:03d}")),
                f"{session} {dice.choice(PERIODS)}",
                f"关于第{number}号事情的{'建议' if kind == '代表建议' else '提案'}",
                dice.choice(("刘桂兰", "王守田", "买买提·艾力", "城东代表团")),
                dice.choice(("", "城东代表团", "教育界")),
                "、".join(names),
                assigned if far > 0 else "",
                signed if far > 1 else "",
                replied if far > 2 else "",
                f"云教函〔2026〕{number}号" if far > 2 and dice.random() < 0.7 else "",
                dice.choice(("", "A类", "C类", "D类")) if far > 2 else "",
                dice.choice(("满意", "基本满意", "不满意")) if far > 3 else "",
            ]
        )
    return rows


def imported(client, path: Path) -> None:
    """Import every row of a workbook, with what was done on paper."""
    address = sent(client, path)
    page = client.get(address).text
    every = range(2, 40)
    data = {"row": [tick for tick in ticks(page, *every) if not tick.endswith("#0")]}
    answer = client.post(f"{address}/confirm", data={**data, "on_paper": "yes"})
    refused = re.findall(r"<li>(工作表.*?)</li>", answer.text)
    assert (answer.status_code, refused) == (302, [])


def exported(client, path: Path) -> list[dict[str, str]]:
    """Export the ledger into a file; return its cases by heading."""
    path.write_bytes(client.get("/ledger.xlsx").data)
    lines = list(
        openpyxl.load_workbook(BytesIO(path.read_bytes())).active.iter_rows(values_only=True)
    )
    at = next(place for place, line in enumerate(lines) if "编号" in line)
    found = [
        {
            head: "" if text is None else str(text)
            for head, text in zip(lines[at], line, strict=True)
        }
        for line in lines[at + 1 : -1]
    ]
    for row in found:
        del row["序号"]  # the order of cases that came in on one day
    return sorted(found, key=lambda row: (row["种类"], row["届次"], row["编号"]))


def same_trip(app, district, folder: Path, seed: int) -> None:
    """Import, export, import into an empty office, export again; compare."""
    empty = folder / "empty"
    empty.mkdir()
    for name in built.KEPT:
        shutil.copy(folder / name, empty / name)
    rows = drawn(random.Random(seed))
    client = scenes.client_of(app, district, "clerk")
    imported(client, books.plain(folder / "x.xlsx", HEADS, rows, "建议提案办理台账"))
    assert len(cases()) == len(rows)
    first = exported(client, folder / "first.xlsx")
    preview, _ = preview_of(folder / "first.xlsx", "first.xlsx")
    told = [(e.decision, e.changes, e.errors) for sheet in preview.sheets for e in sheet.rows]
    assert told == [("same", (), ())] * len(rows)
    _compare_with_the_list(first, rows)
    built.put(empty, folder)
    client = scenes.client_of(app, district, "clerk")
    imported(client, folder / "first.xlsx")
    assert exported(client, folder / "second.xlsx") == first


def _compare_with_the_list(found: list[dict[str, str]], rows: list[list[str]]) -> None:
    """Compare the export with what the list said, where the list says something."""
    said = {(row[0], row[2], row[1]): dict(zip(HEADS, row, strict=True)) for row in rows}
    for case in found:
        row = said[case["种类"], case["届次"], case["编号"]]
        if not row["交办日期"]:
            del row["承办单位"]  # the ledger names who has a case, not who is proposed for it
        told = {head: text for head, text in row.items() if text}
        assert {head: case[head] for head in told} == told


@pytest.fixture
def day():
    """The day of the import."""
    with clock.moved_to(clock.at(date(2026, 4, 30))):
        yield


@pytest.mark.parametrize("seed", range(SETS))
def test_what_is_exported_comes_in_the_same(app, district, tmp_path, day, seed):
    same_trip(app, district, tmp_path, seed)


@pytest.mark.nightly
@pytest.mark.parametrize("seed", range(SETS, 500))
def test_many_exports_come_in_the_same(app, district, tmp_path, day, seed):
    same_trip(app, district, tmp_path, seed)
