"""The macros of the larger parts: what they draw from plain objects, and what they leave away."""

from __future__ import annotations

import re
from datetime import date

import pytest

from tests.templates.drawing import said

TODAY = date(2026, 11, 23)
ROW = {
    "key": 28,
    "due_on": date(2026, 11, 20),
    "number": "建议 028",
    "title": "老旧小区加装电梯后续管养",
    "whole": "关于完善老旧小区加装电梯后续管养机制的建议",
    "url": "/cases/28",
    "key_item": True,
    "reason": "答复未印发",
    "whose": "区住建局",
    "urged": "未催",
    "button": "催办",
    "href": "/cases/28/urge",
}


# ---- lights ----


@pytest.mark.parametrize(
    ("due_on", "tone", "words"),
    [
        (date(2026, 9, 30), "late", "逾期 54 天"),
        (date(2026, 11, 22), "late", "逾期 1 天"),
        (date(2026, 11, 23), "soon", "今天"),
        (date(2026, 11, 28), "soon", "剩 5 天"),
        (date(2026, 11, 29), "ok", "剩 6 天"),
        (None, "none", "不限期"),
    ],
)
def test_a_light_says_by_shape_number_and_words_how_urgent_it_is(drawn, due_on, tone, words):
    html = drawn("tags|light(due_on, today, 5)", due_on=due_on)
    assert f'class="due {tone}"' in html
    assert said(html) == words
    assert ('<i aria-hidden="true">' in html) == (due_on is not None)


# ---- tiles and bars ----


def test_tiles_are_links_in_groups_and_a_zero_is_grey(drawn):
    late = {"count": 8, "label": "已逾期", "href": "/?only=late", "tone": "late"}
    none = {"count": 0, "label": "五日内", "href": "/?only=soon", "tone": "soon"}
    wait = {"count": 17, "label": "等单位", "href": "/?only=units", "current": True}
    groups = [
        {"name": "急", "total": 8, "note": "在右边 17 件之内", "tiles": [late, none]},
        {"name": "等别人", "total": 17, "note": "我来催", "tiles": [wait]},
    ]
    html = drawn("tally|tiles(groups)", groups=groups)
    assert said(html) == "急 8 在右边 17 件之内 8 已逾期 0 五日内 等别人 17 我来催 17 等单位"
    links = re.findall(r'<a href="([^"]+)"([^>]*)>', html)
    assert links == [
        ("/?only=late", ""),
        ("/?only=soon", ' class="none"'),
        ("/?only=units", ' aria-current="true"'),
    ]
    assert html.count('class="due late"') == 1
    assert 'class="due soon"' not in html


def test_a_stacked_bar_has_a_part_and_a_link_for_each_figure_and_says_them_all(drawn):
    parts = [
        {"label": "待交办", "count": 9, "href": "/ledger?state=a", "shade": 6},
        {"label": "办理中", "count": 38, "href": "/ledger?state=b", "shade": 4},
        {"label": "转出", "count": 0, "href": None, "shade": 5},
    ]
    html = drawn("tally|bar_of_parts(parts, '办到哪里')", parts=parts)
    assert 'viewBox="0 0 47 20"' in html
    assert re.findall(r'<rect class="f(\d)" x="(\d+)" y="0.5" width="(\d+)"', html)[:2] == [
        ("6", "0", "9"),
        ("4", "9", "38"),
    ]
    assert 'aria-label="办到哪里，共 47：待交办 9，办理中 38"' in html
    assert re.findall(r'<a href="([^"]+)"', html) == ["/ledger?state=a", "/ledger?state=b"]
    assert said(html) == "待交办 9 办理中 38 转出 0"


def test_a_bar_of_nothing_draws_no_picture(drawn):
    parts = [{"label": "待交办", "count": 0, "href": None, "shade": 6}]
    assert '<svg class="parts"' not in drawn("tally|bar_of_parts(parts, '办到哪里')", parts=parts)


def test_a_ranked_bar_is_a_table_whose_figures_stand_beside_the_bar(drawn):
    rows = [
        {"label": "区住建局", "href": "/u/1", "done": 20, "of": 24, "rate": "83.3%", "late": 2},
        {"label": "区医保局", "href": None, "done": 0, "of": 0, "rate": "", "late": 0},
    ]
    heads = ["单位", "按期办复 / 应办复", "比率", "现逾期"]
    html = drawn("tally|ranked_bars(rows, '按期', heads)", rows=rows, heads=heads)
    assert said(html).endswith("现逾期 区住建局 20 / 24 83.3% 2 区医保局 0 / 0 — 0")
    assert '<rect class="fl" x="20" width="2"' in html
    assert html.count("<svg") == 1


