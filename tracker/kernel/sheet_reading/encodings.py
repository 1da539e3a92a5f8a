"""The text of a file whose encoding nobody has written down.

In their order: a byte order mark, zero bytes (UTF-16), what the text itself declares, UTF-8,
and GB18030 or Big5, whichever of the two gives characters that are in use.
"""

from __future__ import annotations

import codecs
import re

from tracker.kernel.sheet_reading.cells import RefusalError

MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
DECLARES = re.compile(rb"(?:charset|encoding)\s*=\s*[\"']?\s*([\w-]+)", re.I)
CHINESE, TAIWAN = "gb18030", "cp950"
NAMES = {"gb2312": CHINESE, "gbk": CHINESE, "x-gbk": CHINESE, "big5": TAIWAN}
HEAD, SAMPLE = 4096, 65536
CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f\x7f]")
ONE_IN = 100  # of so many characters one may be a control character
PAIR = re.compile(rb"[\x81-\xfe][\x40-\xfe]|[\x00-\x80]|.", re.S)
FEWEST_PAIRS = 8
# first bytes: signs of GB2312 and its 3755 common characters; signs of Big5 and its 5401
COMMON_GB = {*range(0xA1, 0xA4), *range(0xB0, 0xD8)}
COMMON_BIG5 = range(0xA1, 0xC7)
MOST, MANY = 0.9, 0.7
FIRST_CJK = "\u2e80"


def decoded(data: bytes, declared: str = "") -> str:
    """Return the text.

    :param declared: the encoding that came along with the file.
    :raises RefusalError: it is no text, or in an encoding that cannot be told.
    """
    text = _decoded(data, declared).lstrip("\ufeff").rstrip("\x1a\x00")
    if len(CONTROLS.findall(text)) * ONE_IN > len(text):
        raise RefusalError("not_excel")
    return text


def _decoded(data: bytes, declared: str) -> str:
    """Return the text as the first encoding that fits gives it."""
    for mark, name in MARKS:
        if data.startswith(mark):
            return _strict(data[len(mark) :], name)
    head = data[:SAMPLE]
    if b"\0" in head:
        return _strict(data, _order_of(head))
    found = DECLARES.search(data[:HEAD]) if data.lstrip()[:1] == b"<" else None
    said = declared.lower() or (found.group(1).decode().lower() if found else "")
    for name in (*_unicode_first(head), NAMES.get(said, said)):
        if (text := _tried(data, name)) is not None:
            return text
    return _strict(data, _chinese(head))


def _unicode_first(head: bytes) -> tuple[str, ...]:
    """Return UTF-8 unless its characters would be ones that no Chinese list holds."""
    text = head.decode("utf-8", "ignore")
    strange = [char for char in text if char > "\x7f"]
    if strange and max(strange) < FIRST_CJK and _tried(head, CHINESE):
        return ()
    return ("utf-8",)


def _tried(data: bytes, name: str) -> str | None:
    """Return the text, None where the encoding is unknown or does not fit."""
    try:
        return data.decode(name) if name else None
    except (LookupError, ValueError):
        return None


def _strict(data: bytes, name: str) -> str:
    """Return the text, or say that its encoding cannot be told."""
    text = _tried(data, name)
    if text is None:
        raise RefusalError("encoding")
    return text


def _order_of(head: bytes) -> str:
    """Return which UTF-16 it is: of ASCII the higher byte is zero."""
    first, second = head[::2].count(0), head[1::2].count(0)
    if abs(first - second) * ONE_IN <= len(head):
        raise RefusalError("not_excel")
    return "utf-16-be" if first > second else "utf-16-le"


def _chinese(head: bytes) -> str:
    """Return GB18030, or Big5 where its common characters fit far better."""
    pairs = [pair for pair in PAIR.findall(head) if len(pair) > 1]
    if len(pairs) < FEWEST_PAIRS:
        return CHINESE
    simplified = sum(one[0] in COMMON_GB and one[1] >= 0xA1 for one in pairs)
    traditional = sum(one[0] in COMMON_BIG5 and not 0x7F <= one[1] <= 0xA0 for one in pairs)
    fits = traditional > MOST * len(pairs) and simplified < MANY * len(pairs)
    return TAIWAN if fits else CHINESE
