"""The vocabulary of the rulebook: layers and states. See tracker/terms.py."""

from __future__ import annotations

from tracker.terms import Term


class RuleLayer(Term):
    """Whose rule a value of the rulebook is, each over those before it (规则层级)."""

    DEFAULT = "default", "通用默认"
    NATION = "nation", "国家"
    PROVINCE = "province", "省级"
    CITY = "city", "市级"
    DISTRICT = "district", "区县级"
    OFFICE = "office", "本机关"


class RuleState(Term):
    """State of a change to the rulebook of the office (规则变更状态)."""

    PROPOSED = "proposed", "待确认"
    CONFIRMED = "confirmed", "已确认"
    REJECTED = "rejected", "不同意"