def test_ranked_bars_say_what_is_owed_alone_where_that_is_a_link(drawn):
    late = {"late": 3, "late_href": "/late", "rate": "11 天", "rate_href": "/longest"}
    rows = [{"label": "区教育局", "href": "/u", "done": 17, "of": 20, "of_href": "/open", **late}]
    heads = ["单位", "未答复", "最长逾期", "逾期"]
    html = drawn("tally|ranked_bars(rows, '慢', heads)", rows=rows, heads=heads)
    assert said(html).endswith("最长逾期 逾期 区教育局 20 11 天 3")
    for address in ("/open", "/longest", "/late"):
        assert f'href="{address}"' in html


# ---- rows of duties ----


def test_a_row_of_a_duty_has_tick_light_day_title_and_one_button(drawn):
    rows = [ROW, {**ROW, "key": None, "button": "", "waits": "等领导批", "key_item": False}]
    html = drawn("lists|duty_rows(rows, today, 5)", rows=rows)
    first, second = html[html.index("<tbody>") :].split("</tr>")[:2]
    assert 'name="case_id" value="28"' in first
    assert 'aria-label="选 建议 028"' in first
    assert "逾期 3 天" in said(first)
    assert '<td class="day">11-20</td>' in first
    assert 'title="关于完善老旧小区加装电梯后续管养机制的建议"' in first
    assert "重点件" in first
    assert "btn-plain" in first
    assert "<input" not in second
    assert "重点件" not in second
    assert "等领导批" in said(second)
    assert "btn" not in second


def test_only_what_is_loud_has_the_solid_button(drawn):
    html = drawn("lists|duty_rows(rows, today, 5)", rows=[{**ROW, "loud": True}])
    assert "btn-main" in html
    assert "btn-plain" not in html


def test_a_row_for_half_the_width_ends_in_what_was_urged_and_in_its_menu(drawn):
    row = {**ROW, "duty": {"case_id": 7}, "urged": "2 次 11-18", "button": "催办", "mine": True}
    html = drawn(
        "lists|duty_rows(rows, today, 5, tight=true, menus={7: [('暂停跟踪', '/pause')]})",
        rows=[row],
    )
    assert len(re.findall(r"<th ", html)) == html.count("<td ") - 2  # the ticks have no heading
    last = html[html.rindex("<td ") :]
    assert "2 次 11-18" in said(last)
    assert '<a href="/pause">暂停跟踪</a>' in last
    assert 'aria-label="更多：' in last
    assert "by-hand" in last
    assert '<td class="cut me"' in html


def test_a_chip_has_its_figure_and_says_which_is_chosen(drawn):
    chips = [
        {"label": "逾期", "count": 8, "href": "/?only=late", "tone": "late", "current": True},
        {"label": "承诺", "count": 0, "href": "/?only=promises", "tone": "", "current": False},
    ]
    html = drawn("lists|chips(parts, '只看哪些')", parts=chips)
    assert '<a href="/?only=late" aria-current="true">逾期<b class="late">8</b></a>' in html
    assert '<a href="/?only=promises">承诺<b>0</b></a>' in html


def test_rows_that_nobody_may_tick_have_no_column_for_it(drawn):
    html = drawn("lists|duty_rows(rows, today, 5)", rows=[{**ROW, "key": None}])
    assert "checkbox" not in html
    assert len(re.findall(r"<th ", html)) == html.count("<td ")


def test_the_bar_at_the_foot_says_where_one_is_and_leads_on(drawn):
    html = drawn("lists|batch_bar(told='1–13，共 37 件', next_url='/?page=2')")
    assert said(html) == "1–13，共 37 件 下一页"
    assert 'href="/?page=2" rel="next"' in html


# ---- a case ----


