"""The names that a cell of a list gives, with what stands beside them; pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from tracker.deputies.names import BETWEEN, name_key
from tracker.intake.reading.lead_types import LONGEST_NAME, SURNAMES, is_person
from tracker.kernel.simplified import fold
from tracker.kernel.telephones import LONGEST_TELEPHONE

_BRACKETS = re.compile(r"[(（][^()（）]*[)）]")
_BREAK = r"[ \t]*[\r\n]+[ \t]*"
_BROKEN = re.compile(  # a character alone in its line is no name: 王⏎守田
    rf"(?<![^\s、,;/])([一-鿿]){_BREAK}(?=[一-鿿]{{1,2}}(?![^\s、,;/]))"
    rf"|(?<![^\s、,;/])([一-鿿]{{2,3}}){_BREAK}(?=[一-鿿](?![^\s、,;/]))"
)
_TWO = re.compile(r"^(.{2,3})[和与及](.{2,3})$")
_BEFORE = re.compile(r"^(?:人大代表|政协委员|代表|委员|领衔|提案人)[:：]")
_TITLE = re.compile(r"(代表|委员|先生|女士|同志)$")
_SUBMITTED = re.compile(r"(的?集体)?提案$")
_WORK_PLACE = re.compile(
    r"^(.{2,}(?:局|所|台|站|院|校|厂|公司|中心|社区|街道|办|镇|乡|村|中学|小学))$"
)
_NUMBER = (
    r"(?:(?:联系)?(?:电话|手机|方式)(?:号码|号)?[:：]?\s*)?(?<!\d)"
    r"((?:\+?86[- ]?)?1[3-9]\d[- ]?\d{4}[- ]?\d{4}|0\d{2,3}[- ]?\d{7,8}|\d{7,8})(?!\d)"
)
_PHONE = re.compile(rf"[(（]\s*{_NUMBER}\s*[)）]|{_NUMBER}")
_COUNTED = re.compile(r"^[\d一二三四五六七八九十]+[人名位个]+$")
NOBODY = frozenset({"无", "没有", "暂无", "空", "无联名", "无附议", "0", "0人"})
_TITLES = frozenset({"代表", "委员", "先生", "女士", "同志"})
PHONE_MARK = "\x02"  # where a telephone stood; the reader of workbooks drops such characters


@dataclass(frozen=True)
class Names:
    """What a cell gives: names without blanks, telephones by name, what else stands there.

    `places` are work places and remarks, `unread` what is no name. `nobody` where the cell says
    that there is nobody: 无, —, /.
    """

    names: tuple[str, ...] = ()
    phones: tuple[tuple[str, str], ...] = ()
    places: tuple[str, ...] = ()
    unread: tuple[str, ...] = ()
    nobody: bool = False


def marked(cell: str) -> str:
    """Return a cell in which each telephone is marked and ends its piece: 刘桂兰⟨1380000⟩、."""
    plain = _BROKEN.sub(r"\1\2", unicodedata.normalize("NFKC", cell).strip())
    return _PHONE.sub(lambda found: f"{PHONE_MARK}{found[1] or found[2]}、", plain)


def names_of(text: str) -> Names:
    """Read the names of a cell that `marked` returned, the number of signers taken off."""
    outside = _BRACKETS.sub(lambda found: "" if _is_note(text, found) else found[0], text)
    notes = [found[0][1:-1] for found in _BRACKETS.finditer(text) if _is_note(text, found)]
    names, phones = list[str](), dict[str, str]()
    places, unread = notes[:1], list[str]()
    for piece in BETWEEN.split(outside):
        written, _, phone = piece.partition(PHONE_MARK)
        for part in _parts(written):
            place, name = _without_work_place(_plain(part))
            places += [place] if place else []
            if _is_name(name):
                names.append(name)
            elif _is_left_over(name):
                unread.append(name)
        if phone and names:
            phones.setdefault(name_key(names[-1]), _tidy_phone(phone))
        elif phone:
            unread.append(phone)
    return Names(
        names=tuple(names),
        phones=tuple(phones.items()),
        places=tuple(places),
        unread=tuple(unread),
        nobody=bool(text.strip()) and not names and not unread,
    )


def _plain(part: str) -> str:
    """Return a name without the word before it and the title behind it."""
    name = _SUBMITTED.sub("", _BEFORE.sub("", part))
    return _TITLE.sub("", name) if len(name) >= LONGEST_NAME else name


def _is_name(name: str) -> bool:
    """Whether a piece names somebody: no title alone, no dash, no number, not so many people."""
    letters = any(char.isalpha() for char in name)
    return letters and _is_left_over(name) and not _COUNTED.match(name)


def _is_left_over(name: str) -> bool:
    """Whether a piece says anything: more than a dash, a title or 无."""
    said = any(char.isalnum() for char in name)
    return said and not _says_nobody(name) and name not in _TITLES


def _says_nobody(name: str) -> bool:
    """Whether a piece says in words that there is nobody."""
    return fold(name).strip("()") in NOBODY


def _tidy_phone(text: str) -> str:
    """Return a telephone as the register keeps it."""
    return "".join(text.split()).removeprefix("+86").lstrip("-")[:LONGEST_TELEPHONE]


def _is_note(text: str, found: re.Match[str]) -> bool:
    """Whether a bracket only explains: it does not open the text."""
    return bool(text[: found.start()].strip())


def _parts(piece: str) -> Iterator[str]:
    """Yield the names of a piece between two commas."""
    for both in _by_blanks(piece):
        yield from _two(both)


def _two(text: str) -> tuple[str, ...]:
    """Return the two names that 和 joins: both begin with a surname (张三和李四)."""
    found = _TWO.match(text)
    if found and all(fold(name[0]) in SURNAMES for name in found.groups()):
        return found.groups()
    return (text,)


def _without_work_place(name: str) -> tuple[str, str]:
    """Return the work place written before a name, and the name: 县环卫所 李燕芹."""
    if not is_person(name):
        return "", name
    for length in (3, 2):
        place, person = name[:-length], name[-length:]
        if len(name) > LONGEST_NAME and _WORK_PLACE.match(place) and fold(person[0]) in SURNAMES:
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
