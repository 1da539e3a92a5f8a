"""Until a part is handed over its reminders go to the unit's leader, who reads why."""

from __future__ import annotations

from datetime import date

import pytest

from tests import factories
from tests.plan.days import run
from tests.rows import the
from tracker.accounts import actions as accounts
from tracker.accounts.models import Account
from tracker.accounts.queries import by_login
from tracker.assign import handing_over
from tracker.assign.handing_over import Ticked
from tracker.kernel.db import transaction
from tracker.roles import Role

# the default district assigns on 18 March; three months later is Thursday 18 June
WEEK_BEFORE, LATE = date(2026, 6, 11), date(2026, 6, 19)


@pytest.fixture
def drafted(stage):
    """A letter that its handler has drafted; a colleague in the unit has no part in it."""
    stage.ready()
    with transaction():
        unit_id = stage.row().unit_id
        stage.district.logins["colleague"] = factories.make_account(Role.UH, unit_id=unit_id)
    return stage


def stop(stage, *names: str) -> None:
    """Stop accounts."""
    for name in names:
        with transaction():
            account = by_login(stage.district.logins[name])
            assert account is not None
            accounts.disable(account, 0)


def limits(stage, who: str) -> list[str]:
    """Return what a person was told of the limit of the reply."""
    return [sentence for sentence in stage.told(who) if "答复期限" in sentence]


def test_the_leader_is_reminded_in_place_of_a_handler_who_was_stopped(drafted):
    name = drafted.district.person("handler").name
    stop(drafted, "handler")
    run(WEEK_BEFORE)
    (sentence,) = limits(drafted, "head")
    assert sentence.endswith(
        f"的答复期限 2026-06-18，还有 7 天。"
        f"（原承办人{name}账号已停用，请在“承办人交接”中指定新的承办人）"
    )
    assert limits(drafted, "handler") == limits(drafted, "colleague") == []
    assert drafted.calls() == []


def test_the_leader_is_told_once_of_what_is_late(drafted):
    stop(drafted, "handler")
    run(LATE)
    assert len(limits(drafted, "head")) == 1
    assert drafted.calls() == []


def test_without_a_leader_the_colleagues_are_told_why_and_the_leader_is_called_once_late(drafted):
    name = drafted.district.person("handler").name
    stop(drafted, "handler", "head")
    run(WEEK_BEFORE)
    (sentence,) = limits(drafted, "colleague")
    assert sentence.endswith(f"还有 7 天。（原承办人{name}账号已停用）")
    assert drafted.calls() == []
    run(LATE)
    assert [whom for whom, _ in drafted.calls()] == ["云岭区教育局"]


def test_only_a_unit_of_which_nobody_logs_in_is_called(drafted):
    name = drafted.district.person("handler").name
    stop(drafted, "handler", "head", "colleague")
    run(WEEK_BEFORE)
    ((whom, sentence),) = drafted.calls()
    assert whom == "云岭区教育局"
    assert sentence.endswith(f"还有 7 天。（原承办人{name}账号已停用）")


def test_a_unit_whose_only_handler_waits_for_a_new_slip_is_not_called(drafted):
    stop(drafted, "colleague")
    with transaction():
        account = by_login(drafted.district.logins["handler"])
        assert account is not None
        accounts.reset(account, 0)
    run(WEEK_BEFORE)
    (sentence,) = limits(drafted, "head")
    assert sentence.endswith("还有 7 天。（本单位没有在用的承办人账号，请您安排办理）")
    assert drafted.calls() == []


def test_a_handler_who_moved_to_another_unit_is_not_reminded_of_the_former_ones_case(drafted):
    with transaction():
        account = by_login(drafted.district.logins["handler"])
        assert account is not None
        account.unit_id = drafted.district.ids["finance"]
    run(WEEK_BEFORE)
    (sentence,) = limits(drafted, "head")
    assert "已不在本单位，请在“承办人交接”中指定新的承办人" in sentence
    assert limits(drafted, "handler") == limits(drafted, "finance_handler") == []


def test_after_the_hand_over_the_unit_s_handlers_are_reminded_again(drafted):
    stop(drafted, "handler")
    with drafted.by("head"):
        to = the(Account, drafted.district.person("colleague").account_id)
        handing_over.hand_over([Ticked(drafted.row().id, drafted.row().version)], to, "调离")
    run(WEEK_BEFORE)
    assert len(limits(drafted, "colleague")) == 1
    assert limits(drafted, "head") == []
