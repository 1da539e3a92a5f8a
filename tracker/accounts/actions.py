"""What is done to accounts; the only writers of their tables beside `sessions`."""

from __future__ import annotations

import secrets
from datetime import timedelta

from flask import current_app
from sqlalchemy import delete, func, select

from config import Config
from tracker.accounts import queries, separation, work
from tracker.accounts.lifecycle import MOVES
from tracker.accounts.models import Account, AccountRole, PasswordHistory
from tracker.accounts.passwords import complaint, hash_code, hash_password, matches, new_code
from tracker.accounts.sessions import end_sessions
from tracker.audit.actions import record
from tracker.kernel import clock
from tracker.kernel.access import Viewer, acting
from tracker.kernel.db import db, mark
from tracker.kernel.errors import Invalid, Refused
from tracker.kernel.states import move
from tracker.roles import AccountState, Role
from tracker.terms import BodyType


def activate(login: str, code: str, password: str) -> Account:
    """Set the first password with the one-time code; the code is used up.

    :raises Invalid: the code does not fit or is too old, or the password is refused.
    """
    account = queries.by_login(login)
    known = account is not None and account.state == AccountState.INVITED and account.code_hash
    if (
        account is None
        or not known
        or not secrets.compare_digest(account.code_hash or "", hash_code(code))
    ):
        raise Invalid(
            "code", "登录名与激活码不符，或激活码已用过。请核对激活单，或向管理员重新索取。"
        )
    if account.code_expires_at is None or account.code_expires_at < clock.now():
        raise Invalid("code", "激活码已过期，请向管理员重新索取。")
    _set_password(account, password)
    account.code_hash = account.code_expires_at = None
    move(account, AccountState.ACTIVE, MOVES)
    with acting(Viewer(account.id, account.login, account.name, account.role_set)):
        record("auth.activated", "account", account.id)
    _touch(account)
    return account


def change_password(account: Account, old: str, new: str, *, keep_session: int | None) -> None:
    """Change one's own password; all other sessions end.

    :raises Invalid: the old password does not fit or the new one is refused.
    """
    if not matches(old, account.password_hash):
        raise Invalid("old", "现密码不对。")
    if old == new:
        raise Invalid("new", "新密码不能与现密码相同。")
    _set_password(account, new)
    end_sessions(account.id, keep=keep_session)
    record("auth.password_changed", "account", account.id)


def _set_password(account: Account, password: str) -> None:
    """Store a new password; the ones before it are kept only as far as the rules ask."""
    config: Config = current_app.config["TRACKER"]
    rules = queries.password_rules(config)
    words = queries.words_about(account, config)
    refused = complaint(password, account.login, rules, words)
    if refused:
        raise Invalid("new", refused)
    used = queries.used_passwords(account.id)
    if any(matches(password, row.password_hash) for row in used[: rules.not_again]):
        raise Invalid("new", f"不能再用最近 {rules.not_again} 次用过的密码，请换一个。")
    now = clock.now()
    account.password_hash, account.password_set_at = hash_password(password), now
    kept = PasswordHistory(account_id=account.id, password_hash=account.password_hash, set_at=now)
    db.session.add(kept)
    stale = [row.id for row in used[rules.not_again :]]
    db.session.execute(delete(PasswordHistory).where(PasswordHistory.id.in_(stale)))


def create(
    login: str,
    name: str,
    *,
    unit_id: int | None = None,
    deputy_id: int | None = None,
    body_type: BodyType | None = None,
    phone: str = "",
    proposed: frozenset[Role] = frozenset(),
) -> Account:
    """Create an account without roles; it cannot log in (系统管理员建账号).

    :raises Invalid: the log-in name is taken.
    """
    tidy = login.strip().lower()
    if queries.by_login(tidy):
        raise Invalid("login", "该登录名已有人使用，请换一个。")
    account = Account(
        login=tidy,
        name=name.strip(),
        state=AccountState.INACTIVE,
        unit_id=unit_id,
        deputy_id=deputy_id,
        body_type=body_type,
        phone=phone,
        proposed_roles=",".join(sorted(proposed)),
        created_at=clock.now(),
        roles=[],
    )
    db.session.add(account)
    db.session.flush()
    record("account.created", "account", account.id, {"login": tidy})
    _touch(account)
    return account


