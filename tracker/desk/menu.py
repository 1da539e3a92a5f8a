"""The menu: which pages stand where, shown to whom."""

from __future__ import annotations

from dataclasses import dataclass

from tracker.kernel.access import Viewer
from tracker.permissions import Permission


@dataclass(frozen=True)
class Entry:
    """One line of the menu."""

    label: str
    endpoint: str
    permission: Permission


MENU: tuple[tuple[str | None, tuple[Entry, ...]], ...] = (
    (
        None,
        (
            Entry("我的待办", "desk.home", Permission.DESK_OWN),
            Entry("登记一件", "cases.new", Permission.CASE_CREATE),
            Entry("导入清单", "intake.index", Permission.IMPORT_PREVIEW),
            Entry("名册对应", "matching.index", Permission.IMPORT_LINK),
            Entry("办理台账", "reports.ledger", Permission.CASE_LIST),
            Entry("承办人交接", "handover.index", Permission.HAND_OVER),
            Entry("统计与导出", "reports.figures", Permission.STATISTICS),
            Entry("跟踪督办", "supervise.index", Permission.FOLLOW_UP_LIST),
            Entry("电话提醒", "desk.calls", Permission.REMINDER_URGE),
        ),
    ),
    (
        "基础资料",
        (
            Entry("承办单位", "units.index", Permission.UNIT_LIST),
            Entry("代表与委员", "deputies.index", Permission.DEPUTY_LIST),
            Entry("届次与批次", "bodies.index", Permission.SESSION_LIST),
            Entry("节假日", "settings.calendar", Permission.SETTINGS_WORKDAYS),
        ),
    ),
    (
        "系统",
        (
            Entry("账号与角色", "administration.index", Permission.ACCOUNT_LIST),
            Entry("审计日志", "audit.index", Permission.AUDIT_SEARCH),
        ),
    ),
    (
        "本人",
        (
            Entry("登录情况", "accounts.own_sessions", Permission.AUTH_OWN_SESSIONS),
            Entry("修改密码", "accounts.change_password", Permission.AUTH_CHANGE_OWN_PASSWORD),
        ),
    ),
)


def menu_for(person: Viewer) -> list[tuple[str | None, list[Entry]]]:
    """Return the groups of the menu with the entries that the person may open."""
    groups = (
        (heading, [entry for entry in entries if person.may(entry.permission)])
        for heading, entries in MENU
    )
    return [(heading, entries) for heading, entries in groups if entries]
