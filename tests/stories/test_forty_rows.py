"""A list of forty rows: from the Excel file that the congress sends to the ledger handed in."""

from __future__ import annotations

import json
import re
from datetime import date
from io import BytesIO

import openpyxl
import pytest
from flask_migrate import stamp
from sqlalchemy import func, select

from tests.stories import roads
from tests.stories.people import at
from tracker.audit.queries import verify
from tracker.cases.models import Case
from tracker.kernel.db import db
from tracker.rating.models import Rating

MARCH_18, MARCH_20, MARCH_25, MARCH_27 = (date(2026, 3, day) for day in (18, 20, 25, 27))
APRIL_10, APRIL_13, APRIL_15 = (date(2026, 4, day) for day in (10, 13, 15))
MAY_8, MAY_11, MAY_15 = (date(2026, 5, day) for day in (8, 11, 15))
FIRST_ROW, ROWS = 5, 40
EDUCATION, CITY = ("handler", "head"), ("city_handler", "city_head")
TOPICS = (
    "背街小巷路灯", "电动自行车充电设施", "社区食堂", "口袋公园", "菜市场改造", "公交站亭",
    "垃圾分类驿站", "老旧电梯更新", "健身步道", "停车泊位共享", "河道保洁", "夜间施工噪声",
)  # fmt: skip


def _told() -> list[list[object]]:
    """The four cases that the story follows, then thirty-six others."""
    followed = [
        [1, "001", "关于规范校外培训机构的建议", "刘桂兰", "王守田", "区教育局", "", ""],
        [2, "第 2号", "关于延长课后服务时间的建议", "刘 桂兰", "", "区教育局", "", ""],
        [3, "015", "关于增加幼儿园学位的建议", "刘桂兰等5人", "", "区教育局", "", "重点"],
        [4, "０16", "关于校门口交通秩序的建议", "刘桂兰", "", "区教育局、区城市管理局", "", ""],
    ]
    others = [
        [
            place,
            f"{place + 95}",
            f"关于完善{TOPICS[place % 12]}的建议（{place}）",
            "王守田",
            "",
            "区城市管理局",
            "区财政局" if place == 40 else "",
            "",
        ]
        for place in range(5, ROWS + 1)
    ]
    return followed + others


