"""The audit chain names the first entry that was touched."""

import pytest
from sqlalchemy import text

from tracker.audit import actions, queries
from tracker.audit.actions import record
from tracker.kernel.db import db, transaction
from tracker.roles import Role

ENTRIES = 6


@pytest.fixture
def chain(app):
    with transaction():
        for number in range(ENTRIES):
            record("case.registered", "case", number, {"number": f"{number:03}"})
    return app


def _run(*statements):
    with db.engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))


def test_an_untouched_chain_is_intact(chain):
    assert queries.verify().sentence == "6 条全部完好。"


@pytest.mark.parametrize(
    ("statements", "seq", "words"),
    [
        pytest.param(["UPDATE audit_entry SET detail='{}' WHERE seq=3"], 3, "改动", id="改内容"),
        pytest.param(["UPDATE audit_entry SET actor_name='他' WHERE seq=1"], 1, "改动", id="改人"),
        pytest.param(
            ["UPDATE audit_entry SET result='denied' WHERE seq=4"], 4, "改动", id="改结果"
        ),
        pytest.param(["DELETE FROM audit_entry WHERE seq=2"], 2, "缺失", id="删一条"),
        pytest.param(["DELETE FROM audit_entry WHERE seq>4"], 5, "截去", id="截尾"),
        pytest.param(
            [
                "UPDATE audit_entry SET seq=99 WHERE seq=2",
                "UPDATE audit_entry SET seq=2 WHERE seq=3",
                "UPDATE audit_entry SET seq=3 WHERE seq=99",
            ],
            2,
            "不相接",
            id="换位",
        ),
        pytest.param(
            ["DELETE FROM audit_entry WHERE seq>4", "UPDATE audit_head SET seq=4"],
            5,
            "链头被改动",
            id="截尾并改链头",
        ),
        pytest.param(["DELETE FROM audit_head"], 7, "链头缺失", id="删链头"),
    ],
)
def test_the_first_touched_entry_is_named(chain, statements, seq, words):
    _run(*statements)
    finding = queries.verify()
    assert finding.seq == seq
    assert words in finding.sentence


def test_an_act_whose_audit_entry_fails_leaves_nothing_behind(chain, monkeypatch):
    monkeypatch.setattr(actions, "signing_key", lambda: 1 / 0)

    def act():
        with transaction():
            db.session.execute(text("DELETE FROM audit_entry WHERE seq=6"))
            record("case.registered", "case", 1)

    with pytest.raises(ZeroDivisionError):
        act()
    monkeypatch.undo()
    assert queries.verify().intact


def test_a_refusal_is_recorded_with_its_path(client_as):
    client = client_as(Role.OH)
    before = queries.count()
    assert client.get("/audit/").status_code == 403
    assert queries.count() == before + 1
    newest = db.session.scalar(queries.search())
    assert (newest.action, newest.result.value) == ("access.denied", "denied")
    assert '"/audit/"' in newest.detail


def test_the_auditor_reads_and_verifies(client_as):
    client = client_as(Role.AUD)
    assert "auth.login" in client.get("/audit/").get_data(as_text=True)
    page = client.post("/audit/verify", follow_redirects=True).get_data(as_text=True)
    assert "条全部完好" in page
