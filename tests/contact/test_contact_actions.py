"""Recording and correcting talks through the real actions."""

from __future__ import annotations

from datetime import date

import pytest

from tests.rating.answered import (
    APRIL_7,
    APRIL_8,
    BAD,
    WHY,
    answered,
    rate,
    rating_of,
)
from tests.reply.letters import TALK
from tracker.contact import actions, queries
from tracker.contact.actions import ContactFacts
from tracker.contact.models import Contact
from tracker.kernel.db import db
from tracker.kernel.errors import Invalid, Refused
from tracker.supervise import actions as supervise
from tracker.terms import AssignmentState, ContactForm, ContactPhase
from tracker.timeline.models import HistoryEntry


def entered(**changes) -> ContactFacts:
    return ContactFacts(**{**TALK.__dict__, **changes})


def test_the_first_talk_begins_the_handling_and_the_deputy_sees_only_the_line(letters):
    letters.assign()
    letters.sign()
    letters.talk()
    assert letters.row().state == AssignmentState.HANDLING
    entry = db.session.query(HistoryEntry).filter_by(act="contact.added").one()
    assert entry.sentence == "区教育局办中沟通（上门走访）。"
    assert (entry.on, entry.public) == (date(2026, 3, 27), True)
    assert "选址" not in entry.sentence
    assert queries.heard(letters.row())
    assert queries.met(letters.row())
    assert queries.days(letters.case_id) == [date(2026, 3, 27)]


@pytest.mark.parametrize(
    ("field", "change", "sentence"),
    [
        ("said", {"said": "  "}, "请填写沟通内容。"),
        ("unit_people", {"unit_people": ""}, "请填写单位参加人及职务。"),
        ("deputies", {"deputies": ""}, "请填写与哪位代表（委员）沟通。"),
        ("deputies", {"deputies": "刘" * 201}, "最多填写 200 个字。"),
        ("place", {"place": "城" * 81}, "最多填写 80 个字。"),
        ("held_on", {"held_on": date(2026, 4, 4)}, "日期不能晚于今天。"),
        ("held_on", {"held_on": date(2026, 3, 17)}, "日期不能早于交办日期 2026-03-18。"),
        ("phase", {"phase": ContactPhase.AFTER}, "还没有答复，请选“办前”或“办中”。"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(letters, field, change, sentence):
    letters.assign()
    letters.sign()
    with pytest.raises(Invalid, match=sentence) as refused, letters.by("handler"):
        actions.add(letters.row(), entered(**change))
    assert refused.value.field == field
    assert db.session.query(Contact).count() == 0


def test_no_talk_is_recorded_before_the_unit_signed(letters):
    letters.assign()
    with pytest.raises(Refused, match="还没有签收"), letters.by("handler"):
        actions.add(letters.row(), TALK)


def test_after_the_letter_only_a_talk_after_it_is_recorded(letters):
    letters.issued()
    with pytest.raises(Invalid, match="只能补记“办后”"), letters.by("handler"):
        actions.add(letters.row(), TALK)
    letters.talk(phase=ContactPhase.AFTER, held_on=date(2026, 4, 3))
    assert letters.row().state == AssignmentState.REPLIED


def test_a_talk_by_telephone_is_heard_but_not_met(letters):
    letters.assign()
    letters.sign()
    letters.talk(form=ContactForm.PHONE)
    assert queries.heard(letters.row())
    assert not queries.met(letters.row())


def test_a_correction_is_another_record_and_the_first_stays(letters):
    letters.assign()
    letters.sign()
    first = letters.talk(form=ContactForm.PHONE)
    before = columns(letters.contact(first))
    with letters.by("handler"):
        fresh = actions.correct(letters.contact(first), entered(said="在社区当面说明。")).id
    assert columns(letters.contact(first)) == before
    assert letters.contact(fresh).corrects_id == first
    assert [row.id for row in queries.valid(letters.row())] == [fresh]
    with pytest.raises(Refused, match="已经更正过"), letters.by("handler"):
        actions.correct(letters.contact(first), TALK)


def second_round(letters, ordered: date = APRIL_7) -> int:
    """Answer, be rated 不满意 and ordered to handle it again; return the talk of round 1."""
    answered(letters)
    (talk,) = queries.of_assignment(letters.row())
    rated = rate(letters, BAD, WHY, on=APRIL_7)
    with letters.district.act("clerk", APRIL_8):
        supervise.open_round(rating_of(rated), "请写明时间。", ordered)
    return talk.id


def test_a_record_of_the_first_round_is_corrected_within_the_days_of_its_own_round(letters):
    first = second_round(letters)
    with letters.district.act("handler", APRIL_8):
        fresh = actions.correct(
            letters.contact(first), entered(held_on=date(2026, 3, 26), said="更正。")
        ).id
    row = letters.contact(fresh)
    assert (row.round, row.held_on, row.corrects_id) == (1, date(2026, 3, 26), first)
    assert queries.valid(letters.row()) == []


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"held_on": APRIL_8}, "这是第 1 轮的记录，日期不能晚于重新办理的要求日期 2026-04-07。"),
        ({"held_on": date(2026, 3, 17)}, "日期不能早于交办日期 2026-03-18。"),
        ({"phase": ContactPhase.BEFORE}, "已经答复，只能补记“办后”的沟通。"),
    ],
)
def test_what_belongs_to_another_round_is_no_correction(letters, change, sentence):
    first = second_round(letters)
    with pytest.raises(Invalid, match=sentence), letters.district.act("handler", APRIL_8):
        actions.correct(letters.contact(first), entered(**change))


