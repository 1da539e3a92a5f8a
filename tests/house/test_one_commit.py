"""Law 1: one commit, and it stands in the kernel; a writer starts as a writer."""

from __future__ import annotations

import ast

import pytest
from sqlalchemy import event, text

from tests.house.sources import Source, product
from tracker.kernel.db import db, transaction

ROUTES = {"get", "post", "route"}
FLUSH_AT_MOST = ("actions.py", "queries.py", "models.py", "forms.py", "document.py")
# besides views: jobs, commands, error handlers, the session's touch, what views share, what is
# typed too late
OPENERS = {
    "tracker/refusals.py",
    "tracker/accounts/cookies.py",
    "tracker/audit/commands.py",
    "tracker/backup/making.py",
    "tracker/backup/restoring.py",
    "tracker/backup/swapping.py",
    "tracker/cases/act_page.py",
    "tracker/commands.py",
    "tracker/demo/build.py",
    "tracker/demo/tale.py",
    "tracker/sending/guard.py",
    "tracker/intake/waiting.py",
    "tracker/jobs.py",
    "tracker/kernel/db.py",
    "tracker/kernel/rebuilding.py",
    "tracker/search/commands.py",
    "tracker/plan/commands.py",
    "tracker/plan/jobs.py",
    "tracker/standing/commands.py",
    "tracker/standing/jobs.py",
    "tracker/typed/around.py",
}


def _opens(source: Source) -> bool:
    """Whether the file names `transaction`."""
    return any(node.id == "transaction" for node in source.nodes(ast.Name))


def _has_routes(source: Source) -> bool:
    """Whether a function of the file hangs on a blueprint."""
    return any(
        isinstance(item, ast.Call)
        and isinstance(item.func, ast.Attribute)
        and item.func.attr in ROUTES
        for function in source.nodes(ast.FunctionDef)
        for item in function.decorator_list
    )


def test_only_the_kernel_commits():
    found = {source.name for source in product() if ".commit(" in source.text}
    assert found == {"tracker/kernel/db.py"}
    other = (".begin()", "autocommit", "AUTOCOMMIT")
    assert [s.name for s in product() if any(word in s.text for word in other)] == []
    saved = {source.name for source in product() if ".begin_nested(" in source.text}
    assert saved == {"tracker/kernel/db.py"}


def test_actions_and_reads_open_no_transaction():
    found = [s.name for s in product() if s.path.name in FLUSH_AT_MOST and _opens(s)]
    assert found == []


def test_a_transaction_is_opened_by_views_jobs_and_commands_only():
    openers = {source.name: _has_routes(source) for source in product() if _opens(source)}
    assert sum(openers.values()) > 10
    assert {name for name, routes in openers.items() if not routes} - OPENERS == set()


@pytest.fixture
def begun(app):
    """The statements with which transactions began."""
    sent: list[str] = []

    def note(_connection, _cursor, statement, *_rest):
        if statement.startswith("BEGIN"):
            sent.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield sent
    event.remove(db.engine, "before_cursor_execute", note)


def test_a_writer_begins_as_a_writer_and_a_reader_never_does(begun):
    db.session.execute(text("SELECT 1"))
    db.session.rollback()
    assert begun == ["BEGIN"]
    with transaction():
        db.session.execute(text("SELECT 1"))
    assert begun == ["BEGIN", "BEGIN IMMEDIATE"]


def test_a_transaction_stands_in_no_other(app):
    with transaction(), pytest.raises(RuntimeError), transaction():
        pass
