"""Lists of units, deputies and accounts come in from a workbook: all rows or none."""

import io
import re
from datetime import timedelta

import pytest
from openpyxl import Workbook, load_workbook

from tests import factories
from tests.rows import every
from tracker.accounts.models import Account
from tracker.audit.models import AuditEntry
from tracker.bodies.models import Group
from tracker.deputies.models import Deputy
from tracker.kernel import clock
from tracker.kernel.db import db, transaction
from tracker.roles import AccountState, Role
from tracker.terms import BodyType
from tracker.units.models import Unit

UNITS = ["单位全称", "简称", "别名", "联系电话", "上网办理"]
DEPUTIES = ["姓名", "人大或政协", "届", "代表团或界别", "联系电话", "工作单位及职务"]
ACCOUNTS = ["登录名", "姓名", "角色", "承办单位", "对应代表委员", "人大或政协", "办公电话"]


def _book(*rows):
    book = Workbook()
    for row in rows:
        book.active.append(row)
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


def _upload(client, kind, *rows, content=None, name="名单.xlsx"):
    data = {"book": (io.BytesIO(content if content is not None else _book(*rows)), name)}
    return client.post(f"/accounts/import/{kind}", data=data)


def _page(client, answer):
    assert answer.status_code == 302, answer.get_data(as_text=True)
    return client.get(answer.location).get_data(as_text=True)


def _sentence(answer):
    return re.findall(r'class="wrong"[^>]*>([^<]*)<', answer.get_data(as_text=True))


@pytest.mark.parametrize(
    ("kind", "headings"), [("units", UNITS), ("deputies", DEPUTIES), ("accounts", ACCOUNTS)]
)
def test_the_template_has_the_headings_and_says_how_to_fill_it(client_as, kind, headings):
    client = client_as(Role.SA)
    answer = client.get(f"/accounts/import/{kind}/template")
    book = load_workbook(io.BytesIO(answer.data))
    assert [cell.value for cell in book.worksheets[0][1]] == headings
    assert book.sheetnames[1] == "填写说明"
    refused = _upload(client, kind, content=answer.data)
    assert refused.status_code == 422
    assert "没有内容" in _sentence(refused)[0]


def test_units_are_previewed_and_taken_in_after_the_confirmation(client_as):
    client = client_as(Role.OH)
    with transaction():
        factories.make_unit("云岭区城管局")
    answer = _upload(
        client,
        "units",
        ["云岭区承办单位名单"],
        UNITS,
        ["云岭区教育局", "区教育局", "教育局、区教委", "6021-1234", ""],
        ["云岭区城管局", "", "", "", ""],
        ["云岭 区档案馆", "", "", "", "否"],
    )
    page = _page(client, answer)
    assert "新增 2 条，已有 1 条，有误 0 条" in page
    assert db.session.query(Unit).count() == 1
    assert client.post(answer.location).location == "/units/"
    db.session.expire_all()
    units = {unit.name: unit for unit in every(Unit)}
    assert sorted(units) == ["云岭区城管局", "云岭区教育局", "云岭区档案馆"]
    assert [row.alias for row in units["云岭区教育局"].aliases] == ["区教委", "教育局"]
    assert (units["云岭区教育局"].online, units["云岭区档案馆"].online) == (True, False)
    assert client.post(answer.location).status_code == 404


def test_a_list_with_a_wrong_row_is_shown_by_row_and_not_taken_in(client_as):
    client = client_as(Role.OH)
    with transaction():
        factories.make_unit("云岭区城管局", aliases=["城管"])
    answer = _upload(
        client,
        "units",
        UNITS,
        ["云岭区教育局", "", "", "电话不详", "也许"],
        ["云岭区卫健委", "城管", "", "", ""],
        ["云岭区民政局", "", "", "", ""],
        ["云岭区民政局", "", "", "", ""],
        ["", "区信访局", "", "", ""],
    )
    page = _page(client, answer)
    for words in (
        "有误 5 条",
        "联系电话“电话不详”不能识别",
        "上网办理“也许”不能识别",
        "“城管”已是“云岭区城管局”的名称或别名",
        "“云岭区民政局”在表中出现不止一次",
        "没有填单位全称",
    ):
        assert words in page
    assert "确认导入" not in page
    assert client.post(answer.location).status_code == 409
    assert db.session.query(Unit).count() == 1