def test_a_record_keeps_its_day_although_the_next_round_was_dated_before_it(letters):
    answered(letters)
    after = {"phase": ContactPhase.AFTER, "held_on": APRIL_8}
    with letters.district.act("handler", APRIL_8):
        talk = actions.add(letters.row(), entered(**after)).id
    rated = rate(letters, BAD, WHY, on=APRIL_7)
    with letters.district.act("clerk", APRIL_8):
        supervise.open_round(rating_of(rated), "请写明时间。", APRIL_7)
    with letters.district.act("handler", APRIL_8):
        actions.correct(letters.contact(talk), entered(**after, said="更正。"))
    assert [row.said for row in queries.of_assignment(letters.row())][1:] == [TALK.said, "更正。"]


def test_the_days_of_the_talks_leave_out_what_was_corrected(letters):
    letters.assign()
    letters.sign()
    first = letters.talk(held_on=date(2026, 4, 2))
    with letters.by("handler"):
        actions.correct(letters.contact(first), entered(held_on=date(2026, 3, 25)))
    assert queries.days(letters.case_id) == [date(2026, 3, 25)]


def test_the_same_talk_entered_again_that_day_by_the_same_person_is_refused(letters):
    letters.assign()
    letters.sign()
    letters.talk()
    again = "刚才已登记过同样的内容，请刷新页面查看。"
    with pytest.raises(Refused, match=again), letters.by("handler"):
        actions.add(letters.row(), entered(said=f" {TALK.said}\n"))
    letters.talk(form=ContactForm.PHONE)
    letters.talk(who="head")
    letters.talk()
    with letters.district.act("handler", date(2026, 4, 4)):
        actions.add(letters.row(), TALK)
    assert db.session.query(Contact).count() == 5


def test_only_the_writer_or_the_leader_corrects(letters):
    letters.assign()
    letters.sign()
    first = letters.talk(who="head")
    with pytest.raises(Refused), letters.by("handler"):
        actions.correct(letters.contact(first), TALK)
    with letters.by("head"):
        assert actions.correct(letters.contact(first), TALK).corrects_id == first


def test_on_behalf_needs_a_scan_and_is_marked(letters):
    letters.assign(("post", "independent"))
    letters.sign_for_offline()
    with pytest.raises(Invalid, match="代录请上传") as refused, letters.by("clerk"):
        actions.add_on_behalf(letters.row("post"), TALK, None)
    assert refused.value.field == "scan"
    with letters.by("clerk"):
        row = actions.add_on_behalf(letters.row("post"), TALK, letters.scan())
        assert row.on_behalf
    assert letters.row("post").state == AssignmentState.HANDLING


def test_nothing_is_entered_on_behalf_of_a_unit_that_logs_in(letters):
    letters.assign()
    letters.sign()
    with pytest.raises(Refused), letters.by("clerk"):
        actions.add_on_behalf(letters.row(), TALK, letters.scan())


def test_each_person_sees_what_is_theirs(letters):
    letters.assign()
    letters.sign()
    letters.talk()
    case = letters.case()
    full = {
        name: [line.full for line in queries.of_case(case, letters.district.person(name))]
        for name in (
            "clerk",
            "leader",
            "handler",
            "finance_handler",
            "city_handler",
            "deputy",
            "co_deputy",
            "congress_office",
            "district_leader",
        )
    }
    assert full == {
        "clerk": [True],
        "leader": [True],
        "handler": [True],
        "finance_handler": [True],
        "city_handler": [],
        "deputy": [False],
        "co_deputy": [False],
        "congress_office": [True],
        "district_leader": [True],
    }
    short = queries.of_case(case, letters.district.person("deputy"))[0]
    assert (short.phase, short.form, short.held_on) == ("办中", "上门走访", date(2026, 3, 27))
    assert (short.said, short.unit_people, short.deputy_view) == ("", "", "")


def test_a_separate_unit_does_not_see_anothers_talks(letters):
    letters.assign(("education", "separate", "办园"), ("finance", "separate", "经费"))
    letters.sign()
    letters.talk()
    assert queries.of_case(letters.case(), letters.district.person("finance_handler")) == []


def test_a_confidential_name_is_hidden_from_units(letters):
    letters.assign(confidential=True)
    letters.sign()
    letters.talk()
    case = letters.case()
    assert queries.of_case(case, letters.district.person("handler"))[0].deputies != "刘桂兰"
    assert queries.of_case(case, letters.district.person("clerk"))[0].deputies == "刘桂兰"


def columns(row) -> dict[str, object]:
    """Return every column of a row."""
    return {column.name: getattr(row, column.key) for column in row.__table__.columns}
