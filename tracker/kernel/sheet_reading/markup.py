"""Parsing XML from outside: no entities, no network, no huge trees."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from lxml import etree

from tracker.kernel.sheet_reading.cells import RefusalError
from tracker.kernel.sheet_reading.encodings import decoded

DECLARED = re.compile(r"^\s*<\?xml[^>]*\?>")


def xml(data: bytes) -> Any:
    """Parse XML as a whole."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False)
    return etree.fromstring(data, parser)


def walk(file: Any, events: tuple[str, ...], tags: list[str]) -> Iterator[tuple[str, Any]]:
    """Give the elements of a large XML one by one; one that defines entities is refused."""
    found = etree.iterparse(
        file, events=events, tag=tags, resolve_entities=False, no_network=True, huge_tree=False
    )
    first = True
    for event, node in found:
        if first and node.getroottree().docinfo.internalDTD is not None:
            raise RefusalError("broken")
        first = False
        yield event, node


def as_file(data: bytes) -> BytesIO:
    """Return XML in UTF-8, whatever encoding it declares."""
    return BytesIO(DECLARED.sub("", decoded(data)).encode("utf-8", "replace"))


def local(node: Any) -> str:
    """Return the name of an element without its namespace."""
    return str(node.tag).rpartition("}")[2]


def attribute(node: Any, name: str) -> str | None:
    """Return an attribute, with its namespace or without."""
    if name in node.attrib:
        return str(node.attrib[name])
    return next((str(text) for key, text in node.attrib.items() if key.endswith("}" + name)), None)


def drop(node: Any) -> None:
    """Let go of an element that was read, and of those before it."""
    node.clear()
    while node.getprevious() is not None:
        del node.getparent()[0]
