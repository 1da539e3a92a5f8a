"""What stands on a printed paper, in the words that both kinds of file take.

Source: GB/T 9704-2012《党政机关公文格式》7.2–7.4 (head, body, imprint); domain §5.1, §5.2.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from tracker.reply.document import Paper

NO_NUMBER, NO_DAY, NO_NAME = "（文号待编）", "（落款日期待填）", "—"
NOT_STATED = "（原件未注明）"
ON_PAPER = "代录件：照纸质答复函录入，以盖章原件为准。"
NOT_ISSUED = "送签稿：尚未编号印发。"
# a title breaks where a word ends: before the meeting, before the number
BREAKS = re.compile(r"(?=第[^第]{1,4}次会议)|(?=闭会期间)|(?=平时第)|(?<=会议)(?=第)")


@dataclass(frozen=True)
class Letter:
    """A reply letter as printed, every part a text; `title` in parts that are not broken."""

    unit: str
    class_mark: str
    disclosure: str
    note: str
    number: str
    signer: str
    title: tuple[str, ...]
    heading: str
    salutation: str
    paragraphs: tuple[str, ...]
    day: str
    handler: str
    phone: str
    copies: str
    printed_on: str


@dataclass(frozen=True)
class Question:
    """One thing that the proposer ticks: what is asked, and the answers to tick."""

    asked: str
    answers: tuple[str, ...]


@dataclass(frozen=True)
class OpinionForm:
    """The opinion form (征询意见表) of a letter: facts in pairs, questions, the way back."""

    title: tuple[str, ...]
    facts: tuple[tuple[str, str], ...]
    contact: tuple[Question, ...]
    rating: tuple[Question, ...]
    wishes: tuple[Question, ...]
    back: str


def letter_of(paper: Paper) -> Letter:
    """Return a letter as it is printed; what is not yet known says so in its place."""
    unknown = NOT_STATED if paper.not_stated else ""
    return Letter(
        unit=paper.unit,
        class_mark=paper.class_mark,
        disclosure=paper.disclosure,
        note=_note(paper),
        number=paper.number or unknown or NO_NUMBER,
        signer=paper.signer or unknown or NO_NAME,
        title=title_parts(paper.heading),
        heading=paper.heading,
        salutation=paper.salutation,
        paragraphs=_paragraphs(paper),
        day=paper.day or NO_DAY,
        handler=paper.handler or NO_NAME,
        phone=paper.phone or NO_NAME,
        copies=paper.copies.rstrip("。"),
        printed_on=f"{paper.day}印发" if paper.day and paper.issued else "",
    )


def title_parts(heading: str) -> tuple[str, ...]:
    """Return the parts of a title that stay on one line; together they are the title."""
    return tuple(part for part in BREAKS.split(heading) if part)


def file_name(parts: Sequence[str], suffix: str) -> str:
    """Return the name of a file from its parts, without what a file system refuses."""
    return re.sub(r'[\\/:*?"<>|\s]+', "", "".join(parts)) + suffix


def _note(paper: Paper) -> str:
    """Return what the paper says of itself where it is not the letter of record."""
    if paper.on_behalf:
        return ON_PAPER
    return "" if paper.issued else NOT_ISSUED


def _paragraphs(paper: Paper) -> tuple[str, ...]:
    """Return opening, text and the line about a replaced edition, one paragraph each."""
    lines = (paper.opening, *paper.paragraphs, paper.replaces)
    return tuple(line for line in lines if line)
