"""Law 5: telling someone is writing a row in the same transaction; a job sends it."""

from __future__ import annotations

import ast

import pytest
from sqlalchemy import func, select

from tests import scenes
from tests.house.sources import Source, product
from tests.rows import the
from tests.scenes import START, District
from tracker.assign import actions as assign
from tracker.cases.models import Case
from tracker.jobs import JOBS
from tracker.kernel.db import db
from tracker.notices.models import Notice, PhoneCall
from tracker.terms import AssignRole, CaseState
from tracker.units.models import Unit

OUTBOX = {"tracker/notices/actions.py"}
ROWS = {"Notice", "NoticeLine", "PhoneCall"}
LINES = {
    "aiohttp", "email", "ftplib", "http.client", "httpx", "poplib", "requests", "smtplib", "socket",
    "telnetlib", "urllib.request", "urllib3", "websockets", "xmlrpc",
}  # fmt: skip
# a web page saved as one file has the form of a mail: it is read, nothing is sent
READ_ONLY = {"tracker/kernel/sheet_reading/web_page.py": {"email", "email.policy"}}


def _made(source: Source) -> set[str]:
    """Return the rows of the outbox that the file makes."""
    calls = (node.func for node in source.nodes(ast.Call))
    return {called.id for called in calls if isinstance(called, ast.Name)} & ROWS


def _counted(*columns) -> int:
    return sum(db.session.scalar(select(func.count(column))) for column in columns)


def _approved_then_failing(district: District, case_id: int, before: int) -> None:
    """Approve, find the message written, and fail before the end."""
    with district.act("leader"):
        assign.approve(the(Case, case_id), START)
        assert _counted(Notice.id, PhoneCall.id) > before
        raise ZeroDivisionError


def test_only_the_outbox_writes_what_people_are_told():
    assert {source.name for source in product() if _made(source)} == OUTBOX


def test_no_feature_speaks_to_another_machine():
    speaking = {
        source.name: found
        for source in product()
        for found in [{m for m in source.imported() if m in LINES or m.split(".")[0] in LINES}]
        if found
    }
    assert speaking == READ_ONLY


def test_what_is_told_goes_with_the_act_or_not_at_all(district):
    case_id = scenes.register(district)
    with district.act("clerk"):
        unit = district.row(Unit, "education")
        shares = [assign.ShareFacts(unit, AssignRole.INDEPENDENT)]
        assign.propose(the(Case, case_id), shares)
        assign.submit(the(Case, case_id))
    before = _counted(Notice.id, PhoneCall.id)
    with pytest.raises(ZeroDivisionError):
        _approved_then_failing(district, case_id, before)
    assert _counted(Notice.id, PhoneCall.id) == before
    assert the(Case, case_id).state == CaseState.ASSIGN_PENDING


def test_a_message_waits_for_the_job_that_sends_it(district):
    scenes.assign_to(district, scenes.register(district), ("education", "independent"))
    assert _counted(Notice.id) > _counted(Notice.sent_at) == 0
    db.session.rollback()
    (send,) = [job for job in JOBS if job.name == "send"]
    send.run()
    assert _counted(Notice.id) == _counted(Notice.sent_at)
