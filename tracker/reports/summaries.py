"""The columns of the summaries by unit and of the figures: screen and Excel read these; pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.kernel.column import Column, Value
from tracker.reports.catalogue import FORMULAS
from tracker.reports.rates import Figure, Span, ratio
from tracker.reports.statistics import Statistics
from tracker.terms import AssignRole

R = AssignRole


@dataclass(frozen=True)
class UnitRow:
    """One unit of a summary, or all of them (0): its roles, late letters, figures by key."""

    index: int | str
    unit: str
    unit_id: int
    roles: dict[AssignRole, int]
    late: int
    longest: int
    figures: dict[str, Figure]


def rows_of(found: Statistics) -> list[UnitRow]:
    """Return the rows of a summary."""
    return [
        UnitRow(
            index,
            row.unit,
            row.unit_id,
            row.roles,
            row.late,
            row.longest,
            {figure.key: figure for figure in row.figures},
        )
        for index, row in enumerate(found.by_unit, 1)
    ]


def total_of(rows: Sequence[UnitRow]) -> UnitRow:
    """Return the last row: sums, and the rates of the sums."""
    roles: Counter[AssignRole] = Counter()
    for row in rows:
        roles.update(row.roles)
    return UnitRow(
        "合计",
        f"{len(rows)} 个单位",
        0,
        roles,
        sum(row.late for row in rows),
        max((row.longest for row in rows), default=0),
        {key: _sum([row.figures[key] for row in rows], key) for key in FORMULAS},
    )


def last_row(columns: Sequence[Column], rows: Sequence[UnitRow]) -> list[Value]:
    """Return the values of the last row."""
    total = total_of(rows)
    return [column.value(total) for column in columns]


def _sum(figures: Sequence[Figure], key: str) -> Figure:
    """Return a figure over the sums of several units'."""
    numerator = sum(figure.numerator for figure in figures)
    return ratio(key, "", numerator, sum(figure.denominator for figure in figures))


def _number(key: str, label: str, read: str) -> Column:
    """Return a column of a figure's numerator or denominator."""
    return Column(f"{key}.{read}", label, lambda row: getattr(row.figures[key], read), "num", 8)


def _rate(key: str, label: str) -> Column:
    """Return a column of a figure's rate; a dash where there is nothing to divide by."""
    return Column(f"{key}.rate", label, lambda row: per_cent(row.figures[key]), "num", 9)


def _role(role: AssignRole) -> Column:
    """Return a column of how often a unit has a case in a role."""
    return Column(f"role.{role.value}", role.label, lambda row: row.roles.get(role, 0), "num", 6)


def per_cent(figure: Figure) -> str:
    """Return a rate as every table shows it."""
    return "—" if figure.rate is None else f"{figure.rate}%"


_HEAD = (
    Column("index", "序号", lambda row: row.index, "nw", 6),
    Column("unit", "承办单位", lambda row: row.unit, "text", 24),
)
UNITS: tuple[Column, ...] = (
    *_HEAD,
    Column("roles", "合计", lambda row: sum(row.roles.values()), "num", 6),
    *(_role(role) for role in (R.INDEPENDENT, R.HOST, R.SEPARATE, R.ASSISTING)),
    _number("answer_rate", "应答复", "denominator"),
    _number("answer_rate", "已答复", "numerator"),
    _rate("answer_rate", "办复率"),
    _number("on_time_answer_rate", "到期及提前答复", "denominator"),
    _number("on_time_answer_rate", "按期答复", "numerator"),
    _rate("on_time_answer_rate", "按期办复率"),
    Column("late", "逾期未答复", lambda row: row.late, "num", 7),
    Column("longest", "最长逾期天数", lambda row: row.longest, "num", 9),
    _number("meeting_rate", "面商", "numerator"),
    _rate("meeting_rate", "面商率"),
    _number("closing_rate", "办结", "numerator"),
    _rate("closing_rate", "办结率"),
    _number("class_a_share", "A类", "numerator"),
    _number("class_b_share", "B类", "numerator"),
    _number("class_c_share", "C类", "numerator"),
    _number("class_d_share", "D类", "numerator"),
    _number("class_unstated_share", "未注明类别", "numerator"),
    _rate("sign_on_time_rate", "按期签收率"),
    _rate("assist_on_time_rate", "会办意见按期率"),
)
SATISFACTION: tuple[Column, ...] = (
    *_HEAD,
    _number("feedback_rate", "发出评价", "denominator"),
    _number("feedback_rate", "收回评价", "numerator"),
    _rate("feedback_rate", "反馈率"),
    _number("lapsed_rate", "逾期未反馈", "numerator"),
    _number("satisfied_rate", "满意", "numerator"),
    _number("basically_satisfied_rate", "基本满意", "numerator"),
    _number("unsatisfied_rate", "不满意", "numerator"),
    _rate("satisfied_rate", "满意率"),
    _rate("basically_satisfied_rate", "基本满意率"),
    _rate("satisfied_or_basically_rate", "满意率（含基本满意）"),
    _number("first_satisfied_rate", "首轮收回", "denominator"),
    _number("first_satisfied_rate", "首轮满意", "numerator"),
    _rate("first_satisfied_rate", "首次满意率"),
    _number("rework_rate", "二次办理", "numerator"),
    _number("rework_satisfied_rate", "二次办理后满意或基本满意", "numerator"),
)
RATES: tuple[Column, ...] = (
    Column("label", "指标", lambda figure: figure.label),
    Column("formula", "算法", lambda figure: FORMULAS[figure.key]),
    Column("numerator", "分子", lambda figure: figure.numerator, "num"),
    Column("denominator", "分母", lambda figure: figure.denominator, "num"),
    Column("rate", "比率", per_cent, "num"),
)
SPANS: tuple[Column, ...] = (
    Column("label", "阶段", lambda span: span.label),
    Column("count", "件数", lambda span: span.count, "num"),
    Column("mean", "平均（天）", lambda span: _or_dash(span, "mean"), "num"),
    Column("median", "中位数（天）", lambda span: _or_dash(span, "median"), "num"),
)
GROUPS: tuple[Column, ...] = (
    Column("label", "组别", lambda row: row.label),
    _number("answer_rate", "应答复", "denominator"),
    _number("answer_rate", "已答复", "numerator"),
    _rate("answer_rate", "办复率"),
    _rate("on_time_answer_rate", "按期办复率"),
    _rate("meeting_rate", "面商率"),
    _number("closing_rate", "办结", "numerator"),
    _rate("closing_rate", "办结率"),
    _number("feedback_rate", "收回评价", "numerator"),
    _rate("satisfied_rate", "满意率"),
    _rate("satisfied_or_basically_rate", "满意率（含基本满意）"),
    _number("unsatisfied_rate", "不满意", "numerator"),
    _number("class_a_share", "A类", "numerator"),
    _number("class_b_share", "B类", "numerator"),
    _number("class_c_share", "C类", "numerator"),
    _number("class_d_share", "D类", "numerator"),
    _number("class_unstated_share", "未注明类别", "numerator"),
)
LATE: tuple[Column, ...] = (
    Column("label", "编号", lambda row: row.label, "nw"),
    Column("title", "标题", lambda row: row.title, "title"),
    Column("unit", "承办单位", lambda row: row.unit),
    Column("role", "性质", lambda row: row.role.label, "nw"),
    Column("due_on", "答复期限", lambda row: row.due_on, "nw"),
    Column("days", "逾期（天）", lambda row: row.days, "num"),
)


def _or_dash(span: Span, read: str) -> str:
    """Return a number of days; a dash where there was nothing to count."""
    return getattr(span, read) or "—"
