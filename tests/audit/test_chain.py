"""The audit chain names the first entry that was touched."""

import pytest
from sqlalchemy import text

from tracker.audit import actions, anchor, queries
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
    """Do what one can who holds the database: take the triggers away, then change the log."""
    with db.engine.begin() as connection:
        for act in ("update", "delete"):
            connection.execute(text(f"DROP TRIGGER IF EXISTS audit_entry_keeps_{act}"))
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


def _state(statement):
    with db.engine.connect() as connection:
        return connection.execute(text(statement)).one()


def _cut_with_head():
    """Put an older head back, and cut off what came after it: the database alone looks whole."""
    digest, seal = _state("SELECT digest, seal FROM audit_head")
    with transaction():
        record("case.voided", "case", 1)
        record("case.voided", "case", 2)
    assert anchor.keep()
    _run(
        f"DELETE FROM audit_entry WHERE seq>{ENTRIES}",
        f"UPDATE audit_head SET seq={ENTRIES}, digest='{digest}', seal='{seal}'",
    )


def test_a_tail_cut_off_with_its_head_is_told_by_the_head_kept_outside(chain):
    _cut_with_head()
    finding = queries.verify()
    assert (finding.seq, finding.sentence) == (7, "第 7 条起被截去（库外存档记有 8 条）。")
    anchor.forget()
    assert queries.verify().intact


def test_what_is_written_over_the_cut_is_told_and_the_kept_head_stays(chain):
    _cut_with_head()
    with transaction():
        for number in range(4):
            record("case.registered", "case", number)
    finding = queries.verify()
    assert finding.seq == 8
    assert "与库外存档的链头不符" in finding.sentence
    assert not anchor.keep()
    assert not queries.verify().intact


@pytest.mark.parametrize("content", ["", "{}", '{"seq": 2, "digest": "0", "seal": "0"}', "\0"])
def test_a_kept_head_that_was_touched_is_told(chain, content):
    anchor.keep()
    (chain.config["TRACKER"].data_dir / anchor.NAME).write_text(content)
    finding = queries.verify()
    assert not finding.intact
    assert finding.seq == 7
    assert not anchor.keep()


def test_an_act_whose_audit_entry_fails_leaves_nothing_behind(chain, monkeypatch):
    monkeypatch.setattr(actions, "signing_key", lambda: 1 / 0)

    def act():
        with transaction():
            db.session.execute(text("DELETE FROM audit_head"))
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
