"""How a fault is made: each takes a file and yields every fault of its sort that can be made."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from itertools import pairwise

from tests.faults.source import Fault, Source

TURNED = {
    ast.Lt: (ast.LtE, "<", "<="),
    ast.LtE: (ast.Lt, "<=", "<"),
    ast.Gt: (ast.GtE, ">", ">="),
    ast.GtE: (ast.Gt, ">=", ">"),
}
NEGATED = {
    ast.Eq: "!=",
    ast.NotEq: "==",
    ast.Is: "is not",
    ast.IsNot: "is",
    ast.In: "not in",
    ast.NotIn: "in",
}
OTHER_WORDS = {"is_": "is_not", "is_not": "is_", "in_": "not_in", "not_in": "in_"}
ALTERNATIVES = re.compile(r"(?<=[|(])[^()|\[\]\\?*+{]{1,12}\||\|[^()|\[\]\\?*+{]{1,12}(?=[|)])")
HARMLESS = {"text_of", "masked", "without_names", "sub"}


def named(call: ast.AST) -> str:
    """The last part of the name that is called, empty where it is no call."""
    if not isinstance(call, ast.Call):
        return ""
    return getattr(call.func, "attr", "") or getattr(call.func, "id", "")


def permissions(source: Source) -> Iterator[Fault]:
    """A route asks for another permission, or lets everybody pass."""
    used = {source.said(node.args[0]) for node, _ in source.nodes if named(node) == "requires"} | {
        "Permission.AUTH_LOGOUT",
        "Permission.CASE_PHONE",
    }
    for view, within in source.nodes:
        if not isinstance(view, ast.FunctionDef):
            continue
        for gate in view.decorator_list:
            if named(gate) != "requires":
                continue
            here = source.said(gate.args[0])
            for other in sorted(used - {here}):
                yield source.fault("route", gate.args[0], f"{within}{view.name}", other)
            free = f"(lambda view: setattr(view, 'permission', {here}) or view)"
            yield source.fault("route", gate, f"{within}{view.name}", free)


def boundaries(source: Source) -> Iterator[Fault]:
    """A comparison takes its boundary in or leaves it out; a number is one more or one less."""
    for node, within in source.nodes:
        if isinstance(node, ast.Compare):
            yield from _turned(source, node, within)
        if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add | ast.Sub):
            yield from _moved(source, node.right, within)
        if named(node) == "timedelta":
            for word in node.keywords:
                yield from _moved(source, word.value, within)


def _turned(source: Source, node: ast.Compare, within: str) -> Iterator[Fault]:
    sides = [node.left, *node.comparators]
    for operator, (left, right) in zip(node.ops, pairwise(sides), strict=True):
        if type(operator) in TURNED:
            _, was, becomes = TURNED[type(operator)]
            between = source.text[source.span(left)[1] : source.span(right)[0]].decode()
            yield _whole(source, node, within, left, right, between.replace(was, becomes))


def _whole(source, node, within, left, right, between) -> Fault:
    """Return the fault that writes another operator into a comparison."""
    start, end = source.span(node)
    before = source.text[start : source.span(left)[1]].decode()
    after = source.text[source.span(right)[0] : end].decode()
    return source.fault("boundary", node, within, before + between + after)


def _moved(source: Source, node: ast.AST, within: str) -> Iterator[Fault]:
    if isinstance(node, ast.Constant) and type(node.value) is int:
        for other in (node.value - 1, node.value + 1):
            yield source.fault("boundary", node, within, f"({other})")


def moves(source: Source) -> Iterator[Fault]:
    """A table of moves, or a set of states, has one state too many or too few."""
    for table, within in source.nodes:
        if named(table) != "frozenset" or within or not _of_states(table):
            continue
        members = table.args[0].elts if table.args else []
        said = [source.said(member) for member in members]
        enum = said[0].split(".")[0] if said else _enum_beside(source, table)
        known = {
            source.said(node)
            for node, _ in source.nodes
            if isinstance(node, ast.Attribute) and source.said(node).startswith(f"{enum}.")
        }
        for one in said:
            kept = _set_of([other for other in said if other != one])
            yield source.fault("move", table, within, kept)
        for more in sorted(known - set(said)):
            yield source.fault("move", table, within, _set_of([*said, more]))


def _set_of(members: list[str]) -> str:
    return f"frozenset({{{', '.join(members)}}})" if members else "frozenset()"


def _of_states(table: ast.Call) -> bool:
    if not table.args:
        return True
    first = table.args[0]
    return isinstance(first, ast.Set) and all(isinstance(one, ast.Attribute) for one in first.elts)


def _enum_beside(source: Source, table: ast.Call) -> str:
    """The enum of the key that an empty set of moves stands beside."""
    for node, _ in source.nodes:
        if isinstance(node, ast.Dict) and table in node.values:
            return source.said(node.keys[node.values.index(table)]).split(".")[0]
    return "-"


def statements(kind: str, pattern: str):
    """Return the operator that leaves out the statements whose call has such a name."""
    wanted = re.compile(pattern)

    def left_out(source: Source) -> Iterator[Fault]:
        for node, within in source.nodes:
            if isinstance(node, ast.Expr) and wanted.fullmatch(named(node.value)):
                yield source.fault(kind, node, within, "pass")

    return left_out


def conditions(kind: str):
    """Return the operator that turns conditions into their contrary, or and into or."""

    def turned(source: Source) -> Iterator[Fault]:
        for node, within in source.nodes:
            if isinstance(node, ast.If | ast.IfExp):
                said = source.said(node.test)
                yield source.fault(kind, node.test, within, f"(not ({said}))")
            elif isinstance(node, ast.BoolOp):
                word = " or " if isinstance(node.op, ast.And) else " and "
                parts = word.join(f"({source.said(value)})" for value in node.values)
                yield source.fault(kind, node, within, f"({parts})")
            elif isinstance(node, ast.Compare) and len(node.ops) == 1:
                yield from _contrary(source, kind, node, within)
            elif isinstance(node, ast.Attribute) and node.attr in OTHER_WORDS:
                other = f"{source.said(node.value)}.{OTHER_WORDS[node.attr]}"
                yield source.fault(kind, node, within, other)

    return turned


def _contrary(source: Source, kind: str, node: ast.Compare, within: str) -> Iterator[Fault]:
    word = NEGATED.get(type(node.ops[0]))
    if word:
        left, right = source.said(node.left), source.said(node.comparators[0])
        yield source.fault(kind, node, within, f"{left} {word} {right}")


def words(source: Source) -> Iterator[Fault]:
    """A reader knows one spelling less: of a pattern, or of a list of names."""
    for node, within in source.nodes:
        if named(node) == "compile" and node.args and isinstance(node.args[0], ast.Constant):
            text = source.said(node.args[0])
            for found in ALTERNATIVES.finditer(text):
                less = text[: found.start()] + text[found.end() :]
                if _is_pattern(less):
                    yield source.fault("reader", node.args[0], within, less)
        spellings = node.elts if isinstance(node, ast.Tuple | ast.Set) else []
        if len(spellings) > 1 and all(map(_is_text, spellings)):
            for one in spellings:
                yield source.fault("reader", one, within, "'----'")


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _is_pattern(said: str) -> bool:
    try:
        re.compile(ast.literal_eval(said))
    except (re.error, SyntaxError, ValueError):
        return False
    return True


def reading(source: Source) -> Iterator[Fault]:
    """A reader knows a word less, or takes a branch where it should not."""
    yield from words(source)
    yield from conditions("reader")(source)


def marks(source: Source) -> Iterator[Fault]:
    """A version is not compared; a second sending or a late one is not minded."""
    yield from statements("mark", "check_version|judge|begin|give_up")(source)
    if "/sending/" in source.path:
        yield from conditions("mark")(source)
        for node, within in source.nodes:
            if isinstance(node, ast.Raise):
                yield source.fault("mark", node, within, "pass")


def constraints(source: Source) -> Iterator[Fault]:
    """A constraint holds nothing."""
    for node, within in source.nodes:
        if named(node) == "CheckConstraint" and node.args:
            yield source.fault("constraint", node.args[0], within, '"1 = 1"')
        if isinstance(node, ast.keyword) and node.arg == "unique":
            yield source.fault("constraint", node, within, "unique=False")


def outputs(source: Source) -> Iterator[Fault]:
    """What makes an output harmless is left out: a text that is none, a name that is hidden."""
    for node, within in source.nodes:
        if named(node) in HARMLESS and node.args:
            yield source.fault("output", node, within, source.said(node.args[-1]))
        elif isinstance(node, ast.Assign) and "data_type" in source.said(node.targets[0]):
            yield source.fault("output", node, within, "pass")
    yield from conditions("output")(source)
