"""Tables of accounts, roles, used passwords, log-in sessions and failed tries."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.kernel.db import Model, UTCDateTime, related, term_column
from tracker.roles import AccountState, Role
from tracker.terms import BodyType
from tracker.units.models import Unit


class Account(Model):
    """One person who may log in."""

    __tablename__ = "account"
    __table_args__ = {"comment": "账号"}

    id: Mapped[int] = mapped_column(primary_key=True, comment="主键")
    login: Mapped[str] = mapped_column(String(40), unique=True, comment="登录名")
    name: Mapped[str] = mapped_column(String(40), comment="姓名")
    state: Mapped[AccountState] = term_column(AccountState, "状态")
    unit_id: Mapped[int | None] = mapped_column(
        ForeignKey("unit.id"), index=True, comment="所在承办单位"
    )
    deputy_id: Mapped[int | None] = mapped_column(
        ForeignKey("deputy.id"), index=True, comment="对应代表委员"
    )
    body_type: Mapped[BodyType | None] = term_column(BodyType, "所属人大或政协机关", nullable=True)
    phone: Mapped[str] = mapped_column(String(20), default="", comment="办公电话")
    password_hash: Mapped[str | None] = mapped_column(String(200), comment="密码摘要")
    password_set_at: Mapped[datetime | None] = mapped_column(UTCDateTime, comment="密码设定时刻")
    code_hash: Mapped[str | None] = mapped_column(String(64), comment="激活码摘要")
    code_expires_at: Mapped[datetime | None] = mapped_column(UTCDateTime, comment="激活码失效时刻")
    proposed_roles: Mapped[str] = mapped_column(
        String(40), default="", comment="导入时建议的角色，待安全管理员授权"
    )
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, comment="建立时刻")
    version: Mapped[int] = mapped_column(comment="版本")

    unit: Mapped[Unit | None] = related()
    roles: Mapped[list[AccountRole]] = related(
        cascade="all, delete-orphan", order_by="AccountRole.role"
    )
    __mapper_args__ = {"version_id_col": version}

    @property
    def role_set(self) -> frozenset[Role]:
        """The account's roles."""
        return frozenset(row.role for row in self.roles)

    @property
    def is_administrator(self) -> bool:
        """Whether the account is one of the three administrators' kept apart."""
        return any(role.is_administrator for role in self.role_set)

    @property
    def proposed_set(self) -> frozenset[Role]:
        """The roles that a list proposed for the account."""
        return frozenset(Role(code) for code in self.proposed_roles.split(",") if code)


class AccountRole(Model):
    """One role of an account."""

    __tablename__ = "account_role"
    __table_args__ = (UniqueConstraint("account_id", "role"), {"comment": "账号角色"})

    id: Mapped[int] = mapped_column(primary_key=True, comment="主键")
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), comment="账号"
    )
    role: Mapped[Role] = term_column(Role, "角色")


class PasswordHistory(Model):
    """A password that an account had; kept so that it is not taken again."""

    __tablename__ = "password_history"
    __table_args__ = (
        Index("ix_password_history_account_id_set_at", "account_id", "set_at"),
        {"comment": "用过的密码（摘要）"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="主键")
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), comment="账号"
    )
    password_hash: Mapped[str] = mapped_column(String(200), comment="密码摘要")
    set_at: Mapped[datetime] = mapped_column(UTCDateTime, comment="设定时刻")


class LoginSession(Model):
    """A log-in that lasts until it is ended, idle too long or too old."""

    __tablename__ = "login_session"
    __table_args__ = {"comment": "登录会话"}

    id: Mapped[int] = mapped_column(primary_key=True, comment="主键")
    id_hash: Mapped[str] = mapped_column(String(64), unique=True, comment="会话号摘要")
    account_id: Mapped[int] = mapped_column(
        ForeignKey("account.id", ondelete="CASCADE"), index=True, comment="账号"
    )
    created_at: Mapped[datetime] = mapped_column(UTCDateTime, comment="登录时刻")
    last_seen_at: Mapped[datetime] = mapped_column(UTCDateTime, comment="最近使用时刻")
    ip: Mapped[str] = mapped_column(String(45), comment="来源地址")
    revoked_at: Mapped[datetime | None] = mapped_column(UTCDateTime, comment="结束时刻")

    account: Mapped[Account] = related()


class LoginFailure(Model):
    """A failed try, kept to slow down guessing."""

    __tablename__ = "login_failure"
    __table_args__ = (
        Index("ix_login_failure_login_at", "login", "at"),
        Index("ix_login_failure_ip_at", "ip", "at"),
        {"comment": "登录失败记录"},
    )

    id: Mapped[int] = mapped_column(primary_key=True, comment="主键")
    login: Mapped[str] = mapped_column(String(40), comment="登录名")
    ip: Mapped[str] = mapped_column(String(45), comment="来源地址")
    at: Mapped[datetime] = mapped_column(UTCDateTime, comment="时刻")
