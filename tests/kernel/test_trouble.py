"""What is told of a disk that is full, and what stays of a file that found no room."""

from __future__ import annotations

import errno
from contextlib import contextmanager
from io import BytesIO

import pytest
from lxml.etree import SerialisationError
from sqlalchemy import event, text
from werkzeug.datastructures import FileStorage

from config import write_private
from tests import scenes
from tests.at_once import own_database
from tests.full_disk import no_room
from tests.house.people import client_of
from tests.house.test_typed_is_kept import SENT, WRITTEN, _body, lost
from tests.rows import the
from tests.sending.test_twice import TODAY, marks
from tracker import create_app
from tracker.audit import anchor
from tracker.audit.actions import record
from tracker.audit.models import AuditEntry
from tracker.cases.models import Case
from tracker.intake import uploads
from tracker.kernel import clock, files, trouble, whole
from tracker.kernel.db import db, transaction
from tracker.roles import Role
from tracker.sending import guard

RAISED = "DO $$ BEGIN RAISE EXCEPTION 'full' USING ERRCODE = 'disk_full'; END $$"


def note() -> None:
    """Save something."""
    with transaction():
        record("case.registered", "case", 1, {"words": WRITTEN * 40})


@pytest.fixture
def own(make_config, database_url):
    """An application of its own, with a route that saves once and one that saves twice."""
    app = create_app(make_config(database_url))
    app.config.update(WTF_CSRF_ENABLED=False)

    def once():
        note()
        return "done"

    def twice():
        note()
        with no_room():
            note()

    app.add_url_rule("/taken", "taken", lambda: "done", methods=["POST"])
    app.add_url_rule("/once", "once", once, methods=["GET", "POST"])
    app.add_url_rule("/twice", "twice", twice, methods=["POST"])
    with app.app_context():
        db.create_all()
        yield app
        db.session.remove()
        db.engine.dispose()


def entries() -> int:
    """Count what was saved."""
    found = db.session.query(AuditEntry).count()
    db.session.rollback()
    return found


def test_a_database_that_may_not_grow_says_what_was_not_saved_and_goes_on_after(own):
    client, pages = own.test_client(), [4096]

    @event.listens_for(db.engine, "connect")
    def _limit(connection, _record):
        connection.execute(f"PRAGMA max_page_count={pages[0]}")

    assert client.post("/once").status_code == 200
    pages[0] = 1  # SQLite takes it for the present size
    db.session.remove()
    db.engine.dispose()
    answer = client.post("/once", data=SENT)
    assert (answer.status_code, lost(answer), entries()) == (507, False, 1)
    assert "什么也没有保存" in answer.text
    assert "磁盘已满，没有办成" in answer.text
    asked = client.get("/once")
    assert (asked.status_code, "先记入审计日志" in asked.text) == (507, True)
    assert client.get("/health/live").status_code == 507
    assert client.get("/login").status_code == 200
    pages[0] = 4096
    db.session.remove()
    db.engine.dispose()
    assert (client.post("/once").status_code, entries()) == (200, 2)


def test_an_act_that_was_done_is_answered_as_done_where_its_answer_cannot_be_kept(
    app, district, monkeypatch
):
    @contextmanager
    def full(**options):
        with no_room(), transaction(**options):
            yield

    with clock.moved_to(clock.at(TODAY)):
        case_id = scenes.register(district, "021")
        clerk, path = scenes.client_of(app, district, "clerk"), f"/cases/{case_id}/mark"
        data = {**marks(clerk, path), "key_item": "y"}
        monkeypatch.setattr(guard, "transaction", full)
        answers = [clerk.post(path, data=data) for _ in range(2)]
    assert [one.status_code for one in answers] == [302, 302]
    assert {one.location for one in answers} == {f"/cases/{case_id}"}
    assert the(Case, case_id).key_item


def test_what_is_refused_is_refused_where_that_cannot_be_written_down(app):
    client = client_of(app, Role.OH)
    with no_room():
        assert client.get("/cases/999999").status_code == 404
        assert client.get("/audit/").status_code == 403


def test_what_was_saved_in_part_is_not_called_nothing(own):
    answer = own.test_client().post("/twice", data=SENT)
    assert (answer.status_code, lost(answer), entries()) == (507, False, 1)
    assert "只保存了前面一部分" in answer.text


def test_an_upload_that_finds_no_room_leaves_the_text(own):
    body = _body(600 * 1024)  # more than stays in memory
    form = {"content_length": len(body), "content_type": "multipart/form-data; boundary=b"}
    with no_room():
        answer = own.test_client().post("/taken", input_stream=BytesIO(body), **form)
    assert (answer.status_code, lost(answer)) == (507, False)
    sent = own.test_client().post("/once", input_stream=BytesIO(body), **form)
    assert (sent.status_code, entries()) == (200, 1)


def test_postgresql_tells_it_by_its_number(tmp_path, request, make_config):
    app = create_app(make_config(own_database("postgresql", tmp_path, request)))
    app.config.update(WTF_CSRF_ENABLED=False)
    app.add_url_rule("/", "full", lambda: db.session.execute(text(RAISED)), methods=["POST"])
    client = app.test_client()
    answer = client.post("/", data=SENT)
    assert (answer.status_code, lost(answer)) == (507, False)
    assert client.get("/health/live").status_code == 507  # said by what was met, for a minute
    app.extensions[trouble.NOTED] -= trouble.REMEMBERED
    assert client.get("/health/live").status_code == 200
    with app.app_context():
        db.engine.dispose()


def test_a_folder_that_takes_no_file_is_told(app, client):
    assert client.get("/health/live").text == "ok"
    with no_room():
        answer = client.get("/health/live")
    assert (answer.status_code, answer.text) == (507, trouble.NO_ROOM)


@pytest.mark.parametrize("number", [errno.ENOSPC, errno.EDQUOT, errno.EROFS])
def test_the_numbers_of_a_full_disk(number):
    assert trouble.has_no_room(OSError(number, "x"))
    assert trouble.has_no_room(SerialisationError(f"IO_{errno.errorcode[number]}"))
    assert not trouble.has_no_room(FileNotFoundError(errno.ENOENT, "x"))
    assert not trouble.has_no_room(SerialisationError("IO_ENOENT"))
    assert not trouble.is_away(OSError(number, "x"))


def names(folder) -> list[str]:
    """Return what lies in a folder and below."""
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_nothing_is_left_of_a_file_that_found_no_room(app, tmp_path):
    note()
    assert anchor.keep()
    kept = uploads.keep(FileStorage(BytesIO(b"x" * 90), "清单.xlsx"), 1)
    db.session.remove()
    note()
    before, head = names(tmp_path), anchor.read()
    known = kept.path.with_suffix(".json").read_text()
    writers = [
        lambda: files.keep_bytes(scenes.SCAN, "扫描件.pdf", None),
        lambda: uploads.keep(FileStorage(BytesIO(b"x" * 90), "清单.xlsx"), 1),
        lambda: uploads.take(kept, {"session:1": "2"}),
        lambda: write_private(tmp_path / "new.key", "key"),
        anchor.keep,
    ]
    with no_room():
        for write in writers:
            with pytest.raises(OSError, match="File too large"):
                write()
    assert names(tmp_path) == before
    assert anchor.read() == head
    assert kept.path.with_suffix(".json").read_text() == known


def test_a_file_that_was_begun_does_not_take_the_place_of_the_one_before(tmp_path):
    path = tmp_path / "kept"
    path.write_text("before")

    def begin():
        with whole.written(path) as file:
            file.write(b"half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        begin()
    assert (names(tmp_path), path.read_text()) == (["kept"], "before")
