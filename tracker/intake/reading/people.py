"""Who put an item, as lists write it: joint names, 等5人, delegations, organisations; pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from tracker.cases.numbering import number_key
from tracker.deputies.names import name_key
from tracker.intake.reading.lead_types import lead_type_of
from tracker.intake.reading.name_cells import NOBODY, PHONE_MARK, marked, names_of
from tracker.kernel.texts import tidy
from tracker.terms import LeadType

_FIGURES = r"([0-9一二两三四五六七八九十百]+)"
_PERSON = (
    r"(?:位|名|个|人大|政协|[省市区县州]|的|人|代表|委员|提案人|同志|联名|联合|提出|提案|建议)"
)
# possessive: 提案人 is 提案 and 人, too, and a long cell would be parted in 2ⁿ ways
_PERSONS = rf"{_PERSON}*+"
_COUNT = re.compile(
    rf"等(?:共|一行)?{_PERSONS}(约|近|大约)?{_FIGURES}?([余多来]|若干|数|几)?{_PERSONS}"
    rf"({PHONE_MARK}[-+\d]+)?、?$"
)
_TOGETHER = re.compile(
    rf"(?:[\s、,，;；]|(?=共)|(?<=\D)(?=\d))(共计?)?\s*(约|近|大约)?\s*{_FIGURES}\s*([余多来])?\s*"
    rf"{_PERSON}++\s*({PHONE_MARK}[-+\d]+)?、?\s*$"
)
_IN_BRACKETS = re.compile(
    rf"[(（](?:联名|附议)?(等[^()（）]*|共?计?\s*{_FIGURES}\s*{_PERSON}++)[)）](?=[-+\d\s]*$)"
)
_OF_THEM = re.compile(  # 李四二位代表: one numeral, behind a whole name
    r"(?<=[\u4e00-\u9fff]{2})([二两三四五六七八九]|十[一二三四五六七八九]?)[位名](?:代表|委员|提案人|同志)?$"
)
_LABELLED = re.compile(
    r"^\s*(?:领衔|第一提案|提案)?(?:代表|委员|人)?[:：]?\s*(?P<lead>[^:：]+?)[\s、,，;；]*"
    r"(?:附议|联名|共同提案)(?:代表|委员|人)*[:：]\s*(?P<others>.+)$",
    re.DOTALL,
)
_HINT = re.compile(r"[(（][^()（）]*[)）]$")
_COUNT_CELL = re.compile(
    rf"^(?:共计?|合计|总计|一共|计|等|联名)*(约|大约|近|至少|不少于|超过)?{_FIGURES}(?:\.0+)?"
    rf"([余多来])?{_PERSONS}(左右|以上|上下)?$"
)
_COLLECTIVE = ("集体", "团体", "党派", "组织", "单位", "界别")
MOST, LONGEST_COUNT = 999, 80


@dataclass(frozen=True)
class Count:
    """A number of signers that a cell states; `about` where it says that it is not exact.

    `open` where 等 stands without a number, `unread` where the cell states none; `together`
    where 共 says that nobody comes on top.
    """

    number: int | None = None
    about: bool = False
    open: bool = False
    unread: bool = False
    together: bool = False


@dataclass(frozen=True)
class People:
    """The proposers of one item.

    `signer_count` is None where 等 stands without a number. `counted` where the cells state a
    number or list the co-signers, `alone` where they say that there are none; else they are
    silent about others. `work_place` is what the cell writes before or behind the name of the
    lead, `unread` and `others_unread` what is no name, `count_unread` that the number is none;
    `overstated` where more names are listed than the number that is stated.
    """

    lead: str
    lead_type: LeadType
    co_signers: tuple[str, ...]
    signer_count: int | None
    counted: bool = False
    alone: bool = False
    about: bool = False
    phones: tuple[tuple[str, str], ...] = ()
    work_place: str = ""
    unread: tuple[str, ...] = ()
    others_unread: tuple[str, ...] = ()
    count_unread: bool = False
    overstated: bool = False


@lru_cache(maxsize=4096)
def people_of(
    lead_cell: str, others_cell: str = "", count_cell: str = "", type_cell: str = ""
) -> People:
    """Read the cells of lead, co-signers, number of signers, and what the lead is."""
    if found := _LABELLED.match(lead_cell):
        lead_cell = found["lead"]
        others_cell = "、".join(filter(None, (found["others"], others_cell)))
    text, first = _without_count(lead_cell)
    others_text, more = _without_count(others_cell)
    names, others, stated = names_of(text), names_of(others_text), count_of(count_cell)
    lead = names.names[0] if names.names else ""
    listed = _once([*names.names[1:], *others.names], lead)
    lead_type = lead_type_of(lead)
    if lead_type is LeadType.PERSON and not listed and any(w in type_cell for w in _COLLECTIVE):
        lead_type = LeadType.ORGANISATION
    beside = more.number + (not more.together) if more.number else None
    said = stated.number or first.number or beside
    named = 1 + len(listed)
    unknown = said is None and (first.open or more.open)
    return People(
        lead=lead,
        lead_type=lead_type,
        co_signers=listed,
        signer_count=None if unknown else max(said or 0, named),
        counted=said is not None or (bool(listed) and not unknown),
        alone=not listed and not unknown and (said == 1 or (said is None and others.nobody)),
        about=stated.about or (not stated.number and (first.about or more.about)),
        phones=names.phones + others.phones,
        work_place=names.places[0] if names.places else "",
        unread=names.unread,
        others_unread=others.unread,
        count_unread=stated.unread,
        overstated=bool(said and named > said),
    )


def count_of(cell: str) -> Count:
    """Read a cell of numbers of signers: 5, 共3人, 约5人, 三人; 无 and dashes state nothing."""
    plain = _HINT.sub("", tidy(cell))
    if not any(char.isalnum() for char in plain) or plain in NOBODY:
        return Count()
    found = _COUNT_CELL.match(plain)
    number = _number(found.group(2)) if found else None
    if found is None or number is None:
        return Count(unread=True)
    return Count(number, about=any(found.group(at) for at in (1, 3, 4)))


def _once(names: list[str], lead: str) -> tuple[str, ...]:
    """Return names once each, without the lead."""
    found = {name_key(name): name for name in reversed(names)}
    found.pop(name_key(lead), None)
    return tuple(name for name in dict.fromkeys(names) if found.get(name_key(name)) == name)


def _without_count(cell: str) -> tuple[str, Count]:
    """Return a cell without 等…人 and the number that this states, telephones marked."""
    plain = marked(_IN_BRACKETS.sub(r" \1", unicodedata.normalize("NFKC", cell).strip()))
    found = _COUNT.search("".join(plain.split()))
    if not found:
        return _without_together(plain)
    about, figures, more, phone = found.groups()
    number = _number(figures or "")
    text = plain[: plain.rindex("等")] + (phone or "")
    return text, Count(number, about=bool(number and (about or more)), open=True)


def _without_together(plain: str) -> tuple[str, Count]:
    """Return a cell without the number behind its names: 张三、李四共5人, 张三、李四二位."""
    plain = _OF_THEM.sub(r" 共\1人", plain)
    found = _TOGETHER.search(plain, max(0, len(plain) - LONGEST_COUNT))
    number = _number(found.group(3)) if found else None
    if found is None or number is None:
        return plain, Count()
    together, about, _, more, phone = found.groups()
    text = plain[: found.start()] + (phone or "")
    return text, Count(number, about=bool(about or more), together=bool(together))


def _number(text: str) -> int | None:
    """Read digits or Chinese numerals, None where there is none or too many."""
    key = number_key(text)
    return int(key) if key.isdigit() and 0 < int(key) <= MOST else None
