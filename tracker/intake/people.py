"""Who put an item, as lists write it: joint names, 等5人, delegations, organisations; pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from tracker.cases.numbering import number_key
from tracker.deputies.names import name_key
from tracker.kernel.simplified import fold
from tracker.terms import LeadType

_SPLIT = re.compile(r"[、,，;；/\n]+")
_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
_COUNT = re.compile(
    r"等(?:共|一行)?([0-9一二三四五六七八九十百]+)?(?:位|名|个|人)*(?:代表|委员|提案人|人)*$"
)
_IN_BRACKETS = re.compile(r"[(（](等[^()（）]*)[)）]$")
_TWO = re.compile(r"^(.{2,3})[和与](.{2,3})$")
_BEFORE = re.compile(r"^(?:人大代表|政协委员|代表|委员|领衔|提案人)[:：]")
_DELEGATION = re.compile(r"(代表团|代表小组|代表组)$")
_ORGANISATION = re.compile(
    r"(委员会|委会|区委|市委|县委|联合会|工商联|小组|界别|支部|总支|商会|协会|学会|工会|妇联|团委|"
    r"侨联|台联|科协|文联|残联|支社|民革|民盟|民建|民进|农工党|致公党|九三学社|台盟|联|委|会|界|集体|组)$"
)
_SHORT = frozenset(
    {"民革", "民盟", "民建", "民进", "台盟", "工商联", "农工党", "致公党", "妇联", "侨联", "台联",
     "科协", "文联", "残联", "总工会", "团委", "共青团"}
)  # fmt: skip
_COLLECTIVE = ("集体", "团体", "党派", "组织", "单位", "界别")
_TITLE = re.compile(r"(代表|委员|先生|女士|同志)$")
_SUBMITTED = re.compile(r"(的?集体)?提案$")
_WORK_PLACE = re.compile(
    r"^(.{2,}(?:局|所|台|站|院|校|厂|公司|中心|社区|街道|办|镇|乡|村|中学|小学))$"
)
_SURNAMES = frozenset(
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏"
    "薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常"
    "武乔贺赖龚文樊翟庞谯冉岳保臧殷闵幸昌罕普刀"
)
LONGEST_NAME = 4


@dataclass(frozen=True)
class People:
    """The proposers of one item.

    `signer_count` is None where 等 stands without a number; `work_place` is what the cell
    writes before or behind the name of the lead; `overstated` where more names are listed than
    the number that is stated.
    """

    lead: str
    lead_type: LeadType
    co_signers: tuple[str, ...]
    signer_count: int | None
    work_place: str = ""
    overstated: bool = False


@lru_cache(maxsize=4096)
def people_of(
    lead_cell: str, others_cell: str = "", count_cell: str = "", type_cell: str = ""
) -> People:
    """Read the cells of lead, co-signers, number of signers, and what the lead is."""
    text, stated, open_list = _without_count(lead_cell)
    others_text, more, open_others = _without_count(others_cell)
    names, places = _names(text)
    others, _ = _names(others_text)
    lead = names[0] if names else ""
    lead_type = lead_type_of(lead)
    listed = _once([*names[1:], *others], lead)
    if lead_type is LeadType.PERSON and not listed and any(w in type_cell for w in _COLLECTIVE):
        lead_type = LeadType.ORGANISATION
    said = _number(count_cell) or stated or (more + 1 if more else None)
    named = 1 + len(listed)
    unknown = said is None and (open_list or open_others)
    return People(
        lead=lead,
        lead_type=lead_type,
        co_signers=listed,
        signer_count=None if unknown else max(said or 0, named),
        work_place=places[0] if places else "",
        overstated=bool(said and named > said),
    )


def lead_type_of(name: str) -> LeadType:
    """Return what a proposer is, told by the ending of the name."""
    plain = fold(name)
    if _DELEGATION.search(plain):
        return LeadType.DELEGATION
    if plain in _SHORT or (len(plain) >= LONGEST_NAME and _ORGANISATION.search(plain)):
        return LeadType.ORGANISATION
    if plain[1:] in _SHORT and plain[:1] in "省市区县州":
        return LeadType.ORGANISATION
    return LeadType.PERSON


def _once(names: list[str], lead: str) -> tuple[str, ...]:
    """Return names once each, without the lead."""
    found = {name_key(name): name for name in reversed(names)}
    found.pop(name_key(lead), None)
    return tuple(name for name in dict.fromkeys(names) if found.get(name_key(name)) == name)


def _without_count(text: str) -> tuple[str, int | None, bool]:
    """Return the text without 等…人, the number it states, and whether 等 stood there."""
    plain = _IN_BRACKETS.sub(r"\1", unicodedata.normalize("NFKC", text).strip())
    found = _COUNT.search("".join(plain.split()))
    if not found:
        return plain, None, False
    return plain[: plain.rindex("等")], _number(found.group(1) or ""), True


def _names(text: str) -> tuple[list[str], list[str]]:
    """Return the names of a cell without blanks, and what stands with the first: its place."""
    outside = _BRACKETS.sub(lambda found: "" if _is_note(text, found) else found.group(), text)
    notes = [found.group()[1:-1] for found in _BRACKETS.finditer(text) if _is_note(text, found)]
    names, places = [], notes[:1]
    for piece in _SPLIT.split(outside):
        for part in (one for both in _by_blanks(piece) for one in _two(both)):
            name = _SUBMITTED.sub("", _BEFORE.sub("", part))
            name = _TITLE.sub("", name) if len(name) >= LONGEST_NAME else name
            place, name = _without_work_place(name)
            places += [place] if place else []
            names += [name] if name else []
    return names, places


def _is_note(text: str, found: re.Match[str]) -> bool:
    """Whether a bracket only explains: it does not open the text."""
    return bool(text[: found.start()].strip())


def _two(text: str) -> tuple[str, ...]:
    """Return the two names that 和 joins: both begin with a surname (张三和李四)."""
    found = _TWO.match(text)
    if found and all(fold(name[0]) in _SURNAMES for name in found.groups()):
        return found.groups()
    return (text,)


def _without_work_place(name: str) -> tuple[str, str]:
    """Return the work place written before a name, and the name: 县环卫所 李燕芹."""
    if lead_type_of(name) is not LeadType.PERSON:
        return "", name
    for length in (3, 2):
        place, person = name[:-length], name[-length:]
        if len(name) > LONGEST_NAME and _WORK_PLACE.match(place) and fold(person[0]) in _SURNAMES:
            return place, person
    return "", name


def _by_blanks(text: str) -> list[str]:
    """Split on blanks; characters written apart are joined (张 三, 王 小 明, 刘 桂兰)."""
    found: list[str] = []
    apart = ""
    for part in text.split():
        if len(part) == 1:
            apart += part
            continue
        family, rest = (apart, "") if len(apart) == 1 else ("", apart)
        found += [*_pairs(rest), family + part]
        apart = ""
    return found + _pairs(apart)


def _pairs(apart: str) -> list[str]:
    """Return the names that characters written apart make: up to three are one, else pairs."""
    if len(apart) < LONGEST_NAME:
        return [apart] if apart else []
    return [apart[at : at + 2] for at in range(0, len(apart), 2)]


def _number(text: str) -> int | None:
    """Read digits or Chinese numerals, None where there is none."""
    key = number_key(text.strip().rstrip("人名位"))
    return int(key) if key.isdigit() and int(key) else None
