"""Who people are to the system: roles, account states, how an audited act ended."""

from __future__ import annotations

from tracker.terms import Term


class Role(Term):
    """Role of an account; the letters are the columns of the role matrix."""

    DEP = "DEP", "代表委员"
    UH = "UH", "单位承办人"
    UL = "UL", "单位领导"
    OH = "OH", "政府办经办"
    OL = "OL", "政府办领导"
    DL = "DL", "区领导"
    OBS = "OBS", "人大政协机关"
    SA = "SA", "系统管理员"
    SEC = "SEC", "安全管理员"
    AUD = "AUD", "审计管理员"

    @property
    def is_administrator(self) -> bool:
        """Whether this is one of the three administrators kept apart (三员分立)."""
        return self in ADMINISTRATORS


UNIT = frozenset({Role.UH, Role.UL})
OFFICE = frozenset({Role.OH, Role.OL})
OFFICE_AND_BODY = OFFICE | {Role.OBS}
ABOVE_UNITS = OFFICE_AND_BODY | {Role.DL}
HANDLING = frozenset({Role.UH, Role.OH})
LEADING = frozenset({Role.UL, Role.OL})
LEADERS = frozenset({Role.OL, Role.DL})
ADMINISTRATORS = frozenset({Role.SA, Role.SEC, Role.AUD})


class AccountState(Term):
    """State of an account (账号状态)."""

    INACTIVE = "inactive", "待授权"
    INVITED = "invited", "待激活"
    ACTIVE = "active", "在用"
    DISABLED = "disabled", "停用"


class AuditResult(Term):
    """How an audited act ended (结果)."""

    OK = "ok", "成功"
    DENIED = "denied", "拒绝"
    ERROR = "error", "出错"


class Relation(Term):
    """Relation of a unit, deputy, body or leader to a case (与件的关系)."""

    LEAD = "lead", "领衔"
    CO = "co", "联名"
    HOST = "host", "主办"
    PART = "part", "分办"
    ASSIST = "assist", "会办"
    BODY = "body", "主管机关"
    LED = "led", "领办"
