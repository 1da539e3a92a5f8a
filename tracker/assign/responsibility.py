"""Main responsibility: who may stand beside whom on one case; pure. Source: domain §2.1 C2."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from tracker.terms import AssignRole

R = AssignRole
TWO = 2
HOSTS = frozenset({R.INDEPENDENT, R.HOST})


@dataclass(frozen=True)
class Share:
    """One unit's share: `unit` names it uniquely, None for a gap; `part` what it answers."""

    unit: int | None
    role: AssignRole
    part: str = ""
    unit_text: str = ""


def faults(shares: Sequence[Share]) -> list[str]:
    """Return what is wrong with a proposed assignment, empty where it may be approved.

    Exactly one of: one independent; one host with any number of assisting; two or more
    separate, each with its part.
    """
    found = []
    if any(share.unit is None and not share.unit_text for share in shares):
        found.append("写了办理内容的一行还没有选单位，请选定单位，或者删去这一行的内容。")
    gaps = [share.unit_text for share in shares if share.unit is None and share.unit_text]
    if gaps:
        found.append(f"“{'、'.join(gaps)}”不在承办单位名册中，请先选定单位。")
    known = [share.unit for share in shares if share.unit is not None]
    if len(known) != len(set(known)):
        found.append("同一个单位不能在一件中出现两次。")
    return found + _shape(shares)


def _shape(shares: Sequence[Share]) -> list[str]:
    """Return what is wrong with the roles."""
    roles = [share.role for share in shares]
    answering = {role for role in roles if role.answers}
    if not answering:
        return ["请至少选定一个主办、独办或分办单位。"]
    if len(answering) > 1:
        return ["独办、主办、分办三种方式只能用一种。"]
    if answering == {R.INDEPENDENT} and len(roles) > 1:
        return ["独办只有一个单位；有会办单位的，请改为主办。"]
    if answering == {R.HOST} and roles.count(R.HOST) > 1:
        return ["主办单位只能有一个；各办一部分的，请改为分办并写明各自内容。"]
    if answering == {R.SEPARATE}:
        return _separate(shares)
    return []


def _separate(shares: Sequence[Share]) -> list[str]:
    """Return what is wrong with separate handling."""
    found = []
    parts = [share for share in shares if share.role is R.SEPARATE]
    if len(parts) < TWO:
        found.append("分办至少要有两个单位；只有一个的，请改为独办。")
    if len(parts) < len(shares):
        found.append("分办的件没有会办单位；要配合的，请写入各单位的办理内容。")
    if any(not share.part.strip() for share in parts):
        found.append("分办的每个单位都要写明各自办理的内容。")
    return found
