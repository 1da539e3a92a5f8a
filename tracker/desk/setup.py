"""What an office still has to enter before its first case; derived from what is there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from tracker.accounts.models import Account
from tracker.bodies.models import Batch, Body, CongressSession
from tracker.deputies.models import Deputy
from tracker.kernel.access import Viewer
from tracker.kernel.db import db
from tracker.permissions import Permission
from tracker.roles import AccountState
from tracker.settings.models import CalendarDay
from tracker.units.models import Unit

LEFT_OVER = "账号待授权、待激活"


@dataclass(frozen=True)
class Step:
    """One line of the setting-up list; `left_over`: what waits to be done, not what must exist."""

    label: str
    count: int
    counted: str
    endpoint: str
    permission: Permission
    left_over: bool = False

    @property
    def open(self) -> bool:
        """Whether something is still to be done."""
        return self.left_over == (self.count > 0)

    @property
    def state(self) -> str:
        """Return how it stands, in words."""
        if self.left_over:
            return "待处理" if self.open else "没有"
        return "还没有" if self.open else "已有"

    @property
    def button(self) -> str:
        """Return what the button says."""
        if not self.open:
            return "查看"
        return "去处理" if self.left_over else "去登记"


def steps_for(person: Viewer) -> list[Step]:
    """Return the steps that the person can see to, in the order in which they are done.

    All of them are counted in one statement.
    """
    waiting = Account.state.in_([AccountState.INACTIVE, AccountState.INVITED])
    account, session = Permission.ACCOUNT_LIST, Permission.SESSION_EDIT
    asked: list[tuple[str, Any, str, str, Permission]] = [
        ("承办单位", _count(Unit), "个", "units.index", Permission.UNIT_EDIT),
        ("人大、政协", _count(Body), "个", "bodies.index", session),
        ("会议（届次）", _count(CongressSession), "次", "bodies.index", session),
        ("交办批次", _count(Batch), "批", "bodies.index", session),
        ("代表与委员", _count(Deputy), "人", "deputies.index", Permission.DEPUTY_EDIT),
        ("节假日", _count(CalendarDay), "天", "settings.calendar", Permission.SETTINGS_WORKDAYS),
        ("账号", _count(Account), "个", "administration.index", account),
        (LEFT_OVER, _count(Account, waiting), "个", "administration.index", account),
    ]
    numbers = db.session.execute(select(*(row[1] for row in asked))).one()
    steps = [
        Step(label, number, counted, endpoint, permission, left_over=label == LEFT_OVER)
        for (label, _, counted, endpoint, permission), number in zip(asked, numbers, strict=True)
    ]
    return [step for step in steps if person.may(step.permission)]


def _count(model: type, *conditions: Any) -> Any:
    """Return the number of the rows of a table, as a part of a query."""
    return select(func.count()).select_from(model).where(*conditions).scalar_subquery()
