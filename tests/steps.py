"""Steps on the way to where a test begins: taken once, then put back as they left the database.

Most acts in the tests only lead to the one that is tested, and are the same for many tests. What a
step leaves follows from what was there and what it was told. Where the test's database is a copy
of a built one and nothing but steps wrote to it since (SQLite counts the writes in its file), the
file is put back as the same step left it before. Wherever anything is otherwise — another database,
another write, a test that patches the program — the step is taken.
"""

from __future__ import annotations

import copy
import hashlib
from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass
from datetime import date, time
from enum import Enum
from functools import wraps
from pathlib import Path
from typing import Any
from zlib import compress, decompress

from flask import Flask, current_app
from sqlalchemy import inspect

from config import Config
from tracker.kernel import clock
from tracker.kernel.db import Model, db
from tracker.settings import in_force

MOST = 250  # databases kept in memory, packed: some 100 KiB each
RULEBOOK = in_force.resolve  # the one thing that is patched outside of `monkeypatch`, too
PLAIN = (str, bytes, int, float, date, time, Path, type(None))


class _UnknownError(Exception):
    """Something that the result of a step may hang on, and that cannot be compared."""


@dataclass(frozen=True)
class Left:
    """What a step left: the database, packed, files, what its actor knows, what it returned."""

    data: bytes
    blobs: dict[Path, bytes]
    actor: dict[str, Any]
    result: Any


class Here:
    """The database of the present test, as far as it is known how it came about."""

    def __init__(self) -> None:
        """Begin with none."""
        self.path, self.writes, self.key = Path(), b"", ""
        self.is_open = False

    def know(self, path: Path, key: str) -> None:
        """Note what a database is the result of."""
        self.path, self.writes, self.key = path, _writes(path), key

    def is_known(self) -> bool:
        """Whether the application stands on it, as it is, and nobody wrote to it meanwhile."""
        return (
            self.is_open
            and self.path == Path(str(db.engine.url.database))
            and self.writes == _writes(self.path)
            and not (db.session.new or db.session.dirty or db.session.deleted)
            and in_force.resolve is RULEBOOK
        )


here = Here()
_seen: set[str] = set()
_left: dict[str, Left] = {}


def begin(path: Path, original: Path) -> None:
    """Note that a database is a fresh copy of a built one."""
    here.know(path, str(original))


def step(function: Callable[..., Any]) -> Callable[..., Any]:
    """Let a function be a step; its first argument is the district, or holds it."""

    @wraps(function)
    def taken(actor: Any, *args: Any, **named: Any) -> Any:
        key = _key(function, actor, args, named)
        if key in _left:
            return _put_back(key, actor)
        result = function(actor, *args, **named)
        if key:
            _keep(key, actor, result)
        return result

    return taken


def _key(function: Callable[..., Any], *told: Any) -> str:
    """Return by what a step is known, empty where it has to be taken."""
    if not here.is_known():
        return ""
    settings: Config = current_app.config["TRACKER"]
    rest = [getattr(settings, one.name) for one in fields(settings) if one.name not in PLACES]
    moment = clock._moved.get()
    try:
        whole = [here.key, function.__module__, function.__qualname__, told, rest, moment]
        return hashlib.sha256(repr(_plain(whole)).encode()).hexdigest()
    except _UnknownError:
        return ""


PLACES = {"data_dir", "database_url", "secret_key", "audit_key_file"}


def _plain(value: Any) -> Any:
    """Return something that can be compared in the place of a value."""
    kind = type(value).__qualname__
    if isinstance(value, Enum):
        return kind, value.name
    if isinstance(value, PLAIN):
        return kind, repr(value)
    if isinstance(value, (tuple, list)):
        return kind, [_plain(one) for one in value]
    if isinstance(value, dict):
        return kind, [(_plain(key), _plain(one)) for key, one in value.items()]
    if isinstance(value, Model):
        return kind, inspect(value).identity
    if is_dataclass(value):
        return kind, [_plain(getattr(value, one.name)) for one in fields(value)]
    if isinstance(value, Flask):
        return kind
    raise _UnknownError(kind)


def _keep(key: str, actor: Any, result: Any) -> None:
    """Note what the database is now; keep it where somebody took this step before."""
    here.know(here.path, key)
    if key in _seen and len(_left) < MOST and isinstance(result, (int, list, type(None))):
        folder = here.path.parent
        blobs = {p.relative_to(folder): p.read_bytes() for p in folder.glob("blobs/*/*")}
        known = copy.deepcopy(_of(actor))
        _left[key] = Left(compress(here.path.read_bytes(), 1), blobs, known, copy.copy(result))
    _seen.add(key)


def _put_back(key: str, actor: Any) -> Any:
    """Put the database, the files and what the actor knows as the step left them."""
    left = _left[key]
    db.session.rollback()
    db.engine.dispose()
    here.path.write_bytes(decompress(left.data))
    for name, data in left.blobs.items():
        path = here.path.parent / name
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.write_bytes(data)
    _tell(actor, copy.deepcopy(left.actor))
    here.know(here.path, key)
    return copy.copy(left.result)


def _of(actor: Any) -> dict[str, Any]:
    """Return what an actor knows, the application apart; a district within as what it knows."""
    values = {one.name: getattr(actor, one.name) for one in fields(actor) if one.name != "app"}
    return {name: _of(one) if is_dataclass(one) else one for name, one in values.items()}


def _tell(actor: Any, known: dict[str, Any]) -> None:
    """Let an actor know it."""
    for name, value in known.items():
        within = getattr(actor, name)
        if is_dataclass(within):
            _tell(within, value)
        else:
            setattr(actor, name, value)


def _writes(path: Path) -> bytes:
    """Return what SQLite counts and notes in the head of its file at each write."""
    with path.open("rb") as file:
        return file.read(100)[24:]
