"""A form of supervision that is sent twice acts once, with or without the page's script."""

from __future__ import annotations

from datetime import date

import pytest

from tests.reply.letters import Letters
from tracker.kernel import clock
from tracker.kernel.db import db
from tracker.kernel.errors import Refused
from tracker.supervise import actions
from tracker.supervise.models import FollowUpAct
from tracker.terms import FollowUpKind

APRIL_3, APRIL_4 = date(2026, 4, 3), date(2026, 4, 4)
AGAIN = "刚才已登记过同样的内容，请刷新页面查看。"
URGED = {"kind": "urge", "done_on": "2026-04-03", "requirement": "请抓紧。"}


@pytest.fixture
def handled(stage):
    """A case in handling at 教育局 on 3 April 2026."""
    stage.assign(("education", "independent"))
    stage.sign()
    return stage


def urge(letters: Letters, who: str = "clerk", on: date = APRIL_3, **changes) -> None:
    with letters.district.act(who, on):
        values = {"kind": FollowUpKind.URGE, "done_on": APRIL_3, "requirement": "请抓紧。"}
        facts = {"assignment": letters.row(), **values, **changes}
        actions.record(letters.case(), actions.Record(**facts))


def urgings(letters: Letters) -> list[str]:
    """Return what the handler was told of urgings."""
    return [sentence for sentence in letters.told("handler") if "催办" in sentence]


def test_an_urging_sent_twice_is_recorded_and_told_once(handled):
    clerk, path = handled.client("clerk"), f"/supervision/cases/{handled.case_id}/record"
    data = {**URGED, "assignment_id": str(handled.rows["education"])}
    with clock.moved_to(clock.at(APRIL_3)):
        assert clerk.post(path, data=data).status_code == 302
        answer = clerk.post(path, data=data)
    assert answer.status_code == 409
    assert AGAIN in answer.text
    assert db.session.query(FollowUpAct).count() == 1
    assert len(urgings(handled)) == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"who": "leader"},
        {"on": APRIL_4},
        {"kind": FollowUpKind.SUPERVISE},
        {"done_on": date(2026, 4, 2)},
        {"requirement": "请今天答复。"},
        {"result": "答应本周答复。"},
        {"assignment": None},
    ],
)
def test_an_urging_that_differs_in_anything_is_another(handled, changes):
    urge(handled)
    urge(handled, **changes)
    assert db.session.query(FollowUpAct).count() == 2


def test_blanks_around_the_words_make_no_other_urging(handled):
    urge(handled)
    with pytest.raises(Refused, match=AGAIN):
        urge(handled, requirement=" 请抓紧。\n")
