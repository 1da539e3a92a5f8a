"""An oracle is independent of what it checks."""

from __future__ import annotations

from tests.house.sources import written_tests

OF_THE_PRODUCT = {"tracker", "config", "run"}


def _foreign(module: str) -> bool:
    """Whether an oracle may not import the module."""
    top = module.split(".")[0]
    return top in OF_THE_PRODUCT or (top == "tests" and not module.startswith("tests.oracles"))


def test_oracles_import_nothing_from_the_product():
    oracles = [source for source in written_tests() if source.name.startswith("tests/oracles/")]
    assert oracles
    found = [(s.name, module) for s in oracles for module in s.imported() if _foreign(module)]
    assert found == []
