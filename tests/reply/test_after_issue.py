"""What follows an issued letter: delivery, entry on behalf and from paper, another round."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from tests.reply.letters import DONE, NUMBERED, PROMISED
from tracker.assign import actions as assign
from tracker.deadlines.queries import due_of
from tracker.kernel.db import db
from tracker.kernel.errors import Invalid, Refused
from tracker.reply import actions, commitments, document, issuing, queries
from tracker.reply.letter_check import IssueFacts
from tracker.reply.models import Delivery
from tracker.terms import (
    CaseState,
    DeadlineKind,
    DeliveryWay,
    Disclosure,
    Outcome,
    ReplyClass,
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


def test_what_is_entered_on_behalf_has_the_class_of_its_outcome(letters):
    letters.assign(("post", "independent"))
    letters.sign_for_offline()
    wrong = replace(DONE, outcome=Outcome.NOT_NOW)
    with pytest.raises(Invalid, match="应标C类，现为A类") as refused, letters.by("clerk"):
        issuing.enter_issued_on_behalf(letters.row("post"), wrong, NUMBERED, letters.scan())
    assert refused.value.field == "reply_class"
    with letters.by("clerk"):
        bare = replace(DONE, outcome=Outcome.NOT_NOW, reply_class=None)
        issuing.enter_issued_on_behalf(letters.row("post"), bare, NUMBERED, letters.scan())
    assert letters.letter("post").reply_class == ReplyClass.C


@pytest.mark.parametrize(
    ("changes", "word"),
    [
        ({"disclosure": None}, "请选择公开属性"),
        ({"disclosure": Disclosure.WITHHELD, "withheld_ground": " "}, "写明依据的条款"),
    ],
)
def test_what_is_entered_on_behalf_has_its_disclosure_attribute(letters, changes, word):
    letters.assign(("post", "independent"))
    letters.sign_for_offline()
    facts = replace(DONE, **changes)
    with pytest.raises(Invalid, match=word), letters.by("clerk"):
        issuing.enter_issued_on_behalf(letters.row("post"), facts, NUMBERED, letters.scan())


def test_a_paper_letter_that_states_no_disclosure_attribute_is_entered_as_such(letters):
    letters.assign(("post", "independent"))
    letters.sign_for_offline()
    facts, stated = replace(DONE, disclosure=None), replace(NUMBERED, not_stated=True)
    with letters.by("clerk"):
        issuing.enter_issued_on_behalf(letters.row("post"), facts, stated, letters.scan())
    assert letters.row("post").state == "replied"


def test_an_answer_from_before_the_system_tells_nobody(letters):
    letters.assign(("education", "independent"))
    before = {name: letters.told(name) for name in ("clerk", "deputy", "congress_office")}
    with letters.by("clerk"):
        facts = replace(PROMISED, outcome=None, promise="", promise_due_on=None, text="")
        issuing.enter_issued_on_behalf(letters.row(), facts, NUMBERED, paper=True)
    assert {name: letters.told(name) for name in before} == before
    assert letters.calls() == []
    reply = letters.letter()
    assert (reply.state, reply.reply_class, reply.outcome) == (S.ISSUED, ReplyClass.B, None)
    assert letters.case().state == CaseState.REPLIED
    assert queries.commitments(letters.case_id) == []
    with pytest.raises(Refused, match="已有答复"), letters.by("clerk"):
        issuing.enter_issued_on_behalf(letters.row(), facts, NUMBERED, paper=True)


def again(letters) -> None:
    """Open round 2 on the order of 3 April and talk anew."""
    with letters.by("clerk"):
        due = due_of(letters.row().deadline(DeadlineKind.REPLY))
        order = replace(due, on=date(2026, 5, 6), event="order", event_on=date(2026, 4, 3))
        assign.reopen(letters.row(), date(2026, 4, 3), order, "重新办理。")
    letters.talk(held_on=date(2026, 4, 3))


def test_a_second_round_names_an_unnumbered_letter_by_its_day(letters):
    letters.assign(("education", "independent"))
    letters.sign()
    with letters.by("clerk"):
        bare = IssueFacts("", date(2026, 4, 1), "", not_stated=True)
        issuing.enter_issued_on_behalf(letters.row(), DONE, bare, paper=True)
    again(letters)
    letters.draft()
    paper = document.paper_of(letters.letter(), letters.district.person("handler"))
    assert "我单位曾于2026年4月1日答复，现经再次沟通和研究" in paper.opening


def test_the_same_promise_in_a_second_round_is_followed_once(letters):
    letters.issued(PROMISED)
    again(letters)
    letters.draft(replace(PROMISED, promise_due_on=date(2027, 3, 31)))
    letters.sign_off()
    letters.issue(replace(NUMBERED, number="云教函〔2026〕20号"))
    rows = [(row.due_on, str(row.state)) for row in queries.commitments(letters.case_id)]
    assert rows == [(date(2027, 3, 31), "carried_over")]
    assert said("commitment.carried_over")[-1][0].endswith("按再次答复云教函〔2026〕20号")


def corrected(letters, facts) -> None:
    """Issue a correction that says something else."""
    with letters.by("handler"):
        actions.edit(actions.mend(letters.letter(), "写错。"), facts)
        actions.submit_for_signing(letters.letter())
    with letters.by("head"):
        actions.sign_in_unit(letters.letter())
    letters.issue(replace(NUMBERED, number="云教函〔2026〕15号"))


def test_a_correction_does_not_open_a_promise_again_that_was_kept(letters):
    letters.issued(PROMISED)
    with letters.by("handler"):
        row = queries.commitments(letters.case_id)[0]
        commitments.add_progress(row, "已开园。", date(2026, 4, 3), done=True)
    with letters.by("clerk"):
        commitments.close(queries.commitments(letters.case_id)[0], date(2026, 4, 3), "已查看。")
    corrected(letters, replace(PROMISED, text="更正了面积。"))
    assert [str(row.state) for row in queries.commitments(letters.case_id)] == ["closed"]


def test_a_promise_that_a_correction_leaves_out_stays_followed(letters):
    letters.issued(PROMISED)
    corrected(letters, DONE)
    assert [str(row.state) for row in queries.open_commitments(letters.case_id)] == ["open"]


def test_a_second_round_needs_a_fresh_talk_and_a_letter_of_its_own(letters):
    letters.issued()
    with letters.by("clerk"):
        due = due_of(letters.row().deadline(DeadlineKind.REPLY))
        order = replace(due, on=date(2026, 5, 6), event="order", event_on=date(2026, 4, 3))
        assign.reopen(letters.row(), date(2026, 4, 3), order, "重新办理。")
    assert queries.current(letters.row()) is None
    letters.draft()
    with pytest.raises(Refused, match="本轮还没有登记与代表（委员）的沟通"), letters.by("handler"):
        actions.submit_for_signing(letters.letter())
    with pytest.raises(Invalid, match="日期不能早于重新办理的要求日期 2026-04-03"):
        letters.talk()
    letters.talk(held_on=date(2026, 4, 3))
    letters.sign_off()
    letters.issue(replace(NUMBERED, number="云教函〔2026〕20号"))
    found = [(row.round, row.edition) for row in queries.letters(letters.case_id)]
    assert found == [(1, 1), (2, 1)]
    paper = document.paper_of(letters.letter(), letters.district.person("handler"))
    assert "我单位曾以云教函〔2026〕12号答复" in paper.paragraphs[0]
