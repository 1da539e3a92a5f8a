"""Which roles one account may hold together; pure.

Source: GB/T 22239-2019 8.1.5 安全管理中心: system, security and audit administrators are
kept apart (三员分立), and none of them does business.
"""

from __future__ import annotations

from collections.abc import Iterable

from tracker.roles import OFFICE, UNIT, Role


def complaint(
    roles: Iterable[Role], *, has_unit: bool, has_deputy: bool, has_body: bool
) -> str | None:
    """Return why this set of roles is refused, None if it is allowed."""
    held = frozenset(roles)
    if not held:
        return "请至少选择一个角色。"
    if any(role.is_administrator for role in held) and len(held) > 1:
        return "系统、安全、审计管理员不得兼任，也不得兼其他角色。"
    if len(held) > 1 and held not in (UNIT, OFFICE):
        return "只有同一单位的承办人与领导可以兼任，其他角色不得兼任。"
    needs = (
        (bool(held & UNIT), has_unit, "单位承办人和单位领导须先指定承办单位。"),
        (Role.DEP in held, has_deputy, "代表委员账号须先对应名册中的代表或委员。"),
        (Role.OBS in held, has_body, "人大政协机关账号须先指定所属机关。"),
    )
    return next((sentence for asked, given, sentence in needs if asked and not given), None)


def change_complaint(before: Iterable[Role], after: Iterable[Role]) -> str | None:
    """Return why one set of roles may not become the other, None if it may.

    One security administrator alone would else lead an administrator's account into business, or
    come by an administrator's account: whoever grants issues the slip as well.
    """
    held, asked = frozenset(before), frozenset(after)
    was, becomes = (any(role.is_administrator for role in roles) for roles in (held, asked))
    if was and not all(role.is_administrator for role in asked):
        return "系统、安全、审计管理员的账号不能改作业务账号，请停用后另建账号。"
    if held and not was and becomes:
        return "业务账号不能改作管理员账号，请由系统管理员另建账号。"
    return None
