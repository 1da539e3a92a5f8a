"""Two people press the same button at the same moment, on both databases."""

from __future__ import annotations

import secrets
import threading

import psycopg
import pytest

from tests.reply.letters import PROMISED
from tracker.kernel.db import db
from tracker.kernel.errors import Refused
from tracker.reply import queries
from tracker.timeline.models import HistoryEntry


@pytest.fixture
def database_url(backend, tmp_path, request):
    """A fresh database on each of the two systems."""
    if backend == "sqlite":
        return f"sqlite:///{tmp_path / 'tracker.db'}"
    server = request.getfixturevalue("postgres_server")
    name = f"twice_{secrets.token_hex(6)}"
    with psycopg.connect(server.get_uri(), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    return server.get_uri(database=name, driver="psycopg")


def test_a_letter_is_issued_once(letters):
    letters.checked(PROMISED)
    db.session.remove()
    answers, ready = [], threading.Barrier(2)

    def press() -> None:
        with letters.app.app_context():
            ready.wait(10)
            try:
                letters.issue()
            except Refused as refusal:
                answers.append(str(refusal))
            else:
                answers.append("issued")
            finally:
                db.session.remove()

    people = [threading.Thread(target=press) for _ in range(2)]
    for person in people:
        person.start()
    for person in people:
        person.join(60)
    assert sorted(answers) == [
        "issued",
        "答复函已经印发，不能再改。确有错误的，请用“更正答复”另发一函。",
    ]
    lines = db.session.query(HistoryEntry).filter_by(act="reply.issued")
    assert lines.count() == 1
    assert len(queries.commitments(letters.case_id)) == 1
