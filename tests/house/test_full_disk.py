"""A full disk: reading goes on, nothing is saved by halves, and whoever writes is told.

A law over every page and over every form that the pages show.
"""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest

from tests.full_disk import no_room
from tests.house.people import logged_in
from tests.house.sent_forms import Shown, page_of_each, shown_forms
from tests.house.test_forms_act_once import ROLES
from tracker.kernel import clock

WRITTEN = "按规定办理。"  # what a text area is filled in with
# what is taken out is written down first
AUDITED = {"reports.ledger_workbook", "reports.satisfaction_workbook", "reports.units_workbook"}
SAYS_IT = {"desk.live", "waiting.page"}  # a list that nobody reads is read by its page
# nothing is ticked, or not everything is filled in: told so before anything is written
REFUSED_ANYHOW = {
    "assign.submit_batch": 302,
    "leader.approve_many": 302,
    **dict.fromkeys(
        (
            "administration.new_post", "bodies.new_session", "cases.new", "deputies.add_mandate",
            "deputies.new_post", "handover.index_post", "reply.issue_entered", "settings.set_day",
        ),
        422,
    ),
}  # fmt: skip
# made by way of a temporary file, which openpyxl complains of once more whenever it is forgotten
MADE = {"directory.template"}


@pytest.fixture
def world(whole_world):
    """A case at every stage and a person of each role."""
    return whole_world


def kept(app) -> dict[str, str]:
    """Return every file of the installation with its digest."""
    folder = app.config["TRACKER"].data_dir
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


def test_reading_goes_on_and_no_form_is_half_saved(app, world):
    pages, forms = page_of_each(app, world, ROLES), shown_forms(app, world, ROLES)
    clients = {role: logged_in(app, world.login(role)) for role in ROLES}
    before, read, sent = kept(app), {}, {}
    # the use of each session would be noted
    with no_room(), clock.moved_to(clock.now() + timedelta(minutes=2)):
        for endpoint in pages.keys() - MADE:
            role, path, status = pages[endpoint]
            answer = clients[role].get(path)
            read[endpoint] = (status, answer.status_code)
            answer.close()
        for one in forms.values():
            sent[one.endpoint] = clients[one.role].post(one.path, data=one.filled())
    assert kept(app) == before
    assert len(pages) > 60
    changed = {name: told for name, told in read.items() if told[0] != told[1]}
    assert changed == dict.fromkeys(AUDITED | SAYS_IT, (200, 507))
    told = {name: answer.status_code for name, answer in sent.items()}
    assert {name: status for name, status in told.items() if status != 507} == REFUSED_ANYHOW
    assert len(told) > 90
    lost = [one.endpoint for one in forms.values() if is_lost(one, sent[one.endpoint])]
    assert lost == []


def is_lost(form: Shown, answer) -> bool:
    """Whether what somebody wrote does not stand on the page that says that nothing is saved."""
    written = [value for value in form.filled().values() if value == WRITTEN]
    return answer.status_code == 507 and answer.text.count(WRITTEN) < len(written)
