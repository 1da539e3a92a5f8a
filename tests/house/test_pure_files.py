"""A file that says it is pure is held to it: the import contract knows it."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

from tests.house.sources import ROOT, product

CONTRACT = "Rule files reach no framework"
PURE = re.compile(r"\bpure\b", re.I)


def _under_contract() -> set[str]:
    """Return the modules and packages that the contract names."""
    written = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    contracts = written["tool"]["importlinter"]["contracts"]
    (found,) = (one for one in contracts if one["name"] == CONTRACT)
    assert {"flask", "sqlalchemy", "openpyxl"} <= set(found["forbidden_modules"])
    return set(found["source_modules"])


def _module(name: str) -> str:
    """Return the module of a file, by its name from the top."""
    return ".".join(Path(name).with_suffix("").parts).removesuffix(".__init__")


def _says_pure(tree: ast.Module) -> bool:
    """Whether the first line of what a file says of itself calls it pure."""
    said = ast.get_docstring(tree) or ""
    return bool(PURE.search(said.split("\n")[0]))


def test_every_file_that_says_it_is_pure_is_under_the_contract():
    named = _under_contract()
    pure = {_module(source.name) for source in product() if _says_pure(source.tree)}
    assert len(pure) > 60
    loose = {
        name for name in pure if not any(name == one or name.startswith(f"{one}.") for one in named)
    }
    assert loose == set()
