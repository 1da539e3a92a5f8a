"""When an account lets go of its work: how much there is, and who of the unit is told.

`create_app` gives this module to `tracker.accounts.work`.
"""

from __future__ import annotations

from tracker.accounts.models import Account
from tracker.accounts.work import Held
from tracker.assign import holding
from tracker.assign.holding import VACANCY
from tracker.assign.seats import Vacancy
from tracker.kernel.db import db
from tracker.notices import actions as notices
from tracker.roles import Role
from tracker.units.models import Unit


def held(account: Account) -> list[Held]:
    """Return how many open parts name the account as handler, by unit, and the units' leaders."""
    return [
        Held(
            db.session.get_one(Unit, unit_id).name,
            count,
            tuple(one.name for one in _leaders(unit_id, account)),
        )
        for unit_id, count, _ in holding.of_account(account.id)
    ]


def left(account: Account) -> None:
    """Tell the leaders of each unit whose open parts name the account, where it is gone now.

    A unit without a leader who logs in is told by the office.
    """
    for unit_id, count, code in holding.of_account(account.id, VACANCY.is_not(None)):
        who = f"承办人{account.name}{Vacancy(code).label}，名下 {count} 件在办，待交接。"
        if leaders := _leaders(unit_id, account):
            notices.tell(leaders, None, f"{who}请打开“承办人交接”，指定新的承办人。")
        else:
            unit = db.session.get_one(Unit, unit_id)
            phone = f"（{unit.phone}）" if unit.phone else ""
            asked = f"该单位没有在用的单位领导账号，请电话告知{phone}，并请系统管理员开通账号。"
            notices.tell(notices.with_roles((Role.OH,)), None, f"{unit.name}{who}{asked}")


def _leaders(unit_id: int, account: Account) -> list[Account]:
    """Return the leaders of a unit who log in, but for the account that goes."""
    return [one for one in notices.of_unit(unit_id, (Role.UL,)) if one.id != account.id]
