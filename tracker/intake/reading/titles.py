"""What the rows above a list say: body, term, session, period, year; pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from tracker.cases.numbering import number_key
from tracker.intake.reading.dates import digits
from tracker.kernel.simplified import fold
from tracker.kernel.texts import comparable, tidy
from tracker.terms import BodyType, Kind, Period

_NUMERAL = r"([一二三四五六七八九十百〇零\d]{1,4})"
_TERM = re.compile(_NUMERAL + r"届")
_SESSION = re.compile(_NUMERAL + r"次(?:会议|全会|全体会议)")
_YEAR = re.compile(r"(20\d\d|二[〇○零O0][〇○零一二三四五六七八九0]{2})年")
_SHORT_SESSION = re.compile(_NUMERAL + r"次")
_ALONE = re.compile("^第?" + _NUMERAL + r"(?:\.0+)?(?:届|次|次会议|会议)*$")
_BRACKETED = re.compile(r"[(（][闭平][)）]")
_BOTH = re.compile(r"建议[、和及]?提案|提案[、和及]?建议|代表[、和及]?委员")
BETWEEN = ("闭会", "平时", "会后", "休会")
MOST = 99
LATE = 11  # what a session of November or December takes up is the work of the next year


@dataclass(frozen=True)
class Context:
    """What is known of a list before its rows; None where nothing says.

    `year` is what a title names, `opened` when the session began. `titled`: a title names the
    session, so it is that of all rows.
    """

    kind: Kind | None = None
    term: int | None = None
    session: int | None = None
    period: Period | None = None
    year: int | None = None
    opened: date | None = None
    body: str = ""
    titled: bool = False

    @property
    def years(self) -> tuple[int, ...]:
        """The years that days and numbers of the list belong to; two where it began late in one."""
        if self.year or self.opened is None:
            return (self.year,) if self.year else ()
        first = self.opened.year
        return (first, first + 1) if self.opened.month >= LATE else (first,)


def context_of(text: str) -> Context:
    """Read title rows, sheet name and headings together."""
    plain = comparable(text)
    year = _YEAR.search(plain)
    term, session = _TERM.search(plain), _SESSION.search(plain)
    kind = kind_of(plain)
    return Context(
        kind=kind,
        term=_number(term),
        session=_number(session),
        period=Period.INTERSESSION if any(word in plain for word in BETWEEN) else None,
        year=int(digits(year.group(1))) if year else None,
        body=body_of(kind),
    )


def session_of(text: str) -> tuple[int | None, int | None]:
    """Return term and session that a cell or a number names: 十八届三次, 七届二次会议30号."""
    if "次" not in text and "届" not in text and "屆" not in text:
        return None, None
    plain = comparable(text)
    term = _TERM.search(plain)
    session = _SHORT_SESSION.search(plain, term.end() if term else 0)
    return _number(term), _number(session)


def differs(said: tuple[int | None, int | None], here: tuple[int | None, int | None]) -> bool:
    """Whether two pairs of term and session contradict each other; None says nothing."""
    return any(
        one is not None and two not in (None, one) for one, two in zip(said, here, strict=True)
    )


def numeral_of(text: str) -> int | None:
    """Return the number of a cell that holds only 十八, 第3次 or 18.0."""
    found = _ALONE.match(tidy(text))
    return _number(found)


def kind_of(text: str) -> Kind | None:
    """Return the kind that words name; where both occur, the owner's name decides."""
    text = _BOTH.sub("", text)
    cppcc, congress = "政协" in text, "人大" in text or "人民代表大会" in text
    if cppcc != congress:
        return Kind.PROPOSAL if cppcc else Kind.SUGGESTION
    proposal = "提案" in text or "委员" in text
    suggestion = "代表建议" in text or "建议编号" in text or "领衔代表" in text
    if proposal != suggestion:
        return Kind.PROPOSAL if proposal else Kind.SUGGESTION
    return None


def period_of(text: str) -> Period | None:
    """Return the period that a cell or a number names: 闭会建议, 平时提案, 閉字1, 大会建议."""
    if not text or text.isdigit():
        return None
    plain = fold(text).replace("人民代表大会", "")
    if plain.startswith("闭") or _BRACKETED.search(plain):
        return Period.INTERSESSION
    if any(word in plain for word in (*BETWEEN, "闭字")):
        return Period.INTERSESSION
    if any(word in plain for word in ("大会", "会间", "会中", "开会")):
        return Period.SESSION
    return None


def body_of(kind: Kind | None) -> str:
    """Return the name of the body that owns the kind."""
    return "" if kind is None else body_type_of(kind).label


def body_type_of(kind: Kind) -> BodyType:
    """Return the type of the body that owns the kind."""
    return BodyType.CONGRESS if kind is Kind.SUGGESTION else BodyType.CPPCC


def _number(found: re.Match[str] | None) -> int | None:
    """Return the number of a match, in digits or Chinese numerals."""
    if found is None:
        return None
    text = number_key(found.group(1))
    return int(text) if text.isdigit() and 0 < int(text) <= MOST else None
