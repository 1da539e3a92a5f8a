"""What an office still has to enter before its first case; derived from what is there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from tracker.accounts.lifecycle import NEVER_USED
from tracker.accounts.models import Account
from tracker.bodies.models import Batch, Body, CongressSession
from tracker.deputies.models import Deputy
from tracker.kernel.access import Viewer
from tracker.kernel.db import db
from tracker.permissions import Permission
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


@dataclass(frozen=True)
class Asked:
    """What a step counts, and where it is done; see `Step`."""

    label: str
    model: Any
    counted: str
    endpoint: str
    permission: Permission
    left_over: bool = False

    @property
    def count(self) -> Any:
        """Return what counts it."""
        waiting = [Account.state.in_(NEVER_USED)] if self.left_over else []
        return select(func.count()).select_from(self.model).where(*waiting).scalar_subquery()


SESSIONS, ACCOUNTS = Permission.SESSION_EDIT, Permission.ACCOUNT_LIST
STEPS = (
    Asked("承办单位", Unit, "个", "units.index", Permission.UNIT_EDIT),
    Asked("人大、政协", Body, "个", "bodies.index", SESSIONS),
    Asked("会议（届次）", CongressSession, "次", "bodies.index", SESSIONS),
    Asked("交办批次", Batch, "批", "bodies.index", SESSIONS),
    Asked("代表与委员", Deputy, "人", "deputies.index", Permission.DEPUTY_EDIT),
    Asked("节假日", CalendarDay, "天", "settings.calendar", Permission.SETTINGS_WORKDAYS),
    Asked("账号", Account, "个", "administration.index", ACCOUNTS),
    Asked("账号待授权、待激活", Account, "个", "administration.index", ACCOUNTS, left_over=True),
)


def steps_for(person: Viewer) -> list[Step]:
    """Return the steps that the person can see to, in the order in which they are done."""
    asked = [one for one in STEPS if person.may(one.permission)]
    if not asked:
        return []
    counts = db.session.execute(select(*(one.count for one in asked))).one()
    return [
        Step(one.label, count, one.counted, one.endpoint, one.permission, one.left_over)
        for one, count in zip(asked, counts, strict=True)
    ]
