"""What cells of a list of units, deputies or accounts hold besides plain text."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from openpyxl import Workbook

from tests import factories
from tests.rows import every
from tracker.accounts.models import Account
from tracker.deputies.models import Deputy
from tracker.kernel.db import db, transaction
from tracker.roles import Role
from tracker.units.models import Unit

UNITS = ["单位全称", "简称", "别名", "联系电话", "上网办理"]
DEPUTIES = ["姓名", "人大或政协", "届", "代表团或界别", "联系电话", "工作单位及职务"]
ACCOUNTS = ["登录名", "姓名", "角色", "承办单位", "对应代表委员", "人大或政协", "办公电话"]
NO_VALUE = "是公式而没有算出的值。请选中后“选择性粘贴为数值”再上传。"


def _book(*rows: list) -> bytes:
    """A workbook; its formulas have no stored result, as programs write them."""
    book, stream = Workbook(), io.BytesIO()
    for row in rows:
        book.active.append(row)
    book.save(stream)
    return stream.getvalue()


def _with_result(content: bytes, text: str) -> bytes:
    """Put a stored result beside each formula, as Excel does."""
    found, stored = (
        re.compile(r'<c r="(\w+)"[^>]*><f>(.*?)</f><v>?[^<]*(?:</v>| ?/>)</c>'),
        io.BytesIO(),
    )
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(stored, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name.endswith("sheet1.xml"):
                cell = rf'<c r="\1" t="str"><f>\2</f><v>{text}</v></c>'
                data = found.sub(cell, data.decode()).encode()
            new.writestr(name, data)
    return stored.getvalue()


def _upload(client, kind, content):
    data = {"book": (io.BytesIO(content), "名单.xlsx")}
    return client.post(f"/accounts/import/{kind}", data=data)


@pytest.mark.parametrize(
    ("kind", "headings", "row", "told"),
    [
        ("units", UNITS, ["云岭区教育局", "", "", "=B9&C9", ""], "联系电话"),
        ("units", UNITS, ["=B9", "区教育局", "", "", ""], "单位全称"),
        ("deputies", DEPUTIES, ["刘桂兰", "人大", "18", "=D9", "", ""], "代表团或界别"),
        ("accounts", ACCOUNTS, ["zhoumin", "周敏", "政府办经办", "", "", "", "=G9"], "办公电话"),
    ],
)
def test_a_formula_without_a_value_is_told_at_its_row_and_nothing_comes_in(
    client_as, kind, headings, row, told
):
    client = client_as(Role.SA)
    with transaction():
        factories.make_body()
    answer = _upload(client, kind, _book(headings, row))
    page = client.get(answer.location).text
    assert "有误 1 条" in page
    assert told + NO_VALUE in page
    assert f"没有填{told}" not in page
    assert client.post(answer.location).status_code == 409
    assert (db.session.query(Unit).count(), db.session.query(Account).count()) == (0, 1)


def test_a_row_that_holds_nothing_but_such_a_formula_is_told_too(client_as):
    client = client_as(Role.OH)
    rows = ["=B9", "", "", "", ""], ["云岭区民政局", "", "", "", ""]
    page = client.get(_upload(client, "units", _book(UNITS, *rows)).location).text
    assert "新增 1 条，已有 0 条，有误 1 条" in page
    assert "单位全称" + NO_VALUE in page


def test_a_formula_with_its_value_comes_in_and_is_pointed_out(client_as):
    client = client_as(Role.OH)
    content = _book(UNITS, ["云岭区教育局", "", "", "=B9&C9", ""])
    answer = _upload(client, "units", _with_result(content, "6021-1234"))
    page = client.get(answer.location).text
    assert "新增 1 条" in page
    assert "联系电话是公式，按显示的值“6021-1234”读入。" in page
    client.post(answer.location)
    assert every(Unit)[0].phone == "6021-1234"


def test_an_error_value_is_told_at_its_row(client_as):
    client = client_as(Role.OH)
    answer = _upload(client, "units", _book(UNITS, ["云岭区教育局", "#N/A", "", "", ""]))
    page = client.get(answer.location).text
    assert "有误 1 条" in page
    assert "简称是错误值，请改正后再上传。" in page


def test_full_width_digits_of_telephones_are_kept_as_plain_ones(client_as):
    client = client_as(Role.SA)
    with transaction():
        factories.make_body()
    for kind, rows in (
        ("units", [UNITS, ["云岭区教育局", "", "", "６０２１－１２３４", ""]]),
        ("deputies", [DEPUTIES, ["刘桂兰", "人大", "18", "", "１３８００００６０２１", ""]]),
        (
            "accounts",
            [ACCOUNTS, ["zhoumin", "周敏", "政府办经办", "", "", "", "６０２１　１２３４"]],
        ),
    ):
        client.post(_upload(client, kind, _book(*rows)).location)
    phones = [every(Unit)[0].phone, every(Deputy)[0].phone]
    account = every(Account, Account.login == "zhoumin")[0]
    assert [*phones, account.phone] == ["6021-1234", "13800006021", "6021 1234"]


def test_a_telephone_typed_in_full_width_for_an_account_is_kept_plain(client_as):
    data = {"login": "zhoumin", "name": "周敏", "phone": "６０２１－１２３４ "}
    assert client_as(Role.SA).post("/accounts/new", data=data).status_code == 302
    account = every(Account, Account.login == "zhoumin")[0]
    assert account.phone == "6021-1234"


def test_telephones_typed_in_full_width_for_units_and_deputies_are_kept_plain(client_as):
    clerk = client_as(Role.OH)
    for path, data in (
        ("/units/new", {"name": "云岭区教育局", "phone": "６０２１－１２３４ ", "active": "y"}),
        ("/deputies/new", {"name": "刘桂兰", "phone": "１３８００００６０２１"}),
    ):
        assert clerk.post(path, data=data).status_code == 302
    phones = [every(Unit)[0].phone, every(Deputy)[0].phone]
    assert phones == ["6021-1234", "13800006021"]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8-sig", "utf-16"])
def test_a_list_comes_in_as_csv_too(client_as, encoding):
    client = client_as(Role.OH)
    rows = [UNITS, ["云岭区教育局", "区教育局", "", "010-55520001", "是"]]
    content = "\r\n".join(",".join(row) for row in rows).encode(encoding)
    answer = _upload(client, "units", content)
    assert client.post(answer.location).status_code == 302
    (unit,) = every(Unit)
    assert (unit.name, unit.phone) == ("云岭区教育局", "010-55520001")


def test_the_page_names_the_formats(client_as):
    page = client_as(Role.OH).get("/accounts/import/").text
    assert "Excel、WPS 表格、CSV 文件，先下载模板填写" in page
    assert all(".csv" in offered for offered in re.findall(r'accept="([^"]*)"', page))
    assert page.count("accept=") >= 1
