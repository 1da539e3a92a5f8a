"""Names and telephones in lists: one name in two spellings is one name, a long one is told."""

from __future__ import annotations

import io

import pytest
from openpyxl import Workbook

from tests import factories
from tests.rows import every
from tracker.bodies import actions as bodies
from tracker.bodies.models import Group
from tracker.deputies.models import Deputy
from tracker.kernel.db import db, transaction
from tracker.roles import Role
from tracker.units.models import Unit

UNITS = ["单位全称", "简称", "别名", "联系电话", "上网办理"]
DEPUTIES = ["姓名", "人大或政协", "届", "代表团或界别", "联系电话", "工作单位及职务"]
ACCOUNTS = ["登录名", "姓名", "角色", "承办单位", "对应代表委员", "人大或政协", "办公电话"]
FULL, HALF = "云岭区委统战部（侨办、台办）", "云岭区委统战部(侨办、台办)"
GROUP, GROUP_HALF = "城关代表团（一）", "城关代表团(一)"


@pytest.fixture
def send(client_as):
    """A function that uploads a list; it gives the client, the address and the preview."""
    client = client_as(Role.SA)

    def upload(kind: str, *rows: list[str]):
        book, stream = Workbook(), io.BytesIO()
        for row in rows:
            book.active.append(row)
        book.save(stream)
        data = {"book": (io.BytesIO(stream.getvalue()), "名单.xlsx")}
        answer = client.post(f"/accounts/import/{kind}", data=data)
        assert answer.status_code == 302, answer.text
        return client, answer.location, client.get(answer.location).text

    return upload


@pytest.mark.parametrize("again", [FULL, HALF])
def test_a_unit_with_brackets_is_there_already_the_second_time_in_either_spelling(send, again):
    client, address, _page = send("units", UNITS, [FULL, "区委统战部", "统战部（合署）", "", ""])
    assert client.post(address).status_code == 302
    unit = every(Unit)[0]
    assert (unit.name, [row.alias for row in unit.aliases]) == (FULL, ["统战部（合署）"])
    client, address, page = send("units", UNITS, [again, "", "", "", ""])
    assert "新增 0 条，已有 1 条，有误 0 条" in page
    assert client.post(address).status_code == 409
    _client, _address, page = send("units", UNITS, ["云岭区委侨办", "统战部(合署)", "", "", ""])
    assert f"已是“{FULL}”的名称或别名" in page


def test_an_alias_with_a_comma_inside_its_brackets_is_one_name(send):
    client, address, _page = send("units", UNITS, [FULL, "", "统战部（侨办、台办）、侨办", "", ""])
    assert client.post(address).status_code == 302
    found = {row.alias for row in every(Unit)[0].aliases}
    assert found == {"统战部（侨办、台办）", "侨办"}


def test_one_name_in_two_spellings_stands_twice_in_a_list(send):
    _client, _address, page = send("units", UNITS, [FULL, "", "", "", ""], [HALF, "", "", "", ""])
    assert "有误 2 条" in page
    assert "在表中出现不止一次" in page


def test_an_account_finds_its_unit_in_either_spelling_of_the_brackets(send):
    with transaction():
        factories.make_unit(FULL)
    row = ["zhoumin", "周敏", "单位承办人", HALF, "", "", ""]
    assert "新增 1 条" in send("accounts", ACCOUNTS, row)[2]


@pytest.mark.parametrize(("typed", "listed"), [(GROUP, GROUP), (GROUP, GROUP_HALF)])
def test_a_group_entered_by_hand_is_not_doubled_by_a_list(send, typed, listed):
    with transaction():
        bodies.save_group(factories.make_body(), typed)
    client, address, page = send("deputies", DEPUTIES, ["刘桂兰", "人大", "18", listed, "", ""])
    assert "同时新增" not in page
    assert client.post(address).status_code == 302
    assert [group.name for group in db.session.query(Group)] == [typed]
    assert every(Deputy)[0].mandates[0].group.name == typed


def test_a_new_group_keeps_the_brackets_of_the_list(send):
    with transaction():
        factories.make_body()
    rows = [["刘桂兰", "人大", "18", GROUP, "", ""], ["张三", "人大", "18", GROUP_HALF, "", ""]]
    client, address, page = send("deputies", DEPUTIES, *rows)
    assert f"同时新增“{GROUP}”" in page
    assert client.post(address).status_code == 302
    assert [group.name for group in db.session.query(Group)] == [GROUP]


@pytest.mark.parametrize(
    ("kept", "listed"),
    [("13800001111", "138-0000-1111"), ("138 0000 1111", "１３８００００１１１１")],
)
def test_a_deputy_elected_again_is_known_whatever_stands_between_the_digits(send, kept, listed):
    with transaction():
        factories.make_deputy("王建国", kept, factories.make_body(), term=17)
    row = ["王建国", "人大", "18", "", listed, ""]
    client, address, page = send("deputies", DEPUTIES, row)
    assert "给名册中的同一人登记这一届" in page
    assert client.post(address).status_code == 302
    deputy = every(Deputy)[0]
    assert sorted(mandate.term for mandate in deputy.mandates) == [17, 18]


def test_a_telephone_without_digits_makes_nobody_the_same_person(send):
    with transaction():
        factories.make_deputy("王建国", "", factories.make_body(), term=17)
    _client, _address, page = send("deputies", DEPUTIES, ["王建国", "人大", "18", "", "-----", ""])
    assert "给名册中的同一人登记这一届" not in page


def test_a_term_of_thousands_of_digits_is_told_at_its_row(send):
    with transaction():
        factories.make_body()
    row = ["刘桂兰", "人大", "1" * 5000, "", "", ""]
    client, address, page = send("deputies", DEPUTIES, row)
    assert "届超过 10 个字。" in page
    assert client.post(address).status_code == 409


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (["云岭区" + "长" * 38, "", "", "", ""], "全称超过 40 个字，请填写简称。"),
        (
            ["云岭区甲局", "", "甲局、" + "别" * 81, "", ""],
            "别名“别别别别别别别别别别…”超过 80 个字。",
        ),
    ],
)
def test_a_name_of_a_unit_that_does_not_fit_is_told_at_its_row(send, row, sentence):
    client, address, page = send("units", UNITS, row)
    assert sentence in page
    assert client.post(address).status_code == 409
    assert db.session.query(Unit).count() == 0


def test_a_long_full_name_with_a_short_one_comes_in(send):
    client, address, _page = send("units", UNITS, ["长" * 80, "长局", "别" * 80, "", ""])
    assert client.post(address).status_code == 302
    assert every(Unit)[0].short_name == "长局"


def test_a_deputys_name_that_grows_beyond_its_column_is_told_at_its_row(send):
    with transaction():
        factories.make_body()
    _client, _address, page = send("deputies", DEPUTIES, ["㈠" * 14, "人大", "18", "", "", ""])
    assert "姓名超过 40 个字。" in page
