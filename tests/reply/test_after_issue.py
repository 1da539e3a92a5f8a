"""What follows an issued letter: delivery, entry on behalf and from paper, another round."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.reply.letters import DONE, NUMBERED, PROMISED
from tracker.assign import actions as assign
from tracker.assign import limits
from tracker.kernel.db import db
from tracker.kernel.errors import Invalid, Refused
from tracker.reply import actions, document, issuing, queries
from tracker.reply.letter_check import IssueFacts
from tracker.reply.models import Delivery
from tracker.terms import (
    CaseState,
    DeadlineKind,
    DeliveryWay,
    Outcome,
    ReplyState,
)
from tracker.timeline.models import HistoryEntry

S = ReplyState


def said(act: str) -> list[tuple[str, bool]]:
    """Return the history lines of an act: (sentence, public)."""
    rows = db.session.query(HistoryEntry).filter_by(act=act).order_by(HistoryEntry.id)
    return [(row.sentence, row.public) for row in rows]


def test_a_delivery_is_recorded_once_for_each_proposer(letters):
    letters.issued()
    lead, other = letters.case().submitters
    ids = lead.id, other.id

    def deliver(index: int, on: date = date(2026, 4, 3)) -> None:
        with letters.by("handler"):
            person = next(row for row in letters.case().submitters if row.id == ids[index])
            issuing.record_delivery(letters.letter(), person, DeliveryWay.IN_PERSON, on)

    with pytest.raises(Invalid, match="日期不能早于落款日期 2026-04-03"):
        deliver(0, date(2026, 4, 2))
    deliver(0)
    with pytest.raises(Refused, match="送达刘桂兰已经登记过"):
        deliver(0)
    deliver(1)
    with pytest.raises(Refused, match="已全部登记送达"):
        deliver(1)
    assert db.session.query(Delivery).count() == 2


def test_the_clerk_enters_the_paper_letter_of_a_unit_without_log_in(letters):
    letters.assign(("post", "independent"))
    letters.sign_for_offline()
    with pytest.raises(Invalid, match="代录请上传") as refused, letters.by("clerk"):
        issuing.enter_issued_on_behalf(letters.row("post"), DONE, NUMBERED)
    assert refused.value.field == "scan"
    bare = IssueFacts("", date(2026, 4, 3), "")
    with pytest.raises(Invalid, match="请填写文号"), letters.by("clerk"):
        issuing.enter_issued_on_behalf(letters.row("post"), DONE, bare, letters.scan())
    with letters.by("clerk"):
        stated = replace(bare, not_stated=True)
        issuing.enter_issued_on_behalf(letters.row("post"), PROMISED, stated, letters.scan())
    reply = letters.letter("post")
    assert (reply.on_behalf, reply.not_stated, reply.number) == (True, True, "")
    assert reply.scan_id is not None
    assert letters.case().state == CaseState.REPLIED
    assert len(queries.open_commitments(letters.case_id)) == 1
    assert said("reply.issued") == [
        ("政府办代录：区邮政管理局印发答复函（原件未注明文号，B类）。", True)
    ]
    with letters.by("clerk"):
        actions.mend(letters.letter("post"), "扫描件漏页。")
        second = replace(NUMBERED, number="云邮函〔2026〕2号")
        issuing.enter_issued_on_behalf(letters.row("post"), PROMISED, second, letters.scan())
    assert [row.edition for row in queries.issued(letters.case_id)] == [1, 2]
    assert len(queries.commitments(letters.case_id)) == 1


def test_nothing_is_entered_on_behalf_of_a_unit_that_logs_in(letters):
    letters.ready()
    with pytest.raises(Refused), letters.by("clerk"):
        issuing.enter_issued_on_behalf(letters.row(), DONE, NUMBERED, letters.scan())


def test_an_answer_from_before_the_system_tells_nobody(letters):
    letters.assign(("education", "independent"))
    before = {name: letters.told(name) for name in ("clerk", "deputy", "congress_office")}
    with letters.by("clerk"):
        facts = replace(PROMISED, outcome=None, promise="", promise_due_on=None, text="")
        issuing.enter_issued_on_behalf(letters.row(), facts, NUMBERED, paper=True)
    assert {name: letters.told(name) for name in before} == before
    assert letters.calls() == []
    reply = letters.letter()
    assert (reply.state, reply.outcome) == (S.ISSUED, Outcome.UNDER_WAY)
    assert letters.case().state == CaseState.REPLIED
    assert queries.commitments(letters.case_id) == []
    with pytest.raises(Refused, match="已有答复"), letters.by("clerk"):
        issuing.enter_issued_on_behalf(letters.row(), facts, NUMBERED, paper=True)


def test_a_second_round_needs_a_fresh_talk_and_a_letter_of_its_own(letters):
    letters.issued()
    with letters.by("clerk"):
        due = limits.due_of(letters.row().deadline(DeadlineKind.REPLY))
        order = replace(due, on=date(2026, 5, 6), event="order", event_on=date(2026, 4, 3))
        assign.reopen(letters.row(), date(2026, 4, 3), order, "重新办理。")
    assert queries.current(letters.row()) is None
    letters.draft()
    with pytest.raises(Refused, match="本轮还没有登记与代表（委员）的沟通"), letters.by("handler"):
        actions.submit_for_signing(letters.letter())
    with pytest.raises(Invalid, match="日期不能早于重新办理的要求日期 2026-04-03"):
        letters.talk()
    letters.talk(held_on=date(2026, 4, 3))
    with letters.by("handler"):
        actions.submit_for_signing(letters.letter())
    with letters.by("head"):
        actions.sign_in_unit(letters.letter())
    letters.issue(replace(NUMBERED, number="云教函〔2026〕20号"))
    found = [(row.round, row.edition) for row in queries.letters(letters.case_id)]
    assert found == [(1, 1), (2, 1)]
    paper = document.paper_of(letters.letter(), letters.district.person("handler"))
    assert "我单位曾以云教函〔2026〕12号答复" in paper.paragraphs[0]
