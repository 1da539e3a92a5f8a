"""Which place a title row names, and whether it is another than the district; pure.

海城市第十八届人民代表大会 has the numbers of the district's own session; only the place tells
them apart.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from tracker.kernel.simplified import fold

_ENDS = "省市区县旗州盟"
_BODY = r"中国人民政治协商会议|政治协商会议|政协|人民代表大会|人大"
_TERM = r"第?[一二三四五六七八九十百〇零\d]{1,4}届"
_BEFORE = re.compile(rf"[\u4e00-\u9fff]*?[{_ENDS}](?={_TERM}|{_BODY})")
_BEHIND = re.compile(rf"届([\u4e00-\u9fff]{{1,12}}?[{_ENDS}])委员会")
_LEAD_IN = re.compile(rf"^.*(?:关于|印发|转发|下发|交办|办理|做好|{_BODY})|^年度?")
_OF_BODY = re.compile(rf"{_BODY}|常务委员会|常委会|委员会")
_OURS = frozenset("我本全该辖各")


def named(title: str) -> tuple[str, ...]:
    """Return the places that stand before 第…届, 人大 or 政协, or behind 第…届.

    印发云岭区第十八届人民代表大会 → 云岭区; 区十八届人大 → 区. Cells are apart by a blank; only
    a title that is spaced out is read over its blanks.
    """
    pieces = fold(unicodedata.normalize("NFKC", title)).split()
    found = [place for piece in pieces for place in _in(piece)] or _in("".join(pieces))
    return tuple(dict.fromkeys(found))


def _in(plain: str) -> list[str]:
    """Return the places in a text without blanks."""
    found = [*_BEFORE.findall(plain), *_BEHIND.findall(plain)]
    return [_LEAD_IN.sub("", text) or text[-1] for text in found]


def another(places: Sequence[str], body: str) -> str:
    """Return the place that a title names instead of the body's own, empty where it is its own.

    :param body: the full name of the body: 云岭区人民代表大会. Nothing is said of a body whose
        name has no place.
    """
    own = _OF_BODY.sub("", fold(body))
    if not own or own[-1] not in _ENDS or any(_is_own(place, own) for place in places):
        return ""
    return places[0] if places else ""


def _is_own(place: str, own: str) -> bool:
    """Whether a place is the district, by its name or as 区, 本区, 市、区."""
    if place.endswith(own) or (len(place) > 1 and own.endswith(place)):
        return True
    bare = place[1:] if place[0] in _OURS else place
    return bool(bare) and set(bare) <= set(_ENDS) and own[-1] in bare
