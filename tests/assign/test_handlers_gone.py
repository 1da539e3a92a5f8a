"""No case names a person who is gone without saying so; what was issued stays as it is."""

from __future__ import annotations

from html import unescape

from tests import scenes
from tests.assign.held import FRIDAY
from tests.plan.days import counted
from tracker.assign import holding
from tracker.reply.asking import submission_warnings


def case_page(held, who: str, place: int = 0) -> str:
    """Return the page of one of the cases."""
    answer = held.client(who).get(f"/cases/{held.stages[place].case_id}")
    return unescape(answer.get_data(as_text=True))


def test_the_case_page_says_so_to_everybody_who_reads_the_name(held):
    name = held.account("handler").name
    assert "待交接" not in case_page(held, "clerk")
    held.stop()
    for who in ("clerk", "leader", "head", "next"):
        assert f"{name}（账号已停用，待交接）" in case_page(held, who)


def test_a_deputy_is_given_the_units_telephone_instead_of_the_name(held):
    name = held.account("handler").name
    path = f"/rating/cases/{held.stages[0].case_id}"
    assert f"找 {name}" in held.client("deputy").get(path).text
    held.stop()
    page = unescape(held.client("deputy").get(path).text)
    assert name not in page
    assert "承办人正在调整，请打单位电话" in page
    assert 'href="tel:010-5550001"' in page


def test_a_case_that_was_withdrawn_waits_for_nobody(held):
    name = held.account("handler").name
    data = {"on": str(FRIDAY), "reason": "代表书面撤回", **scenes.scanned()}
    held.client("clerk").post(f"/cases/{held.stages[0].case_id}/withdraw", data=data)
    held.stop()
    page = case_page(held, "clerk")
    assert f"{name}（账号已停用）" in page
    assert "待交接" not in page


def test_an_issued_letter_keeps_the_contact_that_it_was_issued_with(held):
    stage, name = held.stages[0], held.account("handler").name
    stage.talk()
    stage.draft()
    stage.sign_off()
    stage.issue()
    held.stop()
    with stage.by("head"):
        letter_id, contact = stage.letter().id, stage.letter().contact_person
    assert contact == name
    shown = unescape(held.client("head").get(f"/cases/{stage.case_id}/replies/{letter_id}").text)
    assert name in shown
    assert "待交接" not in shown


def test_the_unit_is_warned_before_it_issues_a_letter_that_names_somebody_who_is_gone(held):
    stage, name = held.stages[0], held.account("handler").name
    stage.talk()
    stage.draft()
    with stage.by("head"):
        assert [one for one in submission_warnings(stage.letter()) if name in one] == []
    held.stop()
    with stage.by("head"):
        (sentence,) = [one for one in submission_warnings(stage.letter()) if name in one]
    assert sentence == f"联系人{name}账号已停用，请单位领导先办承办人交接，再印发。"


def test_the_list_asks_as_often_for_one_part_as_for_three(held, monkeypatch):
    held.stop()
    head = held.client("head")
    counts = []
    for most in (3, 3, 1):
        monkeypatch.setattr(holding, "MOST", most)
        with counted() as statements:
            assert head.get("/handover/").text.count('name="parts"') == most
        counts.append(len(statements))
    assert counts[1] == counts[2]
