"""How a list of units, deputies or accounts is read and what is wrong in a row; pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, partial

from tracker.bodies.titles import chinese_number
from tracker.kernel import headings
from tracker.kernel.headings import Rows
from tracker.kernel.sheets import NOTHING, Cell, Sheet
from tracker.kernel.telephones import TELEPHONE_RULE, is_telephone, tidy_telephone
from tracker.kernel.texts import tidy
from tracker.roles import Role
from tracker.terms import BodyType, Term
from tracker.units.names import too_long

MOST_ROWS = 2000
LAST_TERM = 99
_LOGIN = re.compile(r"[A-Za-z0-9_.\-]{3,40}")
_PARTS = re.compile(r"[、，,;；/\n\r]+(?![^(（]*[)）])")  # not inside brackets
_NUMBER = re.compile(r"[0-9]{1,10}")
_YES = frozenset({"", "是", "上网", "有", "1", "y", "yes", "√"})
_NO = frozenset({"否", "不上网", "无", "0", "n", "no", "×"})
_TERMS = {chinese_number(number): number for number in range(1, LAST_TERM + 1)}


class ListKind(Term):
    """What a list holds (名单种类)."""

    UNITS = "units", "承办单位"
    DEPUTIES = "deputies", "代表与委员"
    ACCOUNTS = "accounts", "账号"


class ListError(ValueError):
    """The sheet is not such a list; the message says what to do."""


class HeadingsError(ListError):
    """A needed heading is missing: perhaps another sheet has it."""


@dataclass(frozen=True)
class Heading:
    """One column of a list; `most` characters fit, as typed and as compared."""

    key: str
    label: str
    most: int
    hint: str
    needed: bool = False
    other_labels: tuple[str, ...] = ()


@dataclass(frozen=True)
class Entry:
    """One row of a list: its number on the sheet, its texts by key, its formulas and errors."""

    number: int
    values: Mapping[str, str]
    marked: Mapping[str, Cell] = field(default_factory=dict)


HEADINGS: dict[ListKind, tuple[Heading, ...]] = {
    ListKind.UNITS: (
        Heading("name", "单位全称", 80, "与公章一致，如“云岭区教育局”", True, ("单位名称", "单位")),
        Heading("short_name", "简称", 40, "如“区教育局”，不填则用全称"),
        Heading("aliases", "别名", 500, "清单里的其他叫法，用顿号隔开"),
        Heading("phone", "联系电话", 20, TELEPHONE_RULE, False, ("电话",)),
        Heading("online", "上网办理", 5, "填“是”或“否”，不填为“是”", False, ("是否上网",)),
    ),
    ListKind.DEPUTIES: (
        Heading("name", "姓名", 40, "代表或委员的姓名", True, ("代表姓名", "委员姓名")),
        Heading("body", "人大或政协", 20, "填“人大”或“政协”", True, ("机关", "类别")),
        Heading("term", "届", 10, "如 18 或“第十八届”", True, ("届别", "届次")),
        Heading("group", "代表团或界别", 40, "没有登记过的会新增", False, ("代表团", "界别")),
        Heading("phone", "联系电话", 20, TELEPHONE_RULE, False, ("手机", "电话", "手机号")),
        Heading("work_unit", "工作单位及职务", 80, "", False, ("单位职务", "工作单位")),
    ),
    ListKind.ACCOUNTS: (
        Heading("login", "登录名", 40, "3 至 40 位字母、数字、点或横线", True, ("账号", "用户名")),
        Heading("name", "姓名", 40, "使用人的姓名", True),
        Heading("roles", "角色", 60, "由安全管理员授权后才生效", True, ("建议角色",)),
        Heading("unit", "承办单位", 80, "单位承办人、单位领导必填", False, ("所在单位",)),
        Heading("deputy", "对应代表委员", 40, "代表委员账号必填，填姓名", False, ("代表委员",)),
        Heading("body", "人大或政协", 20, "人大政协机关账号必填", False, ("所属机关",)),
        Heading("phone", "办公电话", 20, TELEPHONE_RULE, False, ("联系电话", "电话")),
    ),
}


def entries(kind: ListKind, sheet: Sheet) -> list[Entry]:
    """Return the rows under the headings; empty rows are left out.

    :raises HeadingsError: a needed heading is missing.
    :raises ListError: nothing stands below the headings, or it is too long.
    """
    first, columns = _columns(kind, sheet)
    found = []
    for number, row in enumerate(sheet.rows[first:], start=first + 1):
        cells = {key: _cell(row, column) for key, column in columns.items()}
        values = {key: _text(key, cell) for key, cell in cells.items()}
        if any(values.values()) or any(cell.broken for cell in cells.values()):
            marked = {key: cell for key, cell in cells.items() if cell.mark}
            found.append(Entry(number, values, marked))
    if not found:
        raise ListError("标题行下面没有内容，请填写后再上传。")
    if len(found) > MOST_ROWS:
        raise ListError(f"一次最多导入 {MOST_ROWS} 行，请拆成几个文件。")
    return found


def _columns(kind: ListKind, sheet: Sheet) -> tuple[int, dict[str, int]]:
    """Return the first row below the headings, and the column of each."""
    aliases = _aliases(kind)

    def hits(rows: Rows) -> int:
        return len(_named(kind, sheet, rows))

    rows, _most = headings.best_rows(sheet, hits, partial(headings.is_below, aliases))
    columns = _named(kind, sheet, rows)
    if missing := [h.label for h in HEADINGS[kind] if h.needed and h.key not in columns]:
        named = "”“".join(missing)
        raise HeadingsError(f"没有找到“{named}”列。请下载模板，按模板的标题填写。")
    return rows[-1] + 1, columns


@cache
def _aliases(kind: ListKind) -> dict[str, str]:
    """Return the key of each heading by its names; a label goes before another one's other name."""
    others = {headings.tidy(name): h.key for h in HEADINGS[kind] for name in h.other_labels}
    return others | {headings.tidy(h.label): h.key for h in HEADINGS[kind]}


