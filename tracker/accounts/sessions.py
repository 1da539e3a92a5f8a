"""Opening and ending log-ins; the only writers of sessions and failed tries."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from flask import current_app
from sqlalchemy import delete, update

from config import Config
from tracker.accounts import queries, throttle
from tracker.accounts.models import Account, LoginFailure, LoginSession
from tracker.accounts.passwords import hash_session, matches
from tracker.audit.actions import record
from tracker.kernel import access, clock
from tracker.kernel.db import db
from tracker.kernel.errors import Invalid, Refused
from tracker.roles import AccountState, AuditResult

WRONG = (
    "登录名或密码不对，或账号暂时不能登录。连续输错会暂停登录一段时间；忘记密码请联系系统管理员。"
)
HELD = "连续输错的次数太多，请 {} 分钟后再试；忘记了请联系系统管理员。"
LOGIN_LENGTH = 40


@dataclass(frozen=True)
class Tried:
    """A name and whether the password fitted, and which stored one: it may change meanwhile."""

    login: str
    fitted: str | None


class Opened(NamedTuple):
    """A log-in: its cookie, its row, and how many others in use it ended."""

    token: str
    session: LoginSession
    ended: int


def judged(login: str, password: str) -> Tried:
    """Judge a password, outside of any transaction: nobody waits while it is hashed."""
    account = queries.by_login(login)
    stored = account.password_hash if account else None
    db.session.rollback()
    return Tried(login, stored if matches(password, stored) else None)


def log_in(tried: Tried, ip: str, config: Config) -> Opened | None:
    """Open a session; None where name, password or state do not fit or tries are used up.

    The caller shows one sentence for every None; all of them take equally long.
    """
    account = queries.by_login(tried.login)
    held = _is_held(tried.login, account, ip, config)
    if not held and account is not None and _may_enter(account, tried):
        return _open_session(account, ip, config)
    note_failure(tried.login, ip, config, "auth.login")
    return None


def _may_enter(account: Account, tried: Tried) -> bool:
    """Whether the password fitted the one that is stored still, and the account is in use."""
    fits = tried.fitted is not None and tried.fitted == account.password_hash
    return fits and account.state == AccountState.ACTIVE


def is_held(login: str, ip: str, config: Config) -> bool:
    """Whether a try with this name from this source is held back without being judged."""
    return _is_held(login, queries.by_login(login), ip, config)


def _is_held(login: str, account: Account | None, ip: str, config: Config) -> bool:
    limits = throttle.Limits(config.login_failures, timedelta(minutes=config.login_window_minutes))
    tries = queries.failed_tries(_kept_name(login), ip, account)
    return throttle.held(tries, clock.now(), limits)


def ask_whether_held(login: str, ip: str, config: Config, field: str) -> None:
    """Refuse a try with a code or the old password that is held back.

    :raises Invalid: it is held back; the sentence stands at the field.
    """
    if is_held(login, ip, config):
        raise Invalid(field, HELD.format(config.login_window_minutes))


def note_failure(login: str, ip: str, config: Config, action: str) -> None:
    """Record a failed try; one that was held back does not count: it told the guesser nothing."""
    account = queries.by_login(login)
    held = _is_held(login, account, ip, config)
    if not held:
        db.session.add(LoginFailure(login=_kept_name(login), ip=ip, at=clock.now()))
    detail: dict[str, object] = {"held": held}
    record(action, "account", account.id if account else None, detail, AuditResult.DENIED)


def _kept_name(login: str) -> str:
    """Return a log-in name as failed tries keep it."""
    return login.strip().lower()[:LOGIN_LENGTH]


def _open_session(account: Account, ip: str, config: Config) -> Opened:
    """Open a new session; end what ran out and the oldest beyond the number allowed in parallel."""
    token, now = secrets.token_urlsafe(32), clock.now()
    kept = queries.open_sessions(account.id, config)[: config.sessions_parallel - 1]
    over = [old for old in queries.unended_sessions(account.id) if old not in kept]
    ended = sum(queries.lasts(old, config) for old in over)
    for old in over:
        old.revoked_at = now
    session = LoginSession(
        id_hash=hash_session(token), account=account, created_at=now, last_seen_at=now, ip=ip
    )
    db.session.add(session)
    db.session.flush()
    with access.acting(queries.viewer_of(session, config)):
        record("auth.login", "account", account.id)
    return Opened(token, session, ended)


def touch(token: str) -> None:
    """Note that the session of a cookie was used."""
    query = update(LoginSession).where(LoginSession.id_hash == hash_session(token))
    db.session.execute(query.values(last_seen_at=clock.now()))


def log_out(session_id: int) -> None:
    """End a session."""
    session = db.session.get_one(LoginSession, session_id)
    session.revoked_at = clock.now()
    record("auth.logout", "account", session.account_id)


def end_sessions(account_id: int, *, keep: int | None = None) -> int:
    """End all sessions of an account but the one to keep; return how many could be used."""
    config: Config = current_app.config["TRACKER"]
    ended = [s for s in queries.unended_sessions(account_id) if s.id != keep]
    count = sum(queries.lasts(session, config) for session in ended)
    for session in ended:
        session.revoked_at = clock.now()
    record("account.sessions_ended", "account", account_id, {"count": count})
    return count


def end_own_session(account_id: int, session_id: int) -> None:
    """End one of one's own sessions.

    :raises Refused: the session is not one's own or has ended.
    """
    session = db.session.get(LoginSession, session_id)
    if session is None or session.account_id != account_id or session.revoked_at:
        raise Refused("该登录已经结束，请刷新页面。")
    session.revoked_at = clock.now()
    record("auth.session_revoked", "account", account_id)


def forget_failures(older_than_days: int) -> None:
    """Delete failed tries that no limit counts any more."""
    limit = clock.now() - timedelta(days=older_than_days)
    db.session.execute(delete(LoginFailure).where(LoginFailure.at < limit))
