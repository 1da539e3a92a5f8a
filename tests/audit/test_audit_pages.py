"""The pages of the audit administrator, and the page that every refusal shows."""

import re
from datetime import date

import pytest
from sqlalchemy import text

from tests import factories
from tracker.audit import anchor
from tracker.kernel.db import db, transaction
from tracker.roles import Role


def _rows(page):
    return page.count("<tr>") - 1


def test_the_log_is_searched_by_person_act_and_day(client_as, on):
    with on(date(2026, 3, 18)), transaction():
        factories.make_unit("云岭区教育局")
    auditor = client_as(Role.AUD)
    with on(date(2026, 3, 18)):
        assert "unit.created" in _text(client_as(Role.AUD), "/audit/")
    assert _rows(_text(auditor, "/audit/?q=unit.created")) == 1
    assert _rows(_text(auditor, "/audit/?q=unit&since=2026-03-18&until=2026-03-18")) == 1
    assert "没有符合条件的记录" in _text(auditor, "/audit/?q=unit&since=2026-03-19")
    assert "没有符合条件的记录" in _text(auditor, "/audit/?q=unit&until=2026-03-17")


def _text(client, path):
    return client.get(path).get_data(as_text=True)


@pytest.mark.parametrize(
    "query",
    [
        *("since=x", "until=2026-02-30", "page=x", "page=999999", "page=%C2%B2", "q=%25"),
        *("since=0001-01-01", "until=9999-12-31", "q=%ed%a0%80", "since=９９９９-12-31"),
    ],
)
def test_a_strange_address_still_shows_the_log(client_as, query):
    assert client_as(Role.AUD).get(f"/audit/?{query}").status_code == 200


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.AUD])
def test_only_the_auditor_reads_and_verifies(app, client_as, role):
    fields = {}
    with transaction():
        if role in (Role.UH, Role.UL):
            fields["unit_id"] = factories.make_unit("云岭区教育局").id
        if role is Role.DEP:
            fields["deputy_id"] = factories.make_deputy("刘桂兰").id
        login = factories.make_account(role, **fields)
    client = app.test_client()
    client.post("/login", data={"login": login, "password": factories.PASSWORD})
    assert client.get("/audit/").status_code == 403
    assert client.post("/audit/verify").status_code == 403


def test_a_broken_chain_is_told_on_the_page(client_as):
    auditor = client_as(Role.AUD)
    with transaction():
        db.session.execute(text("DROP TRIGGER audit_entry_keeps_update"))
        db.session.execute(text("UPDATE audit_entry SET detail='{}' WHERE seq=2"))
    page = auditor.post("/audit/verify", follow_redirects=True).get_data(as_text=True)
    assert "审计日志校验不通过：第 2 条内容被改动" in page


def test_an_anchor_that_was_taken_away_is_told_on_the_page(app, client_as):
    auditor = client_as(Role.AUD)
    assert "不见了" not in auditor.post("/audit/verify", follow_redirects=True).text
    (app.config["TRACKER"].data_dir / anchor.NAME).unlink()
    page = auditor.post("/audit/verify", follow_redirects=True).text
    assert "链头文件" in page
    assert "库外存档的链头不见了" in page
    assert "链头文件" not in auditor.post("/audit/verify", follow_redirects=True).text


def test_a_refusal_says_what_to_do_in_one_marked_sentence(client_as):
    client = client_as(Role.OH)
    for path, title, words in (
        ("/audit/", "没有办理权限", "您没有办理此事的权限"),
        ("/no-such-page", "页面不存在或无权查看", "地址可能写错了"),
    ):
        page = client.get(path).get_data(as_text=True)
        sentence = re.search(r"<p data-sentence>([^<]+)</p>", page).group(1)
        assert sentence.startswith(words)
        assert f"<h1>{title}</h1>" in page
        assert re.search(r"编号 [0-9a-f]{16}", page)
