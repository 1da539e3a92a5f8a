"""Issuing a letter and what follows; an issued letter never changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from tests.reply.letters import DONE, NUMBERED, PROMISED
from tracker.cases.models import Case, CaseText
from tracker.kernel.db import db, transaction
from tracker.kernel.errors import Invalid, Refused
from tracker.reply import actions, commitments, document, issuing, queries
from tracker.reply.models import Reply
from tracker.terms import (
    AssignmentState,
    CaseState,
    CommitmentState,
    DeliveryWay,
    ReplyState,
)
from tracker.timeline.models import HistoryEntry

S = ReplyState


def columns(row: Reply, *without: str) -> dict[str, object]:
    """Return every column of a letter but some."""
    names = [column.key for column in Reply.__table__.columns]
    return {name: getattr(row, name) for name in names if name not in without}


def said(act: str) -> list[tuple[str, bool]]:
    """Return the history lines of an act: (sentence, public)."""
    rows = db.session.query(HistoryEntry).filter_by(act=act).order_by(HistoryEntry.id)
    return [(row.sentence, row.public) for row in rows]


def test_an_issued_letter_answers_assignment_and_case_and_opens_the_promise(letters):
    letters.issued(PROMISED)
    reply = letters.letter()
    assert (reply.state, reply.number) == (S.ISSUED, "云教函〔2026〕12号")
    assert (reply.issued_on, reply.signer) == (date(2026, 4, 3), "陈志远")
    assert letters.row().state == AssignmentState.REPLIED
    assert letters.case().state == CaseState.REPLIED
    assert letters.case().replied_on == date(2026, 4, 3)
    assert said("reply.issued") == [("区教育局印发答复函（云教函〔2026〕12号，B类）。", True)]
    assert said("commitment.opened") == [
        ("区教育局承诺：建成两所公办幼儿园，增加学位540个（2026-12-31 前完成）。", True)
    ]
    promise = queries.open_commitments(letters.case_id)[0]
    assert (promise.state, promise.opened_on) == (CommitmentState.OPEN, date(2026, 4, 3))
    found = db.session.query(CaseText).filter(CaseText.text.contains("云教函(2026)12号"))
    assert found.count() == 1


def test_the_opening_is_frozen_with_the_text(letters):
    letters.issued_together()
    with letters.by("clerk"):
        letters.case().title = "另一个标题"
    assert letters.letter().text == (
        "你们提出的《关于增加城东片区普惠性幼儿园学位的建议》（第015号）收悉。"
        "经商区财政局，现答复如下：\n"
        "已在城东片区新增两所公办园，今年9月开园，增加学位540个。"
    )
    paper = document.paper_of(letters.letter(), letters.district.person("deputy"))
    assert paper.opening == ""
    assert paper.paragraphs[0].endswith("经商区财政局，现答复如下：")


def test_everybody_concerned_is_told_and_nobody_else(letters):
    letters.checked(
        replace(DONE, missing_opinions_reason="已电话商定。"),
        ("education", "host"),
        ("finance", "assisting"),
    )
    people = (
        "clerk",
        "leader",
        "deputy",
        "co_deputy",
        "congress_office",
        "finance_handler",
        "finance_head",
        "city_handler",
        "cppcc_office",
        "district_leader",
    )
    before = {name: len(letters.told(name)) for name in people}
    letters.issue()
    fresh = {name: letters.told(name)[before[name] :] for name in people}
    title = "“关于增加城东片区普惠性幼儿园学位的建议”"
    issued = [f"建议第015号{title}：区教育局已印发答复（云教函〔2026〕12号）。"]
    assert fresh == {
        "clerk": issued,
        "leader": issued,
        "deputy": [f"区教育局已对您提出的建议第015号{title}作出答复，请阅看并评价。"],
        "co_deputy": [f"区教育局已对您提出的建议第015号{title}作出答复，请阅看。"],
        "congress_office": issued,
        "finance_handler": issued,
        "finance_head": issued,
        "city_handler": [],
        "cppcc_office": [],
        "district_leader": [],
    }


@pytest.mark.parametrize(
    ("change", "field", "sentence"),
    [
        ({"number": "12号"}, "number", "文号应写成"),
        ({"signer": " "}, "signer", "请填写签发人姓名。"),
        ({"on": date(2026, 4, 4)}, "issued_on", "日期不能晚于今天。"),
        ({"on": date(2026, 3, 17)}, "issued_on", "日期不能早于交办日期 2026-03-18。"),
    ],
)
def test_what_cannot_stand_on_a_letter_is_refused_at_its_field(letters, change, field, sentence):
    letters.checked()
    with pytest.raises(Invalid, match=sentence) as refused:
        letters.issue(replace(NUMBERED, **change))
    assert refused.value.field == field
    assert letters.letter().state == S.CHECKED


def test_a_number_is_used_once_in_a_unit(letters):
    letters.issued()
    letters.assign(("education", "independent"), number="016")
    letters.sign()
    letters.talk()
    letters.draft()
    letters.sign_off()
    with pytest.raises(Invalid, match="本单位已用过文号 云教函〔2026〕12号"):
        letters.issue()
    with transaction():  # as where the list that entered the other letter was taken back
        former = db.session.scalar(select(Reply).where(Reply.state == S.ISSUED))
        db.session.execute(update(Case).where(Case.id == former.case_id).values(state="void"))
    letters.issue()
    assert letters.letter().number == "云教函〔2026〕12号"


def test_only_the_leader_issues_and_only_once(letters):
    letters.checked()
    with pytest.raises(Refused):
        letters.issue(who="handler")
    letters.issue()
    with pytest.raises(Refused, match="答复函已经印发，不能再改"):
        letters.issue()


def test_separate_units_issue_each_a_letter_and_the_last_answers_the_case(letters):
    letters.issued(DONE, ("education", "separate", "办园"), ("finance", "separate", "经费"))
    assert letters.case().state == CaseState.ASSIGNED
    letters.sign("finance", "finance_handler")
    letters.talk("finance", "finance_handler")
    letters.draft(unit="finance", who="finance_handler")
    with letters.by("finance_handler"):
        actions.submit_for_signing(letters.letter("finance"))
    with letters.by("finance_head"):
        actions.sign_in_unit(letters.letter("finance"))
    letters.issue(replace(NUMBERED, number="云财函〔2026〕3号"), "finance", "finance_head")
    assert letters.case().state == CaseState.REPLIED
    found = [row.number for row in queries.letters(letters.case_id)]
    assert found == ["云教函〔2026〕12号", "云财函〔2026〕3号"]


def test_no_act_changes_an_issued_letter(letters):
    letters.issued(PROMISED)
    reply = letters.letter()
    before = columns(reply)
    attempts = [
        ("handler", lambda: actions.edit(letters.letter(), DONE)),
        ("clerk", lambda: actions.classify(letters.letter(), DONE)),
        ("handler", lambda: actions.submit_for_signing(letters.letter())),
        ("head", lambda: actions.sign_in_unit(letters.letter())),
        ("clerk", lambda: actions.office_check_pass(letters.letter())),
        ("leader", lambda: actions.send_back(letters.letter(), "改")),
        ("head", lambda: issuing.issue(letters.letter(), NUMBERED)),
        (
            "clerk",
            lambda: issuing.enter_issued_on_behalf(letters.row(), DONE, NUMBERED, letters.scan()),
        ),
    ]
    for who, attempt in attempts:
        with pytest.raises(Refused), letters.by(who):
            attempt()
    lead = letters.case().submitters[0].id
    with letters.by("handler"):
        person = next(row for row in letters.case().submitters if row.id == lead)
        issuing.record_delivery(letters.letter(), person, DeliveryWay.POST, date(2026, 4, 3))
        commitments.add_progress(
            queries.open_commitments(letters.case_id)[0], "主体完工。", date(2026, 4, 3)
        )
        actions.mend(letters.letter(), "学位数写错。")
    issued = queries.issued(letters.case_id)[0]
    assert columns(issued) == before
    with letters.by("clerk"):
        issuing.attach_sealed_scan(queries.issued(letters.case_id)[0], letters.scan())
    issued = queries.issued(letters.case_id)[0]
    loose = ("scan_id", "version")
    assert columns(issued, *loose) == {k: v for k, v in before.items() if k not in loose}
    with pytest.raises(Refused, match="盖章扫描件已经上传"), letters.by("clerk"):
        issuing.attach_sealed_scan(queries.issued(letters.case_id)[0], letters.scan())


def test_a_correction_is_another_edition_that_goes_the_same_way(letters):
    letters.issued(PROMISED)
    with pytest.raises(Invalid, match="请填写理由。"), letters.by("handler"):
        actions.mend(letters.letter(), "")
    with letters.by("handler"):
        fresh = actions.mend(letters.letter(), "完成日期写错。")
        actions.edit(fresh, replace(PROMISED, promise_due_on=date(2027, 6, 30)))
        actions.submit_for_signing(fresh)
    with letters.by("head"):
        actions.sign_in_unit(letters.letter())
    letters.issue(replace(NUMBERED, number="云教函〔2026〕15号"))
    first, second = queries.issued(letters.case_id)
    assert [(row.round, row.edition) for row in (first, second)] == [(1, 1), (1, 2)]
    assert queries.letters(letters.case_id) == [second]
    promise = queries.open_commitments(letters.case_id)
    assert [(row.state, row.due_on) for row in promise] == [
        (CommitmentState.CARRIED_OVER, date(2027, 6, 30))
    ]
    assert letters.told("deputy")[-1].endswith("作出更正后的答复，请阅看。")
    assert letters.row().state == AssignmentState.REPLIED


def test_a_correction_with_other_words_replaces_the_promise(letters):
    letters.issued(PROMISED)
    with letters.by("handler"):
        fresh = actions.mend(letters.letter(), "承诺写错。")
        actions.edit(fresh, replace(PROMISED, promise="建成一所公办幼儿园"))
        actions.submit_for_signing(fresh)
    with letters.by("head"):
        actions.sign_in_unit(letters.letter())
    letters.issue(replace(NUMBERED, number="云教函〔2026〕15号"))
    rows = [(row.text, str(row.state)) for row in queries.commitments(letters.case_id)]
    assert rows == [
        ("建成两所公办幼儿园，增加学位540个", "written_off"),
        ("建成一所公办幼儿园", "open"),
    ]


def test_everyone_concerned_sees_the_issued_letter(letters):
    letters.issued(
        replace(DONE, missing_opinions_reason="已电话商定。"),
        ("education", "host"),
        ("finance", "assisting"),
    )
    people = (
        "handler",
        "clerk",
        "finance_handler",
        "deputy",
        "co_deputy",
        "congress_office",
        "city_handler",
        "cppcc_office",
        "district_leader",
    )
    reply = letters.letter()
    seen = [name for name in people if queries.may_see(reply, letters.district.person(name))]
    assert seen == [
        "handler",
        "clerk",
        "finance_handler",
        "deputy",
        "co_deputy",
        "congress_office",
    ]


def test_the_database_refuses_an_issued_letter_without_what_it_needs(letters):
    letters.issued()
    reply_id = letters.letter().id
    wrong = (
        {"issued_on": None},
        {"reply_class": None},
        {"outcome": None},
        {"number": ""},
        {"signer": ""},
        {"round": 0},
    )
    for values in wrong:
        query = update(Reply).where(Reply.id == reply_id).values(**values)
        with pytest.raises(IntegrityError):
            db.session.execute(query)
        db.session.rollback()
