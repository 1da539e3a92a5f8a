"""A proposal waits for the committee, which files it, merges it, turns it or does not file it."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from tests import factories, plain_sql
from tests.oracles import duties, figures, lifecycle
from tests.rows import the
from tests.stories.people import PDF, at
from tests.stories.roads import state_of, unit_of
from tracker.audit.models import AuditEntry
from tracker.cases.models import Case, Filing
from tracker.deputies import actions as deputies
from tracker.kernel.db import db, transaction
from tracker.notices.models import Notice
from tracker.reports.sums import Reading, Scope
from tracker.roles import Role
from tracker.terms import BodyType

MARCH_18, MARCH_20, MARCH_25 = date(2026, 3, 18), date(2026, 3, 20), date(2026, 3, 25)
PAPER = "云政协提〔2026〕3号"
TITLES = {
    "016": "关于规范老旧小区停车收费的提案",
    "017": "关于整治占道停车的提案",
    "018": "关于研究城市停车学的提案",
    "019": "关于增设社区图书角的提案",
    "020": "关于开展停车文明宣传的提案",
}


@pytest.fixture
def member(district) -> str:
    """A member with a log-in, who leads the proposals."""
    with transaction():
        cppcc = factories.make_body(BodyType.CPPCC)
        person = deputies.save("孟繁星", "13800006033", "")
        deputies.add_mandate(person, cppcc, 10, None)
        district.ids["member"] = person.id
        district.logins["member"] = factories.make_account(Role.DEP, deputy_id=person.id)
    return "member"


def submitted(stage, number: str, filing: str = "waits", **fields) -> int:
    """A proposal that the clerk registers on paper."""
    with at(MARCH_18, 9):
        address = stage.person("clerk").does(
            "/cases/new",
            session_id=stage.district.ids["cppcc_session"],
            period="session",
            number=number,
            title=TITLES[number],
            lead_type="person",
            lead="孟繁星",
            received_on=MARCH_18,
            filing=filing,
            **fields,
        )
    return int(address.rsplit("/", 1)[1])


def decided(stage, case_id: int, outcome: str, who: str = "cppcc_office", **fields) -> None:
    """The decision, as one of the two offices records it."""
    with at(MARCH_20):
        given = {"outcome": outcome, "decided_on": MARCH_20, "document": PAPER, **fields}
        stage.person(who).does(f"/cases/{case_id}/filing", **given)


def told(stage, who: str) -> list[str]:
    """What a person was told."""
    account = stage.district.person(who).account_id
    query = select(Notice.sentence).where(Notice.account_id == account).order_by(Notice.id)
    return list(db.session.scalars(query))


def on_record(case_id: int) -> list[str]:
    """What stands in the log about a case."""
    query = select(AuditEntry.action).filter_by(object_type="case_record", object_id=case_id)
    return list(db.session.scalars(query.order_by(AuditEntry.seq)))


def owed(case_id: int) -> list[tuple[str, date | None]]:
    """What is owed on a case; the kept rows are those of the oracle."""
    assert duties.kept(plain_sql.rows) == duties.owed(plain_sql.rows)
    found = [(row.kind, row.due) for row in duties.kept(plain_sql.rows) if row.case == case_id]
    db.session.rollback()
    return found


def test_a_proposal_that_waits_cannot_be_assigned_until_it_is_filed(stage, member):
    case_id = submitted(stage, "016")
    # ten working days from 18 March 2026, a Wednesday
    assert owed(case_id) == [("file", date(2026, 4, 1))]
    assert any("等待立案决定" in one for one in told(stage, "cppcc_office"))
    with at(MARCH_20):
        clerk = stage.person("clerk")
        page = clerk.sees(f"/cases/{case_id}")
        assert "登记立案决定" in page
        assert "拟定承办单位" not in page
        status, text = clerk.tries(
            f"/cases/{case_id}/propose", mode="independent", unit_id=stage.district.ids["city"]
        )
        assert status == 409, text
        assert "登记立案" in stage.person("cppcc_office").sees("/")
        assert "正在审查是否立案" in stage.person(member).sees("/rating/")
    decided(stage, case_id, "filed")
    assert state_of(case_id) == "registered"
    # the session closed on 24 December 2025: thirty days later, 23 January, is over
    assert owed(case_id) == [("propose", date(2026, 1, 23))]
    assert f"您提出的提案第016号“{TITLES['016']}”经审查：立案。" in told(stage, member)
    assert any("政协登记立案" in one for one in told(stage, "clerk"))
    assert on_record(case_id)[-1] == "case.filed"
    with at(MARCH_20, 11):
        clerk = stage.person("clerk")
        clerk.does(f"/cases/{case_id}/propose", mode="independent",
                   unit_id=stage.district.ids["city"])  # fmt: skip
        assert PAPER in clerk.sees(f"/cases/{case_id}")


def test_what_is_filed_between_sessions_is_assigned_from_the_filing_on(stage, member):
    with at(MARCH_18, 9):
        address = stage.person("clerk").does(
            "/cases/new", session_id=stage.district.ids["cppcc_session"], period="intersession",
            number="021", title=TITLES["016"], lead_type="person", lead="孟繁星",
            received_on=MARCH_18, filing="waits",
        )  # fmt: skip
    case_id = int(address.rsplit("/", 1)[1])
    decided(stage, case_id, "filed")
    assert owed(case_id) == [("propose", date(2026, 3, 27))]  # five working days from the 20th


def test_only_the_two_offices_record_it_and_the_clerk_cites_the_paper(stage, member):
    case_id = submitted(stage, "016")
    address = f"/cases/{case_id}/filing"
    with at(MARCH_20):
        for who, status in (("leader", 403), ("handler", 403), (member, 403), ("head", 403)):
            assert stage.person(who).refused(address) == status, who
        assert stage.person("congress_office").refused(address) == 404
        clerk = stage.person("clerk")
        given = {"outcome": "filed", "decided_on": MARCH_20}
        status, text = clerk.tries(address, **given)
        assert (status, "请写明立案文件" in text) == (422, True)
        for outcome in ("not_filed", "turned", "sent_back"):
            status, text = clerk.tries(address, **{**given, "outcome": outcome, "document": PAPER})
            assert (status, "请写明理由" in text) == (422, True)
        status, text = clerk.tries(address, **{**given, "decided_on": MARCH_18.replace(day=17),
                                               "document": PAPER})  # fmt: skip
        assert (status, "不能早于收件日期" in text) == (422, True)
    assert state_of(case_id) == "submitted"
    decided(stage, case_id, "filed", "clerk")
    assert any("政府办登记立案" in one for one in told(stage, "cppcc_office"))


def test_a_suggestion_has_no_filing(stage):
    with at(MARCH_18):
        clerk = stage.person("clerk")
        given = {"session_id": stage.district.ids["congress_session"], "period": "session"}
        facts = {
            "number": "015",
            "title": "关于路灯的建议",
            "lead_type": "person",
            "lead": "刘桂兰",
        }
        status, text = clerk.tries(
            "/cases/new", **given, **facts, received_on=MARCH_18, filing="waits"
        )
        assert (status, "没有立案程序" in text) == (422, True)
        done = clerk.does("/cases/new", **given, **facts, received_on=MARCH_18, filing="filed")
        assert clerk.tries(f"{done}/filing", outcome="filed", decided_on=MARCH_18,
                           document=PAPER)[0] == 409  # fmt: skip
        assert "撤销立案决定" not in clerk.sees(done)


def test_what_is_sent_back_waits_on_and_its_lead_is_asked_to_mend_it(stage, member):
    case_id = submitted(stage, "016")
    decided(stage, case_id, "sent_back", reason="请写明具体建议。")
    assert (state_of(case_id), owed(case_id)) == ("submitted", [("file", date(2026, 4, 1))])
    assert told(stage, member)[-1].endswith("退回修改：请写明具体建议。请修改后交回。")
    decided(stage, case_id, "filed")
    assert state_of(case_id) == "registered"


def test_every_proposal_that_came_in_is_counted_once_and_the_filing_rate_follows(stage, member):
    cases = {number: submitted(stage, number) for number in TITLES}
    decided(stage, cases["016"], "filed")
    decided(stage, cases["017"], "merged", leading="16")
    decided(stage, cases["018"], "not_filed", reason="属于学术研讨。")
    decided(stage, cases["019"], "turned", reason="已有安排。", passed_to="区文化和旅游局")
    assert [state_of(one) for one in cases.values()] == [
        "registered", "merged", "not_filed", "turned", "submitted",
    ]  # fmt: skip
    assert owed(cases["018"]) == []
    with at(MARCH_25):
        page = stage.person("clerk").sees("/statistics?kind=proposal")
        assert "立案率" in page
        listed = "/ledger?figure=filing_rate&count={}&as_of=2026-03-25"
        clerk = stage.person("clerk")
        some, of = (clerk.sees(listed.format(one)) for one in ("some", "of"))
    assert (TITLES["016"] in some, TITLES["018"] in some, TITLES["018"] in of) == (1, 0, 1)
    told_by_sql, day = figures.Reading(plain_sql.rows, MARCH_25), Reading(Scope(), MARCH_25)
    assert figures.figures(told_by_sql.items, told_by_sql.parts)["filing_rate"] == (1, 5)
    items = day.tallies().items
    assert (items["filed"], items["proposals"]) == (1, 5)
    before = Reading(Scope(), MARCH_18).tallies()
    assert (before.items["filed"], before.items["proposals"]) == (0, 5)
    assert lifecycle.broken(plain_sql.rows) == []


def test_whoever_put_a_merged_proposal_reads_along_until_it_is_taken_apart(stage, member):
    with transaction():
        other = deputies.save("秦月华", "13800006034", "")
        login = factories.make_account(Role.DEP, deputy_id=other.id)
        deputies.add_mandate(other, factories.make_body(BodyType.CPPCC), 10, None)
        stage.district.logins["other"] = login
    leading, case_id = submitted(stage, "016", "filed"), submitted(stage, "017")
    with at(MARCH_18, 10):
        clerk = stage.person("clerk")
        clerk.does(f"/cases/{case_id}/correct", session_id=stage.district.ids["cppcc_session"],
                   period="session", number="017", title=TITLES["017"], lead_type="person",
                   lead="秦月华", received_on=MARCH_18)  # fmt: skip
        assert stage.person("other").refused(f"/cases/{leading}") == 404
    with at(MARCH_20):
        address = f"/cases/{case_id}/filing"
        given = {"outcome": "merged", "decided_on": MARCH_20, "document": PAPER}
        for number, sentence in (
            ("", "请填写并入"),
            ("99", "没有这个编号"),
            ("17", "并入本件自己"),
        ):
            status, text = stage.person("clerk").tries(address, **given, leading=number)
            assert (status, sentence in text) == (422, True)
    decided(stage, case_id, "merged", leading="016")
    assert "并入提案第016号" in told(stage, "other")[-1]
    with at(MARCH_25):
        assert TITLES["016"] in stage.person("other").sees(f"/rating/cases/{leading}")
        clerk = stage.person("clerk")
        assert "提案第017号（秦月华）" in clerk.sees(f"/cases/{leading}")
        status, _ = clerk.tries(
            f"/cases/{leading}/withdraw", on=MARCH_25, reason="撤回。", scan=PDF
        )
        assert status == 409  # the other one would be left without an answer
        clerk.does(f"/cases/{case_id}/filing/take-back", reason="内容并不相同。")
        assert stage.person("other").refused(f"/rating/cases/{leading}") == 404
    assert state_of(case_id) == "submitted"
    assert told(stage, "other")[-1].endswith("原登记的立案审查意见有误，已撤销，重新等待立案决定。")
    row = db.session.scalars(select(Filing).filter_by(case_id=case_id)).one()
    assert row.taken_back_at is not None


def test_a_filing_is_taken_back_only_until_units_are_asked_for_approval(stage, member):
    case_id = submitted(stage, "016", "filed", filing_document=PAPER)
    assert the(Case, case_id).state == "registered"
    with at(MARCH_20):
        stage.person("clerk").does(
            f"/cases/{case_id}/propose", mode="independent", unit_id=stage.district.ids["city"]
        )
        stage.person("leader").does(f"/cases/{case_id}/approve", assigned_on=MARCH_20, batch_id=0)
        address = f"/cases/{case_id}/filing/take-back"
        assert stage.person("cppcc_office").tries(address, reason="登记有误。")[0] == 409
        assert stage.person("leader").refused(address) == 403
    assert unit_of(case_id, stage, "city")