def test_deputies_come_with_their_mandates_and_new_groups(client_as):
    client = client_as(Role.OH)
    with transaction():
        body = factories.make_body()
        factories.make_deputy("王建国", "13800001111", body, term=17)
        factories.make_deputy("张三", "13800002222", body, term=18)
    answer = _upload(
        client,
        "deputies",
        DEPUTIES,
        ["刘桂兰", "人大", "第十八届", "城东代表团", "13800006021", "实验小学校长"],
        ["王建国", "区人大", 18, "城东代表团", "13800001111", ""],
        ["王建国", "人大", "19", "", "13900009999", ""],
        ["张　三", "人大", "18", "", "", ""],
    )
    page = _page(client, answer)
    assert "新增 3 条，已有 1 条" in page
    assert "同时新增“城东代表团”" in page
    assert "给名册中的同一人登记这一届" in page
    assert "按另一人新增" in page
    assert client.post(answer.location).status_code == 302
    db.session.expire_all()
    people = every(Deputy)
    terms = [(one.name, sorted(m.term for m in one.mandates)) for one in people]
    assert terms == [("王建国", [17, 18]), ("张三", [18]), ("刘桂兰", [18]), ("王建国", [19])]
    assert [group.name for group in db.session.query(Group)] == ["城东代表团"]


def test_a_deputy_who_cannot_be_told_apart_or_has_no_body_is_wrong(client_as):
    client = client_as(Role.OH)
    with transaction():
        factories.make_deputy("王建国", "13800001111", factories.make_body(), term=17)
    answer = _upload(
        client,
        "deputies",
        DEPUTIES,
        ["王建国", "人大", 18, "", "", ""],
        ["李梅", "政协", 10, "", "", ""],
        ["赵云", "人大政协", "一百", "", "", ""],
    )
    page = _page(client, answer)
    for words in ("请填写联系电话", "还没有登记这个人大或政协", "应填“人大”或“政协”", "应填届数"):
        assert words in page
    assert client.post(answer.location).status_code == 409


def test_accounts_come_in_without_roles_and_wait_for_the_security_administrator(client_as):
    system, security = client_as(Role.SA), client_as(Role.SEC)
    with transaction():
        factories.make_unit("云岭区教育局", short_name="区教育局")
        factories.make_deputy("刘桂兰", body=factories.make_body())
    answer = _upload(
        system,
        "accounts",
        ACCOUNTS,
        ["jyj01", "周敏", "单位承办人、单位领导", "区教育局", "", "", "6021-1234"],
        ["liugl", "刘桂兰", "代表委员", "", "刘桂兰", "", ""],
        ["rdb", "陈静", "人大政协机关", "", "", "人大", ""],
    )
    assert "新增 3 条" in _page(system, answer)
    assert system.post(answer.location).status_code == 302
    db.session.expire_all()
    made = {a.login: a for a in every(Account) if a.login in ("jyj01", "liugl", "rdb")}
    assert {a.state for a in made.values()} == {AccountState.INACTIVE}
    assert {a.role_set for a in made.values()} == {frozenset()}
    assert made["jyj01"].proposed_set == {Role.UH, Role.UL}
    assert "建议：单位承办人、单位领导" in security.get("/accounts/").get_data(as_text=True)
    slips = security.post("/accounts/invite", data={"id": [a.id for a in made.values()]})
    codes = re.findall(r"[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}", slips.get_data(as_text=True))
    assert len(set(codes)) == 3
    db.session.expire_all()
    assert made["jyj01"].role_set == {Role.UH, Role.UL}
    assert made["liugl"].role_set == {Role.DEP}
    assert (made["rdb"].body_type, made["rdb"].proposed_roles) == (BodyType.CONGRESS, "")
    assert {a.state for a in made.values()} == {AccountState.INVITED}


