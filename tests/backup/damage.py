"""Thirty ways to damage an archive, each the same for a seed; some put the digests right again."""

from __future__ import annotations

import hashlib
import json
import random
import zipfile
from collections.abc import Callable
from dataclasses import asdict
from io import BytesIO
from pathlib import Path
from typing import Any

from tracker.audit import chain
from tracker.backup import archive
from tracker.backup.archive import HEX, MARK, Manifest

SEED = 20260318
FAR = 1 << 50
Members = dict[str, bytes]
Told = dict[str, Any]
Change = Callable[[Members, Told], object]


def bytewise(whole: bytes, turn: int) -> bytes:
    """Cut an archive, flip a byte, repeat or drop a piece: by turns, at a place of the seed."""
    dice = random.Random(SEED + turn)
    place, data = dice.randrange(1, len(whole)), bytearray(whole)
    ways: tuple[Callable[[], bytes], ...] = (
        lambda: whole[:place],
        lambda: bytes(data[:place]) + bytes([data[place] ^ 0x10]) + bytes(data[place + 1 :]),
        lambda: whole[:place] + b"\0" * 64 + whole[place + 64 :],
        lambda: whole[: place // 2] + whole[place:],
        lambda: whole + b"\0" * 100,
        lambda: b"",
    )
    return ways[turn % len(ways)]()


def _blob(members: Members) -> str:
    return next(name for name in members if name.startswith("blobs/"))


def _rename(members: Members, told: Told, name: str) -> None:
    old = _blob(members)
    members[name], told["members"][name] = members.pop(old), told["members"].pop(old)


def _flip(members: Members, name: str) -> None:
    data = bytearray(members[name])
    data[len(data) // 2] ^= 1
    members[name] = bytes(data)


def _redigest(members: Members, told: Told) -> None:
    _flip(members, "database")
    told["members"]["database"] = hashlib.sha256(members["database"]).hexdigest()


def _another_blob(members: Members, told: Told) -> None:
    name = _blob(members)
    members[name] = b"%PDF- another"
    told["members"][name] = hashlib.sha256(members[name]).hexdigest()


def _without_blob(members: Members, told: Told) -> None:
    name = _blob(members)
    del members[name], told["members"][name]


def _more(members: Members, told: Told) -> None:
    name = "blobs/aa/" + "a" * 64
    members[name] = b"more"
    told["members"][name] = hashlib.sha256(b"more").hexdigest()


def _cut_database(members: Members, told: Told) -> None:
    members["database"] = members["database"][:5000]
    told["members"]["database"] = hashlib.sha256(members["database"]).hexdigest()


# with the digest of the whole made right, the seal left as it is: nobody has the key
FORGED: dict[str, Change] = {
    "database flipped": lambda m, _t: _flip(m, "database"),
    "attachment flipped": lambda m, _t: _flip(m, _blob(m)),
    "no database": lambda m, _t: m.pop("database"),
    "no attachment": lambda m, _t: m.pop(_blob(m)),
    "path upwards": lambda m, t: _rename(m, t, "../../evil"),
    "path from the root": lambda m, t: _rename(m, t, "/evil"),
    "path of Windows": lambda m, t: _rename(m, t, "blobs\\..\\evil"),
    "path within": lambda m, t: _rename(m, t, "blobs/aa/../../audit.key"),
    "wrong rows": lambda _m, t: t["tables"].update(case_record=7),
    "negative rows": lambda _m, t: t["tables"].update(case_record=-1),
    "rows that are words": lambda _m, t: t["tables"].update(case_record="x"),
    "tables a list": lambda _m, t: t.update(tables=[]),
    "members a number": lambda _m, t: t.update(members=7),
    "other schema": lambda _m, t: t.update(schema="9999"),
    "no schema": lambda _m, t: t.update(schema=None),
    "other database": lambda _m, t: t.update(database="oracle"),
    "format ahead": lambda _m, t: t.update(format=99),
    "format back": lambda _m, t: t.update(format=1),
    "a field more": lambda _m, t: t.update(evil=1),
    "a field less": lambda _m, t: t.pop("schema"),
    "a finding hidden": lambda _m, t: t.update(findings=["x"], log={}),
    "a file called missing": lambda _m, t: t.update(missing={"0" * 64: "x"}),
    "database rewritten": _redigest,
    "attachment rewritten": _another_blob,
}
# by somebody who has the key, or a fault of the program: the seal is right
SEALED: dict[str, Change] = {
    "wrong rows": FORGED["wrong rows"],
    "a table more": lambda _m, t: t["tables"].update(nowhere=0),
    "attachment of other content": _another_blob,
    "attachment left out": _without_blob,
    "attachment of nobody": _more,
    "database cut": _cut_database,
    "path upwards that ends in its digest": lambda m, t: _rename(m, t, f"../{_blob(m)[-HEX:]}"),
}


def changed(saved: Path, change: Change, key: bytes | None = None) -> bytes:
    """Return an archive with other members; with the key its seal is right, too."""
    with zipfile.ZipFile(saved) as book:
        members = {name: book.read(name) for name in book.namelist() if name != archive.MANIFEST}
        told = json.loads(book.read(archive.MANIFEST))
    change(members, told)
    if key:
        bare = asdict(Manifest(**{**told, "seal": ""}))
        told["seal"] = chain.seal(key, archive.MANIFEST, bare)
    return packed(members, json.dumps(told, ensure_ascii=False, indent=1).encode())


def packed(members: Members, manifest: bytes) -> bytes:
    """Pack members and manifest, with the right digest at the end."""
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as book:
        book.comment = MARK + b"0" * HEX
        book.writestr(archive.MANIFEST, manifest)
        for name, data in members.items():
            book.writestr(name, data)
    return sealed(stream.getvalue())


def sealed(data: bytes) -> bytes:
    """Put the digest of the whole right."""
    return data[:-HEX] + hashlib.sha256(data[:-HEX]).hexdigest().encode()


def swollen(whole: bytes) -> bytes:
    """Say in the directory of an archive that the database needs far more than any disk has."""
    data, name = bytearray(whole), b"database"
    place = data.rindex(b"PK\x01\x02", 0, data.rindex(name))
    data[place + 24 : place + 28] = (0xFFFFFFF0).to_bytes(4, "little")
    return sealed(bytes(data))
