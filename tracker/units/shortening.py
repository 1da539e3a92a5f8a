"""What a unit's name is made of: place, core and ending, as offices shorten them; pure.

住建局 and 云岭区住房和城乡建设局 differ in the place, which is often left out, and in the core,
which is shortened to the first characters of its words. What a body was called before its
functions were merged is written on for years.
Source of the former names: 深化党和国家机构改革方案 (2018-03-21) and what districts did after it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from tracker.units.names import unit_key

SHORTEST = 2
OFFICES = frozenset({"局", "委", "办", "中心", "处", "署", "分局", "所"})
TOWNSHIPS = frozenset({"街道", "镇", "乡"})
COMPANIES = frozenset({"公司", "集团"})

_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
_BEFORE_PLACE = (
    (re.compile(r"^(中国共产党|中共)"), ""),
    (re.compile(r"^国家税务总局"), ""),
    (re.compile(r"^(国家电网|国网)(.{2,4}省电力(有限)?(责任)?公司)?"), ""),
    (re.compile(r"^(中国人民政治协商会议|政协).*?[区县市旗]委员会"), "政协"),
    (re.compile(r"^(共青团|团).{0,4}?[区县市旗]委(员会)?$"), "团委"),
)
_SAME = (
    (re.compile(r"^公安(局.{2,4})?分?局(?=.+队$)"), ""),  # 公安局云岭分局交警大队
    (re.compile(r"^(.{2,}局)[^市县区]{2,3}[区县]?分局$"), r"\1"),  # 公安局云岭分局 is 公安局
    (re.compile(r"人民(?!医院)"), ""),
    (re.compile(r"(街道办事处|街道办公室|街道办|街办|办事处|街道党工委)$"), "街道"),
    (re.compile(r"([镇乡])(政府|党委)$"), r"\1"),
    (re.compile(r"(?<=[区城园港])管理委员会$"), "管委会"),
    (re.compile(r"常务委员会$"), "常委会"),
    (re.compile(r"委员会$"), "委"),
    (re.compile(r"办公室$"), "办"),
    (re.compile(r"(服务|事务|管理)+中心$"), "中心"),
    (re.compile(r"集团(股份|控股)?(有限)?(责任)?公司$"), "集团"),
    (re.compile(r"(股份)?(有限|总|分)(责任)?公司$"), "公司"),
)
_PLACE = re.compile(
    r"[^省市区县旗州盟]{2,4}(?:省|市(?![场容值])|区|县|旗|州|盟)|[^省市区县旗]{1,12}自治[区县州旗]"
)
_LEVEL = re.compile(r"[省区县旗州盟全本]|市(?![场容])")
_DOUBTFUL = re.compile(r"市[政民]")  # 市政府 is the city's, 市政处 is not
_PARTY = re.compile(r"^委(?=.{2,}(部|办|局|校|委|中心|会)$)")
_LOWEST = ("区", "县", "旗")  # no smaller place stands behind: 区市监局
_NO_PLACE = ("经开", "开发", "工业园", "园", "小", "社", "棚户", "保护", "高新", "示范", "景", "城")
_ENDING = re.compile(
    r"(分局|中心|管委会|街道|公司|集团|大队|支队|医院|学校|[局委办部处署所镇乡院站队会联])$"
)
_FILLERS = re.compile(r"[和与及、·\-]")
_FORMER = {
    "环保": "生态环境",
    "环境保护": "生态环境",
    "国土": "自然资源",
    "国土资源": "自然资源",
    "规划": "自然资源规划",
    "林业": "园林绿化",
    "工商": "市场监督管理",
    "质监": "市场监督管理",
    "质量技术监督": "市场监督管理",
    "食药监": "市场监督管理",
    "食品药品监督管理": "市场监督管理",
    "卫生": "卫生健康",
    "卫计": "卫生健康",
    "卫生计生": "卫生健康",
    "卫生计划生育": "卫生健康",
    "计生": "卫生健康",
    "安监": "应急管理",
    "安全生产监督管理": "应急管理",
    "旅游": "文化旅游",
    "文化": "文化旅游",
    "文体": "文化体育旅游",
    "教体": "教育体育",
    "农业": "农业农村",
    "农委": "农业农村",
    "房管": "住房城乡建设",
    "建设": "住房城乡建设",
    "城管执法": "城市管理",
    "水利": "水务",
    "文旅体": "文化旅游",
    "文体旅": "文化旅游",
    "文广旅": "文化旅游",
    "文化广电旅游": "文化旅游",
    "法制": "司法",
    "物价": "发展改革",
    "扶贫": "乡村振兴",
    "征收": "房屋征收",
    "府": "政府",
}


@dataclass(frozen=True)
class Shape:
    """A name taken apart.

    `later`: what of the core stands behind each 和. `level`: the kind of place that it begins
    with, empty for none. `party`: 区委 stands before it.
    """

    core: str
    ending: str
    later: tuple[str, ...] = ()
    place: str = ""
    level: str = ""
    party: bool = False


def shapes(name: str) -> tuple[Shape, ...]:
    """Return how a name may be taken apart: 市政管理处 begins with no place, 市公安局 does."""
    plain = unit_key(name)
    plain = _BRACKETS.sub("", plain) or plain
    for pattern, same in _BEFORE_PLACE:
        plain = pattern.sub(same, plain)
    found: dict[str, Shape] = {}
    for place, rest in _places(plain):
        shape = _shape(place, rest)
        found.setdefault(shape.core, shape)
    return tuple(shape for shape in found.values() if shape.core)


def _shape(place: str, rest: str) -> Shape:
    """Take apart what stands behind the place."""
    for pattern, same in _SAME:
        rest = pattern.sub(same, rest)
    party = bool(_PARTY.match(rest))
    rest = _PARTY.sub("", rest)
    ending = match[0] if (match := _ENDING.search(rest)) else ""
    core = rest.removesuffix(ending)
    if ending == "联":
        core, ending = rest, ""  # 妇联: the ending belongs to the core
    parts = _FILLERS.split(core)
    later = tuple("".join(parts[start:]) for start in range(1, len(parts)))
    level = place[-1:]
    return Shape("".join(parts), ending, later, place if len(place) > 1 else "", level, party)


def former(core: str) -> str:
    """Return the core of the body that took over what one of a former name did, else nothing."""
    return _FORMER.get(core, "")


def _places(name: str) -> list[tuple[str, str]]:
    """Return the place that a name begins with and the rest; both ways where it is doubtful."""
    found, place, rest = [], "", name
    while match := _PLACE.match(rest) or _LEVEL.match(rest):
        behind = rest[match.end() :]
        if match[0][:-1].endswith(_NO_PLACE) or len(behind) < SHORTEST or _ENDING.fullmatch(behind):
            break
        if _DOUBTFUL.match(rest):
            found.append((place, rest))
        place, rest = match[0], behind
        if place.endswith(_LOWEST):
            break
    return [*found, (place, rest)]
