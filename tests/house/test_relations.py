"""A relation sends no statement by itself: each query says what it needs (decisions/0022)."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.exc import InvalidRequestError

from tests import scenes
from tests.bench.office import counted
from tracker.cases import queries
from tracker.cases.models import Case
from tracker.kernel.db import Model, db, transaction


def test_no_relation_of_any_table_is_loaded_unasked():
    relations = [one for mapper in Model.registry.mappers for one in mapper.relationships]
    assert len(relations) > 30
    unasked = [str(one) for one in relations if one.lazy != "raise_on_sql"]
    assert unasked == [], "write `related(...)` of kernel/db.py, and ask for it in the query"


def test_a_relation_that_no_query_asked_for_is_refused_and_not_read(district):
    number = scenes.register(district)
    case = db.session.scalars(select(Case).where(Case.id == number)).one()
    with counted() as sent, pytest.raises(InvalidRequestError, match="raise_on_sql"):
        _ = case.submitters
    assert sent == []


def test_what_was_asked_for_is_there_again_in_the_transaction_that_follows(district):
    number = scenes.register(district)
    bare = db.session.scalars(select(Case).where(Case.id == number)).one()
    case = queries.by_id(number)
    with transaction():
        assert [row.name for row in case.submitters] == ["刘桂兰", "王守田"]
        assert case.session.title == "区十八届人大三次会议"
    assert bare is case
