"""A file of the program as its tree, and a fault as a cut into its text."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

ROOT = Path(__file__).parents[2]


@dataclass(frozen=True)
class Fault:
    """What is written in place of which bytes; `within` is the function or class."""

    kind: str
    path: str
    within: str
    line: int
    was: str
    becomes: str
    start: int
    end: int

    @property
    def name(self) -> str:
        """What the fault is called: the same while its line only moves."""
        return f"{self.path}:{self.within}: {self.was} -> {self.becomes}"

    def applied(self, text: bytes) -> bytes:
        """Return the text with the fault in it."""
        return text[: self.start] + self.becomes.encode() + text[self.end :]


class Source:
    """One file: its text, its tree, where each node stands."""

    def __init__(self, path: str, root: Path = ROOT) -> None:
        """Read and parse it."""
        self.path = path
        self.text = (root / path).read_bytes()
        self.tree = ast.parse(self.text)

    @cached_property
    def _starts(self) -> list[int]:
        """The offset of each line."""
        found = [0]
        for line in self.text.splitlines(keepends=True):
            found.append(found[-1] + len(line))
        return found

    @cached_property
    def nodes(self) -> list[tuple[ast.AST, str]]:
        """All nodes, each with the name of the function or class around it."""
        return list(self._below(self.tree, ""))

    def _below(self, node: ast.AST, within: str) -> Iterator[tuple[ast.AST, str]]:
        for child in ast.iter_child_nodes(node):
            yield child, within
            named = isinstance(child, ast.FunctionDef | ast.ClassDef)
            yield from self._below(child, child.name if named else within)

    def span(self, node: ast.AST) -> tuple[int, int]:
        """Where a node begins and ends, in bytes."""
        begins = self._starts[node.lineno - 1] + node.col_offset
        return begins, self._starts[node.end_lineno - 1] + node.end_col_offset

    def said(self, node: ast.AST) -> str:
        """The text of a node."""
        start, end = self.span(node)
        return self.text[start:end].decode()

    def fault(self, kind: str, node: ast.AST, within: str, becomes: str) -> Fault:
        """Return the fault that writes something else where a node stands."""
        start, end = self.span(node)
        was = self.text[start:end].decode()
        return Fault(kind, self.path, within, node.lineno, was, becomes, start, end)