@pytest.fixture
def workbook(tmp_path):
    """The list: two title rows, a merged heading of two rows, forty rows, totals, a footnote."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "交办清单"
    sheet.append(["云岭区第十八届人民代表大会第三次会议代表建议交办清单"])
    sheet.append(["制表：区人大常委会代表工作委员会"])
    sheet.append(["序号", "建议编号", "建议标题", "代表", "", "承办单位", "", "备注"])
    sheet.append(["", "", "", "领衔代表", "联名代表", "主办", "会办", ""])
    for place in ("A1:H1", "A2:H2", "D3:E3", "F3:G3", "A3:A4", "B3:B4", "C3:C4", "H3:H4"):
        sheet.merge_cells(place)
    for row in _told():
        sheet.append(row)
    sheet.append(["合计", "", "40件"])
    sheet.append(["注：会办单位意见请于规定时限内送主办单位。"])
    path = tmp_path / "交办清单.xlsx"
    book.save(path)
    return path


def _imported(stage, workbook) -> None:
    """The clerk uploads the list, reads the preview, ticks every row and confirms."""
    with at(MARCH_18, 9):
        clerk = stage.person("clerk")
        data = {"file": (BytesIO(workbook.read_bytes()), workbook.name)}
        sent = clerk.client.post("/intake/", data=data)
        assert sent.status_code == 302, sent.text
        page = clerk.sees(sent.location)
        assert "40 件：新增 40" in page
        assert "合计行" in page
        assert db.session.scalar(select(func.count(Case.id))) == 0
        ticked = re.findall(r'name="row" value="([^"]+)"', page)
        assert len(ticked) == ROWS
        clerk.does(f"{sent.location}/confirm", row=ticked)


def _case(number: str) -> int:
    """Return the case with a number."""
    return db.session.scalar(select(Case.id).where(Case.number == number))


def _assigned(stage) -> None:
    """Thirty-nine go up as the list proposes, one is split by hand; the leader approves all."""
    ids = list(db.session.scalars(select(Case.id).order_by(Case.id)))
    split = _case("０16") or _case("016")
    parts = {
        "parts-0-unit_id": stage.district.ids["education"],
        "parts-0-part": "护学岗与家校沟通",
        "parts-1-unit_id": stage.district.ids["city"],
        "parts-1-part": "占道停车与流动摊点",
    }
    with at(MARCH_18, 10):
        clerk = stage.person("clerk")
        clerk.does("/cases/submit-batch", case_id=[str(row) for row in ids])
        assert roads.state_of(split) == "registered"
        clerk.does(f"/cases/{split}/propose", mode="separate", **parts)
    with at(MARCH_18, 11):
        chosen = [str(row) for row in ids]
        leader = stage.person("leader")
        leader.does("/leader/approve", case_id=chosen, assigned_on=MARCH_18)
    assert {roads.state_of(row) for row in ids} == {"assigned"}


def _round(stage, number: str, unit: str, people, letter: dict, rated: tuple[str, str]) -> None:
    """Sign for it, meet the deputy, answer, deliver, and let the deputy rate."""
    case_id = _case(number)
    row = roads.unit_of(case_id, stage, unit)
    roads.sign(stage, case_id, row, people[0], MARCH_20)
    roads.contact(stage, case_id, row, people[0], MARCH_25)
    reply = roads.answer(stage, case_id, row, people, APRIL_10, **letter)
    roads.deliver(stage, case_id, reply, people[0], APRIL_10)
    roads.rate(stage, case_id, row, rated[0], APRIL_13, rated[1])


def _closed(stage, number: str, on: date) -> None:
    """The clerk closes it."""
    case_id = _case(number)
    with at(on):
        stage.person("clerk").does(f"/supervision/cases/{case_id}/close", on=on)
    assert roads.state_of(case_id) == "closed"


def _handled_again(stage) -> None:
    """Round 2 of the case that was not satisfied."""
    case_id = _case("第 2号")
    row = roads.unit_of(case_id, stage, "education")
    (rating,) = db.session.scalars(select(Rating).where(Rating.overall == "unsatisfied"))
    with at(APRIL_15):
        address = f"/supervision/cases/{case_id}/decide/{rating.id}"
        stage.person("clerk").does(address, on=APRIL_15, reason="请补充具体安排。")
    roads.contact(stage, case_id, row, "handler", MAY_8)
    letter = {"number": "云教函〔2026〕21号"}
    reply = roads.answer(stage, case_id, row, EDUCATION, MAY_8, **letter)
    roads.deliver(stage, case_id, reply, "handler", MAY_8)
    roads.rate(stage, case_id, row, "basically_satisfied", MAY_11)


def _lived(stage) -> None:
    """Four lives: closed, re-handled and closed, closed with a promise, split in two."""
    promise = {
        "number": "云教函〔2026〕13号",
        "reply_class": "B",
        "outcome": "planned_dated",
        "promise": "新增学位270个",
        "promise_due_on": date(2026, 9, 1),
    }
    refused = {"number": "云教函〔2026〕12号", "reply_class": "C", "outcome": "not_now"}
    first, parted = {"number": "云教函〔2026〕11号"}, {"number": "云教函〔2026〕14号"}
    city = {"number": "云城管函〔2026〕5号"}
    _round(stage, "001", "education", EDUCATION, first, ("satisfied", ""))
    _round(stage, "第 2号", "education", EDUCATION, refused, ("unsatisfied", "没有说明时间。"))
    _round(stage, "015", "education", EDUCATION, promise, ("satisfied", ""))
    _round(stage, "０16", "education", EDUCATION, parted, ("satisfied", ""))
    assert roads.state_of(_case("０16")) == "assigned"
    with at(APRIL_13):
        closing = stage.person("clerk").tries(
            f"/supervision/cases/{_case('０16')}/close", on=APRIL_13
        )
        assert closing[0] == 409
    _round(stage, "０16", "city", CITY, city, ("basically_satisfied", ""))
    _handled_again(stage)
    for number in ("001", "第 2号", "015", "０16"):
        _closed(stage, number, MAY_15)


def _ledger(stage) -> list[list[object]]:
    """The ledger as the clerk downloads it."""
    with at(MAY_15, 16):
        answer = stage.person("clerk").client.get("/ledger.xlsx?sort=number")
    assert answer.status_code == 200
    sheet = openpyxl.load_workbook(BytesIO(answer.data)).active
    return [list(row) for row in sheet.iter_rows(values_only=True)]


HEADING = [
    "序号", "种类", "编号", "届次", "标题", "提出者", "代表团、界别", "承办单位", "交办日期",
    "签收日期", "答复期限", "时限", "沟通面商", "答复日期", "答复文号", "类别", "满意度",
    "办结日期", "状态", "跟踪",
]  # fmt: skip
SESSION = "区十八届人大三次会议 大会"
# three months from 18 March 2026; round 2 one month from 15 April 2026, both working days
FOUR = [
    [1, "代表建议", "001", SESSION, "关于规范校外培训机构的建议", "刘桂兰等2人", None,
     "区教育局", "2026-03-18", "2026-03-20", "2026-06-18", "按期", "1 次，面商 1 次",
     "2026-04-10", "云教函〔2026〕11号", "A类", "满意", "2026-05-15", "办结", None],
    [2, "代表建议", "第 2号", SESSION, "关于延长课后服务时间的建议", "刘桂兰", None,
     "区教育局", "2026-03-18", "2026-03-20", "2026-05-15", "按期", "2 次，面商 2 次",
     "2026-05-08", "云教函〔2026〕21号", "A类", "基本满意", "2026-05-15", "办结", "跟踪中"],
    [3, "代表建议", "015", SESSION, "关于增加幼儿园学位的建议", "刘桂兰等5人", None,
     "区教育局", "2026-03-18", "2026-03-20", "2026-06-18", "按期", "1 次，面商 1 次",
     "2026-04-10", "云教函〔2026〕13号", "B类", "满意", "2026-05-15", "办结", "跟踪中"],
    [4, "代表建议", "０16", SESSION, "关于校门口交通秩序的建议", "刘桂兰", None,
     "区教育局（分办）、区城市管理局（分办）", "2026-03-18",
     "2026-03-20", "2026-06-18", "按期", "2 次，面商 2 次",
     "2026-04-10", "云教函〔2026〕14号\n云城管函〔2026〕5号", "A类", "基本满意",
     "2026-05-15", "办结", None],
]  # fmt: skip


def _untouched(place: int) -> list[object]:
    """A case that was assigned and nothing more; 34 days from 15 May to 18 June."""
    title = f"关于完善{TOPICS[place % 12]}的建议（{place}）"
    units = "区城市管理局（主办）、区财政局（会办）" if place == ROWS else "区城市管理局"
    return [
        place, "代表建议", f"{place + 95}", SESSION, title, "王守田", None, units, "2026-03-18",
        None, "2026-06-18", "剩 34 天", None, None, None, None, None, None, "已交办", None,
    ]  # fmt: skip


def _figures(stage) -> dict[str, tuple[int, int]]:
    """The figures that a script reads on the day of the ledger."""
    asked = ["statistics", "--as-of", "2026-05-15", "--json"]
    stamp()
    with at(MAY_15, 17):
        printed = stage.app.test_cli_runner().invoke(args=asked)
    figures = json.loads(printed.output)["figures"]
    return {row["key"]: (row["numerator"], row["denominator"]) for row in figures}


def test_forty_rows_come_in_live_and_go_out_cell_by_cell(stage, workbook):
    _imported(stage, workbook)
    _assigned(stage)
    _lived(stage)
    title, line, heading, *rows, totals = _ledger(stage)
    assert title[0] == "建议提案办理台账"
    said = "单位：区人民政府办公室　　统计截止时间：2026-05-15　　计数单位：件"
    assert line[0] == said
    assert heading == HEADING
    assert rows == FOUR + [_untouched(place) for place in range(5, ROWS + 1)]
    assert totals == ["合计", "共 40 件", *[None] * 18]
    figures = _figures(stage)
    assert figures["answer_rate"] == (4, 40)
    assert figures["closing_rate"] == (4, 40)
    assert figures["rework_rate"] == (1, 4)
    assert verify().intact
