"""Lists with something wrong put into them at random: cells, rows, columns, headings, bytes."""

from __future__ import annotations

import random
from html import escape

from tests.intake.ugly import by_hand
from tests.kernel.test_sheet_mutants import mutant
from tracker.kernel.unseen import without_unseen

OF_BYTES, OF_FORMULAS = 0.2, 0.1
ODD = (
    "", " ", "同上", "〃", "合计", "小计", "无", "—", "/", "待定", "另行确定", "#REF!", "#N/A",
    "=1+1", "-1", "0", "00", "1e308", "9" * 60, "15", "015", "第〇一五号", "1-999999号",
    "5、6、7号", "2026-13-45", "0000-00-00", "9999-12-31", "2026年2月30日", "1月", "46083.7",
    "80000", "二〇二六年", "等", "等0人", "等999999人", "刘桂兰等十百千万亿人", "、、、",
    "（）（", "））", "刘桂兰、" * 300, "提案人" * 60, "等" * 300, "路" * 400, "长" * 40_000,
    "<script>alert(1)</script>", "{{7*7}}", "%s%n", "'; DROP TABLE case_record;--", "\\",
    "😀👨‍👩‍👧", "\u202d016\u202c", "\u200b", "\ufeff刘桂兰", "ﷺ", "𠮷野家", "e\u0301",
    "关于\n学\r\n位", "\t", "A", "A/B", "满意", "议案", "政协提案", "闭会建议", "十届二次",
    "区教育局、区教育局、区财政局", "主办：区教育局；会办：", "区教育局会同", "①②③",
    "刘桂兰13800006021", "1.38E+10", "是", "√", "领衔代表", "建议编号", "建议标题", "主办单位",
    "会办单位", "交办日期", "答复日期", "办理类别", "满意度", "承诺事项", "落实时限", "人数",
    "种类", "届次", "分办单位", "备注",
)  # fmt: skip
Rows = list[list[str]]


def _place(rows: Rows, chance: random.Random) -> tuple[int, int]:
    """Return a cell that stands there."""
    row = chance.choice([at for at, line in enumerate(rows) if line])
    return row, chance.randrange(len(rows[row]))


def odd_cell(rows: Rows, chance: random.Random) -> None:
    """Put something odd into a cell."""
    row, column = _place(rows, chance)
    rows[row][column] = chance.choice(ODD)


def spoiled_cell(rows: Rows, chance: random.Random) -> None:
    """Cut a cell, double it, or put an odd text into the middle of it."""
    row, column = _place(rows, chance)
    text = rows[row][column]
    at = chance.randint(0, len(text))
    rows[row][column] = chance.choice(
        (text[:at], text * 2, text[:at] + chance.choice(ODD) + text[at:])
    )


def swapped_cells(rows: Rows, chance: random.Random) -> None:
    """Let two cells change their places."""
    (row, column), (other, beside) = _place(rows, chance), _place(rows, chance)
    first, second = rows[row][column], rows[other][beside]
    rows[row][column], rows[other][beside] = second, first


def moved_row(rows: Rows, chance: random.Random) -> None:
    """Move a row, the title or the headings, too."""
    line = rows.pop(chance.randrange(len(rows)))
    rows.insert(chance.randint(0, len(rows)), line)


def doubled_row(rows: Rows, chance: random.Random) -> None:
    """Repeat a row up to twenty times."""
    at = chance.randrange(len(rows))
    rows[at:at] = [list(rows[at]) for _ in range(chance.choice((1, 2, 20)))]


def dropped_row(rows: Rows, chance: random.Random) -> None:
    """Leave a row out, or empty it."""
    at = chance.randrange(len(rows))
    rows[at] = []
    if chance.random() < OF_BYTES and len(rows) > 1:
        del rows[at]


def changed_column(rows: Rows, chance: random.Random) -> None:
    """Leave a column out, empty it, repeat it, or move it to the front."""
    column, act = _place(rows, chance)[1], chance.randrange(4)
    for line in (one for one in rows if len(one) > column):
        text = line.pop(column)
        line[column:column] = ([], [""], [text, text], [])[act]
        line[:0] = [text] if act == 3 else []


ACTS = (odd_cell, odd_cell, odd_cell, spoiled_cell, spoiled_cell, swapped_cells, moved_row,
    doubled_row, dropped_row, changed_column)  # fmt: skip


def _cell(text: str, chance: random.Random) -> str:
    """Return a cell of the workbook, now and then a formula or an error."""
    drawn = chance.random() / OF_FORMULAS
    shown = escape(without_unseen(text) if drawn < 1 else text)
    if drawn < 0.2:
        return "><f>X()</f></c>"
    if drawn < 0.4:
        return 't="e"><f>X()</f><v>#REF!</v></c>'
    if drawn < 0.7:
        return f't="str"><f>X()</f><v>{shown}</v></c>'
    return by_hand.inline(shown)


def list_mutant(rows: Rows, content: bytes, chance: random.Random) -> bytes:
    """Return a list with one to four things wrong, or its file with wrong bytes."""
    if chance.random() < OF_BYTES:
        return mutant(content, chance)
    lines = [list(line) for line in rows]
    for _ in range(chance.randint(1, 4)):
        if any(lines):
            chance.choice(ACTS)(lines, chance)
    written = by_hand.rows_of(*([_cell(text, chance) for text in line[:26]] for line in lines))
    return by_hand.book(written, tail=_merged(len(lines), chance))


def _merged(height: int, chance: random.Random) -> str:
    """Return a merged range half the time."""
    if chance.random() < 0.5:
        return ""
    top, column = chance.randint(1, height), chance.choice("ABCDE")
    span = f"{column}{top}:{chance.choice((column, 'E'))}{top + chance.randint(0, 3)}"
    return f'<mergeCells count="1"><mergeCell ref="{span}"/></mergeCells>'
