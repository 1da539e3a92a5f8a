"""How names of units are compared and how long they may be."""

from __future__ import annotations

import pytest

from tests import factories
from tests.rows import every
from tracker.kernel.db import db, transaction
from tracker.roles import Role
from tracker.units import queries
from tracker.units.models import Unit
from tracker.units.names import too_long, unit_key

FULL, HALF = "云岭区委统战部（侨办、台办）", "云岭区委统战部(侨办、台办)"
ALIAS_SENTENCE = "别名“别别别别别别别别别别…”超过 80 个字。"


@pytest.mark.parametrize(
    "typed", [HALF, "云岭区委　统战部（侨办、台办）", "雲嶺區委統戰部（侨辦、台辦）"]
)
def test_a_unit_is_found_in_every_spelling_and_keeps_its_own(app, typed):
    with transaction():
        factories.make_unit(FULL, short_name="区委统战部")
    assert unit_key(typed) == unit_key(FULL)
    assert queries.named(typed).name == FULL


def test_an_own_name_goes_before_an_alias_and_nothing_leads_nowhere(app):
    with transaction():
        factories.make_unit("云岭区教育局", aliases=["教委"])
        factories.make_unit("云岭区财政局")
    assert queries.named("教委").name == "云岭区教育局"
    assert queries.named("云岭区财政局").name == "云岭区财政局"
    assert queries.named("") is None
    with transaction():
        every(Unit, Unit.name == "云岭区财政局")[0].short_name = "教委"
    assert queries.named("教委").name == "云岭区财政局"


def test_a_second_unit_with_other_brackets_is_refused_at_the_form(client_as):
    client = client_as(Role.OH)
    with transaction():
        factories.make_unit(FULL)
    answer = client.post("/units/new", data={"name": HALF, "short_name": "统战部", "active": "y"})
    assert answer.status_code == 422
    assert f"已是“{FULL}”的名称或别名" in answer.text


def test_names_as_long_as_their_columns_fit():
    assert too_long("长" * 40, "", ["别" * 80]) == []
    assert too_long("长" * 80, "短" * 40, []) == []


@pytest.mark.parametrize(
    ("data", "field", "sentence"),
    [
        ({"name": "长" * 41}, "short_name", "全称超过 40 个字，请填写简称。"),
        ({"name": "云岭区甲局", "aliases": "甲局\n" + "别" * 81}, "aliases", ALIAS_SENTENCE),
    ],
)
def test_a_name_that_does_not_fit_is_told_at_its_field(client_as, data, field, sentence):
    answer = client_as(Role.OH).post("/units/new", data={**data, "active": "y"})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert f'id="{field}-wrong"' in answer.text
    assert db.session.query(Unit).count() == 0
