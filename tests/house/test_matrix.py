"""Who may do what: `permissions.py` says the same as the matrix beside this file.

A cell is `-` (may not), `A` (may), or names a relation or a condition; the object's own rules
then decide. `never` in the last column is an act that nobody may ever do.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tests.house.routes import permission_of, views
from tracker.permissions import ANONYMOUS, ROLES, Permission
from tracker.roles import Role

with Path(__file__).with_name("matrix.csv").open(encoding="utf-8", newline="") as _file:
    ROWS = {f"{row['resource']}:{row['action']}": row for row in csv.DictReader(_file)}
CODES = [role.value for role in Role]
COLUMNS = ["resource", "action", "method", "ANON", *CODES, "allowed_states"]
NEVER = {name for name, row in ROWS.items() if row["allowed_states"] == "never"}
METHODS = {"GET": {"GET"}, "POST": {"POST"}, "GET|POST": {"GET", "POST"}, "ANY": set()}


def test_the_matrix_has_a_column_for_every_role_and_no_empty_cell():
    for row in ROWS.values():
        assert list(row) == COLUMNS
        assert all(row.values())
        assert row["method"] in METHODS


def test_every_permission_has_a_row_and_every_row_a_permission():
    assert {permission.value for permission in Permission} - set(ROWS) == set()
    assert set(ROWS) - NEVER - {permission.value for permission in Permission} == set()


def test_what_nobody_may_do_has_no_permission():
    assert {permission.value for permission in Permission} & NEVER == set()
    for name in NEVER:
        assert {ROWS[name][code] for code in ("ANON", *CODES)} == {"-"}


@pytest.mark.parametrize("permission", list(Permission), ids=str)
def test_the_roles_of_a_permission_are_those_of_its_row(permission):
    row = ROWS[permission.value]
    assert {role.value for role in ROLES[permission]} == {c for c in CODES if row[c] != "-"}
    assert (permission in ANONYMOUS) == (row["ANON"] != "-")


def test_a_permission_to_read_opens_no_post_and_one_to_act_opens_one(app):
    opened: dict[str, set[str]] = {}
    for rule in views(app):
        opened.setdefault(permission_of(app, rule), set()).update(rule.methods & {"GET", "POST"})
    wrong = {
        permission.value: methods
        for permission, methods in opened.items()
        for named in [METHODS[ROWS[permission.value]["method"]]]
        if ("POST" in methods) != ("POST" in named)
    }
    assert wrong == {}
