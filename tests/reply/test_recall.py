"""Taking a draft back from signing (收回送签) while nobody has signed."""

from __future__ import annotations

import pytest

from tests.reply.letters import DAY, Letters
from tests.scenes import build
from tracker.kernel import clock
from tracker.kernel.errors import Refused
from tracker.reply import actions


@pytest.fixture
def sent(app):
    """A complete draft that the handler has sent for signing."""
    with clock.moved_to(clock.at(DAY)):
        letters = Letters(app, build())
        letters.ready()
        with letters.by("handler"):
            actions.submit_for_signing(letters.letter())
        yield letters


def test_who_sent_it_takes_it_back_and_sends_it_again(sent):
    client = sent.client("handler")
    assert "收回送签" in client.get(f"/cases/{sent.case_id}").get_data(as_text=True)
    assert client.post(sent.url("/reply/recall")).status_code == 302
    assert sent.letter().state == "drafting"
    assert client.post(sent.url("/reply/recall")).status_code == 409
    with sent.by("handler"):
        actions.submit_for_signing(sent.letter())
    assert sent.letter().state == "signing"


def test_what_the_leader_signed_stays(sent):
    with sent.by("head"):
        actions.sign_in_unit(sent.letter())
    with pytest.raises(Refused, match="不能收回送签"), sent.by("handler"):
        actions.recall(sent.letter())


@pytest.mark.parametrize(("who", "status"), [("head", 403), ("clerk", 403), ("city_handler", 404)])
def test_nobody_else_takes_it_back(sent, who, status):
    assert sent.client(who).post(sent.url("/reply/recall")).status_code == status
    assert sent.letter().state == "signing"
