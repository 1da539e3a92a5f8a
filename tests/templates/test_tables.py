"""The macros of tables: when rows become blocks, what is printed, what an empty cell shows."""

from __future__ import annotations


def _table(drawn, *columns: object, **options: object) -> str:
    """Draw a table of one row."""
    line = "{% call(line) table('表', columns, 1, '没有。', **options) %}<tr></tr>{% endcall %}"
    return drawn(f"tables|{line}", columns=list(columns), options=options)


def test_rows_become_blocks_on_a_phone_unless_they_hold_numbers_or_are_wide(drawn):
    assert " stacked" in _table(drawn, ("序号", "num"), "单位", "电话")
    assert " stacked" not in _table(drawn, "日期", ("发出提醒", "num"))
    assert " stacked" not in _table(drawn, "单位", "电话", wide=True)
    assert " stacked" in _table(drawn, "日期", ("发出提醒", "num"), stacked=True)


def test_a_last_column_of_acts_is_marked_so_that_it_is_not_printed(drawn):
    assert " ends-in-acts" in _table(drawn, "单位", ("操作", "nw"))
    assert " ends-in-acts" not in _table(drawn, "操作", "单位")


def test_an_empty_cell_shows_a_dash_and_is_marked(drawn):
    assert drawn("tables|cell('', 'nw')") == '<td class="nw nil">—</td>'
    assert drawn("tables|cell('区教育局')") == "<td>区教育局</td>"
