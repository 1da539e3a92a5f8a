"""What costs much and comes out the same each time is done once in a process, or cheaply."""

from __future__ import annotations

import gc
import hashlib
import secrets
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask import Flask
from jinja2.bccache import Bucket, BytecodeCache
from werkzeug.routing import Rule

from tests.steps import here
from tracker.accounts import passwords
from tracker.kernel import sheets


def pytest_collection_finish():
    """Let the collector pass over what was imported, and come less often: an eighth of the run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(autouse=True, scope="session")
def _cheap_passwords():
    """Hash passwords with the least work: the tests make thousands of accounts."""
    passwords._hasher = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    passwords._NOBODY = passwords._hasher.hash(secrets.token_hex(16))


class CompiledTemplates(BytecodeCache):
    """Compiled templates of one test process: each test makes an application anew."""

    def __init__(self) -> None:
        """Begin with none."""
        self.known: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what was compiled before; a key changes with path and content."""
        if known := self.known.get(bucket.key):
            bucket.bytecode_from_string(known)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        self.known[bucket.key] = bucket.bytecode_to_string()


@pytest.fixture(autouse=True, scope="session")
def _templates_compiled_once():
    """Compile each template once for all applications: it was a third of the run."""
    Flask.jinja_options["bytecode_cache"] = CompiledTemplates()


@pytest.fixture(autouse=True, scope="session")
def _routes_compiled_once():
    """Compile each route once for all applications: 50 ms for each of thousands of them."""
    compile_once, known = Rule._compile_builder, {}

    def compiled(rule: Rule, append_unknown: bool = True):
        key = (rule.rule, str(rule.defaults), append_unknown)
        if key not in known:
            known[key] = compile_once(rule, append_unknown)
        return known[key]

    Rule._compile_builder = compiled
    yield
    Rule._compile_builder = compile_once


@pytest.fixture(autouse=True, scope="session")
def _workbooks_read_once():
    """Read a workbook once in a process of its own; each page that shows it reads it again."""
    read, known = sheets._run, {}

    def once(path: Path):
        if not path.is_file():
            return read(path)
        digest = hashlib.sha256(path.read_bytes()).digest()
        key = (digest, sheets.SECONDS, sheets.MEMORY_MIB, sheets.CELLS)
        found = known.get(key) or read(path)
        if not found.get("refused"):
            known[key] = found
        return found

    sheets._run = once
    yield
    sheets._run = read


@pytest.fixture(autouse=True)
def _steps_are_put_back(request):
    """Put steps of before back only where no test patches the program."""
    here.is_open = "monkeypatch" not in request.fixturenames
    yield
    here.is_open = False
