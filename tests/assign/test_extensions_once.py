"""One extension a round, whoever sets it; what the office sets by itself is told to everybody."""

from __future__ import annotations

from datetime import date
from functools import partial

import pytest

from tests import scenes
from tests.assign.longer import CAP, HOST, MAY_11, MAY_12, MAY_14, NEW, asks, decides, due, told_to
from tests.reply.letters import PROMISED
from tests.reports.village import BAD
from tests.reports.walk import Walk
from tests.rows import every
from tests.stories.people import Person, at
from tracker.assign import actions, extended
from tracker.assign.extensions import Asked
from tracker.assign.models import ExtensionRequest
from tracker.cases.facts import SubmitterFacts
from tracker.kernel.errors import Invalid, Refused
from tracker.notices.models import PhoneCall


@pytest.fixture
def make_config(make_config):
    """Nobody has to change a password on the way."""
    return partial(make_config, password_days=1000)


@pytest.fixture
def walk(district) -> Walk:
    """教育局 hosts, 财政局 assists, both have signed."""
    made = Walk(district).assign("015", *HOST)
    return made.sign(date(2026, 3, 19), "education", "finance")


def test_the_office_lengthens_once_by_itself_and_tells_everybody(walk):
    with walk.district.act("clerk", MAY_11):
        actions.set_deadline(walk.row(), NEW, "方案需要论证")
    sentence = "区教育局的答复延期至 2026-07-20，理由：方案需要论证。"
    for name in ("deputy", "co_deputy", "congress_office", "finance_head"):
        assert sentence in told_to(walk, name)
    with pytest.raises(Invalid, match="延期过一次"), walk.district.act("clerk", MAY_12):
        actions.set_deadline(walk.row(), CAP, "仍要论证")
    with pytest.raises(Refused, match="延期过一次"):
        asks(walk, on=MAY_12, asked=Asked(CAP, "仍要论证。"))
    with walk.district.act("clerk", MAY_12):
        actions.set_deadline(walk.row(), date(2026, 7, 10), "日期录错")
    assert "答复期限更正为 2026-07-10，理由：日期录错。" in told_to(walk, "deputy")
    assert walk.row().deadline("reply").extends


def test_a_shorter_date_is_told_to_the_unit_alone_and_is_no_extension(walk):
    with walk.district.act("clerk", MAY_11):
        actions.set_deadline(walk.row(), date(2026, 6, 1), "汛期前答复")
    assert "2026-06-01" in told_to(walk, "handler")
    assert "2026-06-01" not in told_to(walk, "deputy") + told_to(walk, "congress_office")
    assert not extended.is_used(walk.row())
    asks(walk, "head", MAY_12)
    decides(walk)
    assert due(walk) == NEW


def test_a_lead_who_does_not_log_in_is_called(district):
    case_id = scenes.register(district, "017", submitters=_unknown())
    (row,) = scenes.assign_to(district, case_id, ("education", "independent"))
    scenes.sign(district, row)
    made = Walk(district, case_id, {"education": row})
    asks(made, "head")
    decides(made)
    calls = [(one.person, one.sentence) for one in every(PhoneCall)]
    assert [person for person, said in calls if "延期至 2026-07-20" in said] == ["周建国"]


def _unknown():
    return (SubmitterFacts("周建国", "城西代表团", "13800006033", None),)


def test_the_ledger_lists_what_was_extended_and_what_waits(app, district, walk):
    asks(walk, "head")
    with at(MAY_11):
        clerk = Person(app, district, "clerk")
        assert "015" in clerk.sees("/ledger?extended=waits")
        assert "没有符合条件的件" in clerk.sees("/ledger?extended=yes")
    decides(walk)
    with at(MAY_14):
        clerk = Person(app, district, "clerk")
        assert "没有符合条件的件" in clerk.sees("/ledger?extended=waits")
        page = clerk.sees("/ledger?extended=yes")
        assert "已延期" in page
        assert "015" in page


def test_a_promise_of_the_second_round_may_be_extended_once_more(walk):
    walk.talk(date(2026, 4, 1)).opinion(date(2026, 4, 2), accept=True)
    asks(walk, "head")
    decides(walk)
    walk.answer(date(2026, 5, 18), "云教函〔2026〕2号", facts=PROMISED).deliver(date(2026, 5, 19))
    walk.rate(date(2026, 5, 20), BAD, reason="没有时限").again(date(2026, 5, 21))
    before = due(walk)
    assert before is not None
    asks(walk, "head", date(2026, 5, 22), Asked(date(2026, 7, 31), "需要重新测算。"))
    decides(walk, on=date(2026, 5, 25))
    assert due(walk) == date(2026, 7, 31)
    assert sorted((row.round, str(row.state)) for row in every(ExtensionRequest)) == [
        (1, "granted"),
        (2, "granted"),
    ]


def test_one_request_waits_at_a_time(walk):
    asks(walk, "head")
    with pytest.raises(Refused, match="现在不能申请延期"):
        asks(walk, "handler", MAY_12)
    assert len(every(ExtensionRequest)) == 1
