"""Reading accounts, sessions and failed tries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import Select, bindparam, or_, select
from sqlalchemy.orm import joinedload, selectinload

from config import Config
from tracker.accounts.models import (
    Account,
    AccountRole,
    LoginFailure,
    LoginSession,
    PasswordHistory,
)
from tracker.accounts.passwords import Profile, days_left, hash_session, profile
from tracker.accounts.throttle import DAY, Tries
from tracker.audit.models import AuditHead
from tracker.kernel import clock
from tracker.kernel.access import Viewer
from tracker.kernel.db import Needs, anew, db
from tracker.roles import AccountState, Role
from tracker.units.models import Unit

# every page asks this first: columns, in one statement made once; a row for each role
WHO = (
    select(
        LoginSession.id.label("session_id"),
        LoginSession.created_at,
        LoginSession.last_seen_at,
        LoginSession.revoked_at,
        Account.id,
        Account.state,
        Account.login,
        Account.name,
        Account.unit_id,
        Account.deputy_id,
        Account.body_type,
        Account.password_set_at,
        Unit.name.label("unit_name"),
        AccountRole.role,
        select(AuditHead.seq).scalar_subquery().label("log_at"),
    )
    .join(Account, Account.id == LoginSession.account_id)
    .outerjoin(Unit, Unit.id == Account.unit_id)
    .outerjoin(AccountRole, AccountRole.account_id == Account.id)
    .where(LoginSession.id_hash == bindparam("hash"))
)


@dataclass(frozen=True)
class Live:
    """Who is behind a session that can be used, when it was used last; the log's last entry now."""

    viewer: Viewer
    last_seen_at: datetime
    log_at: int
    idle: timedelta
    ends_at: datetime  # in any case

    def left(self, seen_at: datetime) -> int:
        """Return for how many seconds it lasts from now on, used at that moment for the last."""
        ends = min(seen_at + self.idle, self.ends_at)
        return max(0, int((ends - clock.now()).total_seconds()))


@cache
def whole() -> Needs:
    """Return what an account is asked with: its roles, its unit."""
    return selectinload(Account.roles), joinedload(Account.unit)


def by_login(login: str) -> Account | None:
    """Return the account with this log-in name; case does not matter."""
    query = select(Account).where(Account.login == login.strip().lower())
    account: Account | None = db.session.scalar(anew(query, whole()))
    return account


def by_id(account_id: int) -> Account:
    """Return the account with this number, which exists."""
    query = anew(select(Account).where(Account.id == account_id), whole())
    account: Account = db.session.scalars(query).one()
    return account


def listing(text: str = "", state: AccountState | None = None) -> Select[Account]:
    """Select accounts by name or log-in name and state, in order of the log-in name."""
    query = select(Account).order_by(Account.login).options(*whole())
    if text:
        query = query.where(
            Account.name.contains(text, autoescape=True)
            | Account.login.contains(text.lower(), autoescape=True)
        )
    return query.where(Account.state == state) if state else query


def unit_names() -> dict[int, str]:
    """Return unit names by id, for lists."""
    return {row.id: row.name for row in db.session.execute(select(Unit.id, Unit.name))}


def live_session(token: str, config: Config) -> Live | None:
    """Return whose session a cookie is if it is neither ended, idle too long nor too old."""
    rows = db.session.execute(WHO, {"hash": hash_session(token)}).all()
    if not rows or rows[0].revoked_at or rows[0].state != AccountState.ACTIVE:
        return None
    found, roles = rows[0], frozenset(row.role for row in rows if row.role)
    if not _lasts(found, roles, config):
        return None
    viewer = _viewer(found, roles, found.unit_name or "", found.session_id, config)
    idle = timedelta(minutes=idle_minutes(roles, config))
    ends_at = found.created_at + timedelta(hours=config.session_absolute_hours)
    return Live(viewer, found.last_seen_at, found.log_at or 0, idle, ends_at)


def account_of(token: str) -> int | None:
    """Return whose session a cookie is or was; None where it is unknown or the account stopped."""
    query = select(Account.id).join(LoginSession, LoginSession.account_id == Account.id)
    known = LoginSession.id_hash == hash_session(token), Account.state == AccountState.ACTIVE
    found: int | None = db.session.scalar(query.where(*known))
    return found


@cache
def _whose() -> Needs:
    """Return what a session is asked with: whose it is; all in one statement, for every page."""
    account = joinedload(LoginSession.account)
    return (account.options(joinedload(Account.roles), joinedload(Account.unit)),)


def lasts(session: LoginSession, config: Config) -> bool:
    """Whether a session is neither idle too long nor too old."""
    return _lasts(session, session.account.role_set, config)


