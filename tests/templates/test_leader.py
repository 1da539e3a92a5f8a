"""The macros of a leader's page: what they draw from plain objects."""

from __future__ import annotations

from datetime import date

from tests.templates.drawing import said


def test_months_draw_bars_over_their_own_figures(drawn):
    hrefs = {"due": "/due", "kept": "/kept", "late": "/late"}
    full = {"first": date(2026, 11, 1), "now": True, "due": 4, "kept": 1, "late": 2, "awaited": 1}
    none = {"first": date(2026, 12, 1), "now": False, "due": 0, "kept": 0, "late": 0, "awaited": 0}
    rows = [{**full, "hrefs": hrefs}, {**none, "hrefs": hrefs}]
    html = drawn("leader|months(rows, '各月承诺')", rows=rows)
    assert said(html) == (
        "各月承诺 月份 11 月，2026 年 12 月，2026 年 到期 4 0 兑现 1 0 逾期 2 0 已兑现 逾期 未到期"
    )
    # of 58 a quarter for each promise: kept lies at the foot
    assert '<rect class="f2" x="1.5" y="45.5" width="11" height="14.5"/>' in html
    assert '<rect class="fl" x="1.5" y="16.5" width="11" height="29.0"/>' in html
    assert html.count('href="/late"') == 1


def test_key_items_leave_the_leader_away_on_the_page_of_one(drawn):
    row = {"title": "加装电梯", "whole": "关于加装电梯的建议", "url": "/cases/28", "leader": "",
           "next": "区住建局：办理答复", "due_on": date(2026, 11, 20)}  # fmt: skip
    assert said(drawn("leader|key_items(rows, today, 5)", rows=[row])).endswith(
        "加装电梯 — 区住建局：办理答复 逾期 3 天"
    )
    assert "领办</th>" not in drawn("leader|key_items(rows, today, 5, false)", rows=[row])