def grant(account: Account, roles: frozenset[Role], by: int | None) -> None:
    """Give an account its roles (安全管理员授权); nobody grants to himself.

    Running sessions end, so that the change holds from the next request. The leaders of the unit
    are told where cases name somebody as handler who is none any more.

    :raises Invalid: the roles may not be held together or lack their unit, deputy or body; an
        administrator's account would do business or one of business become an administrator's;
        or it would leave its kind without anybody.
    :raises Refused: one would change one's own roles.
    """
    if account.id == by:
        raise Refused("不能给自己授权，请由另一位安全管理员办理。")
    refused = separation.complaint(
        roles,
        has_unit=account.unit_id is not None,
        has_deputy=account.deputy_id is not None,
        has_body=account.body_type is not None,
    )
    before = account.role_set
    refused = refused or separation.change_complaint(before, roles)
    if refused:
        raise Invalid("roles", refused)
    if _is_last(account, keeping=roles):
        raise Invalid(
            "roles", "这是最后一个在用的该类管理员账号，不能改作其他角色。请先启用另一个。"
        )
    account.roles = [row for row in account.roles if row.role in roles]
    account.roles += [AccountRole(role=role) for role in sorted(roles - before)]
    account.proposed_roles = ""
    end_sessions(account.id)
    detail: dict[str, object] = {"before": sorted(before), "after": sorted(roles)}
    record("account.granted", "account", account.id, detail)
    _touch(account)
    work.left(account)


def grant_proposed(account: Account, by: int | None) -> None:
    """Grant the roles that the list proposed, where the account has none yet (批量授权).

    :raises Refused: nothing is proposed, or `grant` refuses.
    """
    if account.roles:
        return
    if account.state == AccountState.DISABLED:
        raise Refused("该账号已停用，请先恢复。")
    if not account.proposed_set:
        raise Refused("该账号还没有角色，也没有建议的角色。请打开账号逐个授权。")
    grant(account, account.proposed_set, by)


def invite(account: Account, by: int | None, config: Config) -> str:
    """Issue a one-time activation code; sessions and the old password end. Return the code.

    Whoever has the code has the account, so nobody inside alone gets that of an administrator in
    use: one stops and restores it, another issues the slip. The operator does without (`by` None).

    :raises Refused: no role yet, disabled, one's own account, or an administrator's in use.
    """
    if account.id == by:
        raise Refused("不能给自己发激活码，请由另一位管理员办理。")
    if by is not None and account.is_administrator and account.state == AccountState.ACTIVE:
        raise Refused(
            "该管理员账号正在使用，不能由一个人重发激活单。忘记密码的，请系统管理员先停用、再恢复"
            "该账号，然后再发；是最后一个同类管理员的，请运维人员运行 administrator-code 命令。"
        )
    if not account.roles:
        raise Refused("该账号还没有角色，请先由安全管理员授权。")
    if account.state == AccountState.DISABLED:
        raise Refused("该账号已停用，请先恢复。")
    code = new_code()
    account.code_hash = hash_code(code)
    account.code_expires_at = clock.now() + timedelta(days=config.activation_days)
    account.password_hash = None
    move(account, AccountState.INVITED, MOVES)
    end_sessions(account.id)
    record("account.invited", "account", account.id)
    _touch(account)
    return code


def disable(account: Account, by: int) -> None:
    """Stop an account at once; the leaders of the unit hear what it leaves to be handed over.

    :raises Refused: one's own account, or the last active one of an administrator's role.
    """
    if account.id == by:
        raise Refused("不能停用自己的账号。")
    if _is_last(account):
        raise Refused("这是最后一个在用的该类管理员账号，不能停用。请先启用另一个。")
    move(account, AccountState.DISABLED, MOVES)
    account.code_hash = account.code_expires_at = None
    end_sessions(account.id)
    record("account.disabled", "account", account.id)
    _touch(account)
    work.left(account)


def restore(account: Account) -> None:
    """Take a disabled account back; it must be activated anew."""
    move(account, AccountState.INACTIVE, MOVES)
    account.password_hash = None
    record("account.restored", "account", account.id)
    _touch(account)


def reset(account: Account, by: int) -> str:
    """Issue a one-time code to somebody who forgot the password (重置码); return the code.

    :raises Refused: an administrator's account, one never activated, or one's own.
    """
    if account.is_administrator:
        raise Refused(
            "管理员账号不发重置单。忘记密码的，请先停用、再恢复该账号，然后由安全管理员发激活单。"
        )
    if account.password_set_at is None:
        raise Refused("该账号还没有激活过，请由安全管理员发激活单。")
    return invite(account, by, current_app.config["TRACKER"])


def _touch(account: Account) -> None:
    """Mark the deputy whose account it is: whether he or she logs in may have changed."""
    if account.deputy_id is not None:
        mark("deputy", account.deputy_id)


def _is_last(account: Account, keeping: frozenset[Role] = frozenset()) -> bool:
    """Whether nobody else active holds an administrator's role that the account would lose."""
    lost = [role for role in account.role_set - keeping if role.is_administrator]
    return any(_others_active(account, role) == 0 for role in lost)


def _others_active(account: Account, role: Role) -> int:
    """Count other active accounts with the role."""
    query = (
        select(func.count())
        .select_from(AccountRole)
        .join(Account, Account.id == AccountRole.account_id)
        .where(
            AccountRole.role == role,
            Account.id != account.id,
            Account.state == AccountState.ACTIVE,
        )
    )
    return db.session.scalar(query) or 0