def test_the_box_has_a_line_for_each_open_duty_with_its_light_and_its_acts(drawn):
    late = {
        "due_on": date(2026, 11, 20),
        "before": "等",
        "who": "区住建局",
        "what": "印发第二轮答复",
        "until": "11月20日前",
        "why": "8月20日重办起 3 个月",
        "how": ["到 11月20日。"],
        "told": "站内通知承办人",
        "acts": ["催办"],
    }
    calm = {**late, "due_on": date(2026, 12, 31), "who": "区财政局", "how": [], "acts": []}
    line = "{% call(line) turn_box(lines, today, 5) %}{{ line.acts[0] }}{% endcall %}"
    html = drawn(f"turn|{line}", lines=[late, calm])
    first, second = html.split("</li>")[:2]
    assert '<li class="top">' in first
    assert said(first) == (
        "逾期 3 天 等 区住建局 印发第二轮答复， 11月20日前 8月20日重办起 3 个月 "
        "怎么算的 到 11月20日。 催办 站内通知承办人"
    )
    assert "top" not in second
    assert "怎么算的" not in second
    assert "催办" not in second


def test_without_open_duties_the_box_says_so(drawn):
    html = drawn("turn|{% call(line) turn_box([], today) %}{% endcall %}")
    assert said(html) == "没有未了的事。"


def test_the_rail_puts_today_between_plan_and_past_and_marks_what_was_missed(drawn):
    plan = [{"when": "12-31", "what": "兑现承诺", "note": "第一轮答复所诺"}]
    past = [
        {"when": "11-20", "what": "答复到期，没有印发", "missed": True},
        {"when": "11-18", "what": "报局长审签", "note": "韩立新"},
    ]
    html = drawn(
        "timeline|rail(plan, '等区住建局印发答复', past, ('全部 27 条', '/h'))",
        plan=plan,
        past=past,
    )
    assert re.findall(r'<li class="(\w+)"', html) == ["plan", "today", "miss", "done"]
    assert html.count('aria-current="date"') == 1
    assert '<a href="/h">全部 27 条</a>' in html


def test_nothing_open_leaves_today_out_of_the_rail(drawn):
    html = drawn("timeline|rail([], none, past)", past=[{"when": "11-18", "what": "办结"}])
    assert "今天" not in html


def test_the_step_bar_marks_the_one_present_step(drawn):
    steps = [
        {"label": "第一轮", "note": "8月6日不满意", "state": "done"},
        {"label": "答复", "note": "等区住建局", "state": "now"},
        {"label": "评价", "note": "", "state": "todo"},
    ]
    html = drawn("steps|step_bar(steps)", steps=steps)
    assert html.count('aria-current="step"') == 1
    assert said(html) == ("已办： 第一轮 8月6日不满意 正在办： 答复 等区住建局 未到： 评价")


def test_a_long_text_is_folded_after_the_paragraphs_that_are_kept(drawn):
    text = "\n".join(f"第{number}段。" for number in range(1, 8))
    html = drawn("facts|letter('', text, keep=3)", text=text)
    shown, folded = html.split("<details")
    assert shown.count("<p>") == 3
    assert "展开其余 4 段" in folded
    assert folded.count("<p>") == 4
    assert "<details" not in drawn("facts|letter('', text, keep=6)", text=text)


def test_a_record_is_folded_heads_each_row_and_leaves_an_empty_one_away(drawn):
    rows = [["09-16", "面商", {"text": "记录", "href": "/c/1"}]]
    html = drawn("facts|record('沟通', '1 次', ['日', '方式', '记录'], rows)", rows=rows)
    assert '<details class="record"><summary>' in html
    assert '<th scope="row">09-16</th>' in html
    assert '<a href="/c/1">记录</a>' in html
    assert drawn("facts|record('送达', '', ['日'], rows)", rows=[]).strip() == ""


def test_the_thread_puts_the_date_in_the_margin(drawn):
    html = drawn("facts|said_on('8月6日', '赵永年评价：不满意', '与二人商量后填', '原件', '/f')")
    assert said(html) == "8月6日 赵永年评价：不满意 与二人商量后填 原件"


def test_a_month_shows_only_the_days_on_which_something_is_due(drawn):
    quiet = {"day": "22", "off": True}
    busy = {"day": "23", "count": 2, "tone": "soon", "href": "/?day=23", "today": True}
    html = drawn(
        "timeline|month(weeks, '2026年11月', before='/?m=10')", weeks=[[quiet] * 6 + [busy]]
    )
    assert html.count('class="due') == 1
    assert said(html).endswith("22 23 日， 2 件到期")
    assert 'aria-label="上个月"' in html
    assert 'aria-label="下个月"' not in html


def test_success_says_one_sentence_and_what_comes_next(drawn):
    html = drawn("page|success('已交办', [('11月25日前', '各单位签收')])")
    assert 'role="status"' in html
    assert said(html) == "已交办 11月25日前 各单位签收"