def test_wrong_accounts_are_told_by_row(client_as):
    client = client_as(Role.SA)
    with transaction():
        for _ in range(2):
            factories.make_deputy("张三")
    answer = _upload(
        client,
        "accounts",
        ACCOUNTS,
        ["a", "周敏", "局长", "", "", "", ""],
        ["zhoumin", "周敏", "单位承办人", "区教育局", "", "", ""],
        ["zhangsan", "张三", "代表委员", "", "张三", "", ""],
        ["lisi", "李四", "代表委员", "", "李四", "", ""],
        ["wangwu", "王五", "系统管理员、政府办经办", "", "", "", ""],
        ["zhaoliu", "赵六", "单位承办人", "", "", "", ""],
    )
    page = _page(client, answer)
    for words in (
        "应为 3 至 40 位字母",
        "角色“局长”不能识别",
        "没有叫“区教育局”的承办单位",
        "名册中有 2 位“张三”",
        "名册中没有“李四”",
        "不得兼任",
        "须先指定承办单位",
    ):
        assert words in page
    assert client.post(answer.location).status_code == 409


def test_a_list_waits_only_for_its_uploader_only_a_week_and_only_under_its_kind(app, client_as):
    client, other = client_as(Role.OH), client_as(Role.OH)
    answer = _upload(client, "units", UNITS, ["云岭区教育局"])
    assert other.get(answer.location).status_code == 404
    assert other.post(answer.location).status_code == 404
    assert client.get(answer.location.replace("units", "deputies")).status_code == 404
    assert client.get("/accounts/import/units/../../secret").status_code == 404
    assert client.get("/accounts/import/units/*").status_code == 404
    with clock.moved_to(clock.now() + timedelta(days=7, hours=1)):
        late = client_as(Role.OH)
        _upload(late, "units", UNITS, ["云岭区民政局"])
    assert client.get(answer.location).status_code == 404


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [
        (b"", "a.xlsx", ""),
        (b"not a workbook", "a.xlsx", ""),
        (_book(["姓名", "电话"], ["周敏", "1"]), "a.xlsx", "没有找到“单位全称”列"),
        (_book(UNITS), "a.xlsx", "没有内容"),
        (b"x", "", "请选择填好的表格文件"),
        (_book(UNITS, *([f"单位{n}"] for n in range(2001))), "a.xlsx", "最多导入 2000 行"),
    ],
    ids=["空文件", "不是表格", "别的表", "只有标题", "没有选文件", "太长"],
)
def test_a_file_that_is_no_such_list_is_told_at_the_field(client_as, content, name, words):
    client = client_as(Role.OH)
    answer = _upload(client, "units", content=content, name=name)
    assert answer.status_code == 422
    assert len(_sentence(answer)) == 1
    assert words in _sentence(answer)[0]
    assert _sentence(answer)[0].endswith("。")


def test_a_list_of_known_names_changes_nothing_and_says_so(client_as):
    client = client_as(Role.OH)
    with transaction():
        factories.make_unit("云岭区教育局", phone="6021-1234")
    answer = _upload(client, "units", UNITS, ["云岭区教育局", "别的简称", "", "9999-9999", "否"])
    assert "表中的内容都已经有了" in _page(client, answer)
    assert client.post(answer.location).status_code == 409
    db.session.expire_all()
    assert every(Unit)[0].phone == "6021-1234"


@pytest.mark.parametrize("role", [Role.UH, Role.OL, Role.SEC, Role.AUD, Role.OBS, Role.DL])
def test_other_roles_may_not_import(app, client_as, role):
    with transaction():
        unit = factories.make_unit("云岭区教育局").id
        login = factories.make_account(role, unit_id=unit)
    client = app.test_client()
    client.post("/login", data={"login": login, "password": factories.PASSWORD})
    assert client.get("/accounts/import/").status_code == 403
    assert _upload(client, "units", UNITS).status_code == 403


def test_the_office_takes_in_units_and_deputies_but_no_accounts(client_as):
    client = client_as(Role.OH)
    page = client.get("/accounts/import/").get_data(as_text=True)
    assert "下载承办单位模板" in page
    assert "下载账号模板" not in page
    assert _upload(client, "accounts", ACCOUNTS).status_code == 403
    assert client.get("/accounts/import/accounts/template").status_code == 403
    assert client.get("/accounts/import/cases/template").status_code == 404


def test_an_import_is_one_entry_of_the_audit_log_beside_those_of_its_rows(client_as):
    client = client_as(Role.OH)
    answer = _upload(client, "units", UNITS, ["云岭区教育局"], ["云岭区民政局"])
    client.post(answer.location)
    acts = [entry.action for entry in db.session.query(AuditEntry)]
    assert acts.count("unit.created") == 2
    assert acts.count("directory.units_imported") == 1