def _named(kind: ListKind, sheet: Sheet, rows: Rows) -> dict[str, int]:
    """Return the column of each heading that these rows name.

    A hidden one gives way, and so does 单位 beside 单位全称.
    """
    labels = {headings.tidy(h.label) for h in HEADINGS[kind]}
    found: dict[str, int] = {}
    for one in sorted(
        headings.headings(sheet, rows),
        key=lambda one: (one.index in sheet.hidden_columns, headings.tidy(one.own) not in labels),
    ):
        key = headings.meaning(_aliases(kind), one.parent, one.own)
        if key is not None:
            found.setdefault(key, one.index)
    return found


def _cell(row: Sequence[Cell], column: int) -> Cell:
    """Return a cell, an empty one beyond the end of a short row."""
    return row[column] if column < len(row) else NOTHING


def _text(key: str, cell: Cell) -> str:
    """Return what is read from a cell; an error value or a formula without result is nothing."""
    text = "" if cell.broken else cell.text.strip()
    return tidy_telephone(text) if key == "phone" else text


def faults(kind: ListKind, entry: Entry) -> list[str]:
    """Return what is wrong with a row by itself, in the order of the columns."""
    found = []
    for heading in HEADINGS[kind]:
        text = entry.values.get(heading.key, "")
        if broken := _broken(entry, heading):
            found.append(broken)
        elif heading.needed and not text:
            found.append(f"没有填{heading.label}。")
        elif max(len(text), len(tidy(text))) > heading.most:
            found.append(f"{heading.label}超过 {heading.most} 个字。")
        elif text and not _fits(heading.key, text):
            found.append(f"{heading.label}“{text}”不能识别：{_SHOULD_BE[heading.key]}。")
    if kind is ListKind.UNITS:
        found += _long_names(entry)
    return found


def _long_names(entry: Entry) -> list[str]:
    """Return which names of a unit are too long to be kept."""
    name, short, aliases = (entry.values.get(key, "") for key in ("name", "short_name", "aliases"))
    return [sentence for _field, sentence in too_long(name, short, parts(aliases))]


def _broken(entry: Entry, heading: Heading) -> str:
    """Return what to do with a cell that shows no value, nothing where it shows one."""
    cell = entry.marked.get(heading.key, NOTHING)
    if not cell.broken:
        return ""
    if cell.mark == "e":
        return f"{heading.label}是错误值，请改正后再上传。"
    return f"{heading.label}是公式而没有算出的值。请选中后“选择性粘贴为数值”再上传。"


def hints(kind: ListKind, entry: Entry) -> tuple[str, ...]:
    """Return which texts of a row come from formulas: the office then looks whether they fit."""
    return tuple(
        f"{heading.label}是公式，按显示的值“{text}”读入。"
        for heading in HEADINGS[kind]
        if (text := entry.values.get(heading.key))
        and entry.marked.get(heading.key, NOTHING).formula
    )


_SHOULD_BE = {
    "phone": TELEPHONE_RULE,
    "login": "应为 3 至 40 位字母、数字、点或横线",
    "online": "应填“是”或“否”",
    "body": "应填“人大”或“政协”",
    "term": "应填届数，如 18",
    "roles": "应为" + "、".join(role.label for role in Role),
}


def _fits(key: str, text: str) -> bool:
    """Whether a text can be understood."""
    checks = {
        "phone": lambda: is_telephone(text),
        "login": lambda: _LOGIN.fullmatch(text) is not None,
        "online": lambda: online(text) is not None,
        "body": lambda: body_type(text) is not None,
        "term": lambda: term(text) is not None,
        "roles": lambda: roles(text) is not None,
    }
    return checks[key]() if key in checks else True


def parts(text: str) -> list[str]:
    """Return the parts of a cell that are divided by commas or line breaks, as they are typed."""
    return [part for piece in _PARTS.split(text) if (part := "".join(piece.split()))]


def online(text: str) -> bool | None:
    """Return what a yes-or-no cell says, None for neither; empty means yes."""
    word = tidy(text).lower()
    return True if word in _YES else False if word in _NO else None


def body_type(text: str) -> BodyType | None:
    """Return the body that a cell names, None where it names none or both."""
    word = tidy(text)
    congress = any(part in word for part in ("人大", "人民代表", "代表"))
    cppcc = any(part in word for part in ("政协", "政治协商", "委员"))
    if congress == cppcc:
        return None
    return BodyType.CONGRESS if congress else BodyType.CPPCC


def term(text: str) -> int | None:
    """Return the term that a cell names: 18, 18届, 第十八届; None where it names none."""
    word = tidy(text).removeprefix("第").removesuffix("届").removesuffix(".0")
    number = _TERMS.get(word, int(word) if _NUMBER.fullmatch(word) else 0)
    return number if 0 < number <= LAST_TERM else None


def roles(text: str) -> frozenset[Role] | None:
    """Return the roles that a cell names, None where one is unknown."""
    by_label = {role.label: role for role in Role}
    named = [by_label.get(tidy(part)) for part in parts(text)]
    return frozenset(role for role in named if role) if all(named) else None
