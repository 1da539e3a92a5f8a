"""A handler's parts go to another of the unit's people in one act (交接)."""

from __future__ import annotations

from html import unescape

import pytest

from tests import scenes
from tests.assign.held import FRIDAY
from tests.rating.answered import GOOD, rate
from tests.rows import the
from tracker.accounts.models import Account, AccountRole
from tracker.assign import signing
from tracker.audit.models import AuditEntry
from tracker.kernel.db import db, transaction
from tracker.reply import issuing
from tracker.roles import Role
from tracker.supervise import actions as supervise
from tracker.terms import DeliveryWay
from tracker.timeline.models import HistoryEntry

CODE = "assignment.handed_over"


def lines() -> list[str]:
    """Return what histories say of handing over."""
    query = db.session.query(HistoryEntry).filter_by(act=CODE)
    return [row.sentence for row in query.order_by(HistoryEntry.id)]


def text(answer) -> str:
    """Return the page of an answer."""
    return unescape(answer.get_data(as_text=True))


def test_from_stopping_the_account_to_the_new_handler_everything_is_said_once(held):
    old, new = held.account("handler"), held.account("next")
    assert "其名下 3 件在办，已告知单位领导交接" in held.stop()
    assert held.told("head") == [
        f"承办人{old.name}账号已停用，名下 3 件在办，待交接。请打开“承办人交接”，指定新的承办人。"
    ]
    assert f"{old.name}（账号已停用），3 件" in unescape(held.client("head").get("/").text)
    page = held.page()
    assert page.count(f"{old.name}（账号已停用，待交接）") == 3
    ticked = held.boxes(page)
    assert [value.split(":")[0] for value in ticked] == [str(row.id) for row in held.parts()]
    answer = held.send(ticked)
    assert f"已把 3 件交接给{new.name}。" in text(answer)
    assert held.names() == [new.name] * 3
    assert {(row.handler_id, row.handler_phone) for row in held.parts()} == {
        (new.id, "010-5550044")
    }
    assert lines() == [f"区教育局的承办人由{old.name}交接给{new.name}：何志强调离"] * 3
    assert db.session.query(AuditEntry).filter_by(action=CODE).count() == 3
    assert held.told("next") == [
        "交接给您承办 3 件：建议第031号、建议第032号、建议第033号。理由：何志强调离"
    ]
    assert held.boxes(held.page()) == []
    assert "待交接" not in unescape(held.client("head").get("/").text)


def test_somebody_who_leaves_on_friday_hands_over_before_and_hears_of_it(held):
    old = held.account("handler")
    assert held.boxes(held.page()) == []
    page = held.page(query=f"?from={old.id}")
    assert f"{old.name}，3 件" in page
    held.send(held.boxes(page)[:2], to="head")
    assert held.names() == [held.account("head").name] * 2 + [old.name]
    assert held.parts()[0].handler_phone == "010-5550001"  # the unit's: the leader has none
    assert held.told("handler")[0].startswith("您承办的 2 件已交接给")


def test_a_handler_without_an_account_is_chosen_by_name(held):
    row = held.parts()[0]
    with held.district.act("head", FRIDAY):
        signing.name_handler(row, None, "钱工", "")
    ticked = held.boxes(held.page(query="?from=~钱工"))
    assert len(ticked) == 1
    held.send(ticked)
    assert held.names()[0] == held.account("next").name


def test_what_changed_meanwhile_is_left_out_and_named(held):
    held.stop()
    ticked = held.boxes(held.page())
    with held.district.act("head", FRIDAY):
        signing.name_handler(held.parts()[1], None, "钱工", "")
    page = text(held.send(ticked))
    assert "已把 2 件交接给" in page
    assert (
        "没有交接——建议第032号：打开页面以后有人办理过，现在的承办人是钱工，请核对后再交接。"
        in page
    )
    assert held.names()[1] == "钱工"
    assert "、建议第032号" not in held.told("next")[0]


