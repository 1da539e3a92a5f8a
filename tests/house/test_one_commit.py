"""Law 1: one commit, and it stands in the kernel."""

from __future__ import annotations

import ast

from tests.house.sources import product

FLUSH_AT_MOST = ("actions.py", "queries.py", "models.py", "forms.py", "document.py")


def test_only_the_kernel_commits():
    found = {source.name for source in product() if ".commit(" in source.text}
    assert found == {"tracker/kernel/db.py"}


def test_actions_and_reads_open_no_transaction():
    found = [
        source.at(node)
        for source in product()
        if source.path.name in FLUSH_AT_MOST
        for node in source.nodes(ast.Name)
        if node.id == "transaction"
    ]
    assert found == []
