"""How entries are sealed and what a broken chain looks like; pure."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

START = "0" * 64


@dataclass(frozen=True)
class Finding:
    """What the verification found; `seq` is the first entry concerned, None if intact."""

    seq: int | None
    sentence: str

    @property
    def intact(self) -> bool:
        """Whether nothing was found."""
        return self.seq is None


def key_id(key: bytes) -> str:
    """Return the public name of a key: the first 16 hex digits of its digest."""
    return hashlib.sha256(b"tracker-audit-key" + key).hexdigest()[:16]


def seal(key: bytes, previous: str, fields: Mapping[str, object]) -> str:
    """Return the keyed digest of an entry upon the one before it."""
    text = json.dumps(fields, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hmac.new(key, f"v1|{previous}|{text}".encode(), hashlib.sha256).hexdigest()


def seal_head(key: bytes, seq: int, digest: str) -> str:
    """Return the keyed digest of the head of the chain."""
    return hmac.new(key, f"head|{seq}|{digest}".encode(), hashlib.sha256).hexdigest()


def verify(
    key: bytes,
    entries: Iterable[tuple[Mapping[str, object], str, str]],
    head: tuple[int, str, str] | None,
) -> Finding:
    """Walk the chain from its first entry and name the first that is wrong.

    :param entries: (sealed fields with `seq`, previous, digest) in ascending order of seq.
    :param head: (seq, digest, seal) of the head, None where there is none.
    """
    expected, previous = 1, START
    for fields, stated, digest in entries:
        seq = int(str(fields["seq"]))
        if seq != expected:
            return Finding(expected, f"第 {expected} 条缺失（其后是第 {seq} 条）。")
        if stated != previous:
            return Finding(seq, f"第 {seq} 条与上一条不相接。")
        if not hmac.compare_digest(seal(key, previous, fields), digest):
            return Finding(seq, f"第 {seq} 条内容被改动。")
        expected, previous = seq + 1, digest
    return _check_head(key, expected - 1, previous, head)


def _check_head(key: bytes, last: int, digest: str, head: tuple[int, str, str] | None) -> Finding:
    """Compare the last entry with the sealed head."""
    if head is None:
        if last == 0:
            return Finding(None, "日志为空。")
        return Finding(last + 1, "链头缺失，不能确认日志末尾是否完整。")
    if not hmac.compare_digest(seal_head(key, head[0], head[1]), head[2]):
        return Finding(last + 1, "链头被改动。")
    if head[0] > last:
        return Finding(last + 1, f"第 {last + 1} 条起被截去（应有 {head[0]} 条）。")
    if head[:2] != (last, digest):
        return Finding(head[0], f"第 {head[0]} 条与链头不符。")
    return Finding(None, f"{last} 条全部完好。")
