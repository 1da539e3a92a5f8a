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


@dataclass(frozen=True)
class Break:
    """Where the chain began anew under another key; what stands before was closed by it."""

    seq: int
    previous: str
    closed: str

    def is_told_by(self, fields: Mapping[str, object]) -> bool:
        """Whether the entry of the break, sealed by the new key, closed just what is there."""
        try:
            told = json.loads(str(fields["detail"]))
        except ValueError:
            return False
        return isinstance(told, dict) and told.get("closed") == self.closed


def closing(entries: Iterable[tuple[Mapping[str, object], str, str]]) -> str:
    """Return the digest over entries as they are, whatever key they were sealed with."""
    found = hashlib.sha256(b"tracker-audit-closed")
    for fields, stated, digest in entries:
        found.update(f"{stated}|{_text(fields)}|{digest}\n".encode())
    return found.hexdigest()


def key_id(key: bytes) -> str:
    """Return the public name of a key: the first 16 hex digits of its digest."""
    return hashlib.sha256(b"tracker-audit-key" + key).hexdigest()[:16]


def seal(key: bytes, previous: str, fields: Mapping[str, object]) -> str:
    """Return the keyed digest of an entry upon the one before it."""
    return hmac.new(key, f"v1|{previous}|{_text(fields)}".encode(), hashlib.sha256).hexdigest()


def _text(fields: Mapping[str, object]) -> str:
    """Return what is sealed as one text."""
    return json.dumps(fields, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def seal_head(key: bytes, seq: int, digest: str) -> str:
    """Return the keyed digest of the head of the chain."""
    return hmac.new(key, f"head|{seq}|{digest}".encode(), hashlib.sha256).hexdigest()


def verify(
    key: bytes,
    entries: Iterable[tuple[Mapping[str, object], str, str]],
    head: Head | None,
    kept: Head | None = None,
    since: Break | None = None,
) -> Finding:
    """Walk the chain from its first entry and name the first that is wrong.

    :param entries: (sealed fields with `seq`, previous, digest) in ascending order of seq, from
        the break on where there is one.
    :param head: the head in the database, None where there is none.
    :param kept: the head that was kept outside the database, None where there is none.
    :param since: where the chain began anew, None where it never did.
    """
    expected, previous = (since.seq, since.previous) if since else (1, START)
    sealed = kept if kept and _is_sealed(key, kept) else None
    for fields, stated, digest in entries:
        seq = int(str(fields["seq"]))
        if seq != expected:
            return Finding(expected, f"第 {expected} 条缺失（其后是第 {seq} 条）。")
        if stated != previous:
            return Finding(seq, f"第 {seq} 条与上一条不相接。")
        if not hmac.compare_digest(seal(key, previous, fields), digest):
            return Finding(seq, f"第 {seq} 条内容被改动。")
        if since and since.seq == seq and not since.is_told_by(fields):
            return Finding(seq, f"第 {seq} 条换密钥之前的记录，换密钥之后又被改动。")
        if sealed and sealed[0] == seq and sealed[1] != digest:
            return Finding(seq, f"第 {seq} 条与库外存档的链头不符：此前有记录被截去，再重写。")
        expected, previous = seq + 1, digest
    found = _check_kept(key, expected - 1, kept) or _check_head(key, expected - 1, previous, head)
    return _told_of(since, found) if since and found.intact else found


def _told_of(since: Break, found: Finding) -> Finding:
    """Say besides from where on the chain is the present key's."""
    told = f"其中第 {since.seq} 条换了密钥；此前各条不能再用密钥核对，换密钥之后没有变动。"
    return Finding(None, found.sentence + told)


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
