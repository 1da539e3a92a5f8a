"""How entries are sealed and what a broken chain looks like; pure."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

START = "0" * 64
Head = tuple[int, str, str]
"""Number, digest and seal of the last entry."""


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
    head: Head | None,
    kept: Head | None = None,
) -> Finding:
    """Walk the chain from its first entry and name the first that is wrong.

    :param entries: (sealed fields with `seq`, previous, digest) in ascending order of seq.
    :param head: the head in the database, None where there is none.
    :param kept: the head that was kept outside the database, None where there is none.
    """
    expected, previous = 1, START
    sealed = kept if kept and _is_sealed(key, kept) else None
    for fields, stated, digest in entries:
        seq = int(str(fields["seq"]))
        if seq != expected:
            return Finding(expected, f"第 {expected} 条缺失（其后是第 {seq} 条）。")
        if stated != previous:
            return Finding(seq, f"第 {seq} 条与上一条不相接。")
        if not hmac.compare_digest(seal(key, previous, fields), digest):
            return Finding(seq, f"第 {seq} 条内容被改动。")
        if sealed and sealed[0] == seq and sealed[1] != digest:
            return Finding(seq, f"第 {seq} 条与库外存档的链头不符：此前有记录被截去，再重写。")
        expected, previous = seq + 1, digest
    return _check_kept(key, expected - 1, kept) or _check_head(key, expected - 1, previous, head)


def _is_sealed(key: bytes, head: Head) -> bool:
    """Whether a head bears the seal of the key."""
    return hmac.compare_digest(seal_head(key, head[0], head[1]).encode(), head[2].encode())


def _check_kept(key: bytes, last: int, kept: Head | None) -> Finding | None:
    """Compare the last entry with the head kept outside; None where nothing is wrong."""
    if kept is None:
        return None
    if not _is_sealed(key, kept):
        return Finding(last + 1, "库外存档的链头被改动，不能确认日志末尾是否完整。")
    if kept[0] > last:
        return Finding(last + 1, f"第 {last + 1} 条起被截去（库外存档记有 {kept[0]} 条）。")
    return None


def _check_head(key: bytes, last: int, digest: str, head: Head | None) -> Finding:
    """Compare the last entry with the sealed head."""
    if head is None:
        if last == 0:
            return Finding(None, "日志为空。")
        return Finding(last + 1, "链头缺失，不能确认日志末尾是否完整。")
    if not _is_sealed(key, head):
        return Finding(last + 1, "链头被改动。")
    if head[0] > last:
        return Finding(last + 1, f"第 {last + 1} 条起被截去（应有 {head[0]} 条）。")
    if head[:2] != (last, digest):
        return Finding(head[0], f"第 {head[0]} 条与链头不符。")
    return Finding(None, f"{last} 条全部完好。")
