"""A follow-up that was ended by mistake is taken up again."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from tests.rating.answered import BAD, WHY, deliver, rate
from tests.reply.letters import PROMISED
from tests.supervise.test_following import (
    APRIL_7,
    APRIL_8,
    JUNE_1,
    JUNE_15,
    MAY_6,
    MAY_20,
    rows,
    settle,
)
from tracker.kernel.db import db
from tracker.kernel.errors import Invalid, Refused
from tracker.notices.models import Notice
from tracker.plan import keeping
from tracker.supervise import following, queries

ERROR = "结束错了件。"


def test_an_end_by_mistake_is_taken_back_and_follow_up_goes_on(stage):
    promised = stage
    promised.issued(PROMISED)
    deliver(promised)
    promised.rating = rate(promised, BAD, WHY, on=APRIL_7)
    settle(promised)
    before = rows(promised.case_id)
    with promised.district.act("clerk", MAY_20):
        following.end(promised.case(), "代表认可。", MAY_20)
    with promised.district.act("leader", MAY_20), pytest.raises(Invalid, match="理由"):
        following.take_up(promised.case(), " ")
    with promised.district.act("handler", MAY_20), pytest.raises(Refused):
        following.take_up(promised.case(), ERROR)
    with promised.district.act("leader", JUNE_1):
        following.take_up(promised.case(), ERROR)
    assert rows(promised.case_id) == before
    assert queries.is_followed(promised.case())
    assert keeping.verify([promised.case_id]) == []
    clerk = promised.district.person("clerk").account_id
    told = db.session.scalars(select(Notice.sentence).filter_by(account_id=clerk)).all()
    assert any("撤销结束跟踪（承诺、不满意）：结束错了件。" in one for one in told)
    with promised.district.act("clerk", JUNE_1), pytest.raises(Refused):
        following.take_up(promised.case(), "再来一次。")


def test_only_what_was_ended_last_is_taken_up(stage):
    listed = stage
    listed.assign(("education", "independent"))
    listed.sign()
    with listed.district.act("clerk", APRIL_8):
        following.follow(listed.case(), "群众关注。")
    for day, reason in ((MAY_6, "已平息。"), (JUNE_1, "再次平息。")):
        with listed.district.act("clerk", day):
            following.end(listed.case(), reason, day)
        if day == MAY_6:
            with listed.district.act("clerk", MAY_20):
                following.follow(listed.case(), "又有来信。")
    with listed.district.act("clerk", JUNE_15):
        following.take_up(listed.case(), ERROR)
    assert [(row[1], row[2]) for row in rows(listed.case_id)] == [
        ("2026-04-08", "2026-05-06"),
        ("2026-05-20", None),
    ]
