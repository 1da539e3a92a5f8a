"""The columns of the ledger and the summaries: screen, print and Excel read these; pure."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from tracker.kernel.column import Column, Value
from tracker.reports.facts import CaseFacts, Item, Part
from tracker.reports.statistics import Figure
from tracker.terms import AssignRole, CaseState

ENDED = frozenset({CaseState.WITHDRAWN, CaseState.HANDED_OUT, CaseState.VOID})


@dataclass(frozen=True)
class LedgerRow:
    """One case of the ledger as it stands on a day; `names_hidden` masks the proposers."""

    index: int
    case: CaseFacts
    today: date
    names_hidden: bool = False

    @property
    def parts(self) -> list[Part]:
        """The assignments in force on the day."""
        return [part for part in self.case.parts if part.held(self.today)]

    @property
    def lead(self) -> str:
        """The proposers."""
        return "（保密）" if self.names_hidden else self.case.lead

    @property
    def group(self) -> str:
        """The lead's delegation or sector."""
        return "" if self.names_hidden else self.case.group

    @property
    def item(self) -> Item:
        """The case as statistics count it."""
        return Item(self.case, tuple(self.case.answering(self.today)))


@dataclass(frozen=True)
class UnitRow:
    """One unit of a summary with its figures by key."""

    index: int
    unit: str
    figures: dict[str, Figure]


def _units(row: LedgerRow) -> str:
    return "、".join(
        part.unit + ("" if part.role is AssignRole.INDEPENDENT else f"（{part.role.label}）")
        for part in row.parts
    )


def _due(row: LedgerRow) -> Value:
    """Return the limit that runs; where every letter is out, the limits they were due by."""
    if row.case.due_on:
        return row.case.due_on
    met = {due for _, due in _answers(row)}
    return "、".join(str(due) for due in sorted(met))


def _answers(row: LedgerRow) -> list[tuple[date, date]]:
    """Return the day and the limit of each answering part's last letter."""
    letters = [(part, part.last_by(row.today)) for part in row.item.parts]
    return [
        (letter.issued_on, part.dues[letter.round])
        for part, letter in letters
        if letter and letter.round in part.dues
    ]


def _days_left(row: LedgerRow) -> str:
    due = row.case.due_on
    if row.case.state in ENDED:
        return ""
    if due is None:
        late = max(((on - limit).days for on, limit in _answers(row)), default=None)
        return "" if late is None else f"晚 {late} 天" if late > 0 else "按期"
    left = (due - row.today).days
    return f"逾期 {-left} 天" if left < 0 else "今天" if left == 0 else f"剩 {left} 天"


def _each(row: LedgerRow, read: str) -> str:
    """Join one value of each answering part."""
    values = [getattr(part, read) for part in row.item.parts]
    return "、".join(str(value) for value in values if value)


def _letters(row: LedgerRow, read: str) -> str:
    """Join one value of each part's last letter."""
    letters = [part.last_by(row.today) for part in row.item.parts]
    return "、".join(str(getattr(letter, read)) for letter in letters if letter)


def _met(row: LedgerRow) -> str:
    talks = [talk for part in row.item.parts for talk in part.talks]
    met = sum(talk.in_person for talk in talks)
    return f"{len(talks)} 次，面商 {met} 次" if talks else ""


def _class(row: LedgerRow) -> Value:
    found = row.item.reply_class(row.today)
    return found.label if found else ""


def _rating(row: LedgerRow) -> Value:
    found = row.item.rating(row.today)
    return found.label if found else ""


def _closed(row: LedgerRow) -> Value:
    days = [on for on, state in row.case.changes if state is CaseState.CLOSED]
    return days[-1] if days and row.case.state is CaseState.CLOSED else None


