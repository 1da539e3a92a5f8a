"""The pages of the case itself: registering with files, correcting, leaders, who sees what."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import pytest
from sqlalchemy import select

from tests import scenes
from tests.reply.letters import Letters
from tests.rows import every, the
from tracker.cases import actions, queries
from tracker.cases.facts import CaseFacts, SubmitterFacts
from tracker.cases.models import Case, Participant
from tracker.cases.sheet import sheet_of
from tracker.deputies.models import Deputy
from tracker.kernel import clock
from tracker.kernel.db import db
from tracker.kernel.errors import Invalid
from tracker.kernel.files import StoredFile
from tracker.notices.models import Notice
from tracker.roles import Relation
from tracker.terms import Period

FORM = {
    "period": "session",
    "number": "021",
    "title": "关于增设公交站点的建议",
    "lead_type": "person",
    "lead": "刘桂兰",
    "received_on": "2026-01-06",
}


def case_of(case_id: int) -> Case:
    return the(Case, case_id)


def post_new(app, district, *uploads: tuple[bytes, str], **changes):
    with clock.moved_to(clock.at(scenes.START, 10)):
        client = scenes.client_of(app, district, "clerk")
        files = [(BytesIO(data), name) for data, name in uploads]
        data = {**FORM, "session_id": district.ids["congress_session"], "uploads": files}
        return client.post("/cases/new", data={**data, **changes})


def test_a_case_is_registered_with_its_files_in_one_go(app, district):
    png = b"\x89PNG\r\n\x1a\nimage"
    answer = post_new(app, district, (scenes.SCAN, "原件.pdf"), (png, "附图.png"))
    assert answer.status_code == 302
    names = db.session.scalars(select(StoredFile.name).order_by(StoredFile.id))
    assert list(names) == ["原件.pdf", "附图.png"]


def test_a_file_that_cannot_be_taken_registers_nothing(app, district):
    answer = post_new(app, district, (scenes.SCAN, "原件.pdf"), (b"MZ\x90", "病毒.exe"))
    assert answer.status_code == 422
    assert "只能上传" in answer.get_data(as_text=True)
    assert db.session.scalar(select(Case)) is None


def test_pressing_twice_registers_once(app, district):
    assert post_new(app, district).status_code == 302
    again = post_new(app, district)
    assert (again.status_code, "已经登记" in again.get_data(as_text=True)) == (422, True)


def registered() -> tuple[list[str], int]:
    """The names of the only case and how many proposers it states."""
    (case,) = every(Case)
    return [row.name for row in case.submitters], case.signer_count


@pytest.mark.parametrize(
    "written", ["王守田、李秀英", "王守田，李秀英", "王守田,李秀英", "王守田\n\n李秀英、\n"]
)
def test_co_signers_of_one_line_are_as_many_persons(app, district, written):
    assert post_new(app, district, co_signers=written).status_code == 302
    assert registered() == (["刘桂兰", "王守田", "李秀英"], 3)
    (case,) = every(Case)
    assert [row.deputy_id for row in case.submitters[:2]] == [
        district.ids["lead"],
        district.ids["co"],
    ]


def test_a_total_below_the_names_is_refused_with_the_number_that_is_named(app, district):
    changes = {"co_signers": "王守田、李秀英", "signer_count": "2"}
    refused = post_new(app, district, **changes)
    assert refused.status_code == 422
    assert "已写了 3 人（含领衔），总人数不能少于 3；不填则按姓名计。" in refused.text
    assert db.session.scalar(select(Case)) is None
    assert post_new(app, district, **{**changes, "signer_count": "5"}).status_code == 302
    assert registered() == (["刘桂兰", "王守田", "李秀英"], 5)


def test_a_name_longer_than_the_register_keeps_is_refused_at_its_field(app, district):
    refused = post_new(app, district, co_signers=f"王守田、{'李' * 81}")
    assert (refused.status_code, "超过 80 个字" in refused.text) == (422, True)


def test_a_correction_with_one_more_name_asks_for_the_total_again(app, district):
    answer = post_new(app, district, co_signers="王守田")
    with clock.moved_to(clock.at(scenes.START, 11)):
        client, url = scenes.client_of(app, district, "clerk"), f"{answer.location}/correct"
        (case,) = every(Case)
        data = {**FORM, "session_id": case.session_id, "version": case.version}
        db.session.rollback()
        data |= {"co_signers": "王守田、李秀英", "signer_count": "2"}
        refused = client.post(url, data=data)
        assert (refused.status_code, "总人数不能少于 3" in refused.text) == (422, True)
        assert client.post(url, data={**data, "signer_count": ""}).status_code == 302
    assert registered() == (["刘桂兰", "王守田", "李秀英"], 3)


def facts_of(case: Case, **changes) -> CaseFacts:
    submitters = tuple(
        SubmitterFacts(row.name, row.group_name, "", row.deputy) for row in case.submitters
    )
    values = {
        "session": case.session,
        "period": Period(case.period),
        "number": case.number,
        "title": case.title,
        "submitters": submitters,
        "received_on": case.received_on,
    }
    return CaseFacts(**{**values, **changes})


def parties(case_id: int) -> set[tuple[str, int]]:
    rows = db.session.scalars(select(Participant).filter_by(case_id=case_id, until=None))
    return {(str(row.relation), row.deputy_id) for row in rows if row.deputy_id}


def test_who_is_no_longer_the_lead_is_a_co_signer_and_keeps_no_foreign_telephone(district):
    case_id = scenes.register(district)
    with district.act("clerk"):
        case = case_of(case_id)
        co = district.row(Deputy, "co")
        lead = district.row(Deputy, "lead")
        swapped = (SubmitterFacts("王守田", deputy=co), SubmitterFacts("刘桂兰", deputy=lead))
        actions.correct(case, facts_of(case, submitters=swapped), "")
    ids = district.ids
    assert parties(case_id) == {("lead", ids["co"]), ("co", ids["lead"])}
    assert [row.phone for row in case_of(case_id).submitters] == ["", ""]


def test_a_name_that_stands_twice_leaves_the_lead_the_lead(district):
    case_id = scenes.register(district)
    with district.act("clerk"):
        case = case_of(case_id)
        lead = SubmitterFacts("刘桂兰", deputy=district.row(Deputy, "lead"))
        actions.correct(case, facts_of(case, submitters=(lead, lead)), "")
    assert parties(case_id) == {("lead", district.ids["lead"])}


def test_a_case_moved_to_the_other_body_is_no_longer_seen_by_the_first(district):
    from tracker.bodies.models import CongressSession

    case_id = scenes.register(district)
    with district.act("clerk"):
        case = case_of(case_id)
        session = district.row(CongressSession, "cppcc_session")
        actions.correct(case, facts_of(case, session=session), "")
    assert queries.get(case_id, district.person("congress_office")) is None
    assert queries.get(case_id, district.person("cppcc_office")) is not None


def test_the_receipt_never_lies_after_the_assignment(district):
    case_id = scenes.register(district)
    scenes.assign_to(district, case_id, ("education", "independent"))
    facts = facts_of(case_of(case_id), received_on=date(2026, 3, 19))
    with pytest.raises(Invalid, match="2026-03-18"), district.act("clerk", date(2026, 3, 20)):
        actions.correct(case_of(case_id), facts, "写错")


def test_after_a_letter_no_proposer_is_taken_away(app, district):
    with clock.moved_to(clock.at(date(2026, 4, 3))):
        letters = Letters(app, district)
        letters.issued()
        case_id = letters.case_id
    lead = SubmitterFacts("刘桂兰", deputy=case_of(case_id).lead.deputy)
    facts = facts_of(case_of(case_id), submitters=(lead,))
    with pytest.raises(Invalid, match="不能减少提出者"), district.act("clerk", date(2026, 4, 7)):
        actions.correct(case_of(case_id), facts, "写错")


def test_a_district_leader_sees_the_case_while_leading_it_and_is_told(app, district):
    from tracker.accounts.models import Account

    case_id, person = scenes.register(district), district.person("district_leader")
    assert queries.get(case_id, person) is None
    with district.act("leader"):
        account = the(Account, person.account_id)
        actions.name_leader(case_of(case_id), account)
        actions.name_leader(case_of(case_id), account)
    assert queries.relations(case_of(case_id), person) == {Relation.LED}
    told = list(db.session.scalars(select(Notice).filter_by(account_id=person.account_id)))
    assert [row.sentence.endswith("由您领办。") for row in told] == [True]
    with district.act("leader"):
        actions.name_leader(case_of(case_id), None)
    assert queries.get(case_id, person) is None


def test_the_leads_telephone_is_for_the_office_who_answers_and_the_lead(district):
    case_id = scenes.register(district)
    scenes.assign_to(district, case_id, ("education", "host"), ("finance", "assisting"))
    shown = {
        who
        for who in district.logins
        if sheet_of(case_of(case_id), district.person(who)).may_show_phone
    }
    assert shown == {"clerk", "leader", "handler", "head", "deputy"}
