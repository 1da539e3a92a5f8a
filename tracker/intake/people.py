"""Who put an item, as lists write it: joint names, 等5人, delegations, organisations; pure."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from tracker.terms import LeadType

_SPLIT = re.compile(r"[、,，;；/\n]+")
_COUNT = re.compile(r"等(?:共)?([0-9一二三四五六七八九十百]+)?(?:位|名|个|人)*(?:代表|委员|人)*$")
_DELEGATION = re.compile(r"(代表团|代表小组|代表组)$")
_ORGANISATION = re.compile(
    r"(委员会|委|联合会|工商联|小组|界别|支部|总支|联合|商会|协会|学会|工会|妇联|团委|侨联|台联|"
    r"民革|民盟|民建|民进|农工党|致公党|九三学社|界|集体|组|会)$"
)
_TITLE = re.compile(r"(代表|委员)$")
_NUMERALS = "零一二三四五六七八九"
LONGEST_NAME = 12


@dataclass(frozen=True)
class People:
    """The proposers of one item; `count_known` False where only 等 stands."""

    lead: str
    lead_type: LeadType
    co_signers: tuple[str, ...]
    signer_count: int
    count_known: bool


def people_of(lead_cell: str, others_cell: str = "", count_cell: str = "") -> People:
    """Read the cells of lead, co-signers and number of signers."""
    text, stated, open_list = _without_count(unicodedata.normalize("NFKC", lead_cell).strip())
    names = _names(text)
    others_text, more, open_others = _without_count(
        unicodedata.normalize("NFKC", others_cell).strip()
    )
    lead = names[0] if names else ""
    co_signers = tuple(dict.fromkeys([*names[1:], *_names(others_text)]))
    if count_cell.strip().isdigit():
        stated = int(count_cell)
    elif more and not stated:
        stated = more + 1
    known = stated is not None or not (open_list or open_others)
    return People(
        lead=lead,
        lead_type=lead_type_of(lead),
        co_signers=tuple(name for name in co_signers if name != lead),
        signer_count=max(stated or 0, 1 + len([n for n in co_signers if n != lead])),
        count_known=known,
    )


def lead_type_of(name: str) -> LeadType:
    """Return what a proposer is, told by the ending of the name."""
    if _DELEGATION.search(name):
        return LeadType.DELEGATION
    if len(name) > 3 and _ORGANISATION.search(name):
        return LeadType.ORGANISATION
    return LeadType.PERSON


def _without_count(text: str) -> tuple[str, int | None, bool]:
    """Return the text without 等…人, the number it states, and whether 等 stood there."""
    found = _COUNT.search(text)
    if not found:
        return text, None, False
    digits = found.group(1)
    return text[: found.start()], _number(digits) if digits else None, True


def _names(text: str) -> list[str]:
    """Return the names of a cell; blanks inside a name are dropped."""
    parts = _SPLIT.split(text)
    if len(parts) == 1 and " " in text:
        parts = _by_blanks(text)
    names = ("".join(part.split()) for part in parts)
    return [_TITLE.sub("", name) if len(name) > 3 else name for name in names if name]


def _by_blanks(text: str) -> list[str]:
    """Split on blanks, unless the blank stands inside a two-character name (张 三)."""
    parts = text.split()
    return [text] if any(len(part) == 1 for part in parts) else parts


def _number(text: str) -> int:
    """Read digits or small Chinese numerals."""
    if text.isdigit():
        return int(text)
    tens, _, ones = text.partition("十")
    if "十" not in text:
        return int("".join(str(_NUMERALS.index(char)) for char in text if char in _NUMERALS) or 0)
    head = _NUMERALS.index(tens) if tens in _NUMERALS and tens else 1
    return head * 10 + (_NUMERALS.index(ones) if ones and ones in _NUMERALS else 0)
