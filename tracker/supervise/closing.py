"""When a case may be closed (办结) and leave follow-up; pure. Source: domain §2.1 C10, §2.8."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Letter:
    """One answering assignment as closing sees it.

    `rating`: "undelivered", "awaited", "pending", "submitted" or "lapsed"; `undecided`: a 不满意
    of any round without a decision; `corrected`: a correction of the letter is not issued yet.
    """

    unit: str
    issued: bool
    rating: str
    undecided: bool
    corrected: bool = False


def hindrances(letters: Sequence[Letter]) -> list[str]:
    """Return in words what still stands against closing, empty where nothing does."""
    if not letters:
        return ["还没有承办单位。"]
    return [sentence for letter in letters for sentence in _of(letter)]


def _of(letter: Letter) -> list[str]:
    """Return what one letter lacks."""
    if not letter.issued:
        return [f"{letter.unit}的答复尚未印发。"]
    if letter.rating == "undelivered":
        return [f"{letter.unit}的答复还没有登记送达，请先登记送达日期。"]
    if letter.rating == "awaited":
        return [f"{letter.unit}的答复尚未收到评价，也未到视为未反馈的日期。"]
    if letter.rating == "pending":
        return [f"{letter.unit}的评价是代录的，待第二人核对。"]
    if letter.undecided:
        return [f"{letter.unit}的答复不满意，尚未决定是否重新办理。"]
    if letter.corrected:
        return [f"{letter.unit}的更正答复尚未印发。"]
    return []


def follow_up_hindrances(open_commitments: int, undecided: int, round_open: bool) -> list[str]:
    """Return in words what still stands against ending follow-up."""
    found = []
    if open_commitments:
        found.append(f"还有 {open_commitments} 项承诺没有落实或终止。")
    if undecided:
        found.append("还有不满意的评价没有决定是否重新办理。")
    if round_open:
        found.append("重新办理还没有答复。")
    return found
