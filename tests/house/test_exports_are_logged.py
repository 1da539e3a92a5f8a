"""What goes out of the house as a table is told in the log, whoever takes it."""

from __future__ import annotations

import ast

from sqlalchemy import select

from tests.house import logged
from tests.house.people import logged_in
from tests.house.routes import permission_of, views
from tests.house.sources import product
from tracker.audit.models import AuditEntry
from tracker.kernel.db import db
from tracker.permissions import Permission
from tracker.roles import AuditResult

EXPORTS = {Permission.CASE_EXPORT, Permission.STATISTICS_EXPORT}
SENT_BACK = {"/intake/<token>/faults.xlsx"}  # nothing of the house: what was just uploaded
# who sends a file, and what it is
SENDERS = {
    "tracker/directory/views.py": "an empty list to be filled in",
    "tracker/intake/views.py": "rows of the list that was just sent in, back to who sent it",
    "tracker/kernel/files.py": "a file of a case, which is no list",
    "tracker/papers/views.py": "a letter that is read on the page all the same",
    "tracker/reports/views.py": "the exports",
}


def _sends(tree: ast.Module) -> bool:
    """Whether a module sends files."""
    calls = (node.func for node in ast.walk(tree) if isinstance(node, ast.Call))
    return any(getattr(one, "id", getattr(one, "attr", "")) == "send_file" for one in calls)


def test_every_export_is_told_in_the_log_with_what_was_asked_and_how_many_rows(
    app, answered_letters
):
    client = logged_in(app, answered_letters.district.logins["clerk"])
    addresses = {rule.rule for rule in views(app) if permission_of(app, rule) in EXPORTS}
    assert {
        rule.rule for rule in views(app) if rule.rule.endswith(".xlsx")
    } - SENT_BACK == addresses
    assert len(addresses) >= 3
    untold = {}
    for address in sorted(addresses):
        last = logged.last()
        answer = client.get(address)
        assert answer.headers["Content-Disposition"].startswith("attachment"), address
        answer.close()
        query = select(AuditEntry).where(AuditEntry.seq > last)
        found = db.session.scalars(query.where(AuditEntry.result == AuditResult.OK)).all()
        if [one.action for one in found] != ["export.made"] or '"rows"' not in found[0].detail:
            untold[address] = [one.action for one in found]
    assert untold == {}


def test_nothing_else_sends_files():
    assert {source.name for source in product() if _sends(source.tree)} == set(SENDERS)
