"""The project's own files as text and as syntax trees."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAPERS = ROOT / "templates" / "papers"
NOT_OURS = {".git", ".venv", "var", "__pycache__", "vendor"}
TOP = (".", ".ci", "docs", "migrations", "templates", "tests", "tracker")


@dataclass(frozen=True)
class Source:
    """One file of Python."""

    path: Path

    @property
    def name(self) -> str:
        """The path from the top, with slashes."""
        return self.path.relative_to(ROOT).as_posix()

    @cached_property
    def text(self) -> str:
        """What stands in the file."""
        return self.path.read_text(encoding="utf-8")

    @cached_property
    def tree(self) -> ast.Module:
        """The file as a tree."""
        return ast.parse(self.text, self.name)

    def nodes(self, kind: type[ast.AST] | tuple[type[ast.AST], ...]) -> Iterator[ast.AST]:
        """Every node of a kind."""
        return (node for node in ast.walk(self.tree) if isinstance(node, kind))

    def at(self, node: ast.AST) -> str:
        """Where a node stands, for the message of a failing test."""
        return f"{self.name}:{node.lineno}"  # type: ignore[attr-defined]

    def imported(self) -> set[str]:
        """Every module that the file names in an import."""
        found = set()
        for node in self.nodes((ast.Import, ast.ImportFrom)):
            if isinstance(node, ast.ImportFrom):
                found.add(node.module or "")
            else:
                found.update(alias.name for alias in node.names)
        return found


def files(*patterns: str, under: tuple[str, ...] = TOP) -> list[Path]:
    """Return the project's own files with a name like one of the patterns."""
    found: set[Path] = set()
    for folder in under:
        found.update((ROOT / folder).glob("*" if folder == "." else "**/*"))
    return sorted(
        path
        for path in found
        if path.is_file()
        and NOT_OURS.isdisjoint(path.relative_to(ROOT).parts)
        and any(path.match(pattern) for pattern in patterns)
    )


@cache
def _source(path: Path) -> Source:
    """Return a file of Python, read and parsed once for all tests of a process."""
    return Source(path)


def product() -> list[Source]:
    """Return the product: `tracker` and the files beside it."""
    return [_source(path) for path in files("*.py", under=(".", "tracker"))]


def written_tests() -> list[Source]:
    """Return the tests."""
    return [_source(path) for path in files("*.py", under=("tests",))]


def templates() -> list[Path]:
    """Return every template of a page."""
    return [path for path in files("*", under=("templates",)) if path.parent != PAPERS]


def papers() -> list[Path]:
    """Return every template of a printed paper."""
    return files("*", under=(PAPERS.relative_to(ROOT).as_posix(),))
