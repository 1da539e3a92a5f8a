"""What an office still has to enter before its first case; derived from what is there."""

from __future__ import annotations

from dataclasses import dataclass

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


def _count(model: type, *conditions: object) -> int:
    """Count the rows of a table."""
    query = select(func.count()).select_from(model).where(*conditions)  # type: ignore[arg-type]
    return db.session.scalar(query) or 0


def steps_for(person: Viewer) -> list[Step]:
    """Return the steps that the person can see to, in the order in which they are done."""
    waiting = Account.state.in_([AccountState.INACTIVE, AccountState.INVITED])
    steps = [
        Step("承办单位", _count(Unit), "个", "units.index", Permission.UNIT_EDIT),
        Step("人大、政协", _count(Body), "个", "bodies.index", Permission.SESSION_EDIT),
        Step(
            "会议（届次）", _count(CongressSession), "次", "bodies.index", Permission.SESSION_EDIT
        ),
        Step("交办批次", _count(Batch), "批", "bodies.index", Permission.SESSION_EDIT),
        Step("代表与委员", _count(Deputy), "人", "deputies.index", Permission.DEPUTY_EDIT),
        Step(
            "节假日", _count(CalendarDay), "天", "settings.calendar", Permission.SETTINGS_WORKDAYS
        ),
        Step("账号", _count(Account), "个", "administration.index", Permission.ACCOUNT_LIST),
        Step(
            "账号待授权、待激活",
            _count(Account, waiting),
            "个",
            "administration.index",
            Permission.ACCOUNT_LIST,
            left_over=True,
        ),
    ]
    return [step for step in steps if person.may(step.permission)]
