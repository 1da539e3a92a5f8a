"""Reading a list: file, parsing, comparing and preview against the reader alone."""

from __future__ import annotations

import re
from datetime import date
from html import unescape
from pathlib import Path
from statistics import median
from time import perf_counter

from openpyxl import Workbook
from python_calamine import CalamineWorkbook

from tests import scenes
from tests.bench.office import at_work, open_office
from tracker.intake.opening import parse_book
from tracker.kernel import clock
from tracker.kernel.db import db
from tracker.kernel.sheets import read_book

TITLE = "云岭区第十八届人民代表大会第三次会议代表建议目录"
HEADS = [
    "序号", "建议编号", "建议标题", "内容", "领衔代表", "代表团", "联系电话", "主办单位",
    "会办单位", "分类", "交办日期", "备注",
]  # fmt: skip
UNITS = ("区教育局", "区民政局", "区财政局", "区城市管理局", "区交通运输局", "区卫生健康局")
SURNAMES, GIVEN = "王李张刘陈杨赵黄周吴", "伟芳娜敏静丽强磊军洋"
WORDS = "城东片区新建小区较多，公办幼儿园学位不足，居民反映强烈，建议统筹规划、加快建设。"
TURNS, DAY = 3, date(2026, 4, 30)


def list_of(path: Path, rows: int) -> Path:
    """Write a list of so many suggestions, as an office sends it."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet("目录")
    sheet.append([TITLE])
    sheet.append(HEADS)
    for place in range(1, rows + 1):
        sheet.append(_row(place))
    book.save(path)
    return path


def _row(place: int) -> list[object]:
    """Return one suggestion."""
    return [
        place,
        f"X{place:05d}",
        f"关于改善第{place}小区周边环境和公共服务的建议",
        WORDS * 2,
        SURNAMES[place % 10] + GIVEN[place // 10 % 10] + GIVEN[place // 100 % 10],
        "城东代表团",
        "13800000000",
        UNITS[place % len(UNITS)],
        UNITS[(place + 1) % len(UNITS)] if place % 3 else "",
        "城乡建设",
        "2026-03-18",
        "",
    ]


def measured(folder: Path, rows: int) -> dict[str, float]:
    """Return the seconds of each step: calamine alone, reading, parsing, pages, entering.

    `upload` takes the file, read in line; `preview` is the way from the file to the page, `page`
    that page once more, `enter` the confirmation of all rows.
    """
    path = list_of(folder / "list.xlsx", rows)
    with at_work(open_office(folder)) as app, clock.moved_to(clock.at(DAY)):
        client = scenes.client_of(app, scenes.build(), "clerk")
        begun = perf_counter()
        with path.open("rb") as file:
            answer = client.post("/intake/", data={"file": (file, "list.xlsx")})
        upload = perf_counter() - begun
        assert answer.location.startswith("/intake/"), answer.location
        client.get(answer.location)
        preview = perf_counter() - begun
        found = {
            "calamine": _median(lambda: _alone(path)),
            "reading": _median(lambda: read_book(path)),
            "parsing": _median(lambda: parse_book(path, "list.xlsx")),
            "upload": upload,
            "preview": preview,
            "page": _median(lambda: client.get(answer.location)),
        }
        page = client.get(answer.location).text
        ticks = [unescape(one) for one in re.findall(r'name="row" value="([^"]+)"', page)]
        begun = perf_counter()
        done = client.post(f"{answer.location}/confirm", data={"row": ticks})
        found["enter"] = perf_counter() - begun
        assert done.status_code == 302, done.status_code
        return found


def _alone(path: Path) -> list[list[object]]:
    """Read the file with calamine and nothing else."""
    book = CalamineWorkbook.from_path(str(path))
    return book.get_sheet_by_name(book.sheet_names[0]).to_python()


def _median(act) -> float:
    """Return the median seconds of several turns; each begins with an empty session."""
    taken = []
    for _turn in range(TURNS):
        db.session.remove()
        begun = perf_counter()
        act()
        taken.append(perf_counter() - begun)
    return median(taken)