def test_what_ended_meanwhile_is_left_out_and_named(held):
    held.stop()
    ticked = held.boxes(held.page())
    clerk, stage = held.client("clerk"), held.stages[0]
    data = {"on": str(FRIDAY), "reason": "代表书面撤回", **scenes.scanned()}
    assert clerk.post(f"/cases/{stage.case_id}/withdraw", data=data).status_code == 302
    page = text(held.send(ticked))
    assert "没有交接——建议第031号：已“终止”，不用交接。" in page
    assert len(lines()) == 2


def test_the_same_page_sent_twice_hands_over_once(held):
    held.stop()
    ticked = held.boxes(held.page())
    held.send(ticked)
    page = text(held.send(ticked))
    assert "没有交接任何一件" in page
    assert f"建议第031号：承办人已经是{held.account('next').name}。" in page
    assert (len(lines()), len(held.told("next"))) == (3, 1)


@pytest.mark.parametrize("to", ["finance_handler", "clerk"])
def test_somebody_of_another_place_is_refused_at_the_field(held, to):
    held.stop()
    ticked = held.boxes(held.page())
    answer = held.send(ticked, to=to)
    assert answer.status_code == 422
    assert "请从列出的选项中选择" in text(answer)
    assert held.boxes(text(answer)) == ticked
    assert lines() == []


def test_somebody_who_was_stopped_while_the_page_was_open_is_refused(held):
    held.stop()
    ticked = held.boxes(held.page())
    held.stop("next")
    assert held.send(ticked).status_code == 422
    assert lines() == []


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [({"reason": " "}, "请填写理由"), ({"parts": []}, "没有选中任何一件，请先打勾。")],
)
def test_without_a_reason_or_a_tick_nothing_happens(held, changes, sentence):
    held.stop()
    ticked = held.boxes(held.page())
    answer = held.send(**{"parts": ticked, **changes})
    assert answer.status_code == 422
    assert sentence in text(answer)
    assert lines() == []


def test_another_units_parts_do_not_exist_for_a_leader(held):
    held.stop()
    ticked = held.boxes(held.page())
    assert held.send(ticked, who="finance_head", to="finance_handler").status_code == 404
    assert held.boxes(held.page("finance_head")) == []
    assert lines() == []


@pytest.mark.parametrize("bad", ["x", "1", "99999999999:1", ":", "0:1"])
def test_a_box_that_no_page_ever_showed_is_answered_without_a_crash(held, bad):
    assert held.send([bad]).status_code in (404, 422)


def test_a_closed_case_is_listed_only_where_it_is_asked_for(held):
    stage, number = held.stages[0], held.account("handler").id
    stage.talk()
    stage.draft()
    stage.sign_off()
    stage.issue()
    assert len(held.boxes(held.page(query=f"?from={number}"))) == 3
    with stage.by("handler"):
        issuing.record_delivery(stage.letter(), stage.case().lead, DeliveryWay.IN_PERSON, FRIDAY)
    rate(stage, GOOD, on=FRIDAY)
    with stage.by("clerk"):
        supervise.close(stage.case(), FRIDAY)
    assert len(held.boxes(held.page(query=f"?from={number}"))) == 2
    ticked = held.boxes(held.page(query=f"?from={number}&closed=1"))
    assert len(ticked) == 3
    held.send(ticked)
    assert held.names() == [held.account("next").name] * 3


def test_who_belongs_to_another_unit_now_or_is_no_handler_any_more_is_gone_too(held):
    with transaction():
        held.account("handler").unit_id = held.district.ids["finance"]
    name = held.account("handler").name
    assert f"{name}（已不在本单位，待交接）" in held.page()
    with transaction():
        account = the(Account, held.account("handler").id)
        account.unit_id = held.district.ids["education"]
        account.roles = [AccountRole(role=Role.DL)]
    assert f"{name}（已不任承办人，待交接）" in held.page()


def test_who_only_waits_for_a_new_slip_is_not_gone(held):
    number = held.account("handler").id
    assert held.client("sysadmin").post(f"/accounts/{number}/reset").status_code == 200
    assert held.boxes(held.page()) == []


def test_who_is_restored_keeps_what_was_not_handed_over(held):
    held.stop()
    number = held.account("handler").id
    held.client("sysadmin").post(f"/accounts/{number}/restore")
    assert held.boxes(held.page()) == []