LEDGER: tuple[Column, ...] = (
    Column("index", "序号", lambda row: row.index, "num", 5),
    Column("kind", "种类", lambda row: row.case.kind.label, "nw", 9),
    Column("number", "编号", lambda row: row.case.number, "nw", 8),
    Column("session", "届次", lambda row: f"{row.case.session} {row.case.period}", "text", 14),
    Column("title", "标题", lambda row: row.case.title, "title", 26),
    Column(
        "lead", "提出者", lambda row: "（保密）" if row.names_hidden else row.case.lead, "text", 14
    ),
    Column(
        "group", "代表团、界别", lambda row: "" if row.names_hidden else row.case.group, "text", 13
    ),
    Column("units", "承办单位", _units, "text", 18),
    Column("assigned_on", "交办日期", lambda row: _each(row, "assigned_on"), "nw", 11),
    Column("signed_on", "签收日期", lambda row: _each(row, "signed_on"), "nw", 11),
    Column("due_on", "答复期限", _due, "nw", 11),
    Column("left", "时限", _days_left, "nw", 9),
    Column("talks", "沟通面商", _met, "nw", 9),
    Column("replied_on", "答复日期", lambda row: _letters(row, "issued_on"), "nw", 11),
    Column("document_number", "答复文号", lambda row: _letters(row, "number"), "text", 14),
    Column("reply_class", "类别", _class, "nw", 6),
    Column("rating", "满意度", _rating, "nw", 9),
    Column("closed_on", "办结日期", _closed, "nw", 11),
    Column("state", "状态", lambda row: row.case.state.label, "nw", 8),
    Column("followed", "跟踪", lambda row: "跟踪中" if row.case.followed else "", "nw", 7),
)
ON_SCREEN = ("number", "title", "lead", "units", "due_on", "left", "reply_class", "rating", "state")


def _number(key: str, label: str, read: str) -> Column:
    """Return a column of a figure's numerator or denominator."""
    return Column(
        f"{key}.{read}", label, lambda row: getattr(row.figures[key], read), "num", 10, total=True
    )


def _rate(key: str, label: str) -> Column:
    """Return a column of a figure's rate; a dash where there is nothing to divide by."""
    return Column(f"{key}.rate", label, lambda row: _per_cent(row.figures[key]), "num", 11)


def _per_cent(figure: Figure) -> str:
    return "—" if figure.rate is None else f"{figure.rate}%"


_HEAD = (
    Column("index", "序号", lambda row: row.index, "num", 6),
    Column("unit", "承办单位", lambda row: row.unit, "text", 24),
)
UNITS: tuple[Column, ...] = (
    *_HEAD,
    _number("answer_rate", "应答复", "denominator"),
    _number("answer_rate", "已答复", "numerator"),
    _rate("answer_rate", "办复率"),
    _number("on_time_answer_rate", "到期及提前答复", "denominator"),
    _number("on_time_answer_rate", "按期答复", "numerator"),
    _rate("on_time_answer_rate", "按期办复率"),
    _number("meeting_rate", "面商件数", "numerator"),
    _rate("meeting_rate", "面商率"),
    _number("closing_rate", "办结", "numerator"),
    _rate("closing_rate", "办结率"),
    _number("class_a_share", "A类", "numerator"),
    _number("class_b_share", "B类", "numerator"),
    _number("class_c_share", "C类", "numerator"),
    _number("class_d_share", "D类", "numerator"),
    _number("sign_on_time_rate", "按期签收", "numerator"),
    _rate("sign_on_time_rate", "按期签收率"),
)
SATISFACTION: tuple[Column, ...] = (
    *_HEAD,
    _number("feedback_rate", "发出评价", "denominator"),
    _number("feedback_rate", "收回评价", "numerator"),
    _rate("feedback_rate", "反馈率"),
    _number("satisfied_rate", "满意", "numerator"),
    _number("basically_satisfied_rate", "基本满意", "numerator"),
    _number("unsatisfied_rate", "不满意", "numerator"),
    _rate("satisfied_rate", "满意率"),
    _rate("basically_satisfied_rate", "基本满意率"),
    _rate("satisfied_or_basically_rate", "满意率（含基本满意）"),
    _rate("first_satisfied_rate", "首次满意率"),
    _number("rework_rate", "二次办理", "numerator"),
)
