"""`flask search`: the index made anew, and each difference named."""

from __future__ import annotations

import pytest
from flask_migrate import downgrade, stamp, upgrade
from sqlalchemy import text

from tracker.kernel.db import db, transaction

LEFT_OUT = "DELETE FROM case_text WHERE id = (SELECT max(id) FROM case_text)"


@pytest.fixture
def run(town):
    """Return a function that runs a command, and ends what it read."""

    stamp()

    def command(*words: str) -> tuple[int, list[str]]:
        done = town.app.test_cli_runner().invoke(args=["search", *words])
        db.session.rollback()
        return done.exit_code, done.output.splitlines()

    return command


def _spoil(statement: str) -> None:
    """Change the database past the program."""
    with transaction():
        db.session.execute(text(statement))


def test_what_the_acts_left_is_what_a_rebuild_makes(run):
    assert run("verify") == (0, ["查找索引与件和答复函一致。"])
    code, lines = run("rebuild")
    assert code == 0
    # seven cases of two texts each, two of the confidential one twice, four letters
    assert lines == ["查找索引已重建：7 件，20 段文字。"]
    assert run("verify") == (0, ["查找索引与件和答复函一致。"])


def test_each_difference_is_named_and_a_rebuild_mends_it(run):
    _spoil("UPDATE case_record SET title = '关于喷泉的建议' WHERE number = '021'")
    _spoil("UPDATE submitter SET name = '诸葛亮' WHERE position = 0 AND case_id = "
           "(SELECT id FROM case_record WHERE number = '022')")  # fmt: skip
    _spoil(LEFT_OUT)
    code, lines = run("verify")
    assert code == 2
    assert "建议第021号“关于喷泉的建议”：编号、标题、正文与原文不同" in lines
    assert "建议第022号“关于整治占道停车的建议”：提出者与原文不同" in lines
    assert any(line.endswith("：答复函缺失") for line in lines)
    assert any(line.endswith("：索引多余") for line in lines)
    assert lines[-1] == "共 4 处不同。请运行 search rebuild 重建。"
    assert run("rebuild")[0] == 0
    assert run("verify")[0] == 0


def test_an_index_that_lost_its_rows_is_told(run):
    sqlite = db.engine.dialect.name == "sqlite"
    values = "(case_text_index) VALUES ('delete-all')"
    _spoil(f"INSERT INTO case_text_index {values}" if sqlite else "DELETE FROM case_text_index")
    code, lines = run("verify")
    assert code == 2
    assert len([line for line in lines if line.endswith("：索引与文字不同")]) == 20


def test_on_another_schema_the_command_says_what_to_do(run):
    _spoil("UPDATE alembic_version SET version_num = '0001'")
    code, lines = run("verify")
    assert code == 1
    assert "db upgrade" in lines[0]


def test_the_migration_indexes_what_was_registered_and_issued_before_it(run, town):
    downgrade(revision="0003")
    upgrade()
    assert run("verify") == (0, ["查找索引与件和答复函一致。"])
    assert len(town.found("clerk", "財政局 031")) == 1
    assert len(town.found("handler", "刘桂兰")) == 2
