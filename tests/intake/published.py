"""Published replies and assignments as an office would write them into its ledger."""

from __future__ import annotations

import json
import os
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

HEADS = [
    "编号", "标题", "提出人", "主办单位", "会办单位", "交办日期", "答复日期", "文号", "签发人",
    "办理类别", "是否公开",
]  # fmt: skip
FIELDS = ["number", "title", "submitters", "host_unit", "co_units", None, "reply_date",
    "doc_number", "signer", "category", "disclosure"]  # fmt: skip
YEAR = 2026
FEW: list[dict[str, Any]] = [
    {"kind": "suggestion", "number": "015", "title": "关于改造东门农贸市场的建议",
     "submitters": "何晓梅等5人", "host_unit": "云岭区城市管理局", "co_units": "区财政局",
     "reply_date": "2024年6月5日", "doc_number": "云城建函(2024)第012号", "category": "A类"},
    {"kind": "suggestion", "number": "第五号", "title": "关于 加固沿河护栏的建议",
     "submitters": "百花镇代表团", "host_unit": "云岭区财政局", "reply_date": "2024-07-01",
     "signer": "孙  立", "category": "(B)类", "disclosure": "主動公開"},
    {"kind": "proposal", "number": "B(2021)103", "title": "关于培养乡村医生的提案",
     "submitters": "樊一、李二", "host_unit": "云岭区教育局", "reply_date": "二〇二一年九月五日",
     "category": "A:解决采纳", "disclosure": "信息公开选项:依申请公开"},
    {"kind": "proposal", "number": None, "title": "关于保护古树的提案", "submitters": "钱文",
     "host_unit": "区林业局、区住建局", "reply_date": None, "category": "已解决"},
    {"kind": "suggestion", "number": "86", "title": "关于增设校车的建议", "submitters": None,
     "host_unit": "云岭区教育局", "reply_date": "2023.3.1", "category": "C  类"},
    {"kind": "suggestion", "number": "87", "title": "关于整修村道的建议", "submitters": "陈实",
     "host_unit": None, "reply_date": "2023.3.1", "doc_number": "云交函〔2023〕號"},
]  # fmt: skip
SENT = "02月20日"  # no page says when an item was handed out; the office's own ledger does
TRADITIONAL = str.maketrans("財鎮縣農業鄉設區發", "财镇县农业乡设区发")
NUMERALS = {mark: str(at) for at, mark in enumerate("〇一二三四五六七八九")}


@dataclass(frozen=True)
class Sheet:
    """Records that can stand in one list: of one kind and year, no number twice."""

    kind: str
    year: int
    records: list[dict[str, Any]]

    def lines(self) -> Iterator[list[str]]:
        """Give the rows as the office writes them."""
        for record in self.records:
            sent = f"{self.year}年{SENT}" if record.get("reply_date") else ""
            yield [record.get(name) or "" if name else sent for name in FIELDS]


def records() -> list[dict[str, Any]]:
    """Return the records of the folder that TRACKER_SAMPLES names, else a few."""
    if not (folder := os.environ.get("TRACKER_SAMPLES")):
        return FEW
    names = ("replies.jsonl", "assignments.jsonl")
    lines = [line for name in names for line in Path(folder, name).read_text("utf-8").splitlines()]
    return [record for record in map(json.loads, lines) if record.get("title")]


def sheets() -> list[Sheet]:
    """Return the records in lists, one session for each."""
    found: dict[tuple[str, int, int], list[dict[str, Any]]] = defaultdict(list)
    seen: dict[tuple[str, int, int], set[str]] = defaultdict(set)
    for record in records():
        day = day_said(record.get("reply_date"))
        year = day.year if day else YEAR
        names = {squeezed(record.get("number")).lstrip("0"), squeezed(record["title"])} - {""}
        place = 0
        while seen[(record["kind"], year, place)] & names:
            place += 1
        seen[(record["kind"], year, place)] |= names
        found[(record["kind"], year, place)].append(record)
    return [Sheet(kind, year, rows) for (kind, year, _), rows in found.items()]


def squeezed(text: str | None) -> str:
    """Return a text without blanks: nothing else of it may change."""
    return "".join((text or "").split())


def simple(text: str) -> str:
    """Return a unit's name in simplified characters, as far as the published ones need it."""
    return text.translate(TRADITIONAL)


def day_said(text: str | None) -> date | None:
    """Return the day that a published date names, None where it names none."""
    plain = squeezed(text)
    tens = re.sub(r"(?<=[年月])十(?=[一-九])", "1", plain)
    digits = "".join(NUMERALS.get(mark, mark) for mark in tens)
    parts = re.findall(r"\d+", digits)
    if len(parts) != 3 or len(parts[0]) != 4:
        return None
    return date(*map(int, parts))