def _lasts(session: Any, roles: frozenset[Role], config: Config) -> bool:
    """Whether a session of somebody with these roles is neither idle too long nor too old."""
    idle = idle_minutes(roles, config)
    now = clock.now()
    fresh: bool = now - session.last_seen_at < timedelta(minutes=idle)
    young: bool = now - session.created_at < timedelta(hours=config.session_absolute_hours)
    return fresh and young


def idle_minutes(roles: frozenset[Role], config: Config) -> int:
    """Return after how many idle minutes a session ends; administrators' end sooner."""
    if any(role.is_administrator for role in roles):
        return min(config.session_admin_idle_minutes, config.session_idle_minutes)
    return config.session_idle_minutes


def open_sessions(account_id: int, config: Config) -> list[LoginSession]:
    """Return the sessions of an account that can be used, newest first."""
    return [session for session in unended_sessions(account_id) if lasts(session, config)]


def unended_sessions(account_id: int) -> list[LoginSession]:
    """Return the sessions of an account that nobody ended, those that ran out too."""
    query = (
        select(LoginSession)
        .options(*_whose())
        .where(LoginSession.account_id == account_id, LoginSession.revoked_at.is_(None))
        .order_by(LoginSession.last_seen_at.desc(), LoginSession.id.desc())
    )
    return list(db.session.scalars(query).unique())


def viewer_of(session: LoginSession, config: Config) -> Viewer:
    """Return the viewer behind a session; one whose password has ended must first change it."""
    account = session.account
    unit = account.unit.name if account.unit else ""
    return _viewer(account, account.role_set, unit, session.id, config)


def _viewer(
    account: Any, roles: frozenset[Role], unit: str, session_id: int, config: Config
) -> Viewer:
    """Return the viewer of an account, or of its columns."""
    return Viewer(
        account_id=account.id,
        login=account.login,
        name=account.name,
        roles=roles,
        unit_id=account.unit_id,
        unit_name=unit,
        deputy_id=account.deputy_id,
        body_type=account.body_type,
        must_change_password=password_days_left(account, config) == 0,
        session_id=session_id,
    )


def failed_tries(login: str, ip: str, account: Account | None) -> Tries:
    """Return the failed tries of the last day that concern this name or this source."""
    since = clock.now() - DAY
    recent = select(LoginFailure.at, LoginFailure.login, LoginFailure.ip).where(
        LoginFailure.at > since, or_(LoginFailure.login == login, LoginFailure.ip == ip)
    )
    rows = db.session.execute(recent.order_by(LoginFailure.at, LoginFailure.id)).all()
    return Tries(
        pair=[row.at for row in rows if row.login == login and row.ip == ip],
        account=[row.at for row in rows if row.login == login],
        source=[row.at for row in rows if row.ip == ip],
        familiar=account is not None and _has_been_here(account.id, ip),
    )


def _has_been_here(account_id: int, ip: str) -> bool:
    """Whether the account has been logged in from this source before."""
    query = select(LoginSession.id).where(
        LoginSession.account_id == account_id, LoginSession.ip == ip
    )
    return db.session.scalar(query.limit(1)) is not None


def password_rules(config: Config) -> Profile:
    """Return the rules for passwords of this installation."""
    return profile(
        config.password_profile,
        config.password_days,
        config.password_warn_days,
        config.password_not_again,
    )


def words_about(account: Account, config: Config) -> list[str]:
    """Return the words of person, unit and district that a password may not hold."""
    unit = db.session.get(Unit, account.unit_id) if account.unit_id else None
    names = (account.name, unit.name, unit.short_name) if unit else (account.name,)
    return [*names, *_place_words(config.office_name), *config.password_words]


def _place_words(office_name: str) -> tuple[str, str]:
    """Return the district in an office's name, e.g. 云岭区 and 云岭 of 云岭区人民政府办公室."""
    place, government, _office = office_name.partition("人民政府")
    return (place, place.rstrip("区县市旗")) if government else ("", "")


def used_passwords(account_id: int) -> list[PasswordHistory]:
    """Return the passwords that an account had, newest first."""
    query = select(PasswordHistory).where(PasswordHistory.account_id == account_id)
    order = PasswordHistory.set_at.desc(), PasswordHistory.id.desc()
    return list(db.session.scalars(query.order_by(*order)))


def password_days_left(account: Any, config: Config) -> int | None:
    """Return for how many more days the password lasts; 0 when it has ended, None for no end."""
    return days_left(account.password_set_at, clock.now(), password_rules(config))
