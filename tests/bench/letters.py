"""Letters a minute, as PDF and as Word document, from what is printed to the file."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from time import process_time

from tests.papers.test_layout import LONG, plain_form
from tests.papers.test_printed import ISSUED
from tracker.papers.printed import Letter, letter_of
from tracker.papers.typesetting import pdf_of
from tracker.papers.word import word_of

TURNS = 40
PARAGRAPHS = 4  # two pages, and the form


def a_minute() -> dict[str, float]:
    """Return how many letters of two pages and a form one processor makes in a minute."""
    form = plain_form()

    def as_pdf(letter: Letter) -> bytes:
        return pdf_of("reply.typ", letter=letter, form=form)

    def as_word(letter: Letter) -> bytes:
        return word_of("reply.docx", letter.heading, letter=letter, form=form)

    return {"PDF": 60 / _seconds(as_pdf), "Word": 60 / _seconds(as_word)}


def _letter(turn: int) -> Letter:
    """Return a letter that was not set before: what is known by heart is not set anew."""
    lines = tuple(f"第{turn}件第{n}点，{LONG}" for n in range(PARAGRAPHS))
    return letter_of(replace(ISSUED, number=f"云教函〔2026〕{turn}号", paragraphs=lines))


def _seconds(make: Callable[[Letter], bytes]) -> float:
    """Return the processor time of one, after one that warms up."""
    make(_letter(0))
    letters = [_letter(turn) for turn in range(1, TURNS + 1)]
    begun = process_time()
    for letter in letters:
        make(letter)
    return (process_time() - begun) / TURNS
