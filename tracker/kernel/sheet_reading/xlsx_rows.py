"""Rows of a sheet's XML as most programs write them, noted without a tree of objects.

The tree costs ten times the reading of the values. A row that is written in any other way, and
whatever follows a comment or a CDATA section, stays for the walk through the tree.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any, Literal, NamedTuple
from xml.parsers import expat

from tracker.kernel.sheet_reading.cells import RefusalError

CHUNK, LONGEST = 1 << 18, 1 << 22  # bytes at once, letters of one row or text
END = "</row>"
TEXT_STARTS = ("<si>", "<si ", "<si/")
CELL_STARTS, PLACED = ("<c ", "<c>", "<c/"), '<c r="'
_UTF_8 = re.compile(rb"^(?:\xef\xbb\xbf)?\s*<(?!\?xml[^>]*encoding=[\"'](?!utf-8[\"']))", re.I)
_ROW = re.compile(r"<row((?: [\w:.-]+=\"[^\"<>]*\")*)>")
_ATTRIBUTE = re.compile(r' ([\w:.-]+)="([^"]*)"')
_CELL = re.compile(
    r'<c r="([A-Z]{1,3})(\d{1,7})"(?: s="(\d+)")?(?: t="(\w+)")?(?: s="(\d+)")?(?:/>|>(.*?)</c>)',
    re.S,
)
_VALUE = re.compile(
    r"\s*(<f(?: [^<>]*)?(?:/>|>[^<]*</f>))?\s*(?:<v(?: [^<>]*)?(?:(/>)|>([^<]*)</v>))?\s*"
)
_TEXT = re.compile(r"<t(?: [^<>]*)?>([^<]*)</t>")
_PREFIX, _FORMULA = re.compile(r"<[\w.-]+:"), re.compile(r"<f[ />]")
_REFERENCE = re.compile(r"&#(?:x([0-9a-fA-F]+)|(\d+));")


class Content(NamedTuple):
    """What stands in a cell: a formula or not, a value as written, None where there is none.

    `blank` where neither shows anything.
    """

    formula: bool
    value: str | None
    blank: bool


Noted = tuple[tuple[int, int], int, str, Content]


class Noting(NamedTuple):
    """How rows are noted: `cell` with place, style, kind and content; `row` with number, hidden.

    `telling` finds the rows of which each cell is noted. `blanks` are the shared strings that show
    nothing, `left` is how many cells there may be.
    """

    cell: Callable[[dict[str, Any], tuple[int, int], int, str, Content], None]
    row: Callable[[dict[str, Any], str | None, bool], None]
    telling: re.Pattern[str] | None
    blanks: frozenset[str]
    left: int


class _Pieces:
    """A file of XML, read piece by piece: each ends in the same closing tag, what follows is left.

    `usual` until a comment, a CDATA section or a document type comes: pieces may be none then.
    """

    def __init__(self, file: Any, end: str) -> None:
        """Begin to read; the form is checked on the way."""
        self._file, self._end, self._form = file, end, expat.ParserCreate()
        self._data, self._decoder = file.read(CHUNK), codecs.getincrementaldecoder("utf-8")()
        self.left, self.usual = "", _UTF_8.match(self._data) is not None

    def __iter__(self) -> Iterator[str]:
        """Give each piece without its end; what follows the last one stays in `left`."""
        unusual = list[str]()
        while self._data:
            text = self._decoder.decode(self._data)
            self.usual = self.usual and "<!" not in self.left[-1:] + text
            self.usual = self.usual and len(self.left) < LONGEST
            if self.usual:
                self._form.Parse(self._data)
                *pieces, self.left = (self.left + text).split(self._end)
                yield from pieces
            else:
                unusual.append(text)
            self._data = self._file.read(CHUNK)
        self.left = "".join((self.left, *unusual))


def cut(file: Any, out: dict[str, Any], noting: Noting) -> bytes | None:
    """Note the rows that are written as usual; return the XML without them.

    :returns: None where it is in another encoding; nothing was noted then.
    """
    pieces = _Pieces(file, END)
    if not pieces.usual:
        return None
    kept = [_left(row, out, noting) for row in pieces]
    return "".join((*kept, pieces.left)).encode()


def blank_texts(file: Any) -> frozenset[str] | None:
    """Return the numbers of shared strings that show nothing, None where they are unusual."""
    pieces, found = _Pieces(file, "</si>"), set[str]()
    for number, piece in enumerate(pieces):
        if sum(map(piece.count, TEXT_STARTS)) != 1 or _PREFIX.search(piece):
            return None
        if not _shows("".join(_TEXT.findall(piece))):
            found.add(str(number))
    return frozenset(found) if pieces.usual and "<si" not in pieces.left else None


def is_hidden(attributes: Any) -> bool:
    """Whether a row or column is hidden, or has no height."""
    return attributes.get("hidden") in ("1", "true") or attributes.get("ht") in ("0", "0.0")


def _left(text: str, out: dict[str, Any], noting: Noting) -> str:
    """Note the row that a text ends in; return what stands before it.

    A row that is written otherwise stays.
    """
    start = text.rfind("<row")
    row = _ROW.match(text, max(0, start))
    if row is None or not _noted(row[1], text[row.end() :], out, noting):
        return text + END
    return text[:start]


def _noted(said: str, body: str, out: dict[str, Any], noting: Noting) -> bool:
    """Note a row, unless it is written otherwise."""
    count = sum(map(body.count, CELL_STARTS))
    if body.count(PLACED) != count or (":" in body and _PREFIX.search(body)):
        return False
    cells = (_all if _tells(body, noting) else _ends)(body, noting)
    if cells is None:
        return False
    out["count"] += count
    if out["count"] > noting.left:
        raise RefusalError("too_large")
    for at, style, kind, content in cells:
        noting.cell(out, at, style, kind, content)
    attributes = dict(_ATTRIBUTE.findall(said))
    noting.row(out, attributes.get("r"), is_hidden(attributes))
    return True


def _tells(body: str, noting: Noting) -> bool:
    """Whether more must be known of a row than how far it reaches."""
    if "<f" in body or ' t="e"' in body:
        return True
    return noting.telling is not None and noting.telling.search(body) is not None


def _all(body: str, noting: Noting) -> list[Noted] | None:
    """Return all cells of a row in which something stands, None where one is unusual."""
    cells = _CELL.findall(body)
    found = [_cell(*cell, noting.blanks) for cell in cells]
    if None in found or len(cells) != body.count(PLACED):
        return None
    return [cell for cell in found if cell]


def _ends(body: str, noting: Noting) -> list[Noted] | None:
    """Return the last cells of a row, back to one that shows something: how far the row reaches.

    Those before it tell nothing that is not known of their values.
    """
    found, end = list[Noted](), len(body)
    while (start := body.rfind(PLACED, 0, end)) >= 0:
        match = _CELL.match(body, start)
        cell = _cell(*match.groups(""), noting.blanks) if match else None
        if cell is None:
            return None
        found += [cell] if cell else []
        if cell and not cell[3].blank:
            break
        end = start
    return found


def _cell(*said: Any) -> Noted | tuple[()] | None:
    """Return a cell with what stands in it, empty where nothing does, None where it is unusual."""
    letters, number, style, kind, again, text, blanks = said
    content = _content(kind, text, blanks)
    if not isinstance(content, Content):
        return None if content is False else ()
    at = (int(number) - 1, column_index(letters))
    return at, int(style or again or 0), str(kind or "n"), content


def telling(formats: Iterable[int], struck: Iterable[int]) -> re.Pattern[str] | None:
    """Return what finds a cell whose style must be known; None where no style matters.

    :param formats: the styles with a number format, which matters where a number stands.
    :param struck: the styles that strike text through.
    """
    shown, through = "|".join(map(str, formats)), "|".join(map(str, struck))
    any_of = [f'(?:{shown})"(?! t="(?:s|str|inlineStr)")'] if shown else []
    any_of += [f'(?:{through})"'] if through else []
    return re.compile(f' s="(?:{"|".join(any_of)})') if any_of else None


def _content(kind: str, text: str, blanks: frozenset[str]) -> Content | Literal[False] | None:
    """Return what stands in a cell, None where nothing does, False where it is unusual."""
    if "<" not in text:
        return None
    if kind == "inlineStr":
        texts = "".join(_TEXT.findall(text))
        return False if _FORMULA.search(text) else Content(False, None, not _shows(texts))
    found = _VALUE.fullmatch(text)
    if found is None:
        return False
    value = "" if found[2] else found[3]
    blank = not found[1] and (not _shows(value or "") or (kind == "s" and value in blanks))
    return Content(bool(found[1]), value, blank)


def _shows(text: str) -> bool:
    """Whether a text of XML holds more than blanks."""
    if "&" not in text:
        return bool(text) and not text.isspace()
    return any(
        not chr(int(found[1] or found[2], 16 if found[1] else 10)).isspace()
        for found in _REFERENCE.finditer(text)
    ) or _shows(_REFERENCE.sub("", text).replace("&", "+"))


@lru_cache(maxsize=4096)
def column_index(letters: str) -> int:
    """Return the zero-based index of a column's letters."""
    index = 0
    for letter in letters:
        index = index * 26 + ord(letter) - 64
    return index - 1
