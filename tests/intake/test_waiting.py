"""Lists are read one after the other, outside the pages; each page says where its list stands."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests import scenes
from tests.intake import books, lists
from tests.rows import every
from tracker import jobs
from tracker.intake import waiting
from tracker.intake.models import ListReading
from tracker.kernel import sheets
from tracker.kernel.db import db, transaction

ROW = ["015", "关于学位的建议", "刘桂兰"]


@pytest.fixture
def queue(app, monkeypatch):
    """Nobody reads by himself: the reader of lists is another process."""
    app.config["LISTS_READ_IN_LINE"] = False
    monkeypatch.setattr(waiting, "PATIENCE", 0)
    return app


def sent(client, folder, name="list.xlsx"):
    """Upload a list; return the address of the page on which it waits."""
    path = books.plain(folder / name, lists.HEADS, [ROW], lists.TITLE)
    answer = client.post("/intake/", data={"file": books.data(path)})
    assert answer.location.endswith("/waiting"), answer.text
    return answer.location


def rows():
    db.session.expire_all()
    return every(ListReading)


def folder_of(app):
    return app.config["TRACKER"].data_dir / "uploads" / "intake"


def aged(seconds):
    """Let what was taken or asked for have been so, many seconds ago."""
    with transaction(in_turn=False):
        for row in every(ListReading):
            row.asked_at -= timedelta(seconds=seconds)
            row.taken_at = row.taken_at and row.taken_at - timedelta(seconds=seconds)


def test_a_list_waits_for_its_turn_and_leads_to_its_preview(queue, clerk, tmp_path):
    first, second = sent(clerk, tmp_path), sent(clerk, tmp_path, "other.xlsx")
    answer = clerk.get(second)
    assert "排在第 2 位" in lists.words(answer.text)
    assert answer.headers["Refresh"] == "2"
    assert waiting.read_next()
    assert clerk.get(first).location == first.removesuffix("/waiting")
    assert "排在第 1 位" in lists.shown(clerk, second)
    jobs.read_lists()
    assert "关于学位的建议" in lists.shown(clerk, second.removesuffix("/waiting"))
    assert rows() == []
    assert not waiting.read_next()


def test_every_page_of_a_list_leads_to_where_it_waits(queue, clerk, tmp_path):
    address = sent(clerk, tmp_path)
    preview = address.removesuffix("/waiting")
    for page in (preview, f"{preview}/columns", f"{preview}/faults.xlsx"):
        assert clerk.get(page).location == address
    assert clerk.post(f"{preview}/confirm", data={"row": "x"}).location == address


def test_a_short_list_comes_straight_to_its_preview(queue, clerk, tmp_path, monkeypatch):
    monkeypatch.setattr(waiting, "PATIENCE", 5)
    monkeypatch.setattr(waiting.time, "sleep", lambda _: waiting.read_next())
    path = books.plain(tmp_path / "list.xlsx", lists.HEADS, [ROW], lists.TITLE)
    answer = clerk.post("/intake/", data={"file": books.data(path)})
    assert "关于学位的建议" in lists.shown(clerk, answer.location)


def test_while_it_is_read_the_page_says_so(queue, clerk, tmp_path, monkeypatch):
    address, seen = sent(clerk, tmp_path), []
    real = sheets.read_ahead

    def read(path, kept):
        seen.append(lists.shown(clerk, address))
        real(path, kept)

    monkeypatch.setattr(sheets, "read_ahead", read)
    waiting.read_next()
    assert len(seen) == 1
    assert "正在读这份清单" in seen[0]


def test_a_list_that_is_given_up_leaves_nothing(queue, clerk, tmp_path, monkeypatch):
    address = sent(clerk, tmp_path)
    give_up = address.replace("/waiting", "/give-up")
    real = sheets.read_ahead

    def read(path, kept):
        assert clerk.post(give_up).location == "/intake/"
        real(path, kept)

    monkeypatch.setattr(sheets, "read_ahead", read)
    waiting.read_next()
    assert rows() == []
    assert list(folder_of(queue).iterdir()) == []
    assert clerk.get(address).status_code == 404


def test_a_list_whose_reader_died_is_read_once_more_and_then_refused(
    queue, clerk, tmp_path, monkeypatch
):
    address, tried = sent(clerk, tmp_path), []

    def die(*_):
        tried.append(1)
        raise SystemExit

    with monkeypatch.context() as patch:
        patch.setattr(sheets, "read_ahead", die)
        for _turn in range(2):
            with pytest.raises(SystemExit):
                waiting.read_next()
            assert not waiting.read_next(), "it may still be read"
            aged(61)
        waiting.read_next()
    assert len(tried) == 2
    preview = clerk.get(address).location
    assert clerk.get(preview).location == "/intake/"
    assert "读了两次都中断了" in lists.shown(clerk, "/intake/")
    assert list(folder_of(queue).iterdir()) == []


def test_a_list_that_cannot_be_read_is_told_so_after_the_wait(queue, clerk, tmp_path):
    path = tmp_path / "list.xlsx"
    path.write_bytes(b"%PDF-1.4 nothing")
    address = clerk.post("/intake/", data={"file": books.data(path)}).location
    waiting.read_next()
    assert clerk.get(clerk.get(address).location).location == "/intake/"
    assert "这是 PDF 文件" in lists.shown(clerk, "/intake/")


def test_a_list_without_headings_leads_to_its_columns_after_the_wait(queue, clerk, tmp_path):
    path = books.plain(tmp_path / "list.xlsx", ["甲", "乙", "丙"], [ROW], lists.TITLE)
    address = clerk.post("/intake/", data={"file": books.data(path)}).location
    waiting.read_next()
    preview = clerk.get(address).location
    assert clerk.get(preview).location == f"{preview}/columns"


def test_where_nobody_reads_the_page_reads_by_itself(queue, clerk, tmp_path):
    address = sent(clerk, tmp_path)
    assert "排在第 1 位" in lists.shown(clerk, address)
    aged(16)
    assert clerk.get(address).location == address.removesuffix("/waiting")


def test_a_list_in_no_queue_is_asked_for_anew(queue, clerk, tmp_path):
    address = sent(clerk, tmp_path)
    with transaction(in_turn=False):
        db.session.delete(every(ListReading)[0])
    assert "正在排队" in lists.shown(clerk, address)
    assert len(rows()) == 1


def test_nobody_else_sees_or_gives_up_a_list(queue, app, district, clerk, tmp_path):
    address = sent(clerk, tmp_path)
    other = scenes.client_of(app, district, "leader")
    assert other.get(address).status_code in (403, 404)
    assert other.post(address.replace("/waiting", "/give-up")).status_code in (403, 404)
    assert len(rows()) == 1


def test_what_was_read_is_read_by_no_page_again(queue, clerk, tmp_path, monkeypatch):
    address = sent(clerk, tmp_path)
    waiting.read_next()
    monkeypatch.setattr(sheets, "_run", lambda _: pytest.fail("a page started the reader"))
    assert "关于学位的建议" in lists.shown(clerk, address.removesuffix("/waiting"))


def test_the_jobs_process_looks_every_second(queue):
    (job,) = [one for one in jobs.JOBS if one.run is jobs.read_lists]
    assert job.trigger == {"second": "*"}
