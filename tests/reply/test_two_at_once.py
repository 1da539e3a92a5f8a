"""Two people press the same button at the same moment, on both databases."""

from __future__ import annotations

import pytest

from tests.at_once import own_database, press
from tests.browser.stage import Stage
from tests.reply.letters import PROMISED
from tracker.kernel.db import db
from tracker.kernel.errors import Refused
from tracker.reply import queries
from tracker.reply.models import Reply
from tracker.timeline.models import HistoryEntry

PRINTED = "云教函〔2026〕12号"


@pytest.fixture
def database_url(backend, tmp_path, request):
    """A fresh database on each of the two systems."""
    return own_database(backend, tmp_path, request)


def issued_together(*cases: Stage) -> list[str]:
    """Let each issue its letter at one moment; return what each was told."""
    answers = []

    def issue(one: Stage) -> None:
        with one.app.app_context():
            try:
                one.issue()
            except Refused as refusal:
                answers.append(str(refusal))
            else:
                answers.append("issued")
            finally:
                db.session.remove()

    db.session.remove()
    press([lambda one=one: issue(one) for one in cases])
    return sorted(answers)


def test_a_letter_is_issued_once(letters):
    letters.checked(PROMISED)
    assert issued_together(letters, letters) == [
        "issued",
        "答复函已经印发，不能再改。确有错误的，请用“更正答复”另发一函。",
    ]
    lines = db.session.query(HistoryEntry).filter_by(act="reply.issued")
    assert lines.count() == 1
    assert len(queries.commitments(letters.case_id)) == 1


def test_a_unit_uses_a_number_for_one_letter_only(letters):
    cases = [Stage(letters.app, letters.district, number=number) for number in ("021", "022")]
    for one in cases:
        one.checked()
    assert issued_together(*cases) == ["issued", f"本单位已用过文号 {PRINTED}，请核对。"]
    assert db.session.query(Reply).filter_by(number=PRINTED).count() == 1
