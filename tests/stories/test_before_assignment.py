"""What is asked about at a registration, and a withdrawal on paper."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select

from tests import scenes
from tests.stories.people import PDF, at
from tests.stories.roads import state_of
from tracker.cases.models import Case, CaseAttachment
from tracker.kernel.db import db
from tracker.notices.models import Notice

MARCH_18, MARCH_20, MARCH_21 = date(2026, 3, 18), date(2026, 3, 20), date(2026, 3, 21)
TITLE = "关于增加城东片区普惠性幼儿园学位的建议"


def registration(stage, session: str, title: str, number: str = "020") -> dict:
    """What the clerk fills in."""
    return {
        "session_id": stage.district.ids[session], "period": "session", "number": number,
        "title": title, "lead_type": "person", "lead": "刘桂兰", "received_on": MARCH_18,
    }  # fmt: skip


def test_the_same_title_in_the_session_is_shown_and_has_to_be_ticked(stage):
    scenes.register(stage.district)
    with at(MARCH_18):
        clerk = stage.person("clerk")
        # typed in the old form of the characters and with a blank it is the same title
        given = registration(stage, "congress_session", "關於增加城东片区普惠性幼儿园学位的 建议")
        status, text = clerk.tries("/cases/new", **given)
        assert (status, "建议第015号（刘桂兰）标题相同" in text) == (422, True)
        assert 'name="title_checked"' in text
        done = clerk.does("/cases/new", **given, title_checked="y")
        assert state_of(int(done.rsplit("/", 1)[1])) == "registered"
        other = registration(stage, "cppcc_session", TITLE.replace("建议", "提案"))
        assert clerk.tries("/cases/new", **other)[0] == 302  # another session's is no repetition


def test_a_title_of_the_other_kind_is_asked_about(stage):
    with at(MARCH_18):
        clerk = stage.person("clerk")
        for session, title, said in (
            ("congress_session", "关于规范停车收费的提案", "标题像是政协提案，选的届次却是人大"),
            ("cppcc_session", "关于规范停车收费的建议", "标题像是代表建议、议案，选的届次却是政协"),
        ):
            given = registration(stage, session, title)
            status, text = clerk.tries("/cases/new", **given)
            assert (status, said in text) == (422, True)
            assert clerk.tries("/cases/new", **given, title_checked="y")[0] == 302


def told(stage, who: str) -> str:
    """What a person was told last."""
    account = stage.district.person(who).account_id
    query = select(Notice.sentence).where(Notice.account_id == account).order_by(Notice.id.desc())
    return db.session.scalars(query).first() or ""


def test_a_withdrawal_is_recorded_by_its_paper_and_everybody_reads_it(stage):
    case_id = scenes.register(stage.district)
    scenes.assign_to(stage.district, case_id, ("education", "independent"))
    address = f"/cases/{case_id}/withdraw"
    with at(MARCH_20):
        clerk = stage.person("clerk")
        status, text = clerk.tries(address, on=MARCH_20, reason="问题已经解决。")
        assert (status, "请上传书面撤回申请的扫描件" in text) == (422, True)
        status, text = clerk.tries(address, on=MARCH_21, reason="问题已经解决。", scan=PDF)
        assert (status, "不能晚于今天" in text) == (422, True)
        for who in ("handler", "head", "deputy", "congress_office"):
            assert stage.person(who).refused(address) == 403, who
    assert state_of(case_id) == "assigned"
    assert db.session.scalars(select(CaseAttachment.id)).all() == []
    db.session.rollback()
    with at(MARCH_20, 11):
        stage.person("clerk").does(address, on=MARCH_20, reason="问题已经解决。", scan=PDF)
    assert db.session.get_one(Case, case_id).state == "withdrawn"
    assert "停止办理" in told(stage, "handler")
    assert "已按提出者的书面申请撤回" in told(stage, "congress_office")
    assert "已按提出者的书面申请撤回" in told(stage, "deputy")
    (file,) = db.session.scalars(select(CaseAttachment.id)).all()
    db.session.rollback()
    with at(MARCH_20, 12):
        for who in ("clerk", "handler", "deputy", "congress_office"):
            answer = stage.person(who).client.get(f"/cases/{case_id}/files/{file}")
            assert (answer.status_code, answer.data) == (200, PDF), who
            answer.close()
        assert "书面撤回申请.pdf" in stage.person("clerk").sees(f"/cases/{case_id}")
