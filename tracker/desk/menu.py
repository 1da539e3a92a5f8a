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
            Entry("今天要办", "desk.home", Permission.DESK_OWN),
            Entry("全部件", "reports.ledger", Permission.CASE_LIST),
            Entry("盯到底", "supervision.index", Permission.FOLLOW_UP_LIST),
            Entry("看全局", "reports.figures", Permission.STATISTICS),
        ),
    ),
    (
        "收件与提醒",
        (
            Entry("登记一件", "cases.new", Permission.CASE_CREATE),
            Entry("导入清单", "intake.index", Permission.IMPORT_PREVIEW),
            Entry("名册对应", "matching.index", Permission.IMPORT_LINK),
            Entry("电话提醒", "desk.calls", Permission.REMINDER_URGE),
        ),
    ),
    (
        "资料",
        (
            Entry("承办人交接", "handover.index", Permission.HAND_OVER),
            Entry("承办单位", "units.index", Permission.UNIT_LIST),
            Entry("代表与委员", "deputies.index", Permission.DEPUTY_LIST),
            Entry("届次与批次", "bodies.index", Permission.SESSION_LIST),
            Entry("规则", "rules.index", Permission.RULEBOOK_VIEW),
            Entry("节假日", "settings.calendar", Permission.SETTINGS_WORKDAYS),
        ),
    ),
    (
        "管理",
        (
            Entry("账号与角色", "administration.index", Permission.ACCOUNT_LIST),
            Entry("备份", "backup.index", Permission.BACKUP_VIEW),
            Entry("审计日志", "audit.index", Permission.AUDIT_SEARCH),
        ),
    ),
)
# behind one's own name in the bar
OWN = (
    Entry("登录情况", "accounts.own_sessions", Permission.AUTH_OWN_SESSIONS),
    Entry("修改密码", "accounts.change_password", Permission.AUTH_CHANGE_OWN_PASSWORD),
)
# at the foot of a phone's screen
FOOT = (
    *MENU[0][1][:3],
    Entry("消息", "desk.messages", Permission.REMINDER_OWN),
)
EXACT = frozenset({"accounts", "desk", "cases", "reports"})  # more than one page of the menu each
BEHIND = {"supervise": "supervision", "urging": "supervision"}  # forms of a page of the menu


def menu_for(person: Viewer) -> list[tuple[str | None, list[Entry]]]:
    """Return the groups of the menu with the entries that the person may open."""
    groups = ((heading, open_to(entries, person)) for heading, entries in MENU)
    return [(heading, entries) for heading, entries in groups if entries]


def open_to(entries: tuple[Entry, ...], person: Viewer) -> list[Entry]:
    """Return those of the entries that the person may open."""
    return [entry for entry in entries if person.may(entry.permission)]


def is_here(entry: Entry, endpoint: str) -> bool:
    """Whether the entry leads to the page being shown, or to one behind it."""
    own, here = entry.endpoint.split(".")[0], endpoint.split(".")[0]
    return endpoint == entry.endpoint if own in EXACT else BEHIND.get(here, here) == own
