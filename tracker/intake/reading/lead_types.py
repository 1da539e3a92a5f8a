"""What a proposer is, told by the name: a person, a delegation, an organisation; pure."""

from __future__ import annotations

import re
from functools import lru_cache

from tracker.kernel.simplified import fold
from tracker.terms import LeadType

SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏"
    "薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常"
    "武乔贺赖龚文樊翟庞谯冉岳保臧殷闵幸昌罕普刀"
)
_TWO_SURNAMES = frozenset({"欧阳", "诸葛", "司马", "上官", "慕容", "夏侯", "皇甫", "尉迟", "令狐"})
LONGEST_NAME = 4
_DELEGATION = re.compile(r"(代表团|代表小组|代表组)$")
_ORGANISATION = re.compile(
    r"(委员会|委会|区委|市委|县委|联合会|工商联|小组|界别|党派|人士|支部|总支|商会|协会|学会|工会|"
    r"妇联|团委|侨联|台联|科协|文联|残联|支社|民革|民盟|民建|民进|农工党|致公党|九三学社|台盟|集体)$"
)
_SHORT_ENDING = re.compile(r"[联委会界组]$")
_SHORT = frozenset(
    {"民革", "民盟", "民建", "民进", "台盟", "工商联", "农工党", "致公党", "妇联", "侨联", "台联",
     "青联", "科协", "文联", "残联", "总工会", "工会", "团委", "共青团", "中共", "无党派"}
)  # fmt: skip
_SECTORS = frozenset({"金融", "文艺", "文化", "高校", "石化", "石油", "史学"})  # begin as surnames
_GROUP = re.compile(r"(界|界别|界别小组|界别活动组|代表团|代表小组|代表组)$")


@lru_cache(maxsize=4096)
def lead_type_of(name: str) -> LeadType:
    """Return what a proposer is, told by the ending of the name."""
    plain = fold(name)
    if _DELEGATION.search(plain):
        return LeadType.DELEGATION
    if plain in _SHORT or (plain[1:] in _SHORT and plain[:1] in "省市区县州"):
        return LeadType.ORGANISATION
    if len(plain) >= LONGEST_NAME and (_ORGANISATION.search(plain) or _SHORT_ENDING.search(plain)):
        return LeadType.ORGANISATION
    return LeadType.ORGANISATION if _is_sector(plain) else LeadType.PERSON


def is_person(name: str) -> bool:
    """Whether a name is that of a person."""
    return lead_type_of(name) is LeadType.PERSON


def is_doubtful(name: str) -> bool:
    """Whether a short name of a group begins with a surname, so that it may be a person's."""
    plain = fold(name)
    surname = plain[:1] in SURNAMES or plain[:2] in _TWO_SURNAMES
    if len(plain) > LONGEST_NAME or not surname or plain in _SHORT:
        return False
    ending = _SHORT_ENDING.search(plain) and not _ORGANISATION.search(plain)
    return bool(ending) and plain[:-1] not in _SECTORS and not is_person(name)


def may_be_person(name: str) -> bool:
    """Whether a name is that of a person, or could be."""
    return is_person(name) or is_doubtful(name)


def names_group(name: str) -> bool:
    """Whether a name is that of a delegation or sector, which the register of the body has."""
    return bool(_GROUP.search(fold(name))) and not is_person(name)


def _is_sector(plain: str) -> bool:
    """Whether a short name ends as those of sectors do: 教育界, 侨界; 王界 is a person."""
    return plain.endswith("界") and (len(plain) >= LONGEST_NAME - 1 or plain[0] not in SURNAMES)
